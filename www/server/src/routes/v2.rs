//! Pages and handlers of AuthRocket 2: forms of the library, the login handler of each realm, and the pages behind it.
//! Tested in `tests/demo/v2.rs`.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use minijinja::context;

use super::delivery::go_on;
use super::refusal::{login_refused, not_ours};
use crate::config::Config;
use crate::intake::Intake;
use crate::pages::{realm_v2, render, without_referrer};
use crate::state::{App, Shared};
use crate::v2::verify;
use crate::visit::{LoginV2, Notice};

/// Address, file, and place of the realm.
const PAGES: [(&str, &str, usize); 8] = [
    ("/pages/v2-login", "v2-login.html", 0),
    ("/pages/v2-login-teams", "v2-login-teams.html", 1),
    ("/pages/v2-signup", "v2-signup.html", 0),
    ("/pages/v2-signup-teams", "v2-signup.html", 1),
    ("/pages/v2-signup-verified", "v2-signup.html", 2),
    (
        "/pages/v2-request-invitation",
        "v2-request-invitation.html",
        1,
    ),
    ("/pages/v2-forgot-password", "v2-forgot-password.html", 0),
    ("/pages/v2-reset-password", "v2-reset-password.html", 0),
];

/// The pages behind a login: address and file.
const BEHIND: [(&str, &str); 4] = [
    ("/v2/account", "v2-account.html"),
    ("/v2/profile", "v2-profile.html"),
    ("/v2/password", "v2-password.html"),
    ("/v2/logout", "v2-logout.html"),
];

/// Adds all of them.
pub fn add_routes(mut routes: Router<Shared>, config: &Config) -> Router<Shared> {
    for (path, template, realm) in PAGES {
        let show = move |State(app): State<Shared>, intake: Intake| async move {
            let invitation = intake.query("invitation").unwrap_or_default().to_owned();
            let page = context! { realm => realm_v2(&app, realm), invitation };
            let response = render(&app, &intake, StatusCode::OK, template, page);
            // Not always: forms that post to this app must name their origin.
            let secret = intake.query("token").or(intake.query("invitation"));
            match secret {
                Some(_) => without_referrer(response),
                None => response,
            }
        };
        routes = routes.route(path, get(show));
    }
    for (path, template) in BEHIND {
        let show = move |State(app): State<Shared>, intake: Intake| async move {
            behind_login(&app, &intake, template)
        };
        let page = get(show);
        routes = match path {
            "/v2/logout" => routes.route(path, page.post(log_out)),
            _ => routes.route(path, page),
        };
    }
    for (index, realm) in config.realms_v2.iter().enumerate() {
        routes = routes.route(
            &format!("{}/login", realm.prefix),
            get(move |state, intake| by_link(state, intake, index))
                .post(move |state, intake| by_form(state, intake, index)),
        );
    }
    routes
}

/// The page with the realm's login form.
fn login_page(realm: usize) -> &'static str {
    match realm {
        1 => "/pages/v2-login-teams",
        _ => "/pages/v2-login",
    }
}

/// `GET …/login?token=…`: where the library's forms and LoginRocket's pages lead.
async fn by_link(State(app): State<Shared>, intake: Intake, realm: usize) -> Response {
    match intake.query("token") {
        // Back from a hosted page without a login.
        None => Redirect::to(login_page(realm)).into_response(),
        token => finish(&app, &intake, realm, token, None).await,
    }
}

/// `POST …/login`: the page delivers the token by a form, and the session where it asks for it.
async fn by_form(State(app): State<Shared>, intake: Intake, realm: usize) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let (token, session) = (intake.form("token"), intake.form("session"));
    finish(&app, &intake, realm, token, session).await
}

async fn finish(
    app: &App,
    intake: &Intake,
    realm: usize,
    token: Option<&str>,
    session: Option<&str>,
) -> Response {
    let verified = verify(app, realm, token).await;
    // A session that comes beside the token must be the one that the token proves.
    let verified = verified.and_then(|login| match session {
        Some(id) if id != login.session.reveal() => Err(crate::verify::Refusal::Forged),
        _ => Ok(login),
    });
    match verified {
        Ok(login) => {
            intake.visit.log_in_v2(login);
            go_on(intake, "/v2/account")
        }
        Err(refusal) => login_refused(&refusal, login_page(realm)).answer(app, intake),
    }
}

fn behind_login(app: &App, intake: &Intake, template: &str) -> Response {
    let Some(login) = logged_in(intake) else {
        let text = "Please log in to see that page.";
        intake.visit.notice("bad", text);
        return Redirect::to("/pages/v2-login").into_response();
    };
    let page = context! {
        name => login.name, email => login.email, user_id => login.user_id, ends_at => login.ends_at,
        account_id => login.account.as_ref().map(|(id, _)| id),
        account => login.account.as_ref().map(|(_, name)| name),
        session => login.session.reveal(),
        realm => realm_v2(app, login.realm),
    };
    render(app, intake, StatusCode::OK, template, page)
}

fn logged_in(intake: &Intake) -> Option<LoginV2> {
    intake.visit.with(|visit| visit.v2.clone()).flatten()
}

/// `POST /v2/logout`: forgets the app's session, then ends the one at LoginRocket.
async fn log_out(State(app): State<Shared>, intake: Intake) -> Response {
    if !intake.is_ours() {
        return not_ours().answer(&app, &intake);
    }
    let mut notice = Notice {
        kind: "good",
        text: "You are logged out.".to_owned(),
    };
    if let Some(login) = logged_in(&intake) {
        let session = login.session.reveal();
        app.visits.note_ended(session, login.ends_at);
        if let Err(outage) = app.v2.end_session(login.realm, session).await {
            tracing::warn!("the session at LoginRocket could not be ended: {outage}");
            notice = Notice {
                kind: "bad",
                text: "You are logged out of this app. LoginRocket did not answer; your session there ends by itself."
                    .to_owned(),
            };
        }
    }
    intake.visit.log_out(notice);
    go_on(&intake, "/pages/v2-login")
}
