//! A forgotten password: asking for the mail, and setting a new one with the token of its link (protocol-v1 §3.10, D5).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};
use super::protocol::ApiRequest;

/// `username` or `email`; the service answers alike whether or not it knows them.
///
/// # Errors
/// `invalid_input` when both are missing.
pub fn forgot_password_request(input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
    Check::new(input).either("username", "email").done()?;
    Ok(ApiRequest {
        path: "forgot_password",
    })
}

/// The `kpw_…` token of the link, `password`, and `password_confirmation` where the page asks for it.
///
/// # Errors
/// `invalid_input`, naming each field that is missing or does not repeat its twin.
pub fn reset_password_request(input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
    Check::new(input)
        .linked()
        .required("password")
        .confirmed("password", "password_confirmation")
        .done()?;
    Ok(ApiRequest {
        path: "reset_password",
    })
}

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn a_mail_is_asked_for_by_name_or_by_address() {
        assert!(forgot_password_request(&Typed(&[("email", "a@b.test")])).is_ok());
        assert!(forgot_password_request(&Typed(&[("username", "ada")])).is_ok());
        let failure = forgot_password_request(&Typed(&[("email", "")])).unwrap_err();
        assert_eq!(failure.rules, [("email", Rule::Required)]);
    }

    #[test]
    fn a_new_password_needs_the_links_token_and_repeats_itself() {
        let typed = Typed(&[("password", "one"), ("password_confirmation", "two")]);
        assert_eq!(
            reset_password_request(&typed).unwrap_err().rules,
            [
                ("token", Rule::Link),
                ("password_confirmation", Rule::Confirmation)
            ]
        );
        let typed = Typed(&[("token", "kpw_1"), ("password", "one")]);
        assert!(reset_password_request(&typed).is_ok());
    }
}
