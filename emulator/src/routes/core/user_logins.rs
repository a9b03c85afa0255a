//! Authentication of users by password, code and key (protocol-v1 §5.8). Tested in
//! `tests/api/core/users.rs` and `core/api_users.rs`.

use axum::routing::post;

use super::call::needed;
use super::limits::with_rate_limit;
use super::{Answer, ApiCall, Routes, ok};
use crate::model::failure::{Failure, LOGIN_FAILED};
use crate::model::fields::text;
use crate::model::settings::Realm;
use crate::rules::logins::{self, FirstFactor, by_key, second_factor};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/users/authenticate_key", post(authenticate_key))
        .route("/v1/users/{id}/authenticate", post(authenticate))
        .route("/v1/users/{id}/authenticate_code", post(authenticate_code))
}

/// Checks a password: the user with its new login token, or with a `kli_` token if a code is due.
pub async fn authenticate(call: ApiCall) -> Answer {
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
        ok(call.transact(|tx| call.user_with_token(tx, &user, &token))?)
    });
    with_rate_limit(&call, &realm, answer)
}

/// Checks the code for a `kli_` token; the id may be `--`.
pub async fn authenticate_code(call: ApiCall) -> Answer {
    let given = call.wrapped("user").unwrap_or(&call.body);
    let (token, code) = (needed(given, "token")?, needed(given, "code")?);
    let now_ms = call.now_ms();
    let realm = call.transact(|tx| {
        let user = second_factor::login_token_user(tx, &token, now_ms)?.ok_or(LOGIN_FAILED)?;
        let named = call.user_or_any(tx)?;
        if named.is_some_and(|named| named.id != user.id) {
            return Err(LOGIN_FAILED);
        }
        call.realm_of(tx, &user)
    })?;
    if !call.knows(&realm.id) {
        return Err(LOGIN_FAILED);
    }
    let login =
        second_factor::with_code(call.context(), &realm, &token, code.trim(), &call.caller());
    let answer = login.and_then(|login| {
        ok(call.transact(|tx| call.user_with_token(tx, &login.user, &login.token))?)
    });
    with_rate_limit(&call, &realm, answer)
}

/// Checks the key of an API user: the user with its new login token.
pub async fn authenticate_key(call: ApiCall) -> Answer {
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
    with_rate_limit(&call, &realm, answer)
}

fn with_key(call: &ApiCall, realm: &Realm, key: &str) -> Answer {
    let login = by_key::log_in(call.context(), realm, key, &call.caller())?;
    ok(call.transact(|tx| call.user_with_token(tx, &login.user, &login.token))?)
}
