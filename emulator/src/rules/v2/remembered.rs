//! Logins that the hosted pages of version 2 remember (protocol-v2 §6.2): a random id stands for a session. Tested in
//! `tests/api/hosted/v2/login.rs` and `v2/logout.rs`.

use super::sessions as live_sessions;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::rules::context::Context;
use crate::store::remembered;
use crate::store::sessions::Session;
use crate::store::users::User;

/// The first of these ids that stands for a live session.
pub fn recall(
    context: &Context,
    realm: &Realm,
    ids: &[String],
) -> Result<Option<(User, Session)>, Failure> {
    let now_ms = context.now_ms();
    context.transact(|tx| {
        for id in ids {
            let entry = remembered::live(tx, &realm.id, id, now_ms)?;
            let Some(session_id) = entry.and_then(|entry| entry.session_id) else {
                continue;
            };
            match live_sessions::live(tx, realm, Some(&session_id), now_ms) {
                Err(Failure::SessionEnded) => {}
                found => return found.map(Some),
            }
        }
        Ok(None)
    })
}

/// Forgets these logins and ends their sessions, and records that.
pub fn forget(
    context: &Context,
    realm: &Realm,
    ids: &[String],
    caller: &Caller,
) -> Result<(), Failure> {
    let now_ms = context.now_ms();
    context.transact(|tx| {
        for id in ids {
            let Some(entry) = remembered::live(tx, &realm.id, id, now_ms)? else {
                continue;
            };
            remembered::delete(tx, id)?;
            match live_sessions::live(tx, realm, entry.session_id.as_deref(), now_ms) {
                Ok((_, session)) => live_sessions::delete(tx, &session, caller, now_ms)?,
                Err(Failure::SessionEnded) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    })
}
