//! The page behind login: who you are, how the app knows, and everything this server received from you.
//! Tested in `tests/demo/session.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::QrCode;
use qrcode::render::svg;

use super::refusal::login_refused;
use super::site::login_page;
use crate::config::Verify;
use crate::core_api::User;
use crate::intake::Intake;
use crate::pages::{realm as realm_for_page, render};
use crate::state::{App, Shared};
use crate::verify::{Refusal, recheck};
use crate::visit::{Login, Notice};

/// `GET /account`.
pub async fn show(State(app): State<Shared>, intake: Intake) -> Response {
    match logged_in(&app, &intake).await {
        Ok(login) => page(&app, &intake, &login, StatusCode::OK, None).await,
        Err(response) => *response,
    }
}

/// The login of this browser, asked for anew where logins are verified as sessions, so that a logout elsewhere
/// counts at once. Otherwise the answer to give instead.
pub async fn logged_in(app: &App, intake: &Intake) -> Result<Login, Box<Response>> {
    let Some(login) = intake.visit.login() else {
        intake
            .visit
            .notice("bad", "Please log in to see your account.");
        return Err(Box::new(Redirect::to("/pages/login").into_response()));
    };
    if login.verified == Verify::Jwt {
        return Ok(login);
    }
    match recheck(app, &login).await {
        Ok(()) => Ok(login),
        Err(refusal @ Refusal::Unavailable(_)) => Err(Box::new(
            login_refused(&refusal, "/pages/login").answer(app, intake),
        )),
        Err(_) => {
            let text =
                "Your login has ended: it was logged out elsewhere, or it has expired.".to_owned();
            intake.visit.log_out(Notice { kind: "bad", text });
            Err(Box::new(
                Redirect::to(&login_page(app, login.realm)).into_response(),
            ))
        }
    }
}

/// The page itself; `code_error` is what was wrong with a second factor's first code.
pub async fn page(
    app: &App,
    intake: &Intake,
    login: &Login,
    status: StatusCode,
    code_error: Option<String>,
) -> Response {
    // Only for what is shown beside: the page works without it.
    let user = app
        .api
        .user(app.realm(login.realm), &login.user_id)
        .await
        .ok()
        .flatten();
    let visit = intake
        .visit
        .with(|visit| (visit.received.clone(), visit.enrolment.clone()));
    let (received, enrolment) = visit.unwrap_or_default();
    let names = || {
        received
            .iter()
            .flat_map(|request| &request.fields)
            .map(|field| field.name.to_ascii_lowercase())
    };
    let enrolment = enrolment.map(|enrolment| {
        context! { secret => enrolment.secret.reveal(), uri => enrolment.uri.reveal(), picture => picture(enrolment.uri.reveal()) }
    });
    let page = context! {
        name => login.name, username => login.username, user_id => login.user_id, is_new => login.signup,
        session_id => login.session_id,
        verified => login.verified.name(),
        ends_in => duration(login.ends_at.saturating_sub(app.visits.now())),
        ends_at => login.ends_at,
        email => user.as_ref().and_then(|user| user.email.clone()),
        orgs => user.as_ref().map(User::org_names).unwrap_or_default(),
        second_factor => user.as_ref().map(User::has_second_factor),
        passwords_received => names().filter(|name| name.contains("password")).count(),
        tokens_received => names().filter(|name| name == "token").count(),
        realm => realm_for_page(app, login.realm),
        received, enrolment, code_error,
    };
    render(app, intake, status, "account.html", page)
}

/// The address as a QR code, in a `data:` address, so that the secret has no address of its own on this server.
fn picture(uri: &str) -> Option<String> {
    let code = QrCode::new(uri).ok()?;
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .build();
    let picture = utf8_percent_encode(&picture, NON_ALPHANUMERIC);
    Some(format!("data:image/svg+xml,{picture}"))
}

/// A duration for people.
fn duration(seconds: u64) -> String {
    let unit =
        |count: u64, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
    match (seconds / 3600, seconds % 3600 / 60) {
        (0, 0) => "less than a minute".to_owned(),
        (0, minutes) => unit(minutes, "minute"),
        (hours, 0) => unit(hours, "hour"),
        (hours, minutes) => format!("{} and {}", unit(hours, "hour"), unit(minutes, "minute")),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn a_duration_reads_like_a_person_says_it() {
        let seconds = [59, 60, 3600, 3600 * 6 - 60];
        let texts = [
            "less than a minute",
            "1 minute",
            "1 hour",
            "5 hours and 59 minutes",
        ];
        assert_eq!(seconds.map(duration), texts);
    }
}
