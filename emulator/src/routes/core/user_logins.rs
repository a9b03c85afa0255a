//! `/v1/users/:id/authenticate` and its kin: users who prove who they are (spec 5.8). Tested in
//! `tests/api/core/users.rs` and `core/api_users.rs`.

use axum::routing::post;

use super::call::needed;
use super::limits::tell;
use super::{Answer, Call, Routes, ok};
use crate::http::render;
use crate::model::failure::{Failure, LOGIN_FAILED};
use crate::model::fields::text;
use crate::model::settings::Realm;
use crate::rules::logins::by_key;
use crate::rules::logins::{self, FirstFactor};

/// Their routes.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/users/authenticate_key", post(authenticate_key))
        .route("/v1/users/{id}/authenticate", post(authenticate))
        .route("/v1/users/{id}/authenticate_code", post(authenticate_code))
}

/// Checks a password: the user with its new login token, or with a `kli_` token if a code is due.
pub async fn authenticate(call: Call) -> Answer {
    let given = call.wrapped("user").unwrap_or(&call.body);
    let password = needed(given, "password")?;
    let (realm, user) = call.transact(|tx| {
        let user = call.user(tx)?;
        Ok((call.realm_of(tx, &user)?, user))
    })?;
    let caller = call.caller();
    let first = logins::with_password(call.context(), &realm, Some(&user), password, &caller).await;
    let answer = first.and_then(|first| {
        let (user, token) = match first {
            FirstFactor::Done(login) => (login.user, login.token),
            FirstFactor::CodeDue(user, token) => (*user, token),
        };
        ok(call.transact(|tx| render::user_with_token(tx, &user, &token))?)
    });
    tell(&call, &realm, answer)
}

/// Checks the code for a `kli_` token; the id may be `--`.
pub async fn authenticate_code(call: Call) -> Answer {
    let given = call.wrapped("user").unwrap_or(&call.body);
    let (token, code) = (needed(given, "token")?, needed(given, "code")?);
    let now_ms = call.now_ms();
    let realm = call.transact(|tx| {
        let user = logins::login_token_user(tx, &token, now_ms)?.ok_or(LOGIN_FAILED)?;
        let named = call.user_or_any(tx)?;
        if named.is_some_and(|named| named.id != user.id) {
            return Err(LOGIN_FAILED);
        }
        call.realm_of(tx, &user)
    })?;
    if !call.knows(&realm.id) {
        return Err(LOGIN_FAILED);
    }
    let login = logins::second_factor(call.context(), &realm, &token, code.trim(), &call.caller());
    let answer = login.and_then(|login| {
        ok(call.transact(|tx| render::user_with_token(tx, &login.user, &login.token))?)
    });
    tell(&call, &realm, answer)
}

/// Checks the key of an API user: the user with its new login token.
pub async fn authenticate_key(call: Call) -> Answer {
    let given = call.wrapped("user").unwrap_or(&call.body);
    // Python's client for AuthRocket 1 documents the short name.
    let key = text(given, "api_key")
        .or_else(|| text(given, "key"))
        .ok_or_else(|| Failure::missing("api_key"))?;
    // A key is good in one realm only, so there is no need to name it.
    let realm = call.transact(|tx| match call.realm_id() {
        Some(_) => call.realm(tx).map(Some),
        None => by_key::realm_of(tx, &key),
    })?;
    let realm = realm.ok_or(LOGIN_FAILED)?;
    let answer = with_key(&call, &realm, &key);
    tell(&call, &realm, answer)
}

fn with_key(call: &Call, realm: &Realm, key: &str) -> Answer {
    let (caller, now_ms) = (call.caller(), call.now_ms());
    let attempt = call.context().attempts.begin(realm, &caller, now_ms)?;
    let outcome = call.transact(|tx| {
        let login = by_key::log_in(tx, realm, key, &caller, now_ms)?;
        render::user_with_token(tx, &login.user, &login.token)
    });
    call.context().attempts.settle(attempt, &outcome);
    ok(outcome.map_err(|failure| match failure {
        LOGIN_FAILED => logins::failed(call.context(), realm, None, &caller),
        other => other,
    })?)
}
