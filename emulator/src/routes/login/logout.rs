//! `/v1/logout` (spec 3.9, D10). Tested in `tests/api/logout.rs`.

use serde_json::{Value, json};

use super::Call;
use crate::logins::find_session;
use crate::model::failure::Failure;
use crate::store::sessions;

/// Ends the session of a login token; any other token changes nothing and succeeds alike.
pub fn logout(call: &Call<'_>) -> Result<Value, Failure> {
    let token = call
        .text("token")
        .ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    let now_ms = call.context.now_ms();
    call.context.transact(|tx| {
        match find_session(tx, &token, now_ms)? {
            // A bare session id is not enough here: this API has no key.
            Some((_, session)) if session.realm_id == call.realm.id && token != session.id => {
                sessions::delete(tx, &session.id)
            }
            _ => Ok(()),
        }
    })?;
    Ok(json!({}))
}
