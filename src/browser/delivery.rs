//! Delivery on the page: gathers what `domain/delivery.rs` has to know, makes its plan a record for `src/js/page/deliver.js`,
//! and reads what came of it.

use gloo_net::http::Response;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::fields::Fields;
use super::view::View;
use super::{js, transport};
use crate::domain::api::Instance;
use crate::domain::app_answer::{AppAnswer, after_app, after_look, no_answer};
use crate::domain::companion::{Companion, is_csrf};
use crate::domain::delivery::{Page, Plan, Wanted, mistake, return_address, url_of};
use crate::domain::error::Failure;
use crate::domain::hint::Hint;

/// What follows a delivery.
pub enum Next {
    /// The page stays.
    Stayed,
    /// The page is about to be left.
    Left,
    /// The app's answer leads elsewhere.
    Do(Plan),
}

impl Page for View {
    fn resolve(&self, address: &str) -> Option<String> {
        View::resolve(self, address)
    }

    fn origin(&self) -> String {
        View::origin(self)
    }

    fn address(&self) -> String {
        View::address(self)
    }
}

/// What a form, or the options of its `attach`, say about delivery.
pub fn wanted(view: &View, options: &JsValue) -> Wanted {
    let said = |name| {
        js::text(options, name)
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| view.setting(name))
    };
    Wanted {
        way: said("deliver"),
        to: said("to"),
        bridge: said("bridge"),
        include: said("include"),
    }
}

/// Adds the page's own target to a login that has no `url`.
///
/// # Errors
/// `config` for a target that is not `http(s):`.
pub fn complete(result: &JsValue, wanted: &Wanted, view: &View) -> Result<(), Box<Failure>> {
    if js::text(result, "url").is_some_and(|url| url.is_empty()) {
        let token = js::text(result, "token").unwrap_or_default();
        js::set(result, "url", &url_of(wanted, &token, view)?.into());
    }
    Ok(())
}

/// The way to the hosted page where a conditional login goes on (protocol-v2 V28).
///
/// # Errors
/// `config` for a target that is not `http(s):`.
pub fn to_hosted(
    instance: &Instance,
    page: &str,
    result: &JsValue,
    wanted: &Wanted,
    view: &View,
) -> Result<JsValue, Box<Failure>> {
    let back = return_address(wanted, view)?;
    let query = Fields::of_object(js::object(&[
        ("session", js::get(result, "session")),
        ("redirect_uri", back.into()),
    ]));
    let address = query.query_of(&instance.url.at(page));
    Ok(js::object(&[("navigate", address.into())]))
}

/// What goes to the app: the form's companions, then the token, and the session where the page asks for it. Each is a pair of a name
/// and a value.
pub fn fields(
    view: &View,
    result: &JsValue,
    instance: Option<&Instance>,
    wanted: &Wanted,
) -> Array {
    let fields = Array::new();
    for control in view.companions().iter() {
        let text = |name| js::text(&control, name).unwrap_or_default();
        let companion = Companion {
            name: text("name"),
            field: Some(text("field"))
                .filter(|field| instance.is_none_or(|it| it.api.takes(field)))
                .unwrap_or_default(),
            autocomplete: text("autocomplete"),
            is_marked: js::get(&control, "marked").is_truthy(),
            repeats_secret: js::get(&control, "repeats").is_truthy(),
        };
        if companion.goes_along() {
            let pair = Array::of2(&companion.name.into(), &js::get(&control, "value"));
            fields.push(&pair);
        }
    }
    for name in &["token", "signup", "session"] {
        let value = js::get(result, name);
        let is_wanted = *name != "session" || wanted.includes_session();
        if is_wanted && value.is_truthy() {
            fields.push(&Array::of2(&(*name).into(), &value));
        }
    }
    fields
}

/// A plan as JavaScript carries it out: `{ navigate }`, `{ post }`, `{ fetch }` or `{ bridge }`.
pub fn record(plan: &Plan, view: &View, fields: &Array, signal: &JsValue) -> JsValue {
    let (name, value) = match plan {
        Plan::Navigate(target) => ("navigate", target.into()),
        Plan::Post(target) => (
            "post",
            js::object(&[("url", target.into()), ("fields", fields.into())]),
        ),
        Plan::Fetch(target) => (
            "fetch",
            transport::app_request(target, fields, csrf(view, fields), signal),
        ),
        Plan::Look(target) => ("fetch", transport::look_request(target)),
        Plan::Bridge(host) => (
            "bridge",
            js::object(&[("host", host.into()), ("fields", fields.into())]),
        ),
        Plan::Stay => return JsValue::UNDEFINED,
    };
    js::object(&[(name, value)])
}

/// The CSRF value of the page's `<meta>`, where none of the fields has it.
fn csrf(view: &View, fields: &Array) -> Option<String> {
    let is_there = |pair: JsValue| {
        let text = |at| js::text(&pair, at).unwrap_or_default();
        is_csrf(&text("0")) && !text("1").is_empty()
    };
    if fields.iter().any(is_there) {
        return None;
    }
    view.csrf_token().filter(|value| !value.is_empty())
}

/// What follows, by how JavaScript's part ended.
///
/// # Errors
/// `refused`, `server` or `unreachable` of the app's own server; `config` for a missing bridge or an unsafe redirect.
pub fn next(plan: &Plan, ended: &JsValue, view: &View) -> Result<Next, Box<Failure>> {
    match plan {
        Plan::Navigate(_) | Plan::Post(_) => Ok(Next::Left),
        Plan::Stay => Ok(Next::Stayed),
        Plan::Bridge(_) if ended.is_truthy() => Ok(Next::Stayed),
        Plan::Bridge(_) => Err(mistake(Hint::NoBridge)),
        Plan::Fetch(target) => {
            match after_app(app_answer(ended).ok_or_else(no_answer)?, target, view)? {
                Plan::Stay => Ok(Next::Stayed),
                plan => Ok(Next::Do(plan)),
            }
        }
        Plan::Look(target) => {
            let leads_on = is_unreadable(&js::get(ended, "answer"));
            after_look(leads_on, target, view).map(Next::Do)
        }
    }
}

/// The app's answer; `None` where none came. A page's own `fetch` may give something that is no `Response`.
fn app_answer(exchange: &JsValue) -> Option<AppAnswer> {
    let answer = js::get(exchange, "answer");
    if !answer.is_object() {
        return None;
    }
    let body = js::get(exchange, "body");
    let mut app = AppAnswer {
        response: transport::response(&answer, &body),
        is_ok: js::get(&answer, "ok").is_truthy(),
        redirected: None,
        leads_elsewhere: is_unreadable(&answer),
        redirect: js::text(&body, "redirect").filter(|address| !address.is_empty()),
    };
    if let Ok(answer) = answer.dyn_into::<web_sys::Response>() {
        let answer = Response::from(answer);
        app.is_ok = answer.ok();
        app.redirected = answer.redirected().then(|| answer.url());
    }
    Some(app)
}

/// Whether it is a redirect to another origin (`opaque`), or one that was not followed (`opaqueredirect`).
fn is_unreadable(answer: &JsValue) -> bool {
    js::text(answer, "type").is_some_and(|kind| kind.starts_with("opaque"))
}
