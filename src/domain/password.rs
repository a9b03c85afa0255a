//! A forgotten password: asking for the mail, and setting a new one with the token of its link (protocol-v1 §3.10, D5;
//! protocol-v2 §2.5.5, §2.5.6); changing a known one (protocol-v2 §2.5.7).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::input::Need;

/// The confirmation, where the page asks for one.
pub const REPEATED: Need = Need::Repeated("password", "password_confirmation");

/// `username` or `email`; the service answers alike whether or not it knows them.
pub const FORGOT_PASSWORD: &[Need] = &[Need::Either("username", "email")];

/// The token of the link, and `password`.
pub const RESET_PASSWORD: &[Need] = &[Need::Link, Need::Filled("password"), REPEATED];

/// The `session`, the present password and the new one.
pub const UPDATE_PASSWORD: &[Need] = &[
    Need::Filled("session"),
    Need::Filled("current_password"),
    Need::Filled("password"),
    REPEATED,
];

/// The `session`; a new password may be among the data.
pub const UPDATE_PROFILE: &[Need] = &[Need::Filled("session"), REPEATED];

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::{check, tests::Typed};
    use super::*;

    #[test]
    fn a_mail_is_asked_for_by_name_or_by_address() {
        assert!(check(&Typed(&[("email", "a@b.test")]), FORGOT_PASSWORD).is_ok());
        assert!(check(&Typed(&[("username", "ada")]), FORGOT_PASSWORD).is_ok());
        let failure = check(&Typed(&[("email", "")]), FORGOT_PASSWORD).unwrap_err();
        assert_eq!(failure.rules, [("email", Rule::Required)]);
    }

    #[test]
    fn a_new_password_needs_the_links_token_and_repeats_itself() {
        let typed = Typed(&[("password", "one"), ("password_confirmation", "two")]);
        assert_eq!(
            check(&typed, RESET_PASSWORD).unwrap_err().rules,
            [
                ("token", Rule::Link),
                ("password_confirmation", Rule::Confirmation)
            ]
        );
        let typed = Typed(&[("token", "kpw_1"), ("password", "one")]);
        assert!(check(&typed, RESET_PASSWORD).is_ok());
    }
}
