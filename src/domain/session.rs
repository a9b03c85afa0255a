//! A session by its login token: whether it still lives (D6), and its end (protocol-v1 §3.9).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};
use super::protocol::ApiRequest;

/// Ends the managed session that a login `token` names.
///
/// # Errors
/// `invalid_input` when it is missing.
pub fn logout_request(input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
    token_request(input, "logout")
}

/// Asks whether the session of a login `token` still lives.
///
/// # Errors
/// `invalid_input` when it is missing.
pub fn session_request(input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
    token_request(input, "session")
}

fn token_request(input: &dyn Input, path: &'static str) -> Result<ApiRequest, Box<Failure>> {
    Check::new(input).required("token").done()?;
    Ok(ApiRequest { path })
}

#[cfg(test)]
mod tests {
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn a_token_is_needed() {
        for request in [logout_request, session_request] {
            assert!(request(&Typed(&[("token", "eyJ")])).is_ok());
            assert!(request(&Typed(&[])).is_err());
        }
    }
}
