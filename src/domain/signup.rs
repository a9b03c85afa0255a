//! Signup in any of the realm's three modes; which fields are asked for is the realm's choice (protocol-v1 §3.8).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};

/// `username` or `email`, `password`, and confirmations where the page asks for them.
///
/// # Errors
/// `invalid_input`, naming each field that is missing or does not repeat its twin.
pub fn check_signup(input: &dyn Input) -> Result<(), Box<Failure>> {
    Check::new(input)
        .either("username", "email")
        .confirmed("email", "email_confirmation")
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
    fn confirmations_must_repeat_their_field() {
        let failure = check_signup(&Typed(&[
            ("username", "ada"),
            ("email", "a@b.test"),
            ("email_confirmation", "a@c.test"),
            ("password", "one"),
            ("password_confirmation", "two"),
        ]))
        .unwrap_err();
        let confirm = Rule::Confirmation;
        assert_eq!(
            failure.rules,
            [
                ("email_confirmation", confirm),
                ("password_confirmation", confirm)
            ]
        );
    }

    #[test]
    fn a_page_may_ask_once() {
        assert!(check_signup(&Typed(&[("email", "a@b.test"), ("password", "one")])).is_ok());
    }
}
