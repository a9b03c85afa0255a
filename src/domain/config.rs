//! The instance URL: which spellings are accepted, and which would let a password travel unprotected.

use super::hint::Hint;
use super::text::cut;

/// Where the LoginRocket API of one Connected App lives, without a trailing slash and without `/v1` (spec 2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceUrl(String);

/// Why an instance URL is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigError {
    /// No URL was set at all.
    MissingUrl,
    /// Not an absolute `http(s)` URL with a plain host and an optional path.
    MalformedUrl,
    /// `http:` to something that is not this machine (contract, promise 3).
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
    /// Accepts the four spellings of spec 2.3: with and without a trailing slash, with and without `/v1`.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Err(ConfigError::MissingUrl);
        }
        let (scheme, rest) = split_scheme(text).ok_or(ConfigError::MalformedUrl)?;
        let (authority, _) = cut(rest, b'/');
        // What could hide another host, such as `@` or a backslash, is in no URL that an instance has.
        if !is_authority(authority.as_bytes()) || !rest.bytes().all(is_plain) {
            return Err(ConfigError::MalformedUrl);
        }
        if scheme == HTTP && !is_loopback(&authority.to_ascii_lowercase()) {
            return Err(ConfigError::InsecureUrl);
        }
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let rest = rest.strip_suffix("/v1").unwrap_or(rest);
        Ok(Self([scheme, rest].concat()))
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
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'/' | b'.' | b'-' | b'_' | b'~' | b'%' | b'[' | b']' | b':'
        )
}

/// A host and perhaps a port; brackets and colons only in an IPv6 address.
fn is_authority(authority: &[u8]) -> bool {
    let mut host = authority;
    let mut port: &[u8] = b"0";
    if let Some(at) = authority.iter().rposition(|b| matches!(b, b':' | b']'))
        && authority[at] == b':'
    {
        (host, port) = (&authority[..at], &authority[at + 1..]);
    }
    let is_ipv6 = host.first() == Some(&b'[') && host.last() == Some(&b']');
    let fits = |b: &u8| {
        b.is_ascii_alphanumeric()
            || matches!(b, b'.' | b'-' | b'_')
            || (is_ipv6 && matches!(b, b'[' | b']' | b':'))
    };
    !host.is_empty()
        && host.iter().all(fits)
        && !port.is_empty()
        && port.iter().all(u8::is_ascii_digit)
}

fn is_loopback(authority: &str) -> bool {
    let (host, _) = cut(authority, b':');
    let is_ipv4 = host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    host == "localhost"
        || host.ends_with(".localhost")
        || authority.starts_with("[::1]")
        || (is_ipv4 && host.starts_with("127.") && host.bytes().filter(|b| *b == b'.').count() == 3)
}

/// A reply's `url` may be navigated to only when it is absolute and `http(s):` (contract, promise 3).
pub fn is_safe_target(url: &str) -> bool {
    split_scheme(url).is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with('/'))
        && !url.bytes().any(|b| b.is_ascii_control() || b == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(text: &str) -> String {
        InstanceUrl::parse(text).unwrap().call("login")
    }

    #[test]
    fn all_four_spellings_give_the_same_request() {
        for end in ["", "/", "/v1", "/v1/"] {
            let url = ["https://myapp.e1.loginrocket.com", end].concat();
            assert_eq!(call(&url), "https://myapp.e1.loginrocket.com/v1/login");
        }
    }

    #[test]
    fn the_scheme_is_folded_and_a_prefix_path_is_kept() {
        assert_eq!(
            call(" HTTPS://MyApp.Example.test/lr/v1/ "),
            "https://MyApp.Example.test/lr/v1/login"
        );
    }

    #[test]
    fn http_is_for_this_machine_only() {
        for good in [
            "http://localhost:4101",
            "http://demo.localhost/",
            "http://127.0.0.1:1/v1",
            "http://[::1]:9/",
        ] {
            assert!(InstanceUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://example.test",
            "http://localhost.example.test",
            "http://127.0.0.1.example.test",
            "http://127.evil",
            "http://notlocalhost",
        ] {
            assert_eq!(
                InstanceUrl::parse(bad),
                Err(ConfigError::InsecureUrl),
                "{bad}"
            );
        }
    }

    #[test]
    fn what_could_mislead_a_url_parser_is_refused() {
        for bad in [
            "myapp.e1.loginrocket.com",
            "javascript:alert(1)",
            "ftp://example.test",
            "https://",
            "https:///v1",
            "https://user:secret@example.test/",
            "https://good.test\\@evil.test/",
            "https://example.test/?x=1",
            "https://example.test/#x",
            "https://example.test:port/",
            "https://exa mple.test/",
            "https://[::1/",
        ] {
            assert_eq!(
                InstanceUrl::parse(bad),
                Err(ConfigError::MalformedUrl),
                "{bad}"
            );
        }
        assert_eq!(InstanceUrl::parse("  "), Err(ConfigError::MissingUrl));
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
