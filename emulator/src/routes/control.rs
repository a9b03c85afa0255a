//! Control and inspection under `/_emulator`, on the LoginRocket port: JSON for tests, whatever the host and
//! origin, and a page for people with what it alone needs, for this machine only. Tested in
//! `tests/api/control/state.rs`, `control/page.rs` and, by concern, beside.

mod export;
mod faults;
mod guard;
mod lists;
mod outbox;
mod page;
mod requests;
mod settings;
mod totp;
mod users;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};

use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::clock::epoch_seconds;
use crate::model::failure::Failure;
use crate::rules::seed::PreparedSeed;

type Answer = Result<Response, Failure>;
type Emulator = State<Arc<Shared>>;
type Request = Extension<Arc<Received>>;

/// The control endpoints.
pub fn router(shared: &Arc<Shared>) -> Router {
    let open = Router::new()
        .route("/_emulator/ready", get(ready))
        .route("/_emulator/reset", post(reset))
        .route("/_emulator/seed", post(seed))
        .route("/_emulator/users", get(lists::list_users))
        .route("/_emulator/users/{id}/totp", get(totp::totp_code))
        .route("/_emulator/sessions", get(lists::list_sessions))
        .route("/_emulator/events", get(lists::list_events))
        .route("/_emulator/app_hooks", get(lists::list_app_hooks))
        .route("/_emulator/notifications", get(lists::list_notifications))
        .route("/_emulator/signup_tokens", get(lists::list_signup_tokens))
        .route("/_emulator/orgs", get(lists::list_orgs))
        .route("/_emulator/invitations", get(lists::list_invitations))
        .route("/_emulator/client_apps", get(lists::list_client_apps))
        .route("/_emulator/domains", get(lists::list_domains))
        .route("/_emulator/realms", get(settings::list_realms))
        .route("/_emulator/realms/{id}", patch(settings::patch_realm))
        .route("/_emulator/apps", get(settings::list_apps))
        .route("/_emulator/apps/{id}", patch(settings::patch_app))
        .route(
            "/_emulator/faults",
            get(faults::list_faults)
                .post(faults::add_fault)
                .delete(faults::clear_faults),
        )
        .route("/_emulator/faults/{id}", delete(faults::delete_fault))
        .route(
            "/_emulator/requests",
            get(requests::list_requests).delete(requests::clear_requests),
        )
        .route("/_emulator/outbox", get(outbox::list).delete(outbox::clear))
        .route("/_emulator/clock", get(clock).post(advance_clock))
        .route(
            "/_emulator/{*rest}",
            axum::routing::any(|| async { Failure::NotFound }),
        );
    open.merge(for_people())
        .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed })
        .with_state(Arc::clone(shared))
}

/// What only the page needs, closed to other sites.
fn for_people() -> Router<Arc<Shared>> {
    Router::new()
        .route("/_emulator", get(page::moved))
        .route("/_emulator/", get(page::page))
        .route("/_emulator/page/{file}", get(page::file))
        .route("/_emulator/users", post(users::create))
        .route(
            "/_emulator/users/{id}",
            patch(users::update).delete(users::delete),
        )
        .route(
            "/_emulator/users/{id}/totp",
            post(users::enrol).delete(users::unenrol),
        )
        .route("/_emulator/outbox/{id}", delete(outbox::delete))
        .route("/_emulator/outbox/{id}/html", get(outbox::html))
        .route("/_emulator/requests/{number}", get(requests::one))
        .route("/_emulator/users/{id}/totp.svg", get(totp::totp_qr))
        .route("/_emulator/requests/live", get(requests::live))
        .route("/_emulator/export", get(export::export))
        .route("/_emulator/import", post(export::import))
        .layer(axum::middleware::from_fn(guard::only_from_here))
}

async fn ready() -> Json<Value> {
    Json(json!({"ready": true, "version": env!("CARGO_PKG_VERSION")}))
}

async fn reset(State(shared): Emulator) -> Answer {
    shared.reset()?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn seed(State(shared): Emulator, Extension(received): Request) -> Answer {
    let seed = Value::Object(received.body.clone()?);
    let prepared = PreparedSeed::new(&seed, &shared.context.passwords)
        .await
        .map_err(|error| Failure::BadRequest(error.to_string()))?;
    let now_ms = shared.context.now_ms();
    let counts = shared.context.transact(|tx| prepared.apply(tx, now_ms))?;
    Ok(Json(counts).into_response())
}

fn collection(rows: impl serde::Serialize) -> Answer {
    Ok(Json(json!({"collection": rows})).into_response())
}

async fn clock(State(shared): Emulator) -> Json<Value> {
    Json(time(&shared))
}

fn time(shared: &Shared) -> Value {
    json!({
        "now": epoch_seconds(shared.context.now_ms()),
        "advanced_seconds": shared.context.clock.advanced_seconds(),
    })
}

async fn advance_clock(State(shared): Emulator, Extension(received): Request) -> Answer {
    let body = received.body.clone()?;
    let seconds = body.get("advance_seconds").and_then(Value::as_i64);
    let seconds = seconds
        .ok_or_else(|| Failure::BadRequest("advance_seconds must be a whole number".to_owned()))?;
    if !shared.context.clock.may_advance(seconds) {
        let reason = "advance_seconds is out of range: the clock goes from 1970 to 9999";
        return Err(Failure::BadRequest(reason.to_owned()));
    }
    shared.context.clock.advance(seconds);
    Ok(Json(time(&shared)).into_response())
}
