//! The pages with forms, the files they load, and the switch on the start page. Tested in `tests/demo/pages.rs`.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, get_service};
use minijinja::context;
use tower_http::services::{ServeDir, ServeFile};

use super::refusal::{No, not_ours};
use crate::config::{Config, Verify};
use crate::intake::Intake;
use crate::pages::{realm as realm_for_page, render, render_script, without_trusted_types};
use crate::state::Shared;

/// A page that only has to be filled in.
struct Page {
    /// Its address.
    path: &'static str,
    /// Its file.
    template: &'static str,
    /// Index of the realm whose instance URL it uses.
    realm: usize,
    /// Whether it loads jQuery 1, which cannot run under trusted types.
    has_jquery: bool,
}

const fn page(path: &'static str, template: &'static str, realm: usize) -> Page {
    Page {
        path,
        template,
        realm,
        has_jquery: false,
    }
}

const PAGES: [Page; 14] = [
    page("/", "index.html", 0),
    page("/pages/login", "login.html", 0),
    page("/pages/login-org", "login.html", 1),
    page("/pages/login-token", "login.html", 2),
    page("/pages/login-post", "login-post.html", 0),
    page("/pages/login-event", "login-event.html", 0),
    page("/pages/two-factor", "two-factor.html", 0),
    page("/pages/two-factor-inline", "two-factor-inline.html", 0),
    page("/pages/signup", "signup.html", 0),
    page("/pages/signup-org", "signup.html", 1),
    page("/pages/signup-token", "signup.html", 2),
    page("/pages/module", "module.html", 0),
    Page {
        path: "/pages/old-style",
        template: "old-style.html",
        realm: 0,
        has_jquery: true,
    },
    Page {
        path: "/pages/old-style-signup",
        template: "old-style-signup.html",
        realm: 0,
        has_jquery: true,
    },
];

/// Scripts that are filled in with an instance URL, as a customer would write it into them.
const SCRIPTS: [(&str, &str); 2] = [
    ("/pages/old-style.js", "old-style.js"),
    ("/pages/module.js", "module.js"),
];

/// Adds the pages to the routes.
pub fn add_pages(mut routes: Router<Shared>) -> Router<Shared> {
    for entry in &PAGES {
        let show = move |State(app): State<Shared>, intake: Intake| async move {
            let context = context! { realm => realm_for_page(&app, entry.realm) };
            let response = render(&app, &intake, StatusCode::OK, entry.template, context);
            if entry.has_jquery {
                without_trusted_types(&app, response)
            } else {
                response
            }
        };
        routes = routes.route(entry.path, get(show));
    }
    routes
}

/// Files that say nothing about a visitor: no session, no log line.
pub fn files(config: &Config) -> Router<Shared> {
    let mut routes = Router::new()
        .nest_service(
            "/assets",
            get_service(ServeDir::new(config.site.join("assets"))),
        )
        .nest_service("/pkg", get_service(ServeDir::new(&config.bundle)))
        .route_service(
            "/authrocket.js",
            get_service(ServeFile::new(config.bundle.join("authrocket.js"))),
        )
        .route_service("/jquery.js", get_service(ServeFile::new(&config.jquery)));
    for (path, template) in SCRIPTS {
        routes = routes.route(
            path,
            get(move |State(app): State<Shared>| async move { render_script(&app, template) }),
        );
    }
    // Ask again each time, so that a rebuilt file shows on reload.
    routes.layer(axum::middleware::map_response(
        |mut response: Response| async {
            response
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            response
        },
    ))
}

/// `POST /verify`: changes how this server verifies logins, for everybody.
pub async fn set_verify(State(app): State<Shared>, intake: Intake) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let Some(verify) = intake.form("verify").and_then(Verify::from_name) else {
        let text = "Choose session or jwt.";
        let no = No::new(
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
    let no = No::new(StatusCode::NOT_FOUND, "not-found", "No such page", text);
    no.back("Go to the start page", "/").answer(&app, &intake)
}
