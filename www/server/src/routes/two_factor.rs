//! Turning two-factor login on, through the Core API (protocol-v1 §3.7, §5.9). Tested in `tests/demo/two_factor.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::account::{logged_in, page};
use super::refusal::{not_ours, unavailable};
use crate::config::Secret;
use crate::core_api::Invalid;
use crate::intake::Intake;
use crate::state::Shared;
use crate::visit::Enrolment;

/// The part of the account page that all this is about.
const SECTION: &str = "/account#two-factor";

/// `POST /account/two-factor`: asks AuthRocket for a secret and shows it.
pub async fn create(State(app): State<Shared>, intake: Intake) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let login = match logged_in(&app, &intake).await {
        Ok(login) => login,
        Err(response) => return *response,
    };
    let created = match app
        .api
        .create_totp(app.realm(login.realm), &login.user_id)
        .await
    {
        Ok(Ok(credential)) => credential,
        Ok(Err(Invalid(messages))) => {
            intake.visit.notice("bad", messages.join(" "));
            return Redirect::to(SECTION).into_response();
        }
        Err(outage) => {
            tracing::warn!("the Core API gave no usable answer: {outage}");
            return unavailable()
                .back("Go to your account", "/account")
                .answer(&app, &intake);
        }
    };
    let enrolment = Enrolment {
        credential_id: created.id,
        secret: Secret::new(created.otp_secret.unwrap_or_default()),
        uri: Secret::new(created.provisioning_uri.unwrap_or_default()),
    };
    intake.visit.with(|visit| visit.enrolment = Some(enrolment));
    Redirect::to(SECTION).into_response()
}

/// `POST /account/two-factor/verify`: the first code turns it on.
pub async fn verify(State(app): State<Shared>, intake: Intake) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let login = match logged_in(&app, &intake).await {
        Ok(login) => login,
        Err(response) => return *response,
    };
    let Some(enrolment) = intake.visit.with(|visit| visit.enrolment.clone()).flatten() else {
        return Redirect::to(SECTION).into_response();
    };
    // People type the gap that authenticator apps show.
    let code: String = intake
        .form("code")
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    match app
        .api
        .verify_totp(app.realm(login.realm), &enrolment.credential_id, &code)
        .await
    {
        Ok(Ok(())) => {
            intake.visit.with(|visit| visit.enrolment = None);
            intake.visit.notice(
                "good",
                "Two-factor login is on. Log out and in again to see it.",
            );
            Redirect::to("/account").into_response()
        }
        Ok(Err(Invalid(messages))) => {
            page(
                &app,
                &intake,
                &login,
                StatusCode::UNPROCESSABLE_ENTITY,
                Some(messages.join(" ")),
            )
            .await
        }
        Err(outage) => {
            tracing::warn!("the Core API gave no usable answer: {outage}");
            unavailable()
                .back("Go to your account", "/account")
                .answer(&app, &intake)
        }
    }
}

/// `POST /account/two-factor/cancel`: forgets a secret that was not proven; it never took effect.
pub async fn cancel(State(app): State<Shared>, intake: Intake) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    intake.visit.with(|visit| visit.enrolment = None);
    Redirect::to(SECTION).into_response()
}
