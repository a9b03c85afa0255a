//! Who may use the page and what it alone needs. The rest of the control is open to pages of any origin,
//! because tests call it from pages; these hand out every secret, or replace everything. Tested in
//! `tests/api/control/page.rs`.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::http::fields::Received;
use crate::http::middleware::HostedPage;

/// Names that no stranger can make point to this machine: top levels for private use, and single labels.
const PRIVATE: &[&str] = &["localhost", "test", "local", "internal"];

const FOREIGN_NAME: &str = "This page answers to localhost, to addresses and to private names only, since any other \
     name could have been made to point here by somebody else's site";
const FOREIGN_ORIGIN: &str = "Only the emulator's own page may ask for this";

/// Admits hosts that are addresses or private names, and no page of another origin.
pub async fn only_from_here(request: Request, next: Next) -> Response {
    let refusal = request
        .extensions()
        .get::<Arc<Received>>()
        .and_then(|received| refusal(received));
    let mut response = match refusal {
        Some(reason) => (StatusCode::FORBIDDEN, Json(json!({"error": reason}))).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers
        .entry(header::X_FRAME_OPTIONS)
        .or_insert(HeaderValue::from_static("DENY"));
    for (name, value) in [
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'",
        ));
    response.extensions_mut().insert(HostedPage);
    response
}

fn refusal(received: &Received) -> Option<&'static str> {
    let host = received.header(header::HOST).unwrap_or_default();
    if !is_private(host) {
        return Some(FOREIGN_NAME);
    }
    let origin = received.headers.get(header::ORIGIN)?.to_str().ok();
    let own = origin.and_then(|origin| origin.split_once("://"));
    let is_own = own.is_some_and(|(_, place)| place.eq_ignore_ascii_case(host));
    (!is_own).then_some(FOREIGN_ORIGIN)
}

fn is_private(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_end_matches('.');
    let address = name.trim_start_matches('[').trim_end_matches(']');
    let last = name.rsplit('.').next().unwrap_or_default();
    address.parse::<IpAddr>().is_ok()
        || (!name.contains('.') && !name.is_empty())
        || PRIVATE.iter().any(|known| last.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_stranger_can_point_here_is_not_private() {
        for host in [
            "localhost:4101",
            "LOCALHOST",
            "demo.localhost:4101",
            "127.0.0.1:4101",
            "[::1]:4101",
            "192.168.1.7",
            "emulator:4101",
            "login.app.test",
        ] {
            assert!(is_private(host), "{host}");
        }
        for host in [
            "",
            ":4101",
            "evil.example.com:4101",
            "localhost.evil.com",
            "127.0.0.1.evil.com",
            "lvh.me",
        ] {
            assert!(!is_private(host), "{host}");
        }
    }
}
