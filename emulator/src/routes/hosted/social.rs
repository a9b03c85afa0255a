//! `/auth/<provider>`: a page that stands in for a social provider and asks who the visitor is. Its form
//! counts only when it comes from this page (spec section 4, 8). Tested in `tests/api/hosted/social.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::notice::Notice;
use super::page::{Button, Field, Form, Page};
use super::social_request::social_request;
use super::visit::Visit;
use super::{login, signup};
use crate::model::failure::{Failure, UNVERIFIED};
use crate::model::settings::Provider;
use crate::rules::providers::social_by_key;
use crate::rules::social::{self, Entered, Profile};

/// Shows the provider's page, or takes its answer.
pub fn social(visit: &Visit<'_>, key: &str) -> Result<Response, Failure> {
    if let Some(state) = visit.request.text("state") {
        return social_request(visit, key, &state);
    }
    let settings = &visit.request.realm.login_rocket;
    let provider = social_by_key(&visit.request.realm, key)
        .filter(|_| settings.login || settings.signup)
        .ok_or(Failure::NotFound)?;
    if !visit.is_post() {
        return Ok(form(visit, provider).show(StatusCode::OK));
    }
    if !visit.is_own_form() {
        return Ok(foreign(visit, provider));
    }
    match visit.request.text("decision").as_deref() {
        Some("refuse") => Ok(Notice::AccessDenied.at_login(visit)),
        _ => allowed(visit, provider),
    }
}

fn allowed(visit: &Visit<'_>, provider: &Provider) -> Result<Response, Failure> {
    let profile = Profile {
        email: visit.request.text("email").unwrap_or_default(),
        name: visit.request.text("name").unwrap_or_default(),
    };
    let request = &visit.request;
    let now_ms = request.context.now_ms();
    let entered = request.context.transact(|tx| {
        social::enter(
            tx,
            request.context,
            &request.realm,
            provider.provider_type,
            &profile,
            &request.caller,
            now_ms,
        )
    });
    match entered {
        Ok(Entered::Known(first)) => login::passed(visit, first),
        Ok(Entered::Unverified) => login::refused(visit, &UNVERIFIED),
        Ok(Entered::New(login)) => visit.finish(&login, true),
        Ok(Entered::Pending(token)) => Ok(signup::pending(visit, &token)),
        Err(failure @ Failure::Invalid(_)) => {
            let mut page = form(visit, provider);
            page.blame(&failure);
            Ok(page.show(StatusCode::OK))
        }
        Err(failure) if request.realm.login_rocket.login => login::refused(visit, &failure),
        Err(failure) => signup::refused(visit, &failure),
    }
}

/// What a form of another site gets.
pub fn foreign(visit: &Visit<'_>, provider: &Provider) -> Response {
    let mut page = visit.page("Please start again");
    page.say("This form was sent from another website.");
    let path = format!("/auth/{}", provider.key());
    page.links = vec![visit.link("Start again", &path)];
    page.show(StatusCode::FORBIDDEN)
}

/// The provider's page.
pub fn form(visit: &Visit<'_>, provider: &Provider) -> Page {
    let label = provider.provider_type.label();
    let mut page = visit.page(&format!("Pretend {label}"));
    page.pretend = Some(format!(
        "This page of the emulator stands in for {label}. Say who you are: {label} is not asked."
    ));
    let email = Field {
        name: "email",
        label: "Email",
        kind: "email",
        autocomplete: "email",
        value: visit.typed("email"),
        required: true,
        plain: true,
        ..Field::default()
    };
    let name = Field {
        name: "name",
        label: "Name",
        kind: "text",
        autocomplete: "name",
        value: visit.typed("name"),
        ..Field::default()
    };
    let path = format!("/auth/{}", provider.key());
    let mut form = visit.carrying(Form::new(&path, vec![email, name], "Allow"));
    if let Some(allow) = form.buttons.first_mut() {
        allow.value = "allow";
    }
    form.buttons.push(Button {
        label: "Refuse".to_owned(),
        value: "refuse",
        quiet: true,
    });
    page.form = Some(form);
    page
}
