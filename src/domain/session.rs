//! A session by its login token: whether it still lives (D6), and its end (protocol-v1 §3.9).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::input::Need;
use super::text::cut;

/// The login `token`, which names the session in version 1.
pub const TOKEN: &[Need] = &[Need::Filled("token")];

/// The `session` of version 2.
pub const SESSION: &[Need] = &[Need::Filled("session")];

/// To end it, a login token may stand for the session.
pub const SESSION_OR_TOKEN: &[Need] = &[Need::Either("session", "token")];

/// A session, and one of the user's accounts.
pub const ACCOUNT: &[Need] = &[Need::Filled("session"), Need::Filled("account")];

/// The payload of a login token (JWT), as text, one character per byte; `None` for anything else. Reads it, and checks nothing: only
/// the app's server can tell whether a token is genuine.
pub fn payload(token: &str) -> Option<String> {
    let (_, rest) = cut(token, b'.');
    let (payload, _) = cut(rest?, b'.');
    let mut text = String::new();
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
            text.push(char::from((bits >> held) as u8));
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::super::input::{check, tests::Typed};
    use super::*;

    #[test]
    fn a_session_is_named() {
        for needs in [TOKEN, SESSION, SESSION_OR_TOKEN] {
            assert!(check(&Typed(&[("token", "eyJ"), ("session", "kss_1")]), needs).is_ok());
            assert!(check(&Typed(&[]), needs).is_err());
        }
    }

    #[test]
    fn the_payload_of_a_login_token_is_read() {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzaWQiOiJrc3NfMSIsIm5hbWUiOiLDhGRhID8-In0.c2ln";
        assert_eq!(
            payload(token).as_deref(),
            Some("{\"sid\":\"kss_1\",\"name\":\"Ã\u{84}da ?>\"}")
        );
        for odd in ["", "eyJ", "kss_1", "a.b c.d", "a.+/+/.d"] {
            assert_eq!(payload(odd), None, "{odd}");
        }
    }
}
