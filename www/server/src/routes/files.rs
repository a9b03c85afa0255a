//! Files that say nothing about a visitor: no session, no log line. The built library is served from its folder, at
//! `/pkg` whole, and beside `/authrocket.js` what that script loads when it is needed. Tested in `tests/demo/files.rs`.

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::Response;
use axum::routing::{get, get_service};
use tower_http::services::{ServeDir, ServeFile};

use crate::config::Config;
use crate::pages::render_script;
use crate::state::Shared;

/// Files of the library that stand at the root of the site as well.
const AT_THE_ROOT: [&str; 8] = [
    "authrocket.css",
    "authrocket.js",
    "comforts.js",
    "doctor.js",
    "doctor.module.js",
    "fallback.js",
    "hints.js",
    "strength.js",
];

/// Scripts that are filled in with an instance URL, as a customer would write it into them.
const SCRIPTS: [(&str, &str); 2] = [
    ("/pages/old-style.js", "old-style.js"),
    ("/pages/module.js", "module.js"),
];

/// The routes.
pub fn routes(config: &Config) -> Router<Shared> {
    let folder = |name: &str| get_service(ServeDir::new(config.bundle.join(name)));
    let mut routes = Router::new()
        .nest_service(
            "/assets",
            get_service(ServeDir::new(config.site.join("assets"))),
        )
        .nest_service("/pkg", folder(""))
        .nest_service("/lang", folder("lang"))
        .route_service("/jquery.js", get_service(ServeFile::new(&config.jquery)));
    for name in AT_THE_ROOT {
        let file = ServeFile::new(config.bundle.join(name));
        routes = routes.route_service(&format!("/{name}"), get_service(file));
    }
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
