//! Logging out: here, and at AuthRocket (protocol-v1 §5.5, §8); and the page that checks whether a login is still valid. Tested in `tests/demo/session.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;

use super::account::logged_in;
use super::delivery::go_on;
use super::refusal::not_ours;
use crate::intake::Intake;
use crate::pages::{realm as realm_for_page, render};
use crate::state::{App, Shared};
use crate::visit::Notice;

/// `GET /pages/logout`: the library's logout form.
pub async fn page(State(app): State<Shared>, intake: Intake) -> Response {
    with_token(&app, &intake, "logout.html").await
}

/// `GET /pages/session`: asks AuthRocket about the login's session, by the module.
pub async fn session_page(State(app): State<Shared>, intake: Intake) -> Response {
    with_token(&app, &intake, "session.html").await
}

/// One of the two pages that hold the visitor's own login token, for the library to send; behind login, never stored.
async fn with_token(app: &App, intake: &Intake, template: &str) -> Response {
    match logged_in(app, intake).await {
        Ok(login) => {
            let page = context! { token => login.token.reveal(), realm => realm_for_page(app, login.realm) };
            render(app, intake, StatusCode::OK, template, page)
        }
        Err(response) => *response,
    }
}

/// `POST /logout`: forgets the app's session, then ends the one at AuthRocket.
pub async fn log_out(State(app): State<Shared>, intake: Intake) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let login = intake.visit.login();
    let mut notice = Notice {
        kind: "good",
        text: "You are logged out.".to_owned(),
    };
    if let Some(login) = login
        && let Some(id) = &login.session_id
    {
        app.visits.note_ended(id, login.ends_at);
        if let Err(outage) = app.api.delete_session(app.realm(login.realm), id).await {
            tracing::warn!("the session at AuthRocket could not be ended: {outage}");
            let text = "You are logged out of this app. AuthRocket could not be reached; your session there expires by itself.";
            notice = Notice {
                kind: "bad",
                text: text.to_owned(),
            };
        }
    }
    intake.visit.log_out(notice);
    go_on(&intake, "/")
}
