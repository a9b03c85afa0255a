//! `/forgot_password` and `/reset_password` (protocol-v1 §3.10, D5). A reset ends every session of its user, so it
//! always ends on the login page. Tested in `tests/api/hosted/recovery.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::fields::new_password;
use super::login::name_field;
use super::notice::Notice;
use super::page::{Form, Link, Page, is_for_a_page};
use super::visit::Visit;
use super::visiting::Visiting;
use crate::model::failure::Failure;
use crate::model::settings::PasswordField;
use crate::rules::accounts::check_passwords_on;
use crate::rules::recovery::{self, NewPassword, Purpose, Who, holder};
use crate::store::users::User;

/// Asks whose password was forgotten, and mails a link.
pub fn forgot(visit: &Visit<'_>) -> Result<Response, Failure> {
    check_passwords_on(&visit.request.realm)?;
    if !visit.is_post() {
        return Ok(forgot_form(visit).show(StatusCode::OK));
    }
    let request = &visit.request;
    let who = Who::read(&request.fields);
    match recovery::forgot(request.context, &request.realm, &who, &request.sender()) {
        Ok(_) => Ok(check_mail(visit)),
        Err(failure) if is_for_a_page(&failure) => {
            let mut page = forgot_form(visit);
            page.blame(&failure);
            Ok(page.show(StatusCode::OK))
        }
        Err(failure) => Err(failure),
    }
}

fn forgot_form(visit: &Visit<'_>) -> Page {
    let mut page = visit.page("Reset your password");
    page.texts = vec!["We will send you an email with a link to set a new password.".to_owned()];
    let mut field = name_field(visit);
    if !visit.request.realm.email_usernames() {
        field.label = "Username or email";
    }
    page.form = Some(visit.carrying(Form::new("/forgot_password", vec![field], "Send link")));
    page.links.extend(login_link(visit));
    page
}

fn check_mail(visit: &Visit<'_>) -> Response {
    let mut page = visit.page("Check your email");
    page.texts = vec![
        "If an account has that name, we sent an email with a link to its address. The link works once, for \
         one hour."
            .to_owned(),
        "No email? Check your spam folder, or try another name.".to_owned(),
    ];
    page.links = vec![visit.link("Try another name", "/forgot_password")];
    page.links.extend(login_link(visit));
    page.show(StatusCode::OK)
}

/// Asks for the new password, and sets it.
pub async fn reset(visit: &Visit<'_>) -> Result<Response, Failure> {
    check_passwords_on(&visit.request.realm)?;
    let token = visit.request.text("token").unwrap_or_default();
    let now_ms = visit.request.context.now_ms();
    let realm_id = visit.request.realm.id.as_str();
    let user = visit
        .request
        .context
        .transact(|tx| holder(tx, Some(realm_id), Purpose::Reset, &token, now_ms))?;
    let Some(user) = user else {
        return Ok(dead_link(visit));
    };
    if !visit.is_post() {
        return Ok(reset_form(visit, &user, &token).show(StatusCode::OK));
    }
    let request = &visit.request;
    let given = NewPassword::read(&request.fields);
    match recovery::reset(request.context, &request.realm, given, &request.caller).await {
        Ok(_) => Ok(Notice::PasswordSet.at_login(visit)),
        // Used by another request in the meantime.
        Err(Failure::Invalid(problems)) if problems.iter().any(|(name, _)| name == "token") => {
            Ok(dead_link(visit))
        }
        Err(failure) if is_for_a_page(&failure) => {
            let mut page = reset_form(visit, &user, &token);
            page.blame(&failure);
            Ok(page.show(StatusCode::OK))
        }
        Err(failure) => Err(failure),
    }
}

fn reset_form(visit: &Visit<'_>, user: &User, token: &str) -> Page {
    let realm = &visit.request.realm;
    let mut page = visit.page("Set a new password");
    page.texts = vec![format!("For the account {}.", user.username)];
    let twice = realm.login_rocket.password_field == PasswordField::Twice;
    let fields = new_password(&realm.password, twice);
    let mut form = visit.carrying(Form::new("/reset_password", fields, "Set password"));
    form.hidden.push(("token".to_owned(), token.to_owned()));
    page.form = Some(form);
    page
}

fn dead_link(visit: &Visit<'_>) -> Response {
    let mut page = visit.page("This link does not work");
    page.texts = vec![
        "The link has expired after an hour, was already used, was replaced by a newer one, or belongs to another site."
            .to_owned(),
    ];
    page.links = vec![visit.link("Request a new link", "/forgot_password")];
    page.links.extend(login_link(visit));
    page.show(StatusCode::OK)
}

fn login_link(visit: &Visit<'_>) -> Option<Link> {
    let on = visit.request.realm.login_rocket.login;
    on.then(|| visit.link("Log in", "/login"))
}
