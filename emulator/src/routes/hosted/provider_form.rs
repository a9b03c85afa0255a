//! The page that stands in for a social provider, and the answer to a form of another site. Tested in
//! `tests/api/hosted/social.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::page::{Button, Field, Form, Page};
use super::visiting::Visiting;
use crate::model::settings::Provider;

/// The answer to a form of another site.
pub fn foreign(visit: &impl Visiting, provider: &Provider) -> Response {
    let mut page = visit.page("Please start again");
    page.say("This form was sent from another website.");
    let path = format!("/auth/{}", provider.key());
    page.links = vec![visit.link("Start again", &path)];
    page.show(StatusCode::FORBIDDEN)
}

/// The provider's page.
pub fn form(visit: &impl Visiting, provider: &Provider) -> Page {
    let label = provider.provider_type.label();
    let mut page = visit.page(&format!("Pretend {label}"));
    page.pretend = Some(format!(
        "This page of the emulator replaces {label}. Enter any identity; {label} is not contacted."
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
        "allow".clone_into(&mut allow.value);
    }
    form.buttons.push(Button {
        label: "Cancel".to_owned(),
        value: "refuse".to_owned(),
        name: "",
        quiet: true,
    });
    page.form = Some(form);
    page
}
