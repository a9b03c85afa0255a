//! Whether a posted form came from a page of this app: the `Origin` that the browser names, and the visit's CSRF
//! token, in a field or in a header. Tested in `tests/demo/fetch.rs` and `tests/demo/handlers.rs`.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use subtle::ConstantTimeEq;

/// What a request's headers say about where it came from.
#[derive(Debug, Default)]
pub struct Proof {
    origin: Option<String>,
    host: Option<String>,
    token: Option<String>,
    scheme: &'static str,
}

impl Proof {
    /// Reads the headers. A header that is there but cannot be read counts as one that is wrong.
    pub fn new(headers: &HeaderMap, is_https: bool) -> Self {
        let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        Self {
            origin: headers.get(ORIGIN).map(text),
            host: headers.get(HOST).map(text),
            token: headers.get("x-csrf-token").map(text),
            scheme: if is_https { "https" } else { "http" },
        }
    }

    /// Whether the request proves to come from our page: every proof it brings must be right, and one token there must
    /// be. A browser names the origin of every form and fetch; what is no browser has no cookie of anybody to abuse.
    pub fn holds(&self, csrf: &str, field: Option<&str>) -> bool {
        if self.origin.is_some() && self.origin != self.own_origin() {
            return false;
        }
        let is_right = |token: &str| bool::from(csrf.as_bytes().ct_eq(token.as_bytes()));
        match (self.token.as_deref(), field) {
            (None, None) => false,
            (header, field) => header.is_none_or(is_right) && field.is_none_or(is_right),
        }
    }

    /// This app's origin, by the host that the request was sent to.
    pub fn own_origin(&self) -> Option<String> {
        let host = self.host.as_deref().filter(|host| !host.is_empty())?;
        Some(format!("{}://{host}", self.scheme))
    }
}
