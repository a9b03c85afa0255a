//! Email verification with the token of the mail's link (protocol-v1 §3.10, D5).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};

/// The verification `token`.
///
/// # Errors
/// `invalid_input` when it is missing.
pub fn check_link(input: &dyn Input) -> Result<(), Box<Failure>> {
    Check::new(input).linked().done()
}

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn the_links_token_is_needed() {
        assert!(check_link(&Typed(&[("token", "x")])).is_ok());
        let failure = check_link(&Typed(&[("token", "")])).unwrap_err();
        assert_eq!(failure.rules, [("token", Rule::Link)]);
    }
}
