//! `GET session` and `DELETE session` (protocol-v2 §2.5.3, §2.5.4). Tested in `tests/api/login/v2/session.rs`.

use serde_json::Value;

use super::wire;
use crate::http::lr_request::LrRequest;
use crate::model::failure::Failure;
use crate::rules::v2::sessions;

/// A fresh token, for the account asked for.
pub fn session(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let (id, account) = (request.text("session"), request.text("account"));
    let (session, conclusion) = sessions::refresh(
        request.context,
        &request.realm,
        id.as_deref(),
        account.as_deref(),
    )?;
    Ok(wire::session(&session, &conclusion))
}

/// The end of a session.
pub fn logout(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let id = request.text("session");
    sessions::end(
        request.context,
        &request.realm,
        id.as_deref(),
        &request.caller,
    )?;
    Ok(wire::okay())
}
