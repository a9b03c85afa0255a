//! `/profile`: the user's own data and password (protocol-v2 §6.1; V21, V22). Tested in
//! `tests/api/hosted/v2/profile.rs`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::login;
use super::signup::{email, names, org_name, username};
use super::visit::{Known, Visit};
use crate::model::failure::Failure;
use crate::model::settings::{FieldMode, PasswordField};
use crate::routes::hosted::fields::{new_password, password};
use crate::routes::hosted::page::{Button, Field, Form, Page};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::v2::conclusion::accounts_of;
use crate::rules::v2::sentences::Language;
use crate::rules::v2::{passwords, profiles};

/// Shows the data, or takes one of the forms; afterwards the app gets a fresh token.
pub async fn profile(visit: &mut Visit<'_>) -> Result<Response, Failure> {
    let wants_password = visit.request.text("view").as_deref() == Some("password");
    let Some(known) = &visit.known else {
        return Ok(login::first(visit, "/profile"));
    };
    if visit.decided("back") {
        return visit.go_on();
    }
    // Rules read it among the fields, wherever it came from.
    let id = Value::from(known.session.id.as_str());
    visit.request.fields.insert("session".to_owned(), id);
    match wants_password {
        true => change_password(visit).await,
        false => change_data(visit).await,
    }
}

async fn change_data(visit: &mut Visit<'_>) -> Result<Response, Failure> {
    let known = visit.known.as_ref().ok_or(Failure::SessionEnded)?;
    let (context, realm) = (visit.request.context, &visit.request.realm);
    if !visit.is_post() {
        return Ok(data_form(visit, known)?.show(StatusCode::OK));
    }
    // The form asks for no password, which the call of the API would take.
    for name in ["password", "password_confirmation", "current_password"] {
        visit.request.fields.remove(name);
    }
    let before = known.user.email_pending.clone();
    let fields = &visit.request.fields;
    match profiles::update(context, realm, fields, &visit.request.sender()).await {
        Ok((session, _)) => {
            let remembered = known.remembered;
            visit.hold(session)?;
            let known = visit.known.as_mut().ok_or(Failure::SessionEnded)?;
            known.remembered = remembered;
            match known
                .user
                .email_pending
                .clone()
                .filter(|_| known.user.email_pending != before)
            {
                Some(address) => Ok(address_waits(visit, &address)),
                None => visit.go_on(),
            }
        }
        Err(failure) => visit.blame(data_form(visit, known)?, &failure),
    }
}

fn address_waits(visit: &Visit<'_>, address: &str) -> Response {
    let mut page = visit.page("Check your email");
    page.texts = vec![format!(
        "We sent a mail with a link to {address}. Your address changes when you open the link."
    )];
    let mut form = visit.carrying(Form::new("/profile", Vec::new(), "Continue"));
    if let Some(button) = form.buttons.first_mut() {
        "back".clone_into(&mut button.value);
    }
    page.form = Some(form);
    page.show(StatusCode::OK)
}

/// The form, for a user whose data is not complete.
pub fn complete(visit: &Visit<'_>, known: &Known) -> Result<Response, Failure> {
    let mut page = data_form(visit, known)?;
    "Complete your profile".clone_into(&mut page.title);
    page.texts = vec!["Some data is missing before you can go on.".to_owned()];
    if let Some(form) = &mut page.form {
        form.buttons.truncate(1);
    }
    page.links = vec![visit.link("Log out", "/logout")];
    Ok(page.show(StatusCode::OK))
}

