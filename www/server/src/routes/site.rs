//! The pages with forms, and the switch on the start page. Tested in `tests/demo/pages.rs`.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use minijinja::context;

use super::refusal::{RefusalPage, not_ours};
use crate::config::{Config, Verify};
use crate::intake::Intake;
use crate::pages::{realm as realm_for_page, render, with_policy_for_jquery, without_referrer};
use crate::state::{App, Shared};

/// A page that only has to be filled in.
#[derive(Clone, Copy)]
struct Page {
    /// Its address.
    path: &'static str,
    /// Its file.
    template: &'static str,
    /// Key of the realm whose instance URL it uses.
    realm: &'static str,
    /// Whether it loads jQuery 1, which cannot run under trusted types.
    has_jquery: bool,
    /// Whether its address may hold a token from a mail, which no request from the page may carry on.
    has_token: bool,
}

const fn page(path: &'static str, template: &'static str, realm: &'static str) -> Page {
    Page {
        path,
        template,
        realm,
        has_jquery: false,
        has_token: false,
    }
}

const fn with_jquery(page: Page) -> Page {
    Page {
        has_jquery: true,
        ..page
    }
}

const fn with_token(page: Page) -> Page {
    Page {
        has_token: true,
        ..page
    }
}

/// The pages, beside a login and a signup page for each realm.
const PAGES: [Page; 22] = [
    page("/", "index.html", "demo"),
    page("/pages/showcase-signup", "showcase-signup.html", "demo"),
    page("/pages/login-post", "login-post.html", "demo"),
    page("/pages/login-event", "login-event.html", "demo"),
    page("/pages/login-fetch", "login-fetch.html", "demo"),
    page("/pages/signup-fetch", "signup-fetch.html", "token"),
    page("/pages/login-bridge", "login-bridge.html", "demo"),
    page("/pages/login-redirect", "login-redirect.html", "demo"),
    page("/pages/two-factor", "two-factor.html", "demo"),
    page("/pages/two-factor-inline", "two-factor-inline.html", "demo"),
    page("/pages/forgot-password", "forgot-password.html", "demo"),
    with_token(page("/pages/reset-password", "reset-password.html", "demo")),
    with_token(page("/pages/verify-email", "verify-email.html", "verify")),
    page("/pages/outbox", "outbox.html", "demo"),
    page("/pages/social", "social.html", "sso"),
    page("/pages/comforts", "comforts.html", "demo"),
    page("/pages/right-to-left", "right-to-left.html", "demo"),
    page("/pages/doctor", "doctor.html", "demo"),
    page("/pages/module", "module.html", "demo"),
    with_jquery(page("/pages/old-style", "old-style.html", "demo")),
    with_jquery(page(
        "/pages/old-style-signup",
        "old-style-signup.html",
        "demo",
    )),
    with_jquery(page(
        "/pages/old-style-forgot",
        "old-style-forgot.html",
        "demo",
    )),
];

/// Adds the pages to the routes.
pub fn add_pages(mut routes: Router<Shared>, config: &Config) -> Router<Shared> {
    for (index, realm) in config.realms.iter().enumerate() {
        for (kind, template) in [("login", "login.html"), ("signup", "signup.html")] {
            let shown = page("", template, "");
            routes = routes.route(&form_page(config, kind, index), showing(shown, index));
        }
        for entry in PAGES.iter().filter(|entry| entry.realm == realm.key) {
            routes = routes.route(entry.path, showing(*entry, index));
        }
    }
    routes
}

fn showing(entry: Page, realm: usize) -> MethodRouter<Shared> {
    get(
        move |State(app): State<Shared>, intake: Intake| async move {
            let context = context! { realm => realm_for_page(&app, realm) };
            let mut response = render(&app, &intake, StatusCode::OK, entry.template, context);
            if entry.has_jquery {
                response = with_policy_for_jquery(&app, response);
            }
            if entry.has_token {
                response = without_referrer(response);
            }
            response
        },
    )
}

/// The page with the realm's login form.
pub fn login_page(app: &App, realm: usize) -> String {
    form_page(&app.config, "login", realm)
}

/// The page with the realm's signup form.
pub fn signup_page(app: &App, realm: usize) -> String {
    form_page(&app.config, "signup", realm)
}

/// Address of a realm's login or signup page.
fn form_page(config: &Config, kind: &str, realm: usize) -> String {
    match config.realms.get(realm) {
        Some(found) if realm > 0 => format!("/pages/{kind}-{}", found.key),
        _ => format!("/pages/{kind}"),
    }
}

/// `POST /verify`: changes how this server verifies logins, for everybody.
pub async fn set_verify(State(app): State<Shared>, intake: Intake) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let Some(verify) = intake.form("verify").and_then(Verify::from_name) else {
        let text = "Choose session or jwt.";
        let no = RefusalPage::new(
            StatusCode::BAD_REQUEST,
            "missing",
            "Nothing was chosen",
            text,
        );
        return no.back("Go to the start page", "/").answer(&app, &intake);
    };
    app.set_verify(verify);
    let text = match verify {
        Verify::Session => {
            "Logins are now verified by asking AuthRocket (GET /v1/sessions/:token)."
        }
        Verify::Jwt => "Logins are now verified here, as JWTs.",
    };
    intake.visit.notice("good", text);
    Redirect::to("/").into_response()
}

/// Any other address.
pub async fn not_found(State(app): State<Shared>, intake: Intake) -> Response {
    let text = "There is no page at this address.";
    let no = RefusalPage::new(StatusCode::NOT_FOUND, "not-found", "No such page", text);
    no.back("Go to the start page", "/").answer(&app, &intake)
}
