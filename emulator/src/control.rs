//! Control and inspection under `/_emulator`, for tests: seed, state without secrets, settings, faults,
//! journal, clock. On the LoginRocket port, whatever the host. Tested in `tests/api/control.rs` and
//! `tests/api/faults.rs`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post};
use axum::{Extension, Json, Router};
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::clock::epoch_seconds;
use crate::error::{Failure, SeedError};
use crate::faults::Fault;
use crate::fields::{Received, text};
use crate::routes::core::render;
use crate::seed::{Prepared, with_settings};
use crate::settings::{App, Realm, merge};
use crate::state::Shared;
use crate::store::users::User;
use crate::store::{Page, credentials, filter, mails, realms, sessions, signup_tokens, users};
use crate::totp;

type Answer = Result<Response, Failure>;
type Emulator = State<Arc<Shared>>;
type Request = Extension<Arc<Received>>;

/// The control's routes.
pub fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/_emulator/ready", get(ready))
        .route("/_emulator/reset", post(reset))
        .route("/_emulator/seed", post(seed))
        .route("/_emulator/users", get(list_users))
        .route("/_emulator/users/{key}/totp", get(totp_code))
        .route("/_emulator/sessions", get(list_sessions))
        .route("/_emulator/signup_tokens", get(list_signup_tokens))
        .route("/_emulator/realms", get(list_realms))
        .route("/_emulator/realms/{id}", patch(patch_realm))
        .route("/_emulator/apps", get(list_apps))
        .route("/_emulator/apps/{id}", patch(patch_app))
        .route(
            "/_emulator/faults",
            get(list_faults).post(add_fault).delete(clear_faults),
        )
        .route("/_emulator/faults/{id}", delete(delete_fault))
        .route(
            "/_emulator/requests",
            get(list_requests).delete(clear_requests),
        )
        .route("/_emulator/outbox", get(list_outbox).delete(clear_outbox))
        .route("/_emulator/clock", post(advance_clock))
        .route(
            "/_emulator/{*rest}",
            axum::routing::any(|| async { Failure::NotFound }),
        )
        .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed })
        .with_state(Arc::clone(shared))
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
    let prepared = Prepared::new(&seed, &shared.passwords)
        .await
        .map_err(refused)?;
    let now_ms = shared.clock.now_ms();
    let counts = shared.store.transact(|tx| prepared.apply(tx, now_ms))?;
    Ok(Json(counts).into_response())
}

fn refused(error: SeedError) -> Failure {
    Failure::BadRequest(error.to_string())
}

fn collection(rows: impl serde::Serialize) -> Answer {
    Ok(Json(json!({"collection": rows})).into_response())
}

async fn list_users(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let rows = shared.store.transact(|tx| {
        let filters = [filter("realm_id = ?", realm_id.as_deref())];
        let (users, _) = users::list(tx, &filters, &Page::everything())?;
        let bodies = users.iter().map(|user| render::user(tx, user));
        bodies.collect::<Result<Vec<_>, _>>()
    })?;
    collection(rows)
}

async fn list_sessions(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let now_ms = shared.clock.now_ms();
    let filters = [filter("realm_id = ?", realm_id.as_deref())];
    let (rows, _) = shared
        .store
        .transact(|tx| sessions::list(tx, &filters, now_ms, &Page::everything()))?;
    collection(rows.iter().map(render::session).collect::<Vec<_>>())
}

async fn list_signup_tokens(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let now_ms = shared.clock.now_ms();
    let rows = shared
        .store
        .transact(|tx| signup_tokens::list(tx, realm_id.as_deref(), now_ms))?;
    collection(rows.iter().map(render::signup_token).collect::<Vec<_>>())
}

async fn totp_code(
    State(shared): Emulator,
    Extension(received): Request,
    Path(key): Path<String>,
) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let found = shared
        .store
        .transact(|tx| enrolment(tx, realm_id.as_deref(), &key))?;
    let (user, realm, credential) = found.ok_or(Failure::NotFound)?;
    let now_ms = shared.clock.now_ms();
    let (code, seconds_left) = totp::usable_code(&credential.secret, now_ms, credential.last_step)
        .ok_or(Failure::NotFound)?;
    let uri = totp::provisioning_uri(&realm.name, &user.username, &credential.secret);
    let body = json!({
        "code": code,
        "secret": credential.secret,
        "provisioning_uri": uri,
        "seconds_left": seconds_left,
    });
    Ok(Json(body).into_response())
}

// The newest TOTP credential, also one that is not verified yet.
fn enrolment(
    tx: &Transaction,
    realm_id: Option<&str>,
    key: &str,
) -> Result<Option<(User, Realm, credentials::Credential)>, Failure> {
    let Some(user) = users::find(tx, realm_id, key)? else {
        return Ok(None);
    };
    let realm = realms::realm(tx, &user.realm_id)?;
    let newest = credentials::of_user(tx, &user.id)?
        .into_iter()
        .rfind(|credential| credential.credential_type == "totp");
    Ok(realm
        .zip(newest)
        .map(|(realm, credential)| (user, realm, credential)))
}

