//! `POST login` and `POST login/verify` (protocol-v2 §2.5.1, §2.5.2). Tested in
//! `tests/api/login/v2/authenticate.rs` and `v2/two_factor.rs`.

use serde_json::Value;

use super::wire;
use crate::http::lr_request::LrRequest;
use crate::model::failure::Failure;
use crate::rules::v2::logins;

/// Name and password.
pub async fn login(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let (context, realm) = (request.context, &request.realm);
    let step = logins::log_in(context, realm, &request.fields, &request.caller).await?;
    Ok(wire::step(&step))
}

/// The code of the second step.
pub fn verify(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let (context, realm) = (request.context, &request.realm);
    let step = logins::verify_code(context, realm, &request.fields, &request.caller)?;
    Ok(wire::step(&step))
}
