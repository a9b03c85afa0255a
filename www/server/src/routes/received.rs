//! `GET /received`: what this server received from this browser, for the panel below each page. Names of fields only.
//!
//! Not a request of the visitor's: it is in no log, and starts no session. A page may ask while its login is on the way, with
//! the cookie from before the login; a new cookie would then replace that of the login. Tested in `tests/demo/panels.rs`.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::intake::session_id;
use crate::state::Shared;

/// The newest requests, newest first.
pub async fn show(State(app): State<Shared>, headers: HeaderMap) -> Json<Value> {
    let received = session_id(&headers)
        .and_then(|id| app.visits.with(id, |visit| visit.received.clone()))
        .unwrap_or_default();
    let rows: Vec<Value> = received
        .iter()
        .rev()
        .map(|request| {
            let names = request.fields.iter().map(|field| &field.name);
            json!({"method": request.method, "path": request.path, "fields": names.collect::<Vec<_>>()})
        })
        .collect();
    Json(json!({"collection": rows}))
}
