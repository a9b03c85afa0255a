//! Fields that pages of both versions have. Tested with them, in `tests/api/hosted/`.

use super::page::Field;
use crate::model::settings::PasswordRules;
use crate::rules::accounts;

/// The password of a login.
pub fn password() -> Field {
    Field {
        name: "password",
        label: "Password",
        kind: "password",
        autocomplete: "current-password",
        required: true,
        ..Field::default()
    }
}

/// The code of a second factor.
pub fn code() -> Field {
    Field {
        name: "code",
        label: "Code",
        kind: "text",
        autocomplete: "one-time-code",
        required: true,
        plain: true,
        hint: Some("The six-digit code that your authenticator app shows.".to_owned()),
        ..Field::default()
    }
}

/// A new password, asked once or twice.
pub fn new_password(rules: &PasswordRules, twice: bool) -> Vec<Field> {
    let field = |name, label| Field {
        name,
        label,
        kind: "password",
        autocomplete: "new-password",
        required: true,
        minlength: rules.min_length,
        ..Field::default()
    };
    let mut fields = vec![Field {
        hint: accounts::hint(rules),
        ..field("password", "Password")
    }];
    if twice {
        fields.push(field("password_confirmation", "Confirm password"));
    }
    fields
}
