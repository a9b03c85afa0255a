//! A login as the LoginRocket API and the hosted page take it: name and password, then the code if one is due
//! (spec 3.6, 3.7, D17, D18). Magic names come first. Tested in `tests/api/login/authenticate.rs` and `login/two_factor.rs`.

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::context::Context;
use crate::rules::logins::{self, FirstFactor, Login, second_factor};
use crate::rules::magic::people;
use crate::store::users;

/// What a login form says, in either of its two steps.
#[derive(Default)]
pub struct LoginForm {
    username: Option<String>,
    email: Option<String>,
    password: Option<String>,
    /// `kli_…` of the first step.
    token: Option<String>,
    code: Option<String>,
}

impl LoginForm {
    /// Reads the fields; empty ones are missing.
    pub fn read(fields: &Fields) -> Self {
        Self {
            username: text(fields, "username"),
            email: text(fields, "email"),
            password: text(fields, "password"),
            token: text(fields, "token"),
            code: text(fields, "code"),
        }
    }

    /// Whether the fields are those of the second step.
    pub fn is_second_step(&self) -> bool {
        self.code.is_some() || (self.token.is_some() && self.password.is_none())
    }

    /// The name to log in by, in lower case, and the password.
    fn credentials(self, realm: &Realm) -> Result<(String, String), Failure> {
        let mut problems = Problems::default();
        let strict = realm.login_rocket.strict_email;
        let name = if realm.email_usernames() {
            if self.email.is_none() && self.username.is_none() {
                problems.add("email", "Email can't be blank");
            }
            self.email.or(self.username)
        } else {
            if self.username.is_none() {
                problems.add("username", "Username can't be blank");
            } else if strict && self.email.is_some() {
                problems.add("email", "Email is not used for logins here");
            }
            self.username
        };
        if self.password.is_none() {
            problems.add("password", "Password can't be blank");
        }
        match name.zip(self.password) {
            Some((name, password)) if problems.is_empty() => Ok((name.to_lowercase(), password)),
            _ => Err(Failure::Invalid(problems)),
        }
    }
}

/// Checks name and password: opens a session, or asks for the code.
pub async fn first_step(
    context: &Context,
    realm: &Realm,
    form: LoginForm,
    caller: &Caller,
) -> Result<FirstFactor, Failure> {
    let (username, password) = form.credentials(realm)?;
    let user = context.transact(|tx| users::by_username(tx, &realm.id, &username))?;
    if let Some(ended) = people::login(context, realm, &username, user.as_ref(), caller) {
        return ended;
    }
    let user = user.filter(|user| !people::is_refused(context, realm, user));
    logins::with_password(context, realm, user.as_ref(), password, caller).await
}

/// Checks the code for the `kli_` token of the first step, and opens a session.
pub fn second_step(
    context: &Context,
    realm: &Realm,
    form: LoginForm,
    caller: &Caller,
) -> Result<Login, Failure> {
    let mut problems = Problems::default();
    if form.token.is_none() {
        problems.add("token", "Token can't be blank");
    }
    if form.code.is_none() {
        problems.add("code", "Code can't be blank");
    }
    let (token, code) = form
        .token
        .zip(form.code)
        .ok_or(Failure::Invalid(problems))?;
    second_factor::with_code(context, realm, &token, code.trim(), caller)
}
