//! The login handler: takes the login token, verifies it, starts the app's own session (spec 4, 8).
//! Tested in `tests/demo/handlers.rs`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::refusal::{login_refused, not_ours};
use super::signup;
use crate::intake::Intake;
use crate::pages::without_referrer;
use crate::state::{App, Shared};
use crate::verify::verify;

/// `GET /login?token=…`: where AuthRocket's `url` leads. The answer is a redirect to an address without the token.
pub async fn by_link(State(app): State<Shared>, intake: Intake, realm: usize) -> Response {
    let is_signup = intake.query("signup") == Some("true");
    finish(&app, &intake, realm, intake.query("token"), is_signup).await
}

/// `POST /login`: the page handed the token over by a form or by a script of its own.
pub async fn by_form(State(app): State<Shared>, intake: Intake, realm: usize) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let is_signup = intake.form("signup") == Some("true");
    finish(&app, &intake, realm, intake.form("token"), is_signup).await
}

async fn finish(
    app: &App,
    intake: &Intake,
    realm: usize,
    token: Option<&str>,
    is_signup: bool,
) -> Response {
    // A Connected App without a signup handler sends signup tokens to its login handler (spec 3.8).
    if let Some(token) = token.filter(|token| token.starts_with("utk_")) {
        return signup::begin(app, intake, realm, Some(token)).await;
    }
    match verify(app, realm, token).await {
        Ok(mut login) => {
            login.signup = is_signup;
            intake.visit.log_in(login);
            go_on(intake, "/account")
        }
        Err(refusal) => login_refused(&refusal, &login_page(app, realm)).answer(app, intake),
    }
}

/// Sends the browser to a clean address; a script is told the address instead.
pub fn go_on(intake: &Intake, address: &str) -> Response {
    if intake.wants_json {
        return without_referrer(Json(json!({ "redirect": address })).into_response());
    }
    without_referrer(Redirect::to(address).into_response())
}

/// The page with the realm's login form.
pub fn login_page(app: &App, realm: usize) -> String {
    match realm {
        0 => "/pages/login".to_owned(),
        _ => format!("/pages/login-{}", app.realm(realm).key),
    }
}
