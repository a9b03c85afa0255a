//! Email addresses: verification with the token of the mail's link (protocol-v1 §3.10, D5), and a request to be invited.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::input::Need;

/// The verification `token`.
pub const VERIFY_EMAIL: &[Need] = &[Need::Link];

/// The address to invite.
pub const REQUEST_INVITATION: &[Need] = &[Need::Filled("email")];

#[cfg(test)]
mod tests {
    use super::super::error::Rule;
    use super::super::input::{check, tests::Typed};
    use super::*;

    #[test]
    fn the_links_token_is_needed() {
        assert!(check(&Typed(&[("token", "x")]), VERIFY_EMAIL).is_ok());
        let failure = check(&Typed(&[("token", "")]), VERIFY_EMAIL).unwrap_err();
        assert_eq!(failure.rules, [("token", Rule::Link)]);
    }
}
