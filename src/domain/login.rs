//! Login with a password, and its second step with a code (protocol-v1 §3.6, §3.7; D4).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};
use super::protocol::ApiRequest;

/// First factor: `username` or `email`, and `password`.
///
/// # Errors
/// `invalid_input`, naming each field that is missing.
pub fn login_request(input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
    Check::new(input)
        .either("username", "email")
        .required("password")
        .done()?;
    Ok(ApiRequest { path: "login" })
}

/// Second factor: the `kli_…` token of the first step, and the `code`.
///
/// # Errors
/// `invalid_input`, naming each field that is missing.
pub fn code_request(input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
    Check::new(input)
        .required("code")
        .required("token")
        .done()?;
    Ok(ApiRequest { path: "login" })
}

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn a_username_or_an_email_will_do() {
        assert!(login_request(&Typed(&[("username", "ada"), ("password", "x")])).is_ok());
        assert!(login_request(&Typed(&[("email", "a@b.test"), ("password", "x")])).is_ok());
    }

    #[test]
    fn everything_missing_is_reported_at_once() {
        let failure = login_request(&Typed(&[("username", ""), ("password", "")])).unwrap_err();
        assert_eq!(
            failure.rules,
            [("username", Rule::Required), ("password", Rule::Required)]
        );
    }

    #[test]
    fn a_code_goes_with_its_token() {
        assert!(code_request(&Typed(&[("token", "kli_1"), ("code", "123456")])).is_ok());
        let failure = code_request(&Typed(&[("token", "kli_1"), ("code", "")])).unwrap_err();
        assert_eq!(failure.rules, [("code", Rule::Required)]);
    }
}
