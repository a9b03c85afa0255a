//! The login handler: takes the login token, verifies it, starts the app's own session (protocol-v1 §4, §8).
//! Tested in `tests/demo/handlers.rs`.

use axum::extract::State;
use axum::response::Response;

use super::delivery::{go_on, local_path, refuse_once};
use super::refusal::{login_refused, not_ours};
use super::signup;
use super::site::login_page;
use crate::intake::Intake;
use crate::state::{App, Shared};
use crate::verify::verify;

/// What was delivered to a handler, in the address or in a form.
struct Delivered<'a> {
    token: Option<&'a str>,
    is_signup: bool,
    /// Where the user wanted to go (protocol-v1 §4); only local paths are followed.
    redir: Option<&'a str>,
}

impl<'a> Delivered<'a> {
    fn new(field: impl Fn(&str) -> Option<&'a str>) -> Self {
        Self {
            token: field("token"),
            is_signup: field("signup") == Some("true"),
            redir: field("redir").and_then(local_path),
        }
    }
}

/// `GET /login?token=…`: where AuthRocket's `url` leads. The answer is a redirect to an address without the token.
pub async fn by_link(State(app): State<Shared>, intake: Intake, realm: usize) -> Response {
    finish(
        &app,
        &intake,
        realm,
        Delivered::new(|name| intake.query(name)),
    )
    .await
}

/// `GET /login/second?token=…`: a second address for logins, which a page chooses by `redirect_uri` (protocol-v1 §4).
pub async fn by_second_link(state: State<Shared>, intake: Intake) -> Response {
    let visit = intake.visit.clone();
    let response = by_link(state, intake, 0).await;
    if response.status().is_redirection() {
        visit.notice("good", "You came through the second login handler.");
    }
    response
}

/// `POST /login`: the page delivers the token, by a form, by the library's fetch, or by a script of its own.
pub async fn by_form(State(app): State<Shared>, intake: Intake, realm: usize) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    if let Some(refusal) = refuse_once(&intake) {
        return refusal.answer(&app, &intake);
    }
    finish(
        &app,
        &intake,
        realm,
        Delivered::new(|name| intake.form(name)),
    )
    .await
}

async fn finish(app: &App, intake: &Intake, realm: usize, delivered: Delivered<'_>) -> Response {
    // A Connected App without a signup handler sends signup tokens to its login handler (protocol-v1 §3.8).
    if let Some(token) = delivered.token.filter(|token| token.starts_with("utk_")) {
        return signup::begin(app, intake, realm, Some(token)).await;
    }
    match verify(app, realm, delivered.token).await {
        Ok(mut login) => {
            login.signup = delivered.is_signup;
            intake.visit.log_in(login);
            go_on(intake, delivered.redir.unwrap_or("/account"))
        }
        Err(refusal) => login_refused(&refusal, &login_page(app, realm)).answer(app, intake),
    }
}
