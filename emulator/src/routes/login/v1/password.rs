//! `/v1/forgot_password` and `/v1/reset_password` with their aliases (D5). Tested in
//! `tests/api/login/forgot_password.rs` and `login/reset_password.rs`.

use serde_json::{Value, json};

use crate::http::app_request::AppRequest;
use crate::model::failure::Failure;
use crate::rules::recovery::{self, NewPassword, Who};

/// Mails a reset link, if there is somebody to mail it to.
pub fn forgot(request: &AppRequest<'_>) -> Result<Value, Failure> {
    let who = Who::read(&request.fields);
    recovery::forgot(request.context, &request.realm, &who, &request.sender())?;
    Ok(json!({}))
}

/// Sets a new password with the token of such a mail.
pub async fn reset(request: &AppRequest<'_>) -> Result<Value, Failure> {
    let given = NewPassword::read(&request.fields);
    recovery::reset(request.context, &request.realm, given, &request.caller).await?;
    Ok(json!({}))
}
