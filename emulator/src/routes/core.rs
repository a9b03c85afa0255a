//! Core API (spec section 5): the key, and which resources exist. Conventions of calls and lists are in
//! `core/call.rs`; one submodule per resource, each with its routes. Tested in `tests/api/core.rs` and one
//! file per resource.

mod app_hooks;
mod call;
mod credentials;
pub mod events;
mod given;
mod jwt_keys;
mod login_policies;
mod memberships;
mod orgs;
mod realms;
pub mod render;
mod sessions;
mod user_logins;
mod user_passwords;
mod user_tokens;
mod user_verification;
mod users;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::error::Failure;
use crate::password::same_secret;
use crate::state::Shared;
use crate::store::realms::api_keys;
use call::Call;

type Answer = Result<Response, Failure>;
type Routes = Router<Arc<Shared>>;

/// The routes of the Core API port.
pub fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .merge(app_hooks::routes())
        .merge(credentials::routes())
        .merge(events::routes())
        .merge(jwt_keys::routes())
        .merge(login_policies::routes())
        .merge(memberships::routes())
        .merge(orgs::routes())
        .merge(realms::routes())
        .merge(sessions::routes())
        .merge(user_logins::routes())
        .merge(user_passwords::routes())
        .merge(user_tokens::routes())
        .merge(user_verification::routes())
        .merge(users::routes())
        .fallback(not_built)
        .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed })
        .layer(from_fn_with_state(Arc::clone(shared), check_key))
        .with_state(Arc::clone(shared))
}

// Before everything else, so that nothing can be learned without a key.
async fn check_key(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get("x-authrocket-api-key")
        .and_then(|key| key.to_str().ok())
        .unwrap_or_default();
    match shared.store.transact(api_keys) {
        Err(failure) => failure.into_response(),
        // No early end: the time must not tell which key came close.
        Ok(keys) => match keys.iter().filter(|key| same_secret(key, given)).count() {
            0 => Failure::Forbidden.into_response(),
            _ => next.run(request).await,
        },
    }
}

async fn not_built(uri: Uri) -> Failure {
    missing(uri.path())
}

fn missing(path: &str) -> Failure {
    let mut segments = path.trim_start_matches('/').split('/');
    let resource = match (segments.next(), segments.next()) {
        (Some("v1"), Some(resource)) => resource,
        _ => return Failure::NotFound,
    };
    match resource {
        "auth_providers" => Failure::NotBuilt("This emulator has no social logins"),
        "credentials" => Failure::NotBuilt("Credentials can only be created and verified here"),
        _ => Failure::NotFound,
    }
}

fn ok(body: Value) -> Answer {
    Ok(Json(body).into_response())
}

fn created(body: Value) -> Answer {
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

fn gone() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn collection(rows: Vec<Value>, more_results: bool) -> Answer {
    ok(json!({"collection": rows, "more_results": more_results}))
}
