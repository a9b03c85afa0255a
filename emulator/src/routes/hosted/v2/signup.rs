//! `/signup`: the fields that the realm asks for; where addresses are verified first, the address alone; where an
//! invitation is needed, a form that asks for one, or a note (protocol-v2 §6.1; V7). Tested in
//! `tests/api/hosted/v2/signup.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::join;
use super::login::offers_something;
use super::visit::Visit;
use crate::model::failure::Failure;
use crate::model::settings::{EmailVerification, FieldMode, PasswordField, Signup};
use crate::routes::hosted::fields::new_password;
use crate::routes::hosted::page::{Field, Form, Page};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::v2::invitations;
use crate::rules::v2::signups::{SignedUp, sign_up};
use crate::store::invitations::Invitation;

/// Shows the page, or takes its form.
pub async fn signup(visit: &mut Visit<'_>) -> Result<Response, Failure> {
    if !offers_something(visit) {
        return Err(Failure::NotFound);
    }
    let token = visit.wishes.invitation.clone();
    // A remembered login answers this page too, but nobody's invitation gets lost.
    if !visit.is_post() && visit.known.is_some() && token.is_none() {
        return visit.go_on();
    }
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let invitation = match &token {
        None => None,
        Some(token) => {
            let now_ms = context.now_ms();
            match context.transact(|tx| invitations::find(tx, realm, token, now_ms)) {
                Ok(invitation) => Some(invitation),
                Err(Failure::Invalid(_)) => return Ok(dead_link(visit)),
                Err(failure) => return Err(failure),
            }
        }
    };
    if let (Some(known), Some(invitation)) = (&visit.known, &invitation)
        && invitation.org_id.is_some()
    {
        if visit.decided("join") {
            return join::join(visit, invitation);
        }
        if visit.decided("back") {
            visit.wishes.invitation = None;
            return visit.go_on();
        }
        if known.user.email == invitation.email {
            return join::page(visit, known, invitation);
        }
    }
    match (realm.v2.signup, &invitation) {
        (Signup::Invitation, None) => return ask(visit),
        (Signup::Closed, None) => return Ok(closed(visit)),
        _ => {}
    }
    if !visit.is_post() {
        return Ok(form(visit, invitation.as_ref()).show(StatusCode::OK));
    }
    if !visit.has_passwords() {
        return Err(Failure::NotFound);
    }
    let request = &visit.request;
    let locale = request.asked_language.map(|language| language.code());
    match sign_up(context, realm, &request.fields, locale, &request.sender()).await {
        Ok(SignedUp::In(step)) => visit.opened(*step),
        Ok(SignedUp::Mailed) => Ok(check_mail(
            visit,
            "We sent you a mail with a link. Open it to verify your address and to finish your account.",
        )),
        Err(failure) => visit.blame(form(visit, invitation.as_ref()), &failure),
    }
}

fn ask(visit: &Visit<'_>) -> Result<Response, Failure> {
    let mut page = visit.page("Ask for an invitation");
    page.texts = vec![
        "You need an invitation to sign up. We mail it as soon as somebody agrees.".to_owned(),
    ];
    let fields = vec![email(visit, String::new())];
    page.form = Some(visit.carrying(Form::new("/signup", fields, "Ask for an invitation")));
    page.links = vec![visit.link("I already have an account", "/login")];
    if !visit.is_post() {
        return Ok(page.show(StatusCode::OK));
    }
    let request = &visit.request;
    let address = request.text("email");
    let locale = request.asked_language.map(|language| language.code());
    let (context, realm) = (request.context, &request.realm);
    match invitations::request(context, realm, address.as_deref(), locale, &request.caller) {
        Ok(()) => {
            let mut page = visit.page("Thank you");
            page.texts =
                vec!["We have your request. You get a mail when you are invited.".to_owned()];
            page.links = vec![visit.link("Log in", "/login")];
            Ok(page.show(StatusCode::OK))
        }
        Err(failure) => visit.blame(page, &failure),
    }
}

fn closed(visit: &Visit<'_>) -> Response {
    let mut page = visit.page("Signups are closed");
    page.texts = vec!["New accounts need an invitation, which comes by mail.".to_owned()];
    page.links = vec![visit.link("Log in", "/login")];
    page.show(StatusCode::OK)
}

