//! The page for people: static files, whose script asks for the data.
//! Tested in `tests/api/control/page.rs`, and in browsers by the project's journeys.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Nothing inline and nothing foreign. No script makes HTML of text, which the browser checks.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Redirects the address without its last slash.
pub async fn moved() -> Response {
    let place = HeaderValue::from_static("/_emulator/");
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, place)]).into_response()
}

pub async fn page() -> Response {
    let mut response = file(
        "text/html; charset=utf-8",
        include_str!("../../../templates/tool/page.html"),
    );
    let policy = HeaderValue::from_static(POLICY);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

pub async fn style() -> Response {
    file(
        "text/css; charset=utf-8",
        include_str!("../../../templates/tool/page.css"),
    )
}

pub async fn script() -> Response {
    file(
        "text/javascript; charset=utf-8",
        include_str!("../../../templates/tool/page.js"),
    )
}

pub async fn lists() -> Response {
    file(
        "text/javascript; charset=utf-8",
        include_str!("../../../templates/tool/lists.js"),
    )
}

pub async fn icon() -> Response {
    file(
        "image/svg+xml",
        include_str!("../../../templates/tool/icon.svg"),
    )
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let kind = HeaderValue::from_static(kind);
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
