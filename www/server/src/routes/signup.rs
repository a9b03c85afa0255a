//! The signup handler: takes a signup token, asks a pretend payment question, and only then makes a user (protocol-v1 §5.7).
//! Tested in `tests/demo/signup.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;

use super::delivery::{go_on, refuse_once};
use super::refusal::{RefusalPage, login_refused, not_ours, unavailable};
use super::site::{login_page, signup_page};
use crate::config::Secret;
use crate::core_api::{Invalid, Outage};
use crate::intake::Intake;
use crate::pages::{realm as realm_for_page, render};
use crate::state::{App, Shared};
use crate::verify::verify;
use crate::visit::PendingSignup;

/// `GET /signup?token=utk_…`: where AuthRocket's `url` leads.
pub async fn by_link(State(app): State<Shared>, intake: Intake, realm: usize) -> Response {
    begin(&app, &intake, realm, intake.query("token")).await
}

/// `POST /signup`: the page delivers the token itself.
pub async fn by_form(State(app): State<Shared>, intake: Intake, realm: usize) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    if let Some(refusal) = refuse_once(&intake) {
        return refusal.answer(&app, &intake);
    }
    begin(&app, &intake, realm, intake.form("token")).await
}

/// Stores a valid signup token in the visit and redirects to the question, at an address without the token.
pub async fn begin(app: &App, intake: &Intake, realm: usize, token: Option<&str>) -> Response {
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return missing(app, realm).answer(app, intake);
    };
    if !looks_like_signup_token(token) {
        return unknown(app, realm).answer(app, intake);
    }
    match app.api.user_token(app.realm(realm), token).await {
        Ok(Some(pending_token)) => {
            let pending = PendingSignup {
                realm,
                token: Secret::new(token),
                username: pending_token.username.unwrap_or_default(),
                email: pending_token.email.unwrap_or_default(),
            };
            intake.visit.with(|visit| visit.pending = Some(pending));
            go_on(intake, &payment_page(app, realm))
        }
        Ok(None) => unknown(app, realm).answer(app, intake),
        Err(outage) => outage_page(&outage).answer(app, intake),
    }
}

/// `GET /signup/payment`: the question.
pub async fn ask(State(app): State<Shared>, intake: Intake) -> Response {
    let Some(pending) = intake.visit.with(|visit| visit.pending.clone()).flatten() else {
        return nothing_pending(&app).answer(&app, &intake);
    };
    show(&app, &intake, &pending, StatusCode::OK, &[])
}

/// `POST /signup/payment`: yes makes a user and logs in, no discards.
pub async fn answer(State(app): State<Shared>, intake: Intake) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let Some(pending) = intake.visit.with(|visit| visit.pending.clone()).flatten() else {
        return nothing_pending(&app).answer(&app, &intake);
    };
    match intake.form("pay") {
        Some("yes") => pay(&app, &intake, &pending).await,
        Some("no") => {
            intake.visit.with(|visit| visit.pending = None);
            intake.visit.notice(
                "good",
                "Nothing was paid, and no account was made. The signup was deleted.",
            );
            Redirect::to(&signup_page(&app, pending.realm)).into_response()
        }
        _ => {
            let choose = ["Please choose yes or no.".to_owned()];
            show(
                &app,
                &intake,
                &pending,
                StatusCode::UNPROCESSABLE_ENTITY,
                &choose,
            )
        }
    }
}

async fn pay(app: &App, intake: &Intake, pending: &PendingSignup) -> Response {
    let realm = app.realm(pending.realm);
    let user = match app
        .api
        .create_user(realm, &pending.token, &intake.browser)
        .await
    {
        Ok(Ok(user)) => user,
        Ok(Err(Invalid(messages))) => {
            return show(
                app,
                intake,
                pending,
                StatusCode::UNPROCESSABLE_ENTITY,
                &messages,
            );
        }
        Err(outage) => return outage_page(&outage).answer(app, intake),
    };
    // The user exists from here on: whatever fails now, the token must not be used again.
    intake.visit.with(|visit| visit.pending = None);
    let token = match app
        .api
        .create_session(realm, &user.id, &intake.browser)
        .await
    {
        Ok(token) => token,
        Err(outage) => {
            tracing::warn!("the new user could not be logged in: {outage}");
            intake
                .visit
                .notice("good", "Your account was made. Please log in.");
            return Redirect::to(&login_page(app, pending.realm)).into_response();
        }
    };
    match verify(app, pending.realm, Some(token.reveal())).await {
        Ok(mut login) => {
            login.signup = true;
            intake.visit.log_in(login);
            Redirect::to("/account").into_response()
        }
        Err(refusal) => {
            login_refused(&refusal, &login_page(app, pending.realm)).answer(app, intake)
        }
    }
}

fn show(
    app: &App,
    intake: &Intake,
    pending: &PendingSignup,
    status: StatusCode,
    errors: &[String],
) -> Response {
    let page = context! {
        username => pending.username, email => pending.email, errors,
        action => payment_page(app, pending.realm),
        signup_page => signup_page(app, pending.realm),
        realm => realm_for_page(app, pending.realm),
    };
    render(app, intake, status, "payment.html", page)
}

fn looks_like_signup_token(token: &str) -> bool {
    token.len() <= 64
        && token
            .strip_prefix("utk_")
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn payment_page(app: &App, realm: usize) -> String {
    format!("{}/signup/payment", app.realm(realm).prefix)
}

fn missing(app: &App, realm: usize) -> RefusalPage {
    RefusalPage::new(
        StatusCode::BAD_REQUEST,
        "missing",
        "No signup came with this request",
        "This address expects the token of a signup, and the request had none. Sign up on the signup page.",
    )
    .back("Go to the signup page", signup_page(app, realm))
}

fn unknown(app: &App, realm: usize) -> RefusalPage {
    RefusalPage::new(
        StatusCode::UNAUTHORIZED,
        "unknown",
        "This signup is not valid any more",
        "AuthRocket does not know this signup: it was finished already, it took too long, or the link was changed.",
    )
    .back("Go to the signup page", signup_page(app, realm))
}

fn nothing_pending(app: &App) -> RefusalPage {
    let realms = &app.config.realms;
    let with_payment = realms.iter().position(|realm| realm.key == "token");
    RefusalPage::new(
        StatusCode::BAD_REQUEST,
        "missing",
        "There is no signup to pay for",
        "No signup in this browser waits for a payment: it was finished, cancelled, or took too long.",
    )
    .back(
        "Go to the signup page",
        signup_page(app, with_payment.unwrap_or_default()),
    )
}

fn outage_page(outage: &Outage) -> RefusalPage {
    tracing::warn!("the Core API gave no usable answer: {outage}");
    unavailable()
}
