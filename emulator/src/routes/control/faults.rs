//! Faults to play. Tested in `tests/api/control/faults.rs`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::{Answer, Emulator, Request, collection};
use crate::http::faults::Fault;
use crate::model::failure::Failure;

pub async fn add_fault(State(shared): Emulator, Extension(received): Request) -> Answer {
    let body = Value::Object(received.body.clone()?);
    let fault: Fault =
        serde_json::from_value(body).map_err(|cause| Failure::BadRequest(cause.to_string()))?;
    if let Some(problem) = fault.problem() {
        return Err(Failure::BadRequest(problem));
    }
    let id = shared.faults.add(fault);
    Ok((StatusCode::CREATED, Json(json!({"id": id}))).into_response())
}

pub async fn list_faults(State(shared): Emulator) -> Answer {
    collection(shared.faults.list())
}

pub async fn clear_faults(State(shared): Emulator) -> StatusCode {
    shared.faults.remove(None);
    StatusCode::NO_CONTENT
}

pub async fn delete_fault(State(shared): Emulator, Path(id): Path<String>) -> Answer {
    let known = id.parse().is_ok_and(|id| shared.faults.remove(Some(id)));
    match known {
        true => Ok(StatusCode::NO_CONTENT.into_response()),
        false => Err(Failure::NotFound),
    }
}
