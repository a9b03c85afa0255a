//! Delivery on the page: gathers what `domain/delivery.rs` has to know, makes its plan a record for `src/js/page/deliver.js`,
//! and reads what came of it.

use gloo_net::http::Response;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::view::View;
use super::{js, transport};
use crate::domain::companion::{Companion, is_csrf};
use crate::domain::delivery::{
    AppAnswer, Page, Plan, Wanted, after_app, after_look, mistake, no_answer,
};
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
    }
}

/// What goes to the app: the form's companions, then the token. Each is a pair of a name and a value.
pub fn fields(view: &View, result: &JsValue) -> Array {
    let fields = Array::new();
    for control in view.companions().iter() {
        let text = |name| js::text(&control, name).unwrap_or_default();
        let companion = Companion {
            name: text("name"),
            field: text("field"),
            autocomplete: text("autocomplete"),
            is_marked: js::get(&control, "marked").is_truthy(),
            repeats_secret: js::get(&control, "repeats").is_truthy(),
        };
        if companion.goes_along() {
            let pair = Array::of2(&companion.name.into(), &js::get(&control, "value"));
            fields.push(&pair);
        }
    }
    for name in ["token", "signup"] {
        let value = js::get(result, name);
        if value.is_truthy() {
            fields.push(&Array::of2(&name.into(), &value));
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
