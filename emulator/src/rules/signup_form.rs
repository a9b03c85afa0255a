//! What a signup form says, at LoginRocket or at an app's server.

use crate::model::fields::{Fields, text};

/// What a signup form says.
#[derive(Default)]
pub struct SignupForm {
    /// Of the user.
    pub username: Option<String>,
    /// Of the user.
    pub email: Option<String>,
    /// The address once more.
    pub email_confirmation: Option<String>,
    /// Of the user.
    pub first_name: Option<String>,
    /// Of the user.
    pub last_name: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// The password once more.
    pub password_confirmation: Option<String>,
    /// Name of the org that mode `user_org` makes.
    pub org_name: Option<String>,
}

impl SignupForm {
    /// Reads the fields; empty ones are missing.
    pub fn read(fields: &Fields) -> Self {
        let text = |name| text(fields, name);
        Self {
            username: text("username"),
            email: text("email"),
            email_confirmation: text("email_confirmation"),
            first_name: text("first_name"),
            last_name: text("last_name"),
            password: text("password"),
            password_confirmation: text("password_confirmation"),
            org_name: text("org_name").filter(|name| !name.trim().is_empty()),
        }
    }
}
