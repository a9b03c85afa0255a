//! A session by its login token: whether it still lives (D6), and its end (protocol-v1 §3.9).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::Failure;
use super::input::{Check, Input};
use super::text::cut;

/// What names the session: a login `token` in version 1, a `session` in version 2.
///
/// # Errors
/// `invalid_input` when it is missing.
pub fn check_named(input: &dyn Input, field: &'static str) -> Result<(), Box<Failure>> {
    Check::new(input).required(field).done()
}

/// The payload of a login token (JWT), as text; `None` for anything else. Reads it, and checks nothing: only the app's server
/// can tell whether a token is genuine.
pub fn payload(token: &str) -> Option<String> {
    let (_, rest) = cut(token, b'.');
    let (payload, _) = cut(rest?, b'.');
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for byte in payload.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn a_session_is_named() {
        for field in ["token", "session"] {
            assert!(check_named(&Typed(&[("token", "eyJ"), ("session", "kss_1")]), field).is_ok());
            assert!(check_named(&Typed(&[]), field).is_err());
        }
    }

    #[test]
    fn the_payload_of_a_login_token_is_read() {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzaWQiOiJrc3NfMSIsIm5hbWUiOiLDhGRhID8-In0.c2ln";
        assert_eq!(
            payload(token).as_deref(),
            Some(r#"{"sid":"kss_1","name":"Äda ?>"}"#)
        );
        for odd in ["", "eyJ", "kss_1", "a.b c.d", "a.+/+/.d", "a._w.d"] {
            assert_eq!(payload(odd), None, "{odd}");
        }
    }
}
