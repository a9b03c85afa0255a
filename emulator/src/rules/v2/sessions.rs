//! Sessions as the LR API v2 knows them: by their `kss_` id alone (protocol-v2 §2.5.3, §2.5.4, §5; V15). Tested in
//! `tests/api/login/v2/session.rs`.

use super::conclusion::{Conclusion, conclude};
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::rules::context::Context;
use crate::rules::events::NewEvent;
use crate::rules::hooks::MailContext;
use crate::store::Transaction;
use crate::store::sessions::{self, Session};
use crate::store::users::{self, User};

/// The live session of a realm with this id, and its active user.
///
/// # Errors
/// `SessionEnded` if it is missing, unknown, over, or of another realm.
pub fn live(
    tx: &Transaction,
    realm: &Realm,
    id: Option<&str>,
    now_ms: i64,
) -> Result<(User, Session), Failure> {
    let id = id.ok_or(Failure::SessionEnded)?;
    let session = sessions::live(tx, id, now_ms)?
        .filter(|session| session.realm_id == realm.id)
        .ok_or(Failure::SessionEnded)?;
    let user = users::by_id(tx, &session.user_id)?
        .filter(User::is_active)
        .ok_or(Failure::SessionEnded)?;
    Ok((user, session))
}

/// A fresh token for a session, for the account that is asked for.
pub fn refresh(
    context: &Context,
    realm: &Realm,
    id: Option<&str>,
    account: Option<&str>,
) -> Result<(Session, Conclusion), Failure> {
    let now_ms = context.now_ms();
    context.transact(|tx| {
        let (user, session) = live(tx, realm, id, now_ms)?;
        let conclusion = conclude(tx, realm, &user, &session, account, now_ms)?;
        Ok((session, conclusion))
    })
}

/// Ends a session.
pub fn end(
    context: &Context,
    realm: &Realm,
    id: Option<&str>,
    caller: &Caller,
) -> Result<(), Failure> {
    let now_ms = context.now_ms();
    context.transact(|tx| {
        let (_, session) = live(tx, realm, id, now_ms)?;
        delete(tx, &session, caller, now_ms)
    })
}

/// Ends a session, and records that.
pub fn delete(
    tx: &Transaction,
    session: &Session,
    caller: &Caller,
    now_ms: i64,
) -> Result<(), Failure> {
    sessions::delete(tx, &session.id)?;
    let event = NewEvent {
        event_type: "session.deleted",
        realm_id: &session.realm_id,
        about: &[("user_id", &session.user_id), ("session_id", &session.id)],
        caller,
        now_ms,
    };
    event.record(tx, MailContext::default()).map(drop)
}
