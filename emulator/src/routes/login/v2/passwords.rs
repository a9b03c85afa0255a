//! `POST password/forgot`, `POST password/reset` and `POST profile/password` (protocol-v2 §2.5.5 to §2.5.7). Tested in
//! `tests/api/login/v2/passwords.rs`.

use serde_json::Value;

use super::wire;
use crate::http::lr_request::LrRequest;
use crate::model::failure::Failure;
use crate::rules::v2::passwords;

/// Mails a reset link, if there is somebody to mail it to.
pub fn forgot(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let sender = request.sender();
    passwords::forgot(request.context, &request.realm, &request.fields, &sender)?;
    Ok(wire::okay())
}

/// Sets a new password with the token of such a mail, and logs in.
pub async fn reset(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let (context, realm) = (request.context, &request.realm);
    let step = passwords::reset(context, realm, &request.fields, &request.caller).await?;
    Ok(wire::step(&step))
}

/// Sets a new password for the user of a session.
pub async fn change(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let (context, realm) = (request.context, &request.realm);
    passwords::change(context, realm, &request.fields, &request.caller).await?;
    Ok(wire::okay())
}
