//! The page for people: static files, whose scripts ask for the data. The files are in `templates/tool`.
//! Tested in `tests/api/control/page.rs`, and in browsers by the project's journeys.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Answer;
use crate::model::failure::Failure;

/// Nothing inline and nothing foreign; frames are for mails. No script makes HTML of text, which the browser checks.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";

/// Names and contents of files.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../templates/tool/", $name)))),*]
    };
}

const FILES: &[(&str, &str)] = files![
    "answers.js",
    "api.js",
    "bar.js",
    "base.css",
    "clock.js",
    "data.js",
    "dialog.js",
    "dom.js",
    "faults.js",
    "icon.svg",
    "live.js",
    "lists.js",
    "mails.js",
    "main.js",
    "parts.css",
    "passwords.js",
    "requests.js",
    "table.js",
    "tabs.js",
    "user-form.js",
    "users.js",
    "view.js",
];

/// Redirects the address without its last slash.
pub async fn moved() -> Response {
    let place = HeaderValue::from_static("/_emulator/");
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, place)]).into_response()
}

pub async fn page() -> Response {
    let mut response = of_kind(
        "text/html; charset=utf-8",
        include_str!("../../../templates/tool/page.html"),
    );
    let policy = HeaderValue::from_static(POLICY);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// A style sheet, script or picture of the page.
pub async fn file(Path(name): Path<String>) -> Answer {
    let found = FILES.iter().find(|(known, _)| *known == name);
    let (name, text) = found.ok_or(Failure::NotFound)?;
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };
    Ok(of_kind(kind, text))
}

fn of_kind(kind: &'static str, text: &'static str) -> Response {
    let kind = HeaderValue::from_static(kind);
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
