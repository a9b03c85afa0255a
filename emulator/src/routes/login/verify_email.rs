//! `/v1/verify_email` and its alias (D5). Tested in `tests/api/verify_email.rs`.

use serde_json::{Value, json};

use super::Call;
use crate::model::failure::Failure;
use crate::recovery;

/// Verifies an address with the token of a verification mail.
pub fn verify_email(call: &Call<'_>) -> Result<Value, Failure> {
    let token = call
        .text("token")
        .ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    let now_ms = call.context.now_ms();
    call.context
        .transact(|tx| recovery::verify(tx, Some(&call.realm.id), &token, &call.caller, now_ms))?;
    Ok(json!({}))
}
