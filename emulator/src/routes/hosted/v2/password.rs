//! `/forgot_password` and `/reset_password` (protocol-v2 §2.5.5, §2.5.6; V21, V23): a reset logs in. Tested in
//! `tests/api/hosted/v2/recovery.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::login::name_field;
use super::visit::Visit;
use crate::model::failure::Failure;
use crate::model::settings::PasswordField;
use crate::routes::hosted::fields::new_password;
use crate::routes::hosted::page::{Form, Page};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::accounts::check_passwords_on;
use crate::rules::recovery::{Purpose, holder};
use crate::rules::v2::passwords;

/// Asks whose password was forgotten, and mails a link.
pub fn forgot(visit: &Visit<'_>) -> Result<Response, Failure> {
    let request = &visit.request;
    check_passwords_on(&request.realm)?;
    let mut page = visit.page("Reset your password");
    page.texts = vec!["We will send you an email with a link to set a new password.".to_owned()];
    let fields = vec![name_field(visit)];
    page.form = Some(visit.carrying(Form::new("/forgot_password", fields, "Send link")));
    page.links = vec![visit.link("Log in", "/login")];
    if !visit.is_post() {
        return Ok(page.show(StatusCode::OK));
    }
    match passwords::forgot(
        request.context,
        &request.realm,
        &request.fields,
        &request.sender(),
    ) {
        Ok(()) => Ok(check_mail(visit)),
        Err(failure) => visit.blame(page, &failure),
    }
}

fn check_mail(visit: &Visit<'_>) -> Response {
    let mut page = visit.page("Check your email");
    page.texts = vec![
        "If an account has that name, we sent an email with a link to its address. The link works once, for \
         one hour."
            .to_owned(),
        "No email? Check your spam folder, or try another name.".to_owned(),
    ];
    page.links = vec![
        visit.link("Try another name", "/forgot_password"),
        visit.link("Log in", "/login"),
    ];
    page.show(StatusCode::OK)
}

/// Asks for the new password, sets it, and logs in.
pub async fn reset(visit: &mut Visit<'_>) -> Result<Response, Failure> {
    let (context, realm) = (visit.request.context, &visit.request.realm);
    check_passwords_on(realm)?;
    let token = visit.request.text("token").unwrap_or_default();
    let now_ms = context.now_ms();
    let user =
        context.transact(|tx| holder(tx, Some(&realm.id), Purpose::Reset, &token, now_ms))?;
    let Some(user) = user else {
        return Ok(dead_link(visit));
    };
    if !visit.is_post() {
        return Ok(reset_form(visit, &user.email, &token).show(StatusCode::OK));
    }
    let (fields, caller) = (&visit.request.fields, &visit.request.caller);
    match passwords::reset(context, realm, fields, caller).await {
        Ok(step) => visit.opened(step),
        // Used by another request in the meantime.
        Err(Failure::Invalid(problems)) if problems.iter().any(|(name, _)| name == "token") => {
            Ok(dead_link(visit))
        }
        Err(failure) => visit.blame(reset_form(visit, &user.email, &token), &failure),
    }
}

fn reset_form(visit: &Visit<'_>, user: &str, token: &str) -> Page {
    let realm = &visit.request.realm;
    let mut page = visit.page("Set a new password");
    page.texts = vec![format!("For {user}.")];
    let twice = realm.v2.password_field == PasswordField::Twice;
    let fields = new_password(&realm.password, twice);
    let mut form = visit.carrying(Form::new("/reset_password", fields, "Set password"));
    form.hidden.push(("token".to_owned(), token.to_owned()));
    page.form = Some(form);
    page
}

fn dead_link(visit: &Visit<'_>) -> Response {
    let mut page = visit.page("This link does not work");
    page.texts = vec![
        "The link has expired after an hour, was already used, was replaced by a newer one, or belongs to another site.".to_owned(),
    ];
    page.links = vec![
        visit.link("Request a new link", "/forgot_password"),
        visit.link("Log in", "/login"),
    ];
    page.show(StatusCode::OK)
}
