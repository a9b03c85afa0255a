//! CORS of the LR API v2: only origins that the realm lists may read answers (protocol-v2 §2.6, V10). Tested in
//! `tests/api/login/v2/cors.rs`.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;

use crate::http::answer_v2::failed;
use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::rules::domains;
use crate::rules::v2::sentences::{asked, usual};

/// What the origin of a call may do.
#[derive(Debug)]
pub enum Origin {
    /// Nothing was asked of version 2.
    NotV2,
    /// No origin, or one that is not listed: the call is done, but no page may read its answer.
    Unlisted,
    /// A listed origin.
    Listed(HeaderValue),
    /// An origin that is not listed, in a realm that refuses those: the answer.
    Refused(Box<Response>),
}

/// Whether a path belongs to the LR API v2.
pub fn is_v2(path: &str) -> bool {
    path == "/v2" || path.starts_with("/v2/")
}

/// Looks the origin of a call up.
pub fn check(shared: &Shared, received: &Received) -> Origin {
    if !is_v2(&received.path) {
        return Origin::NotV2;
    }
    let host = received.header(header::HOST).unwrap_or_default();
    let found = shared.context.transact(|tx| domains::realm_of(tx, host));
    let Ok(Some(realm)) = found else {
        return Origin::NotV2;
    };
    let Some(origin) = received.headers.get(header::ORIGIN) else {
        return Origin::Unlisted;
    };
    let listed = realm
        .v2
        .allowed_origins
        .iter()
        .any(|known| known.as_bytes() == origin.as_bytes());
    if listed {
        return Origin::Listed(origin.clone());
    }
    if !realm.v2.refuse_origins {
        return Origin::Unlisted;
    }
    let language = asked(&realm, received.header(header::ACCEPT_LANGUAGE));
    let language = language.unwrap_or_else(|| usual(&realm));
    let now_ms = shared.context.now_ms();
    Origin::Refused(Box::new(failed(&Failure::OriginRefused, language, now_ms)))
}

/// Adds the headers of a call.
pub fn add(headers: &mut HeaderMap, received: &Received, origin: &Origin) {
    headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    let Origin::Listed(origin) = origin else {
        return;
    };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Retry-After, Ratelimit-Reset, X-Request-ID"),
    );
    if received.method != Method::OPTIONS {
        return;
    }
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, PUT, DELETE, OPTIONS"),
    );
    let wanted = received.headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS);
    if let Some(wanted) = wanted {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    headers.insert(
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("600"),
    );
}