fn data_form(visit: &Visit<'_>, known: &Known) -> Result<Page, Failure> {
    let (context, user) = (visit.request.context, &known.user);
    let settings = &visit.request.realm.v2;
    let value = |name: &str, stored: Option<&str>| match sent(visit, name) {
        Some(typed) => typed,
        None => stored.unwrap_or_default().to_owned(),
    };
    let mut fields = Vec::new();
    if settings.name_field != FieldMode::Hidden {
        let values = [
            value("first_name", user.first_name.as_deref()),
            value("last_name", user.last_name.as_deref()),
        ];
        fields.extend(names(settings.name_field, values));
    }
    if settings.username_field != FieldMode::Hidden {
        let own = value("username", user.own_username());
        fields.push(username(settings.username_field, own));
    }
    fields.push(Field {
        value: value("email", Some(&user.email)),
        hint: user.email_pending.as_ref().map(|address| {
            format!("{address} waits to be verified: see the mail that we sent there.")
        }),
        ..email(visit, String::new())
    });
    fields.extend(language(
        &settings.available_locales,
        value("locale", user.locale.as_deref()),
    ));
    let now_ms = context.now_ms();
    let accounts = context.transact(|tx| accounts_of(tx, &user.id, now_ms))?;
    if accounts.is_empty() && settings.org_name_field == FieldMode::Required {
        fields.push(org_name(settings.org_name_field, value("org_name", None)));
    }
    let mut page = visit.page("Your profile");
    let mut form = visit.carrying(Form::new("/profile", fields, "Save"));
    form.buttons.push(back());
    page.form = Some(form);
    if visit.has_passwords() {
        let mut link = visit.link("Change your password", "/profile");
        link.href = visit.address("/profile", &[("view", "password")]);
        page.links.push(link);
    }
    let account = accounts.first().map(|(_, org)| org.id.clone());
    let account = visit.wishes.account().map(str::to_owned).or(account);
    page.links.extend(
        account.map(|id| visit.link("Your account and its team", &format!("/account/{id}"))),
    );
    page.links.push(visit.link("Log out", "/logout"));
    Ok(page)
}

// The languages of the realm, and the one that the user has already; nothing where there is no choice.
fn language(available: &[String], value: String) -> Option<Field> {
    if available.len() < 2 {
        return None;
    }
    let mut locales = available.to_vec();
    if !value.is_empty() && !locales.contains(&value) {
        locales.push(value.clone());
    }
    let options = locales.into_iter().map(|locale| {
        // A locale of a country is shown as it is written.
        match Language::of(&locale).filter(|language| language.code() == locale) {
            Some(language) => (locale, language.own_name(), language.code()),
            None => (locale, "", ""),
        }
    });
    let browser = (String::new(), "As the browser asks", "");
    Some(Field {
        name: "locale",
        label: "Language",
        autocomplete: "language",
        value,
        options: std::iter::once(browser).chain(options).collect(),
        ..Field::default()
    })
}

// What a form of this page sent; the forms that lead here have fields of the same names.
fn sent(visit: &Visit<'_>, name: &str) -> Option<String> {
    let is_own = visit.is_post() && visit.received.path == "/profile";
    is_own.then(|| visit.typed(name))
}

/// The button that leaves a page without saving.
pub fn back() -> Button {
    Button {
        label: "Back without saving".to_owned(),
        name: "",
        value: "back".to_owned(),
        quiet: true,
    }
}

async fn change_password(visit: &mut Visit<'_>) -> Result<Response, Failure> {
    if !visit.has_passwords() {
        return Err(Failure::NotFound);
    }
    if !visit.is_post() {
        return Ok(password_form(visit).show(StatusCode::OK));
    }
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let (fields, caller) = (&visit.request.fields, &visit.request.caller);
    match passwords::change(context, realm, fields, caller).await {
        Ok(()) => {
            let known = visit.known.as_ref().ok_or(Failure::SessionEnded)?;
            // As it stands now, not as the form had it.
            visit.request.fields.clear();
            let mut page = data_form(visit, known)?;
            page.notice = Some("Your new password is set. You are logged out everywhere else.");
            let mut response = page.show(StatusCode::OK);
            // All remembered logins of the user ended.
            visit.remember(&mut response)?;
            Ok(response)
        }
        Err(failure) => visit.blame(password_form(visit), &failure),
    }
}

fn password_form(visit: &Visit<'_>) -> Page {
    let realm = &visit.request.realm;
    let mut fields = vec![Field {
        name: "current_password",
        label: "Current password",
        ..password()
    }];
    fields.extend(new_password(
        &realm.password,
        realm.v2.password_field == PasswordField::Twice,
    ));
    if let Some(new) = fields.get_mut(1) {
        new.label = "New password";
    }
    let mut page = visit.page("Change your password");
    let mut form = visit.carrying(Form::new("/profile", fields, "Change the password"));
    form.hidden.push(("view".to_owned(), "password".to_owned()));
    page.form = Some(form);
    page.links = vec![visit.link("Your profile", "/profile")];
    page
}
