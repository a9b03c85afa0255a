//! Email verification with the token of the mail's link (protocol-v1 §3.10, D5).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};
use super::protocol::ApiRequest;

/// The verification `token`.
///
/// # Errors
/// `invalid_input` when it is missing.
pub fn verify_email_request(input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
    Check::new(input).linked().done()?;
    Ok(ApiRequest {
        path: "verify_email",
    })
}

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn the_links_token_is_needed() {
        assert!(verify_email_request(&Typed(&[("token", "x")])).is_ok());
        let failure = verify_email_request(&Typed(&[("token", "")])).unwrap_err();
        assert_eq!(failure.rules, [("token", Rule::Link)]);
    }
}
