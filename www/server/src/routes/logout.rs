//! Logging out: here, and at AuthRocket (spec 5.5, 8). Tested in `tests/demo/session.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;

use super::account::logged_in;
use super::refusal::not_ours;
use crate::intake::Intake;
use crate::pages::{realm as realm_for_page, render};
use crate::state::Shared;
use crate::visit::Notice;

/// `GET /pages/logout`: the library's logout form. The one page that holds the login token, for the library to send.
pub async fn page(State(app): State<Shared>, intake: Intake) -> Response {
    match logged_in(&app, &intake).await {
        Ok(login) => {
            let page = context! { token => login.token.reveal(), realm => realm_for_page(&app, login.realm) };
            render(&app, &intake, StatusCode::OK, "logout.html", page)
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
            let text = "You are logged out of this app. AuthRocket could not be told; your login there ends by itself.";
            notice = Notice {
                kind: "bad",
                text: text.to_owned(),
            };
        }
    }
    intake.visit.log_out(notice);
    Redirect::to("/").into_response()
}
