//! Login with a password, and its second step with a code (protocol-v1 §3.6, §3.7; D4; protocol-v2 §2.5.1, §2.5.2).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::input::Need;

/// First factor: `username` or `email`, and `password`.
pub const LOGIN: &[Need] = &[Need::Either("username", "email"), Need::Filled("password")];

/// Second factor: the `code`, and the `token` of the first step.
pub const CODE: &[Need] = &[Need::Filled("code"), Need::Filled("token")];

/// The same in version 2, where a `session` may stand for the token.
pub const CODE_OR_SESSION: &[Need] = &[Need::Filled("code"), Need::Either("token", "session")];

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::{check, tests::Typed};
    use super::*;

    #[test]
    fn a_username_or_an_email_will_do() {
        assert!(check(&Typed(&[("username", "ada"), ("password", "x")]), LOGIN).is_ok());
        assert!(check(&Typed(&[("email", "a@b.test"), ("password", "x")]), LOGIN).is_ok());
    }

    #[test]
    fn everything_missing_is_reported_at_once() {
        let failure = check(&Typed(&[("username", ""), ("password", "")]), LOGIN).unwrap_err();
        assert_eq!(
            failure.rules,
            [("username", Rule::Required), ("password", Rule::Required)]
        );
    }

    #[test]
    fn a_code_goes_with_its_token() {
        assert!(check(&Typed(&[("token", "kli_1"), ("code", "123456")]), CODE).is_ok());
        assert!(
            check(
                &Typed(&[("session", "kss_1"), ("code", "1")]),
                CODE_OR_SESSION
            )
            .is_ok()
        );
        assert!(check(&Typed(&[("session", "kss_1"), ("code", "1")]), CODE).is_err());
        let failure = check(&Typed(&[("token", "kli_1"), ("code", "")]), CODE).unwrap_err();
        assert_eq!(failure.rules, [("code", Rule::Required)]);
    }
}
