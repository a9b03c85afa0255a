//! `/verify_email` for `tve:` and `tue:` tokens: a page with a button, since programs that look through mails open every
//! link; and the page that holds users who have to verify first (protocol-v2 §2.5.11, §6.2; V6). Tested in
//! `tests/api/hosted/v2/recovery.rs` and `v2/conditions.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::login::EMAIL_VERIFIED;
use super::visit::{Known, Visit};
use crate::model::failure::Failure;
use crate::routes::hosted::page::{Button, Form};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::recovery::{Purpose, verification};
use crate::rules::v2::profiles::verify_email;
use crate::store::mail_tokens;

/// Asks for the button, and verifies; or sends the mail again to a user who waits.
pub fn verify(visit: &mut Visit<'_>) -> Result<Response, Failure> {
    if visit.decided("again") {
        return send_again(visit);
    }
    if visit.decided("continue") {
        return match visit.known {
            Some(_) => visit.go_on(),
            None => Ok(EMAIL_VERIFIED.at_login(visit)),
        };
    }
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let token = visit.request.text("token").unwrap_or_default();
    if visit.is_post() {
        return match verify_email(context, realm, Some(&token), &visit.request.caller) {
            Ok(_) if visit.known.is_some() => visit.go_on(),
            Ok(_) => Ok(EMAIL_VERIFIED.at_login(visit)),
            Err(Failure::Invalid(_)) => Ok(dead_link(visit)),
            Err(failure) => Err(failure),
        };
    }
    let purpose = match token.starts_with("tue:") {
        true => Purpose::Change,
        false => Purpose::Verification,
    };
    let now_ms = context.now_ms();
    let Some(live) = context.transact(|tx| mail_tokens::live(tx, purpose, &token, now_ms))? else {
        return Ok(dead_link(visit));
    };
    let mut page = visit.page("Verify your email address");
    page.texts = vec![format!(
        "Please confirm that {} is your address.",
        live.email
    )];
    let mut form = visit.carrying(Form::new("/verify_email", Vec::new(), "Verify"));
    form.hidden.push(("token".to_owned(), token));
    page.form = Some(form);
    Ok(page.show(StatusCode::OK))
}

/// Holds a user who has to verify first; one without a live link is mailed one, since else nobody could go on.
pub fn hold(visit: &Visit<'_>, known: &Known) -> Result<Response, Failure> {
    let (context, now_ms) = (visit.request.context, visit.request.context.now_ms());
    let mut user = known.user.clone();
    let sender = visit.request.sender();
    context.transact(|tx| {
        let purpose = Purpose::Verification;
        match mail_tokens::has_live(tx, purpose, &user.id, &user.email, now_ms)? {
            true => Ok(()),
            false => verification::request_verification(tx, &mut user, &sender, now_ms).map(drop),
        }
    })?;
    Ok(due(visit, known))
}

fn due(visit: &Visit<'_>, known: &Known) -> Response {
    let mut page = visit.page("Verify your email address");
    page.texts = vec![format!(
        "We sent a mail with a link to {}. Open it before you go on. The link works for a day.",
        known.user.email
    )];
    let mut form = visit.carrying(Form::new(
        "/verify_email",
        Vec::new(),
        "I have opened the link",
    ));
    if let Some(button) = form.buttons.first_mut() {
        "continue".clone_into(&mut button.value);
    }
    form.buttons.push(Button {
        label: "Send the mail again".to_owned(),
        name: "",
        value: "again".to_owned(),
        quiet: true,
    });
    page.form = Some(form);
    page.links = vec![visit.link("Log out", "/logout")];
    page.show(StatusCode::OK)
}

fn send_again(visit: &Visit<'_>) -> Result<Response, Failure> {
    let known = visit.known.as_ref().ok_or(Failure::SessionEnded)?;
    let (context, now_ms) = (visit.request.context, visit.request.context.now_ms());
    let mut user = known.user.clone();
    if user.email_verification == "verified" {
        return visit.go_on();
    }
    let sender = visit.request.sender();
    context.transact(|tx| verification::request_verification(tx, &mut user, &sender, now_ms))?;
    Ok(due(visit, known))
}

fn dead_link(visit: &Visit<'_>) -> Response {
    let mut page = visit.page("This link does not work");
    page.texts = vec![
        "The link was already used, has expired after a day, was replaced by a newer one, or belongs to another site. If your \
         address is still to be verified, you can get a new link after you log in."
            .to_owned(),
    ];
    page.links = vec![visit.link("Log in", "/login")];
    page.show(StatusCode::OK)
}