fn dead_link(visit: &mut Visit<'_>) -> Response {
    visit.wishes.invitation = None;
    let mut page = visit.page("This invitation does not work");
    page.texts = vec![
        "It was already used, has expired after 30 days, or belongs to another site. If you have an account, log in.".to_owned(),
    ];
    page.links = vec![visit.link("Log in", "/login")];
    if visit.request.realm.v2.signup != Signup::Closed {
        page.links.push(visit.link("Sign up without it", "/signup"));
    }
    page.show(StatusCode::OK)
}

/// A mail is on its way.
pub fn check_mail(visit: &Visit<'_>, text: &str) -> Response {
    let mut page = visit.page("Check your email");
    page.texts = vec![
        text.to_owned(),
        "No email? Check your spam folder.".to_owned(),
    ];
    page.links = vec![visit.link("Log in", "/login")];
    page.show(StatusCode::OK)
}

fn form(visit: &Visit<'_>, invitation: Option<&Invitation>) -> Page {
    let mut page = visit.page("Create an account");
    page.social = visit.social();
    page.links = vec![visit.link("I already have an account", "/login")];
    if !visit.has_passwords() {
        return page;
    }
    let first = visit.request.realm.v2.email_verification == EmailVerification::Preverify;
    let (fields, button) = match first && invitation.is_none() {
        true => {
            page.texts = vec!["First we verify your address, by a mail with a link.".to_owned()];
            (vec![email(visit, String::new())], "Continue")
        }
        false => (fields(visit, invitation), "Create account"),
    };
    let mut form = visit.carrying(Form::new("/signup", fields, button));
    let joins = invitation.is_some_and(|invitation| invitation.org_id.is_some());
    if let Some(known) = visit.known.as_ref().filter(|_| joins) {
        form.buttons.push(join::button(known));
    }
    page.form = Some(form);
    page
}

fn fields(visit: &Visit<'_>, invitation: Option<&Invitation>) -> Vec<Field> {
    let realm = &visit.request.realm;
    let settings = &realm.v2;
    let mut fields = Vec::new();
    if settings.name_field != FieldMode::Hidden {
        fields.extend(names(
            settings.name_field,
            [visit.typed("first_name"), visit.typed("last_name")],
        ));
    }
    let joins = invitation.is_some_and(|invitation| invitation.org_id.is_some());
    if settings.org_name_field != FieldMode::Hidden && !joins {
        fields.push(org_name(settings.org_name_field, visit.typed("org_name")));
    }
    if settings.username_field != FieldMode::Hidden {
        fields.push(username(settings.username_field, visit.typed("username")));
    }
    let invited = invitation.map(|invitation| invitation.email.clone());
    fields.push(email(visit, invited.unwrap_or_default()));
    fields.extend(new_password(
        &realm.password,
        settings.password_field == PasswordField::Twice,
    ));
    fields
}

fn text_field(name: &'static str, label: &'static str, autocomplete: &'static str) -> Field {
    Field {
        name,
        label,
        kind: "text",
        autocomplete,
        ..Field::default()
    }
}

/// First and last name.
pub fn names(mode: FieldMode, values: [String; 2]) -> [Field; 2] {
    let required = mode == FieldMode::Required;
    let [first, last] = values;
    [
        Field {
            value: first,
            required,
            ..text_field("first_name", "First name", "given-name")
        },
        Field {
            value: last,
            required,
            ..text_field("last_name", "Last name", "family-name")
        },
    ]
}

/// The name of an account.
pub fn org_name(mode: FieldMode, value: String) -> Field {
    Field {
        value,
        required: mode == FieldMode::Required,
        ..text_field("org_name", "Organization", "organization")
    }
}

/// A username.
pub fn username(mode: FieldMode, value: String) -> Field {
    Field {
        value,
        required: mode == FieldMode::Required,
        plain: true,
        ..text_field("username", "Username", "nickname")
    }
}

/// The address, which is the name at logins.
pub fn email(visit: &Visit<'_>, else_value: String) -> Field {
    let typed = visit.typed("email");
    Field {
        kind: "email",
        value: if typed.is_empty() { else_value } else { typed },
        required: true,
        plain: true,
        ..text_field("email", "Email", "username")
    }
}
