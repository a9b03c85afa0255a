//! `/v1/session`: whether a login token is still good (D6). Tested in `tests/api/login/session.rs`.

use serde_json::{Value, json};

use crate::http::app_request::AppRequest;
use crate::model::failure::Failure;
use crate::rules::logins::live_sessions::check_session;

/// The token, its user and its end.
pub fn session(request: &AppRequest<'_>) -> Result<Value, Failure> {
    let token = request
        .text("token")
        .ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    let now_ms = request.context.now_ms();
    let found = request
        .context
        .transact(|tx| check_session(tx, &request.realm, &token, now_ms))?;
    let (user, expires_at) = found.ok_or(Failure::Refused("Session is unknown or has ended"))?;
    Ok(json!({"token": token, "user_id": user.id, "expires_at": expires_at}))
}
