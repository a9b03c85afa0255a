//! The log of requests, as a list and as it grows. Tested in `tests/api/control/requests.rs` and `control/request_log.rs`.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Answer, Emulator, collection};
use crate::model::failure::Failure;

pub async fn list_requests(State(shared): Emulator) -> Answer {
    collection(shared.request_log.list())
}

/// One request, with its answer.
pub async fn one(State(shared): Emulator, Path(number): Path<u64>) -> Answer {
    let entry = shared.request_log.entry(number);
    Ok(Json(entry.ok_or(Failure::NotFound)?).into_response())
}

pub async fn clear_requests(State(shared): Emulator) -> StatusCode {
    shared.request_log.clear();
    StatusCode::NO_CONTENT
}

/// Server-Sent Events, until the caller goes or the emulator stops.
pub async fn live(State(shared): Emulator) -> Response {
    let kind = HeaderValue::from_static("text/event-stream");
    let body = Body::new(shared.request_log.follow());
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}
