//! What a login form says, at the LoginRocket API and on the hosted page (protocol-v1 §3.6, §3.7, D17, D18). Tested in
//! `tests/api/login/authenticate.rs`.

use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::names::comparable;
use crate::model::problems::Problems;
use crate::model::settings::Realm;

/// What a login form says, in either of its two steps.
#[derive(Default)]
pub struct LoginForm {
    username: Option<String>,
    email: Option<String>,
    password: Option<String>,
    /// `kli_…` of the first step.
    pub token: Option<String>,
    /// The code of the second step.
    pub code: Option<String>,
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
    pub fn credentials(self, realm: &Realm) -> Result<(String, String), Failure> {
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
            Some((name, password)) if problems.is_empty() => Ok((comparable(&name), password)),
            _ => Err(Failure::Invalid(problems)),
        }
    }
}
