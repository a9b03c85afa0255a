//! Signup in any of the realm's three modes; which fields are asked for is the realm's choice (protocol-v1 §3.8).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::input::Need;
use super::password::REPEATED;

/// `username` or `email`, `password`, and confirmations where the page asks for them.
pub const SIGNUP: &[Need] = &[
    Need::Either("username", "email"),
    Need::Repeated("email", "email_confirmation"),
    Need::Filled("password"),
    REPEATED,
];

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::{check, tests::Typed};
    use super::*;

    #[test]
    fn confirmations_must_repeat_their_field() {
        let failure = check(
            &Typed(&[
                ("username", "ada"),
                ("email", "a@b.test"),
                ("email_confirmation", "a@c.test"),
                ("password", "one"),
                ("password_confirmation", "two"),
            ]),
            SIGNUP,
        )
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
        assert!(
            check(
                &Typed(&[("email", "a@b.test"), ("password", "one")]),
                SIGNUP
            )
            .is_ok()
        );
    }
}
