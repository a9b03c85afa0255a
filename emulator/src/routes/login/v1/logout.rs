//! `/v1/logout` (protocol-v1 §3.9, D10). Tested in `tests/api/login/logout.rs`.

use serde_json::{Value, json};

use crate::http::app_request::AppRequest;
use crate::model::failure::Failure;
use crate::rules::logins::live_sessions::log_out;

/// Ends the session of a login token; any other token changes nothing and succeeds alike.
pub fn logout(request: &AppRequest<'_>) -> Result<Value, Failure> {
    let token = request
        .text("token")
        .ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    log_out(request.context, &request.realm, &token)?;
    Ok(json!({}))
}
