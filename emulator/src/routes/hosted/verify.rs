//! `/verify_email`: a page with a button, since programs that look through mails open every link; only the
//! button verifies (protocol-v1 §3.10). Tested in `tests/api/hosted/recovery.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::finish::redirect;
use super::notice::Notice;
use super::page::Form;
use super::remember;
use super::visit::Visit;
use super::visiting::Visiting;
use crate::model::failure::Failure;
use crate::model::redirect::login_url;
use crate::model::settings::Verify;
use crate::rules::recovery::verification::verify_address;
use crate::rules::recovery::{Purpose, holder};

/// Asks for the button, and verifies.
pub fn verify(visit: &Visit<'_>) -> Result<Response, Failure> {
    let token = visit.request.text("token").unwrap_or_default();
    if visit.is_post() {
        let request = &visit.request;
        let (realm, caller) = (&request.realm, &request.caller);
        let token = request.text("token");
        return match verify_address(request.context, realm, token.as_deref(), caller) {
            Ok(_) => verified(visit),
            Err(Failure::Invalid(_)) => Ok(dead_link(visit)),
            Err(failure) => Err(failure),
        };
    }
    let now_ms = visit.request.context.now_ms();
    let realm_id = visit.request.realm.id.as_str();
    let user = visit
        .request
        .context
        .transact(|tx| holder(tx, Some(realm_id), Purpose::Verification, &token, now_ms))?;
    let Some(user) = user else {
        return Ok(dead_link(visit));
    };
    let mut page = visit.page("Verify your email address");
    page.texts = vec![format!(
        "Confirm that {} is the address of the account {}.",
        user.email, user.username
    )];
    let mut form = visit.carrying(Form::new("/verify_email", Vec::new(), "Verify"));
    form.hidden.push(("token".to_owned(), token));
    page.form = Some(form);
    Ok(page.show(StatusCode::OK))
}

// To the app, if a login is remembered; else to the login page.
fn verified(visit: &Visit<'_>) -> Result<Response, Failure> {
    let remembered = match visit.request.realm.login_rocket.login {
        true => remember::recall(visit)?,
        false => None,
    };
    Ok(match remembered {
        Some(token) => redirect(&login_url(
            &visit.request.app,
            &token,
            false,
            &visit.request.redirect_params(),
        )),
        None => Notice::EmailVerified.at_login(visit),
    })
}

fn dead_link(visit: &Visit<'_>) -> Response {
    let settings = &visit.request.realm.login_rocket;
    let mut page = visit.page("This link does not work");
    page.texts = vec![
        "The link was already used, has expired after a day, was replaced by a newer one, or belongs to another site."
            .to_owned(),
    ];
    if settings.login {
        let text = match settings.verify {
            Verify::Require => {
                "If your address is already verified, you can log in. If it is not, log in to receive a new \
                 link by email."
            }
            _ => "You can still log in. Request a new link in the app.",
        };
        page.texts.push(text.to_owned());
        page.links = vec![visit.link("Log in", "/login")];
    }
    page.show(StatusCode::OK)
}
