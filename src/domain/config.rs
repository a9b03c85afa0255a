//! The instance URL: which spellings are accepted, and which would let a password travel unprotected. The same rule for JavaScript is
//! `src/js/page/instance-url.js`; `tests/contract/instance_urls.json` tests both.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::hint::Hint;
use super::text::{cut, number};

/// Where a LoginRocket API lives, without a trailing slash and without `/v1` or `/v2` (protocol-v1 §2.3, protocol-v2 §2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceUrl {
    base: String,
    version: Version,
}

/// A version of the LoginRocket API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `/v1/`
    V1,
    /// `/v2/`
    V2,
}

/// Why an instance URL is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigError {
    /// No URL was set at all.
    MissingUrl,
    /// Not an absolute `http(s)` URL with a plain host and an optional path.
    MalformedUrl,
    /// `http:` to something that is not this machine (contract §5, promise 3).
    InsecureUrl,
    /// `api` is neither `v1` nor `v2`, or the path of the URL names the other one (protocol-v2 V1).
    UnclearApi,
}

impl ConfigError {
    /// What to change.
    pub fn hint(self) -> Hint {
        match self {
            Self::MissingUrl => Hint::UrlMissing,
            Self::MalformedUrl => Hint::UrlMalformed,
            Self::InsecureUrl => Hint::UrlInsecure,
            Self::UnclearApi => Hint::UrlUnclear,
        }
    }
}

impl InstanceUrl {
    /// Accepts the spellings of protocol-v1 §2.3: with and without a trailing slash, with and without `/v1` or `/v2`. `api`
    /// is the page's own `v1` or `v2`, empty where it says nothing (protocol-v2 V1).
    pub fn parse(text: &str, api: &str) -> Result<Self, ConfigError> {
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
        let (path, named) = match (path.strip_suffix("/v1"), path.strip_suffix("/v2")) {
            (Some(path), _) => (path, Some(Version::V1)),
            (_, Some(path)) => (path, Some(Version::V2)),
            _ => (path, None),
        };
        let version = match (api, named) {
            ("", named) => named.unwrap_or_else(|| version_of_cluster(&authority)),
            ("v1", None | Some(Version::V1)) => Version::V1,
            ("v2", None | Some(Version::V2)) => Version::V2,
            _ => return Err(ConfigError::UnclearApi),
        };
        Ok(Self {
            base: [scheme, &authority, path].concat(),
            version,
        })
    }

    /// The address without a trailing slash and without `/v1` or `/v2`, its host in small letters.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The version of the API.
    pub fn version(&self) -> Version {
        self.version
    }

    /// An address on the instance, such as `https://myapp.e1.loginrocket.com/v1/login`.
    pub fn at(&self, path: &str) -> String {
        [&self.base, "/", path].concat()
    }
}

/// `e2` and later clusters speak version 2: the label before `loginrocket.com` or `localhost`.
fn version_of_cluster(authority: &str) -> Version {
    let (host, _) = cut(authority, b':');
    let cluster = host
        .strip_suffix(".loginrocket.com")
        .or_else(|| host.strip_suffix(".localhost"))
        .unwrap_or_default();
    let label = match cluster.bytes().rposition(|byte| byte == b'.') {
        Some(at) => &cluster[at + 1..],
        None => cluster,
    };
    match label.strip_prefix('e').and_then(number) {
        Some(2..) => Version::V2,
        _ => Version::V1,
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
    fn a_call_is_made_below_the_base() {
        let url = InstanceUrl::parse("https://myapp.e1.loginrocket.com/lr/v1/", "").unwrap();
        assert_eq!(url.base(), "https://myapp.e1.loginrocket.com/lr");
        assert_eq!(
            url.at("v1/login"),
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
