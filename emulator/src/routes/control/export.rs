//! Everything that is stored, as one JSON document, and back. Tested in `tests/api/control/export.rs`.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Emulator, Request};
use crate::model::failure::Failure;
use crate::rules::mail::pending::Job;
use crate::store::dump;

/// What the document calls itself.
const FORMAT: &str = "loginrocket-emulator export";

/// `format` is checked before the rest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "emulator")]
    _emulator: String,
    /// Which migrations the tables have seen.
    schema: usize,
    clock: Clock,
    tables: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    advanced_seconds: i64,
}

pub async fn export(State(shared): Emulator) -> Answer {
    let tables = shared.context.transact(dump::tables)?;
    let body = json!({
        "format": FORMAT,
        "emulator": env!("CARGO_PKG_VERSION"),
        "schema": dump::SCHEMA,
        "clock": {"advanced_seconds": shared.context.clock.advanced_seconds()},
        "tables": tables,
    });
    let name = HeaderValue::from_static("attachment; filename=\"loginrocket-emulator.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(body)).into_response())
}

pub async fn import(State(shared): Emulator, Extension(received): Request) -> Answer {
    let body = received.body.clone()?;
    if body.get("format").and_then(Value::as_str) != Some(FORMAT) {
        let reason = format!("format: this is no export of the emulator; it must be {FORMAT:?}");
        return Err(Failure::BadRequest(reason));
    }
    let document: Document =
        serde_path_to_error::deserialize(Value::Object(body)).map_err(|cause| {
            let place = cause.path().to_string();
            Failure::BadRequest(format!("{place}: {}", cause.into_inner()))
        })?;
    let advanced = document.clock.advanced_seconds;
    if !dump::is_time(advanced.saturating_abs().saturating_mul(1000)) {
        let reason = "clock.advanced_seconds: out of range".to_owned();
        return Err(Failure::BadRequest(reason));
    }
    let prepared = dump::PreparedImport::new(document.schema, &document.tables)?;
    let counts = shared.context.transact(|tx| prepared.replace(tx))?;
    shared.context.clock.set_advanced(advanced);
    shared.context.attempts.clear();
    // Of an emulator that was stopped in between.
    let all = Job {
        ids: None,
        done: None,
    };
    let _ = shared.mails.send(all);
    Ok(Json(json!({"tables": counts})).into_response())
}
