//! `PUT profile` and `POST email/verify` (protocol-v2 §2.5.8, §2.5.11). Tested in `tests/api/login/v2/profile.rs`
//! and `v2/verify_email.rs`.

use serde_json::Value;

use super::wire;
use crate::http::lr_request::LrRequest;
use crate::model::failure::Failure;
use crate::rules::v2::profiles;

/// Changes the user of a session.
pub async fn update(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let (context, realm, sender) = (request.context, &request.realm, request.sender());
    let (session, conclusion) = profiles::update(context, realm, &request.fields, &sender).await?;
    Ok(wire::session(&session, &conclusion))
}

/// Verifies an address.
pub fn verify_email(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let token = request.text("token");
    profiles::verify_email(
        request.context,
        &request.realm,
        token.as_deref(),
        &request.caller,
    )?;
    Ok(wire::okay())
}
