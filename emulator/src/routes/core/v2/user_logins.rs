//! `/v2/users/…`: logins by password and code (protocol-v2 §7.5). Tested in `tests/api/core/v2/user_logins.rs`.

use axum::routing::post;

use super::super::call::needed;
use super::{Answer, Call, Routes, step};
use crate::rules::v2::core_logins;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/users/authenticate_token", post(authenticate_token))
        .route("/v2/users/{id}/authenticate", post(authenticate))
}

/// Checks a password: a session with its token, or a `tmf:` token if a code is due.
async fn authenticate(call: Call) -> Answer {
    let password = needed(call.action("user"), "password")?;
    let (realm, user) = call.transact(|tx| call.user(tx))?;
    let caller = call.caller();
    let done = core_logins::authenticate(call.context(), &realm, &user, password, &caller).await?;
    step(&call, done)
}

/// Checks the code for a `tmf:` token.
async fn authenticate_token(call: Call) -> Answer {
    let given = call.action("user");
    let (token, code) = (needed(given, "token")?, needed(given, "code")?);
    let realm = call.transact(|tx| call.realm(tx))?;
    let caller = call.caller();
    let done = core_logins::authenticate_token(call.context(), &realm, &token, &code, &caller)?;
    step(&call, done)
}
