//! `/v1/user_tokens`: signup tokens (protocol-v1 §5.6). Tested in `tests/api/core/user_tokens.rs`.

use super::{Answer, ApiCall, Routes, created, ok};
use crate::http::render;
use crate::model::failure::Failure;
use crate::rules::pending_signups;
use crate::rules::signup_form::SignupForm;
use crate::store::signup_tokens;
use axum::routing::{get, post};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/user_tokens", post(create))
        .route("/v1/user_tokens/{id}", get(read))
}

/// A live signup token.
pub async fn read(call: ApiCall) -> Answer {
    let token = call
        .transact(|tx| {
            signup_tokens::live(tx, call.realm_id().as_deref(), &call.id, call.now_ms())
        })?
        .ok_or(Failure::NotFound)?;
    ok(render::signup_token(&token))
}

/// Stores signup data as a pending signup.
pub async fn create(call: ApiCall) -> Answer {
    let form = SignupForm::read(call.wrapped("user_token")?);
    let realm = call.transact(|tx| call.realm(tx))?;
    let token = pending_signups::create(call.context(), &realm, form).await?;
    created(render::signup_token(&token))
}
