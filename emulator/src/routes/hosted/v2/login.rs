//! `/` and `/login`: name and password, then the code if one is due; a remembered login goes on at once, unless
//! `prompt=login` (protocol-v2 §6.1, §6.2). App pages without script post here, so any origin may. Tested in
//! `tests/api/hosted/v2/login.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::visit::Visit;
use crate::model::failure::{Failure, LOGIN_FAILED};
use crate::model::settings::Signup;
use crate::routes::hosted::fields;
use crate::routes::hosted::finish::redirect;
use crate::routes::hosted::page::{Field, Form, Page};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::v2::logins::{log_in, verify_code};

/// Why a visitor comes to this page: name and value of the parameter, and the sentence.
#[derive(Debug, Clone, Copy)]
pub struct Notice(&'static str, &'static str, &'static str);

/// Has verified an address.
pub const EMAIL_VERIFIED: Notice = Notice(
    "notice",
    "email_verified",
    "Thank you, your email address is verified.",
);
/// Has logged out.
pub const LOGGED_OUT: Notice = Notice("notice", "logged_out", "You are logged out.");
const NOTICES: [Notice; 2] = [EMAIL_VERIFIED, LOGGED_OUT];

impl Notice {
    /// Redirects to the login page, which shows the notice.
    pub fn at_login(self, visit: &Visit<'_>) -> Response {
        redirect(&visit.address("/login", &[(self.0, self.1)]))
    }
}

/// Shows the page, or takes one of its two forms.
pub async fn login(visit: &mut Visit<'_>) -> Result<Response, Failure> {
    if !offers_something(visit) {
        return Err(Failure::NotFound);
    }
    if !visit.is_post() {
        return arrived(visit);
    }
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let (fields, caller) = (&visit.request.fields, &visit.request.caller);
    if let Some(token) = visit.request.text("token") {
        return match verify_code(context, realm, fields, caller) {
            Ok(step) => visit.opened(step),
            Err(failure) => visit.blame(code_form(visit, &token), &failure),
        };
    }
    if !visit.has_passwords() {
        return Err(Failure::NotFound);
    }
    match log_in(context, realm, fields, caller).await {
        Ok(step) => visit.opened(step),
        Err(failure) => refused(visit, &failure),
    }
}

/// Whether there is a way to log in.
pub fn offers_something(visit: &Visit<'_>) -> bool {
    visit.has_passwords() || !visit.request.realm.social.is_empty()
}

fn arrived(visit: &Visit<'_>) -> Result<Response, Failure> {
    let mut page = form(visit);
    let has = |name: &str, value: &str| visit.request.text(name).as_deref() == Some(value);
    let notice = NOTICES.iter().find(|notice| has(notice.0, notice.1));
    page.notice = notice.map(|notice| notice.2);
    let refused = has("error", "access_denied");
    if refused {
        page.say("You did not allow that login. Choose another way, or try again.");
    }
    // A visitor redirected at once would not see why.
    let stays = notice.is_some() || refused || visit.wishes.prompt_login;
    match visit.known.is_some() && !stays {
        true => visit.go_on(),
        false => Ok(page.show(StatusCode::OK)),
    }
}

/// The login form, for a page that needs a login first.
pub fn first(visit: &mut Visit<'_>, page: &str) -> Response {
    visit.wishes.next = Some(page.to_owned());
    let mut form = form(visit);
    match visit.expired {
        true => form.say("Your session has ended. Please log in again."),
        false => form.texts = vec!["Please log in first.".to_owned()],
    }
    form.show(StatusCode::OK)
}

/// The login page with a failure.
pub fn refused(visit: &Visit<'_>, failure: &Failure) -> Result<Response, Failure> {
    let mut page = form(visit);
    if *failure == LOGIN_FAILED && visit.has_passwords() {
        page.texts
            .push("Check your username and password, and try again.".to_owned());
    }
    visit.blame(page, failure)
}

fn form(visit: &Visit<'_>) -> Page {
    let mut page = visit.page("Log in");
    page.social = visit.social();
    let signup = match visit.request.realm.v2.signup {
        Signup::Open => Some("Create an account"),
        Signup::Invitation => Some("Ask for an invitation"),
        Signup::Closed => visit
            .wishes
            .invitation
            .as_ref()
            .map(|_| "Create an account"),
    };
    page.links
        .extend(signup.map(|label| visit.link(label, "/signup")));
    if visit.has_passwords() {
        page.links
            .push(visit.link("Forgot your password?", "/forgot_password"));
        let fields = vec![name_field(visit), fields::password()];
        page.form = Some(visit.carrying(Form::new("/login", fields, "Log in")));
    }
    page
}

/// Address or username, with what was typed.
pub fn name_field(visit: &Visit<'_>) -> Field {
    Field {
        name: "email",
        label: "Email or username",
        // No `email`: usernames are taken too.
        kind: "text",
        autocomplete: "username",
        value: visit.typed("email"),
        required: true,
        plain: true,
        ..Field::default()
    }
}

/// Asks for the code of a second factor.
pub fn code_form(visit: &Visit<'_>, token: &str) -> Page {
    let mut page = visit.page("Enter your code");
    let mut form = visit.carrying(Form::new("/login", vec![fields::code()], "Log in"));
    form.hidden.push(("token".to_owned(), token.to_owned()));
    page.form = Some(form);
    "code".clone_into(&mut page.focus);
    page.links = vec![visit.link("Start again", "/login")];
    page
}
