//! Logout: ends the managed session that a login token names (spec 3.9).

use super::error::Failure;
use super::input::{Check, Input};
use super::protocol::ApiRequest;

/// The login `token`.
///
/// # Errors
/// `invalid_input` when it is missing.
pub fn logout_request(input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
    Check::new(input).required("token").done()?;
    Ok(ApiRequest { path: "logout" })
}

#[cfg(test)]
mod tests {
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn a_token_is_needed() {
        assert!(logout_request(&Typed(&[("token", "eyJ")])).is_ok());
        assert!(logout_request(&Typed(&[])).is_err());
    }
}
