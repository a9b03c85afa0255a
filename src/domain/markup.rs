//! Every attribute, selector, id and event name of the markup door (contract, section 4).

use super::text::cut;

/// On a form: what it does. Also the prefix of all our attributes.
pub const KIND: &str = "data-authrocket";
/// The form that asks for a code.
pub const CODE_FORM: &str = "form[data-authrocket=code]";
/// On an input: its API name, where it has no `name`.
pub const FIELD: &str = "data-authrocket-field";
/// On an element: it takes the form's texts, or one field's when it has a value.
pub const ERROR: &str = "data-authrocket-error";
/// On a form: its state.
pub const STATE: &str = "data-authrocket-state";

/// Cancelable; `detail.fields` names the fields that will be sent.
pub const SUBMIT_EVENT: &str = "authrocket:submit";
/// `detail.token` is the two-factor login token.
pub const CODE_EVENT: &str = "authrocket:code-required";
/// `detail` is the error result.
pub const ERROR_EVENT: &str = "authrocket:error";
/// Cancelable; `detail` is the result; cancelled, nothing is delivered.
pub const TOKEN_EVENT: &str = "authrocket:token";
/// `detail` is the result.
pub const DONE_EVENT: &str = "authrocket:done";

/// The API's fields (spec 3.5; `redir` and `redirect_uri` by D20): only these are read from a form.
const API_FIELDS: [&str; 12] = [
    "username",
    "email",
    "email_confirmation",
    "password",
    "password_confirmation",
    "first_name",
    "last_name",
    "org_name",
    "code",
    "token",
    "redir",
    "redirect_uri",
];

/// The API field that an input's name stands for: `username`, or AuthRocket's sample style `login[username]`.
pub fn api_field(name: &str) -> Option<&'static str> {
    let inner = match cut(name, b'[') {
        (_, Some(rest)) => rest.strip_suffix(']')?,
        (name, None) => name,
    };
    API_FIELDS.iter().find(|field| **field == inner).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_field_are_known() {
        assert_eq!(api_field("username"), Some("username"));
        assert_eq!(api_field("login[username]"), Some("username"));
        assert_eq!(
            api_field("signup[password_confirmation]"),
            Some("password_confirmation")
        );
    }

    #[test]
    fn foreign_fields_stay_at_home() {
        for name in [
            "authenticity_token",
            "utf8",
            "login[csrf]",
            "login[username",
            "x[y][username]",
            "",
        ] {
            assert_eq!(api_field(name), None, "{name}");
        }
    }
}
