//! Login with a password, and its second step with a code (protocol-v1 §3.6, §3.7; D4; protocol-v2 §2.5.1, §2.5.2).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};

/// First factor: `username` or `email`, and `password`.
///
/// # Errors
/// `invalid_input`, naming each field that is missing.
pub fn check_login(input: &dyn Input) -> Result<(), Box<Failure>> {
    Check::new(input)
        .either("username", "email")
        .required("password")
        .done()
}

/// Second factor: the `code`, and the `token` of the first step, or what else may name it.
///
/// # Errors
/// `invalid_input`, naming each field that is missing.
pub fn check_code(input: &dyn Input, other: &'static str) -> Result<(), Box<Failure>> {
    Check::new(input)
        .required("code")
        .either("token", other)
        .done()
}

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn a_username_or_an_email_will_do() {
        assert!(check_login(&Typed(&[("username", "ada"), ("password", "x")])).is_ok());
        assert!(check_login(&Typed(&[("email", "a@b.test"), ("password", "x")])).is_ok());
    }

    #[test]
    fn everything_missing_is_reported_at_once() {
        let failure = check_login(&Typed(&[("username", ""), ("password", "")])).unwrap_err();
        assert_eq!(
            failure.rules,
            [("username", Rule::Required), ("password", Rule::Required)]
        );
    }

    #[test]
    fn a_code_goes_with_its_token() {
        assert!(check_code(&Typed(&[("token", "kli_1"), ("code", "123456")]), "token").is_ok());
        assert!(check_code(&Typed(&[("session", "kss_1"), ("code", "1")]), "session").is_ok());
        assert!(check_code(&Typed(&[("session", "kss_1"), ("code", "1")]), "token").is_err());
        let failure = check_code(&Typed(&[("token", "kli_1"), ("code", "")]), "token").unwrap_err();
        assert_eq!(failure.rules, [("code", Rule::Required)]);
    }
}
