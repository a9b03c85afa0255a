//! What a browser can ask for. One file per task; the tests mirror them.

mod account;
mod delivery;
mod docs;
mod files;
mod languages;
mod login;
mod logout;
mod received;
mod refusal;
mod signup;
mod site;
mod two_factor;
mod v2;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::config::Config;
use crate::state::{App, Shared};
use crate::{headers, intake};

/// The app as a service; `config` must be one that [`Config::check`] accepts.
pub fn app(config: Config) -> Router {
    let app = Arc::new(App::new(config));
    let mut dynamic: Router<Shared> = Router::new()
        .route("/account", get(account::show))
        .route("/account/two-factor", post(two_factor::create))
        .route("/account/two-factor/verify", post(two_factor::verify))
        .route("/account/two-factor/cancel", post(two_factor::cancel))
        .route("/pages/logout", get(logout::page))
        .route("/pages/session", get(logout::session_page))
        .route("/pages/languages", get(languages::show))
        .route("/pages/showcase-login", get(languages::showcase))
        .route("/docs", get(docs::list))
        .route("/docs/{*name}", get(docs::show))
        .route("/login/second", get(login::by_second_link))
        .route("/logout", post(logout::log_out))
        .route("/verify", post(site::set_verify));
    for (index, realm) in app.config.realms.iter().enumerate() {
        let path = |name: &str| format!("{}/{name}", realm.prefix);
        dynamic = dynamic
            .route(
                &path("login"),
                get(move |state, intake| login::by_link(state, intake, index))
                    .post(move |state, intake| login::by_form(state, intake, index)),
            )
            .route(
                &path("signup"),
                get(move |state, intake| signup::by_link(state, intake, index))
                    .post(move |state, intake| signup::by_form(state, intake, index)),
            )
            .route(
                &path("signup/payment"),
                get(signup::ask).post(signup::answer),
            );
    }
    let dynamic = v2::add_routes(site::add_pages(dynamic, &app.config), &app.config)
        .fallback(site::not_found)
        .layer(from_fn_with_state(Arc::clone(&app), intake::take_in));
    let all = files::routes(&app.config)
        .route("/received", get(received::show))
        .merge(dynamic);
    all.layer(from_fn_with_state(Arc::clone(&app), headers::add_headers))
        .with_state(app)
}
