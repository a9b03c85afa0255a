//! Rendering of the page files in `www/pages`. They are read anew for each request: edit one, reload, look.
//! Values are escaped by the template engine: as HTML in `.html` files, as JSON in `.js` files.

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use minijinja::{Environment, UndefinedBehavior, Value, context, path_loader};

use crate::config::{SEEDED, SEEDED_V2};
use crate::headers::content_security_policy;
use crate::intake::Intake;
use crate::markup::markup;
use crate::state::App;
use crate::visit::Visit;

/// Renders a page. `page` holds what this page needs beside the common things.
pub fn render(
    app: &App,
    intake: &Intake,
    status: StatusCode,
    template: &str,
    page: Value,
) -> Response {
    let (csrf, notice, visitor) = intake
        .visit
        .with(|visit| {
            (
                visit.csrf.reveal().to_owned(),
                visit.notice.take(),
                visitor(visit),
            )
        })
        .unwrap_or_default();
    let common = context! {
        csrf, notice, visitor,
        here => intake.path,
        look => intake.look.name,
        theme => intake.look.theme,
        verify => app.verify().name(),
        realms => realms(app),
        own_origin => intake.own_origin(),
    };
    match fill(app, template, context! { ..page, ..common }) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(response) => *response,
    }
}

/// Who is logged in, and where account and logout are, for the navigation.
fn visitor(visit: &Visit) -> Option<Value> {
    let v1 = visit.login.as_ref().map(|login| {
        context! { name => login.name, account => "/account", logout => "/logout" }
    });
    let v2 = || {
        let login = visit.v2.as_ref()?;
        Some(context! { name => login.name, account => "/v2/account", logout => "/v2/logout" })
    };
    v1.or_else(v2)
}

/// Renders a script that needs an instance URL.
pub fn render_script(app: &App, template: &str) -> Response {
    match fill(app, template, context! { realms => realms(app) }) {
        Ok(script) => ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response(),
        Err(response) => *response,
    }
}

/// For an answer to an address that held a token: no link on the page may carry it on.
pub fn without_referrer(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// For the old-style pages: jQuery 1 writes to `innerHTML` while it loads.
pub fn with_policy_for_jquery(app: &App, mut response: Response) -> Response {
    if let Ok(policy) = HeaderValue::try_from(content_security_policy(&app.config, true)) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The realm at `index`, as templates see one.
pub fn realm(app: &App, index: usize) -> Value {
    let realm = app.realm(index);
    let url = app.config.instance_url(index);
    let hosted = |path: &str| {
        url.join(path)
            .map_or_else(|_| url.to_string(), String::from)
    };
    context! {
        users => SEEDED.iter().filter(|user| user.realm == realm.key).collect::<Vec<_>>(),
        key => realm.key, name => realm.name, about => realm.about, id => realm.id, prefix => realm.prefix,
        url => url.as_str(),
        hosted_login => hosted("login"),
        hosted_signup => hosted("signup"),
        hosted_logout => hosted("logout"),
        hosted_forgot => hosted("forgot_password"),
        hosted_reset => hosted("reset_password"),
        hosted_verify => hosted("verify_email"),
        social => hosted("auth/"),
        control => hosted("_emulator"),
    }
}

/// The realm of AuthRocket 2 at `index`, as templates see one.
pub fn realm_v2(app: &App, index: usize) -> Value {
    let Some((realm, url)) = app.v2.realm(index) else {
        return Value::UNDEFINED;
    };
    let hosted = |path: &str| {
        url.join(path)
            .map_or_else(|_| url.to_string(), String::from)
    };
    context! {
        users => SEEDED_V2.iter().filter(|user| user.realm == realm.key).collect::<Vec<_>>(),
        key => realm.key, name => realm.name, about => realm.about, id => realm.id, prefix => realm.prefix,
        url => url.as_str(),
        hosted_login => hosted("login"),
        hosted_signup => hosted("signup"),
        hosted_logout => hosted("logout"),
        hosted_forgot => hosted("forgot_password"),
        hosted_reset => hosted("reset_password"),
        hosted_profile => hosted("profile"),
        hosted_accounts => hosted("accounts"),
        control => hosted("_emulator"),
    }
}

fn realms(app: &App) -> Vec<Value> {
    (0..app.config.realms.len())
        .map(|index| realm(app, index))
        .collect()
}

fn fill(app: &App, template: &str, context: Value) -> Result<String, Box<Response>> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.add_filter("markup", |content: &str, head: &str, url: Option<&str>| {
        let instance = url.map(|url| (url, head.contains("data-api=\"v2\"")));
        markup(head, content, instance)
    });
    templates.set_loader(path_loader(app.config.site.join("pages")));
    templates
        .get_template(template)
        .and_then(|page| page.render(context))
        .map_err(|error| {
            // The long form of the error would print the values on the page.
            tracing::error!("the page {template} cannot be shown: {error}");
            let text = "This page cannot be shown; the server's log says why.";
            Box::new((StatusCode::INTERNAL_SERVER_ERROR, text).into_response())
        })
}
