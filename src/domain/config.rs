//! The instance URL: which spellings are accepted, and which would let a password travel unprotected. The same rule for JavaScript is
//! `src/js/page/instance-url.js`; `tests/contract/instance_urls.json` tests both.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::hint::Hint;
use super::text::cut;

/// Where the LoginRocket API of one Connected App lives, without a trailing slash and without `/v1` (protocol-v1 §2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceUrl(String);

/// Why an instance URL is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigError {
    /// No URL was set at all.
    MissingUrl,
    /// Not an absolute `http(s)` URL with a plain host and an optional path.
    MalformedUrl,
    /// `http:` to something that is not this machine (contract §5, promise 3).
    InsecureUrl,
}

impl ConfigError {
    /// What to change.
    pub fn hint(self) -> Hint {
        match self {
            Self::MissingUrl => Hint::UrlMissing,
            Self::MalformedUrl => Hint::UrlMalformed,
            Self::InsecureUrl => Hint::UrlInsecure,
        }
    }
}

impl InstanceUrl {
    /// Accepts the four spellings of protocol-v1 §2.3: with and without a trailing slash, with and without `/v1`.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Err(ConfigError::MissingUrl);
        }
        let (scheme, rest) = split_scheme(text).ok_or(ConfigError::MalformedUrl)?;
        let authority = cut(rest, b'/').0.to_ascii_lowercase();
        let path = &rest[authority.len()..];
        // What could hide another host, such as `@` or a backslash, is in no URL that an instance has.
        if !is_authority(&authority) || !path.bytes().all(is_plain) {
            return Err(ConfigError::MalformedUrl);
        }
        if scheme == HTTP && !is_loopback(&authority) {
            return Err(ConfigError::InsecureUrl);
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        let path = path.strip_suffix("/v1").unwrap_or(path);
        Ok(Self([scheme, &authority, path].concat()))
    }

    /// The address without a trailing slash and without `/v1`, its host in small letters.
    pub fn base(&self) -> &str {
        &self.0
    }

    /// The address of an API call, such as `https://myapp.e1.loginrocket.com/v1/login`.
    pub fn call(&self, path: &str) -> String {
        [&self.0, "/v1/", path].concat()
    }
}

const HTTPS: &str = "https://";
const HTTP: &str = "http://";

/// The scheme, as one of the two constants, and what follows it.
fn split_scheme(text: &str) -> Option<(&'static str, &str)> {
    [HTTPS, HTTP].into_iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme)
            .then(|| (scheme, &text[scheme.len()..]))
    })
}

fn is_plain(byte: u8) -> bool {
    is_of_a_host(byte) || matches!(byte, b'/' | b'~' | b'%' | b'[' | b']' | b':')
}

fn is_of_a_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

/// A host, in brackets where it is an IPv6 address, and perhaps a port.
fn is_authority(authority: &str) -> bool {
    let ipv6 = authority.strip_prefix('[');
    let (host, port) = match ipv6.map(|rest| cut(rest, b']')) {
        None => cut(authority, b':'),
        Some((host, Some(""))) => (host, None),
        Some((host, Some(after))) if after.starts_with(':') => (host, Some(&after[1..])),
        Some(_) => return false,
    };
    !host.is_empty()
        && host
            .bytes()
            .all(|byte| is_of_a_host(byte) || (ipv6.is_some() && byte == b':'))
        && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

fn is_loopback(authority: &str) -> bool {
    let (host, _) = cut(authority, b':');
    let is_ipv4 = host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    host == "localhost"
        || host.ends_with(".localhost")
        || authority.starts_with("[::1]")
        || (is_ipv4 && host.starts_with("127.") && host.bytes().filter(|b| *b == b'.').count() == 3)
}

/// A reply's `url` may be navigated to only when it is absolute and `http(s):` (contract §5, promise 3).
pub fn is_safe_target(url: &str) -> bool {
    split_scheme(url).is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with('/'))
        && !url.bytes().any(|b| b.is_ascii_control() || b == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_made_below_v1() {
        let url = InstanceUrl::parse("https://myapp.e1.loginrocket.com/lr/v1/").unwrap();
        assert_eq!(url.base(), "https://myapp.e1.loginrocket.com/lr");
        assert_eq!(
            url.call("login"),
            "https://myapp.e1.loginrocket.com/lr/v1/login"
        );
    }

    #[test]
    fn only_absolute_web_addresses_are_navigated_to() {
        assert!(is_safe_target("https://app.example.test/login?token=x"));
        assert!(is_safe_target("HTTP://localhost:4100/login?token=x"));
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "/login",
            "//evil.test",
            "https:evil.test",
            "https:///evil.test",
            "https://a\\b",
            " https://a",
            "https://a\n",
            "",
        ] {
            assert!(!is_safe_target(bad), "{bad:?}");
        }
    }
}
