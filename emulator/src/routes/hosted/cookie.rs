//! Cookies of hosted pages. Tested in `tests/api/hosted/sso.rs` and `hosted/v2/`.

use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::http::fields::Received;

/// The values of a cookie, which may be there more than once. Read as bytes: an app on the same host may have set
/// cookies that are not ASCII.
pub fn values(received: &Received, cookie: &str) -> Vec<String> {
    let headers = received.headers.get_all(header::COOKIE);
    let text: Vec<String> = headers
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    text.iter()
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, value)| *name == cookie && !value.is_empty())
        .map(|(_, value)| value.to_owned())
        .collect()
}

/// Sets a cookie, or forgets it with no seconds. No `Secure`: this is plain http on loopback.
pub fn set(response: &mut Response, cookie: &str, value: &str, seconds: i64, domain: Option<&str>) {
    let domain = domain.map_or_else(String::new, |domain| format!(" Domain={domain};"));
    let cookie =
        format!("{cookie}={value}; Path=/;{domain} Max-Age={seconds}; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
