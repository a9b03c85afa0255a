//! The headers of every answer (protocol-v1 §3.3, §3.12, D15). Tested in `tests/api/http/cors.rs`.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use crate::http::fields::Received;
use crate::http::receive::is_control;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Adds what the answers of both ports have.
pub fn add_common(headers: &mut HeaderMap, request_id: &str) {
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, id);
    }
    // The signing keys of version 2 may be cached.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
}

/// Adds CORS headers, for LoginRocket and control.
pub fn add_cors(headers: &mut HeaderMap, received: &Received) {
    let any = HeaderValue::from_static("*");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    if received.method != Method::OPTIONS {
        return;
    }
    let methods = if is_control(&received.path) {
        "GET, POST, PATCH, DELETE, OPTIONS"
    } else {
        "GET, POST, OPTIONS"
    };
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static(methods),
    );
    let asked = received.headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS);
    if let Some(asked) = asked {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    headers.insert(
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("600"),
    );
}
