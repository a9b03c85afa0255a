//! `/v1/verify_email` and its alias (D5). Tested in `tests/api/login/verify_email.rs`.

use serde_json::{Value, json};

use crate::http::app_request::AppRequest;
use crate::model::failure::Failure;
use crate::rules::recovery::verification::verify_address;

/// Verifies an address with the token of a verification mail.
pub fn verify_email(request: &AppRequest<'_>) -> Result<Value, Failure> {
    let token = request.text("token");
    let (realm, caller) = (&request.realm, &request.caller);
    verify_address(request.context, realm, token.as_deref(), caller)?;
    Ok(json!({}))
}
