//! `/logout`: forgets the remembered login, by GET as well as by POST (protocol-v1 §4, §7.5); a login token
//! sent along ends its session as the API's call does. Tested in `tests/api/hosted/sso.rs`.

use axum::http::{Method, StatusCode};
use axum::response::Response;

use super::finish::redirect;
use super::remember;
use super::visit::Visit;
use super::visiting::Visiting;
use crate::model::failure::Failure;
use crate::model::redirect_uri::allowed_target;
use crate::rules::logins::live_sessions::log_out;

/// Forgets, then shows a page, or goes to an allowed `redirect_uri`.
pub fn logout(visit: &Visit<'_>) -> Result<Response, Failure> {
    let mut page = visit.page("You are logged out");
    page.texts = vec!["You can log in again at any time.".to_owned()];
    if visit.request.realm.login_rocket.login {
        page.links = vec![visit.link("Log in", "/login")];
    }
    let wanted = visit.request.redirect_params().redirect_uri;
    let mut response = match allowed_target(&visit.request.app, wanted.as_deref()) {
        Some(target) => redirect(&target),
        None => page.show(StatusCode::OK),
    };
    // A HEAD request must change nothing.
    if visit.received.method != Method::HEAD {
        if let Some(token) = visit.request.text("token") {
            log_out(visit.request.context, &visit.request.realm, &token)?;
        }
        remember::forget(visit, &mut response)?;
    }
    Ok(response)
}
