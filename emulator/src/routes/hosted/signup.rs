//! `/signup`: the fields that the realm asks for (protocol-v1 §3.8, §7.2). Tested in `tests/api/hosted/signup.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::fields::new_password;
use super::finish::redirect;
use super::notice::Notice;
use super::page::{Field, Form, Page, is_for_a_page};
use super::visit::Visit;
use super::visiting::Visiting;
use crate::model::failure::Failure;
use crate::model::redirect::signup_url;
use crate::model::settings::{FieldMode, PasswordField, SignupMode};
use crate::rules::signup_form::SignupForm;
use crate::rules::signups::{SignedUp, sign_up};

/// Shows the page, or takes its form.
pub async fn signup(visit: &Visit<'_>) -> Result<Response, Failure> {
    let offers_something = visit.has_passwords() || !visit.request.realm.social.is_empty();
    if !visit.request.realm.login_rocket.signup || !offers_something {
        return Err(Failure::NotFound);
    }
    if !visit.is_post() {
        let mut page = form(visit);
        Notice::show(visit, &mut page);
        return Ok(page.show(StatusCode::OK));
    }
    if !visit.has_passwords() {
        return Err(Failure::NotFound);
    }
    let request = &visit.request;
    let form = SignupForm::read(&request.fields);
    match sign_up(request.context, &request.realm, &form, &request.sender()).await {
        Ok(SignedUp::LoggedIn(login)) => visit.finish(&login, true),
        Ok(SignedUp::Pending(token)) => Ok(pending(visit, &token)),
        Ok(SignedUp::Unverified) => Ok(check_mail(visit)),
        Err(failure) => refused(visit, &failure),
    }
}

/// Redirects to the app with a signup token.
pub fn pending(visit: &Visit<'_>, token: &str) -> Response {
    redirect(&signup_url(
        &visit.request.app,
        token,
        &visit.request.redirect_params(),
    ))
}

/// The signup page with a failure.
pub fn refused(visit: &Visit<'_>, failure: &Failure) -> Result<Response, Failure> {
    if !is_for_a_page(failure) {
        return Err(failure.clone());
    }
    let mut page = form(visit);
    page.blame(failure);
    Ok(page.show(StatusCode::OK))
}

fn check_mail(visit: &Visit<'_>) -> Response {
    let mut page = visit.page("Check your email");
    page.texts = vec![
        "Your account was created. We sent you an email with a link. Open it to verify your email \
         address, then log in."
            .to_owned(),
    ];
    page.links = vec![visit.link("Log in", "/login")];
    page.show(StatusCode::OK)
}

fn form(visit: &Visit<'_>) -> Page {
    let realm = &visit.request.realm;
    let mut page = visit.page("Create an account");
    page.social = visit.social();
    if realm.login_rocket.login {
        page.links = vec![visit.link("I already have an account", "/login")];
    }
    if visit.has_passwords() {
        let form = Form::new("/signup", fields(visit), "Create account");
        page.form = Some(visit.carrying(form));
    }
    page
}

fn fields(visit: &Visit<'_>) -> Vec<Field> {
    let realm = &visit.request.realm;
    let settings = &realm.login_rocket;
    let text = |name, label, autocomplete, asked| Field {
        name,
        label,
        kind: "text",
        autocomplete,
        value: visit.typed(name),
        required: asked == FieldMode::Required,
        ..Field::default()
    };
    let mut fields = Vec::new();
    if settings.name_field != FieldMode::Hidden {
        let asked = settings.name_field;
        fields.push(text("first_name", "First name", "given-name", asked));
        fields.push(text("last_name", "Last name", "family-name", asked));
    }
    let by_org = settings.signup_mode == SignupMode::UserOrg;
    if by_org && settings.org_name_field != FieldMode::Hidden {
        let asked = settings.org_name_field;
        fields.push(text("org_name", "Organization", "organization", asked));
    }
    let by_email = realm.email_usernames();
    if !by_email {
        fields.push(Field {
            plain: true,
            ..text("username", "Username", "username", FieldMode::Required)
        });
    }
    let autocomplete = if by_email { "username" } else { "email" };
    fields.push(Field {
        kind: "email",
        plain: true,
        ..text("email", "Email", autocomplete, FieldMode::Required)
    });
    fields.extend(new_password(
        &realm.password,
        settings.password_field == PasswordField::Twice,
    ));
    fields
}
