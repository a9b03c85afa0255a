//! `/v1/user_tokens`: signup tokens (spec 5.6). Tested in `tests/api/user_tokens.rs`.

use super::{Answer, Call, Routes, created, ok, render};
use crate::accounts;
use crate::model::failure::{Failure, Problems};
use crate::model::fields::text;
use crate::store::signup_tokens;
use axum::routing::{get, post};

/// Their routes.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/user_tokens", post(create))
        .route("/v1/user_tokens/{id}", get(read))
}

/// A live signup token.
pub async fn read(call: Call) -> Answer {
    let token = call
        .transact(|tx| {
            signup_tokens::live(tx, call.realm_id().as_deref(), &call.id, call.now_ms())
        })?
        .ok_or(Failure::NotFound)?;
    ok(render::signup_token(&token))
}

/// Parks signup data.
pub async fn create(call: Call) -> Answer {
    let attributes = call.wrapped("user_token")?;
    let now_ms = call.now_ms();
    let password = text(attributes, "password");
    let mut problems = Problems::default();
    let (realm, user) = call.transact(|tx| {
        let realm = call.realm(tx)?;
        let mut user = accounts::draft(&realm, now_ms);
        user.username = text(attributes, "username").unwrap_or_default();
        user.email = text(attributes, "email").unwrap_or_default();
        user.first_name = text(attributes, "first_name");
        user.last_name = text(attributes, "last_name");
        accounts::normalise(&realm, &mut user);
        accounts::check_parked(tx, &realm, &user, &mut problems)?;
        Ok((realm, user))
    })?;
    accounts::check_password(
        &realm,
        Some(&user),
        password.as_deref(),
        text(attributes, "password_confirmation").as_deref(),
        false,
        &mut problems,
    );
    problems.into_result()?;
    let hash = call
        .context()
        .passwords
        .hash(password.unwrap_or_default())
        .await?;
    let token = call.transact(|tx| accounts::park_user(tx, &realm, &user, &hash))?;
    created(render::signup_token(&token))
}
