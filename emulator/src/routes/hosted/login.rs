//! `/` and `/login`: user name and password, then the code if one is due; a remembered login is sent on at
//! once. App pages without script post their login and code forms here, so any origin may (protocol-v1 §3.6, §3.7,
//! §7.5). Tested in `tests/api/hosted/pages.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::fields;
use super::finish::redirect;
use super::notice::Notice;
use super::page::{Field, Form, Page, is_for_a_page};
use super::remember;
use super::visit::Visit;
use super::visiting::Visiting;
use crate::model::failure::{Failure, LOGIN_FAILED};
use crate::model::redirect::login_url;
use crate::rules::login_form::LoginForm;
use crate::rules::logins::FirstFactor;
use crate::rules::logins::by_form;

/// Shows the page, or takes one of its two forms.
pub async fn login(visit: &Visit<'_>) -> Result<Response, Failure> {
    let offers_something = visit.has_passwords() || !visit.request.realm.social.is_empty();
    if !visit.request.realm.login_rocket.login || !offers_something {
        return Err(Failure::NotFound);
    }
    if !visit.is_post() {
        return arrived(visit);
    }
    // Also after a social login, so it needs no passwords.
    let given = LoginForm::read(&visit.request.fields);
    if given.is_second_step() {
        return second_step(visit, given);
    }
    if !visit.has_passwords() {
        return Err(Failure::NotFound);
    }
    let (context, realm) = (visit.request.context, &visit.request.realm);
    match by_form::first_step(context, realm, given, &visit.request.caller).await {
        Ok(first) => passed(visit, first),
        Err(failure) => refused(visit, &failure),
    }
}

fn arrived(visit: &Visit<'_>) -> Result<Response, Failure> {
    let mut page = form(visit);
    // A visitor redirected at once would not see the notice.
    if Notice::show(visit, &mut page).is_none()
        && let Some(token) = remember::recall(visit)?
    {
        let url = login_url(
            &visit.request.app,
            &token,
            false,
            &visit.request.redirect_params(),
        );
        return Ok(redirect(&url));
    }
    Ok(page.show(StatusCode::OK))
}

/// Continues after a first factor: to the app, or with the form for the code.
pub fn passed(visit: &Visit<'_>, first: FirstFactor) -> Result<Response, Failure> {
    match first {
        FirstFactor::Done(login) => visit.finish(&login, false),
        FirstFactor::CodeDue(_, token) => Ok(code_form(visit, &token).show(StatusCode::OK)),
    }
}

fn second_step(visit: &Visit<'_>, given: LoginForm) -> Result<Response, Failure> {
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let token = visit.request.text("token").unwrap_or_default();
    match by_form::second_step(context, realm, given, &visit.request.caller) {
        Ok(login) => visit.finish(&login, false),
        // Without a good first step, a code helps nobody.
        Err(failure) if failure == LOGIN_FAILED || token.is_empty() => {
            let mut page = form(visit);
            page.say("Your login has expired. Please log in again.");
            Ok(page.show(StatusCode::OK))
        }
        Err(failure) if is_for_a_page(&failure) => {
            let mut page = code_form(visit, &token);
            page.blame(&failure);
            Ok(page.show(StatusCode::OK))
        }
        Err(failure) => Err(failure),
    }
}

/// The login page with a failure.
pub fn refused(visit: &Visit<'_>, failure: &Failure) -> Result<Response, Failure> {
    if !is_for_a_page(failure) {
        return Err(failure.clone());
    }
    let mut page = form(visit);
    page.blame(failure);
    if *failure == LOGIN_FAILED && visit.has_passwords() {
        page.texts
            .push("Check your username and password, and try again.".to_owned());
    }
    Ok(page.show(StatusCode::OK))
}

fn form(visit: &Visit<'_>) -> Page {
    let mut page = visit.page("Log in");
    page.social = visit.social();
    if visit.request.realm.login_rocket.signup {
        let link = visit.link("Create an account", "/signup");
        page.links.push(link);
    }
    if visit.has_passwords() {
        let link = visit.link("Forgot your password?", "/forgot_password");
        page.links.push(link);
        let fields = vec![name_field(visit), fields::password()];
        page.form = Some(visit.carrying(Form::new("/login", fields, "Log in")));
    }
    page
}

/// Username, or address where usernames are addresses; with what was typed.
pub fn name_field(visit: &Visit<'_>) -> Field {
    let by_email = visit.request.realm.email_usernames();
    let (name, label, kind) = match by_email {
        true => ("email", "Email", "email"),
        false => ("username", "Username", "text"),
    };
    let mut value = visit.typed(name);
    if by_email && value.is_empty() {
        // D18: either field may hold the address.
        value = visit.typed("username");
    }
    Field {
        name,
        label,
        kind,
        autocomplete: "username",
        value,
        required: true,
        plain: true,
        ..Field::default()
    }
}

fn code_form(visit: &Visit<'_>, token: &str) -> Page {
    let mut page = visit.page("Enter your code");
    let mut form = visit.carrying(Form::new("/login", vec![fields::code()], "Log in"));
    form.hidden.push(("token".to_owned(), token.to_owned()));
    page.form = Some(form);
    "code".clone_into(&mut page.focus);
    page.links = vec![visit.link("Start again", "/login")];
    page
}
