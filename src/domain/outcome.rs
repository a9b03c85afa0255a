//! What a call that worked means. "A code is due" is an outcome, not an error.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::config::is_safe_target;
use super::error::{Code, Failure};
use super::hint::Hint;
use super::protocol::Reply;
use super::text::cut;

/// The result of a call that worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A login token (JWT).
    Login {
        /// The token.
        token: String,
        /// The login handler with the token; empty where neither the service nor the page names one (protocol-v2 V4).
        url: String,
        /// First login of a new user (protocol-v1 §3.8).
        signup: bool,
    },
    /// A signup token, `utk_…`.
    SignupToken {
        /// The token.
        token: String,
        /// The signup handler with the token.
        url: String,
    },
    /// The first factor passed; `kli_…` or `tmf:…` goes with the code (D4; protocol-v2 V2).
    CodeRequired {
        /// The two-factor login token; may be empty in version 2, where a session goes with the code then.
        token: String,
    },
    /// A session, and something to do before there is a token (protocol-v2 §2.3).
    Conditional {
        /// The hosted page where that is done (protocol-v2 V28).
        page: &'static str,
    },
    /// A new user, who has to verify the email address before the first login (D21).
    VerificationRequired,
    /// Done. There is no token.
    Okay,
}

impl Outcome {
    /// Reads `{token, url}`; the token's prefix tells its kind (protocol-v1 §0.2).
    ///
    /// # Errors
    /// `bad_response` when the token is missing, or its `url` is missing or not `http(s):`.
    pub fn of_token(reply: Reply) -> Result<Self, Box<Failure>> {
        let Reply { token, url, .. } = reply;
        if token.is_empty() {
            return Err(bad(Hint::TokenMissing));
        }
        if token.starts_with("kli_") {
            return Ok(Self::CodeRequired { token });
        }
        if url.is_empty() {
            return Err(bad(Hint::TargetMissing));
        }
        if !is_safe_target(&url) {
            return Err(bad(Hint::TargetUnsafe));
        }
        if token.starts_with("utk_") {
            return Ok(Self::SignupToken { token, url });
        }
        let signup = is_signup(&url);
        Ok(Self::Login { token, url, signup })
    }
}

/// Whether the query says `signup=true`, in any place of it.
fn is_signup(url: &str) -> bool {
    let (url, _) = cut(url, b'#');
    let (_, mut rest) = cut(url, b'?');
    while let Some(query) = rest {
        let (pair, next) = cut(query, b'&');
        if pair == "signup=true" {
            return true;
        }
        rest = next;
    }
    false
}

fn bad(hint: Hint) -> Box<Failure> {
    Failure::new(Code::BadResponse).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(token: &str, url: &str) -> Result<Outcome, Code> {
        let reply = Reply {
            token: token.into(),
            url: url.into(),
            ..Reply::default()
        };
        Outcome::of_token(reply).map_err(|failure| failure.code)
    }

    #[test]
    fn the_prefix_tells_the_kind() {
        let url = "https://app.example.test/x";
        assert!(matches!(
            read("eyJ0.e30.x", url),
            Ok(Outcome::Login { signup: false, .. })
        ));
        assert!(matches!(
            read("utk_1", url),
            Ok(Outcome::SignupToken { .. })
        ));
        assert!(matches!(
            read("kli_1", ""),
            Ok(Outcome::CodeRequired { .. })
        ));
        assert!(matches!(
            read("kli_1", "javascript:x"),
            Ok(Outcome::CodeRequired { .. })
        ));
    }

    #[test]
    fn only_the_query_says_that_a_login_is_the_first_one() {
        let signup =
            |url: &str| matches!(read("eyJ", url), Ok(Outcome::Login { signup: true, .. }));
        assert!(signup("https://a.test/login?token=eyJ&signup=true"));
        assert!(signup("https://a.test/login?token=eyJ&signup=true#x"));
        assert!(!signup("https://a.test/login?token=eyJ"));
        assert!(!signup("https://a.test/signup=true?token=eyJ"));
        assert!(!signup("https://a.test/login?token=eyJ#&signup=true"));
        assert!(!signup("https://a.test/login?nosignup=true"));
    }

    #[test]
    fn a_missing_token_or_an_unsafe_url_is_a_bad_response() {
        for (token, url) in [
            ("", "https://a.test/"),
            ("eyJ", ""),
            ("eyJ", "javascript:alert(1)"),
            ("utk_1", "data:text/html,x"),
            ("eyJ", "/login?token=x"),
        ] {
            assert_eq!(read(token, url), Err(Code::BadResponse), "{token} {url}");
        }
    }
}
