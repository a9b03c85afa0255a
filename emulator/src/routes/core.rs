//! Core API (protocol-v1 §5): which resources exist. Who may call them is in `core/permissions.rs`, the
//! conventions of calls and lists are in `core/call.rs`; one submodule per resource, each with its routes.
//! Tested in `tests/api/core/calls.rs` and one file per resource.

mod app_hooks;
mod auth_providers;
mod call;
mod credentials;
pub mod events;
mod jwt_keys;
mod keyed_call;
mod limits;
mod listing;
mod login_policies;
mod memberships;
mod orgs;
mod permissions;
mod realms;
mod sessions;
mod social_logins;
mod user_logins;
mod user_passwords;
mod user_tokens;
mod user_verification;
mod users;
mod v2;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::http::api_json::ApiJson;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use call::ApiCall;

type Answer = Result<Response, Failure>;
type Routes = Router<Arc<Shared>>;

/// The routes of the Core API port.
pub fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .merge(app_hooks::routes())
        .merge(auth_providers::routes())
        .merge(credentials::routes())
        .merge(events::routes())
        .merge(jwt_keys::routes())
        .merge(login_policies::routes())
        .merge(memberships::routes())
        .merge(orgs::routes())
        .merge(realms::routes())
        .merge(sessions::routes())
        .merge(social_logins::routes())
        .merge(user_logins::routes())
        .merge(user_passwords::routes())
        .merge(user_tokens::routes())
        .merge(user_verification::routes())
        .merge(users::routes())
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed })
        .layer(from_fn_with_state(Arc::clone(shared), permissions::check))
        .route_service("/v2/{*path}", v2::router(shared))
        .with_state(Arc::clone(shared))
}

fn ok(body: Value) -> Answer {
    Ok(ApiJson(body).into_response())
}

fn created(body: Value) -> Answer {
    Ok((StatusCode::CREATED, ApiJson(body)).into_response())
}

fn gone() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn collection(rows: Vec<Value>, more_results: bool) -> Answer {
    ok(json!({"collection": rows, "more_results": more_results}))
}
