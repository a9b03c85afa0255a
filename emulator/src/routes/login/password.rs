//! `/v1/forgot_password` and `/v1/reset_password` with their aliases (D5). Tested in
//! `tests/api/forgot_password.rs` and `reset_password.rs`.

use serde_json::{Value, json};

use super::Call;
use crate::model::failure::Failure;
use crate::recovery::{self, NewPassword, Who};

/// Mails a reset link, if there is somebody to mail it to.
pub fn forgot(call: &Call<'_>) -> Result<Value, Failure> {
    let who = Who {
        username: call.text("username"),
        email: call.text("email"),
    };
    recovery::forgot(call.context, &call.realm, &who, &call.sender())?;
    Ok(json!({}))
}

/// Sets a new password with the token of such a mail.
pub async fn reset(call: &Call<'_>) -> Result<Value, Failure> {
    let given = NewPassword {
        token: call.text("token"),
        password: call.text("password"),
        confirmation: call.text("password_confirmation"),
    };
    recovery::reset(call.context, &call.realm, given, &call.caller).await?;
    Ok(json!({}))
}
