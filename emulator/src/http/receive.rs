//! Reading a request, once. Tested in `tests/api/http/limits.rs` and `time_limits.rs`.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use tokio::time::timeout;

use crate::http::fields::{Received, check_form, from_body, from_form, from_json};
use crate::model::failure::Failure;

/// Largest body read, in bytes.
const BODY_LIMIT: usize = 256 * 1024;
/// Largest import, in bytes: it holds everything.
const IMPORT_LIMIT: usize = 256 * 1024 * 1024;

/// Reads a request up to its limits of size and time; the request goes on with the same body.
pub async fn receive(request: Request, within: Duration) -> (Arc<Received>, Request) {
    let (mut parts, body) = request.into_parts();
    let import = parts.uri.path() == "/_emulator/import";
    let limit = if import { IMPORT_LIMIT } else { BODY_LIMIT };
    let bytes = match timeout(within, to_bytes(body, limit)).await {
        Ok(read) => read.map_err(|_| Failure::TooLarge),
        Err(_) => Err(Failure::TooSlow),
    };
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let body = match &bytes {
        Ok(bytes) if import => from_json(bytes),
        Ok(bytes) => check_form(query).and_then(|()| from_body(&parts.headers, bytes)),
        Err(failure) => Err(failure.clone()),
    };
    let path_length = parts.uri.path().len();
    let received = Arc::new(Received {
        method: parts.method.clone(),
        path: parts.uri.path().to_owned(),
        headers: parts.headers.clone(),
        query: from_form(query),
        url_length: path_length + query.len(),
        body,
        ip: parts.extensions.get::<IpAddr>().copied(),
        about: OnceLock::new(),
    });
    parts.extensions.insert(Arc::clone(&received));
    let body = Body::from(bytes.unwrap_or_default());
    (received, Request::from_parts(parts, body))
}

/// Whether a path belongs to the control endpoints.
pub fn is_control(path: &str) -> bool {
    path == "/_emulator" || path.starts_with("/_emulator/")
}