fn realm_body(realm: &Realm) -> Result<Value, Failure> {
    let mut body = serde_json::to_value(realm).map_err(Failure::internal)?;
    if let Some(members) = body.as_object_mut() {
        members.remove("jwt_key");
        members.remove("jwt_private_key");
    }
    Ok(body)
}

fn app_body(realm_id: &str, app: &App) -> Result<Value, Failure> {
    let mut body = serde_json::to_value(app).map_err(Failure::internal)?;
    body["realm_id"] = json!(realm_id);
    Ok(body)
}

async fn list_realms(State(shared): Emulator) -> Answer {
    let rows = shared.store.transact(realms::realms)?;
    collection(rows.iter().map(realm_body).collect::<Result<Vec<_>, _>>()?)
}

async fn list_apps(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let rows = shared
        .store
        .transact(|tx| realms::apps(tx, realm_id.as_deref()))?;
    let bodies = rows.iter().map(|(realm_id, app)| app_body(realm_id, app));
    collection(bodies.collect::<Result<Vec<_>, _>>()?)
}

async fn patch_realm(
    State(shared): Emulator,
    Extension(received): Request,
    Path(id): Path<String>,
) -> Answer {
    let change = received.body.clone()?;
    let realm = shared.store.transact(|tx| {
        let known = realms::realm(tx, &id)?.ok_or(Failure::NotFound)?;
        let realm = with_settings(known, &change, "").map_err(|error| bad_change(&error))?;
        if realm.id != id {
            return Err(Failure::BadRequest("id cannot be changed".into()));
        }
        realms::save_realm(tx, &realm)?;
        Ok(realm)
    })?;
    Ok(Json(realm_body(&realm)?).into_response())
}

async fn patch_app(
    State(shared): Emulator,
    Extension(received): Request,
    Path(id): Path<String>,
) -> Answer {
    let change = Value::Object(received.body.clone()?);
    let body = shared.store.transact(|tx| {
        let known = realms::apps(tx, None)?
            .into_iter()
            .find(|(_, app)| app.id == id);
        let (realm_id, known) = known.ok_or(Failure::NotFound)?;
        let mut whole = serde_json::to_value(known).map_err(Failure::internal)?;
        merge(&mut whole, change);
        let app: App = serde_json::from_value(whole)
            .map_err(|cause| Failure::BadRequest(cause.to_string()))?;
        if let Some((member, reason)) = app.problem() {
            return Err(Failure::BadRequest(format!("{member} {reason}")));
        }
        if app.id != id || app.subdomain.is_empty() {
            return Err(Failure::BadRequest(
                "id cannot be changed, and subdomain cannot be emptied".into(),
            ));
        }
        realms::save_app(tx, &realm_id, &app)?;
        app_body(&realm_id, &app)
    })?;
    Ok(Json(body).into_response())
}

fn bad_change(error: &SeedError) -> Failure {
    Failure::BadRequest(
        format!("{} {}", error.place, error.reason)
            .trim()
            .to_owned(),
    )
}

async fn add_fault(State(shared): Emulator, Extension(received): Request) -> Answer {
    let body = Value::Object(received.body.clone()?);
    let fault: Fault =
        serde_json::from_value(body).map_err(|cause| Failure::BadRequest(cause.to_string()))?;
    if let Some(problem) = fault.problem() {
        return Err(Failure::BadRequest(problem));
    }
    let id = shared.faults.add(fault);
    Ok((StatusCode::CREATED, Json(json!({"id": id}))).into_response())
}

async fn list_faults(State(shared): Emulator) -> Answer {
    collection(shared.faults.list())
}

async fn clear_faults(State(shared): Emulator) -> StatusCode {
    shared.faults.remove(None);
    StatusCode::NO_CONTENT
}

async fn delete_fault(State(shared): Emulator, Path(id): Path<String>) -> Answer {
    let known = id.parse().is_ok_and(|id| shared.faults.remove(Some(id)));
    match known {
        true => Ok(StatusCode::NO_CONTENT.into_response()),
        false => Err(Failure::NotFound),
    }
}

async fn list_requests(State(shared): Emulator) -> Answer {
    collection(shared.journal.list())
}

async fn clear_requests(State(shared): Emulator) -> StatusCode {
    shared.journal.clear();
    StatusCode::NO_CONTENT
}

async fn list_outbox(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let to = text(&received.query, "to");
    let rows = shared
        .store
        .transact(|tx| mails::list(tx, realm_id.as_deref(), to.as_deref()))?;
    collection(rows)
}

async fn clear_outbox(State(shared): Emulator) -> Answer {
    shared.store.transact(mails::clear)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn advance_clock(State(shared): Emulator, Extension(received): Request) -> Answer {
    let body = received.body.clone()?;
    let seconds = body
        .get("advance_seconds")
        .and_then(Value::as_i64)
        .and_then(|seconds| i32::try_from(seconds).ok())
        .ok_or_else(|| Failure::BadRequest("advance_seconds must be a whole number".to_owned()))?;
    shared.clock.advance(seconds);
    Ok(Json(json!({"now": epoch_seconds(shared.clock.now_ms())})).into_response())
}
