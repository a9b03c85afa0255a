//! A forgotten password: asking for the mail, and setting a new one with the token of its link (protocol-v1 §3.10, D5;
//! protocol-v2 §2.5.5, §2.5.6); changing a known one (protocol-v2 §2.5.7).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};

/// `username` or `email`; the service answers alike whether or not it knows them.
///
/// # Errors
/// `invalid_input` when both are missing.
pub fn check_forgot_password(input: &dyn Input) -> Result<(), Box<Failure>> {
    Check::new(input).either("username", "email").done()
}

/// The token of the link, `password`, and `password_confirmation` where the page asks for it.
///
/// # Errors
/// `invalid_input`, naming each field that is missing or does not repeat its twin.
pub fn check_reset_password(input: &dyn Input) -> Result<(), Box<Failure>> {
    Check::new(input)
        .linked()
        .required("password")
        .confirmed("password", "password_confirmation")
        .done()
}

/// The `session`, the present password and the new one, and `password_confirmation` where the page asks for it.
///
/// # Errors
/// `invalid_input`, naming each field that is missing or does not repeat its twin.
pub fn check_update_password(input: &dyn Input) -> Result<(), Box<Failure>> {
    Check::new(input)
        .required("session")
        .required("current_password")
        .required("password")
        .confirmed("password", "password_confirmation")
        .done()
}

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn a_mail_is_asked_for_by_name_or_by_address() {
        assert!(check_forgot_password(&Typed(&[("email", "a@b.test")])).is_ok());
        assert!(check_forgot_password(&Typed(&[("username", "ada")])).is_ok());
        let failure = check_forgot_password(&Typed(&[("email", "")])).unwrap_err();
        assert_eq!(failure.rules, [("email", Rule::Required)]);
    }

    #[test]
    fn a_new_password_needs_the_links_token_and_repeats_itself() {
        let typed = Typed(&[("password", "one"), ("password_confirmation", "two")]);
        assert_eq!(
            check_reset_password(&typed).unwrap_err().rules,
            [
                ("token", Rule::Link),
                ("password_confirmation", Rule::Confirmation)
            ]
        );
        let typed = Typed(&[("token", "kpw_1"), ("password", "one")]);
        assert!(check_reset_password(&typed).is_ok());
    }
}
