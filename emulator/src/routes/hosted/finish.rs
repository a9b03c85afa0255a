//! Where a visit ends: at the app, with a token. Tested in `tests/api/hosted/pages.rs`.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use super::page::guarded;
use super::remember;
use super::visit::Visit;
use crate::model::failure::Failure;
use crate::model::redirect::login_url;
use crate::rules::logins::Login;

impl Visit<'_> {
    /// Redirects a completed login to the app with its token, and remembers it where the realm says so.
    pub fn finish(&self, login: &Login, signup: bool) -> Result<Response, Failure> {
        let url = login_url(
            &self.request.app,
            &login.token,
            signup,
            &self.request.redirect_params(),
        );
        let mut response = redirect(&url);
        remember::remember(self, login, &mut response)?;
        Ok(response)
    }
}

/// A 302, the only redirect of LoginRocket (protocol-v1 §3.3).
pub fn redirect(url: &str) -> Response {
    // Settings may hold what a header cannot.
    let location = utf8_percent_encode(url, CONTROLS).to_string();
    guarded((StatusCode::FOUND, [(header::LOCATION, location)]).into_response())
}
