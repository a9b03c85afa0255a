//! Logins that the hosted pages remember (protocol-v1 §7.5): a random id stands for a user and a session. Tested in
//! `tests/api/hosted/sso.rs`.

use crate::model::failure::Failure;
use crate::model::ids::random_text;
use crate::model::settings::Realm;
use crate::rules::context::Context;
use crate::rules::logins::live_sessions::sign_token;
use crate::store::remembered::{self, Remembered};
use crate::store::sessions::{self, Session};
use crate::store::users::{self, User};

/// Remembers the login of a session in the place of older ones.
pub fn remember(
    context: &Context,
    session: &Session,
    older: &[String],
) -> Result<Remembered, Failure> {
    let entry = Remembered {
        id: random_text(43),
        realm_id: session.realm_id.clone(),
        user_id: session.user_id.clone(),
        session_id: Some(session.id.clone()).filter(|id| id.starts_with("kss_")),
        expires_at: session.expires_at,
    };
    context.transact(|tx| {
        for id in older {
            remembered::delete(tx, id)?;
        }
        remembered::insert(tx, &entry)
    })?;
    Ok(entry)
}

/// A fresh login token for the first of these ids whose session lives.
pub fn recall(context: &Context, realm: &Realm, ids: &[String]) -> Result<Option<String>, Failure> {
    let now_ms = context.now_ms();
    context.transact(|tx| {
        for id in ids {
            let Some(entry) = remembered::live(tx, &realm.id, id, now_ms)? else {
                continue;
            };
            let session = match &entry.session_id {
                Some(id) => sessions::live(tx, id, now_ms)?,
                None => Some(unmanaged(&entry, now_ms)),
            };
            let user = users::by_id(tx, &entry.user_id)?.filter(User::is_active);
            if let Some((session, user)) = session.zip(user) {
                return sign_token(tx, realm, &user, &session, now_ms).map(Some);
            }
        }
        Ok(None)
    })
}

// Nothing is stored of an unmanaged session but its end.
fn unmanaged(entry: &Remembered, now_ms: i64) -> Session {
    Session {
        id: random_text(26),
        realm_id: entry.realm_id.clone(),
        user_id: entry.user_id.clone(),
        ip: None,
        client: None,
        created_at: now_ms,
        expires_at: entry.expires_at,
    }
}

/// Forgets these logins and ends their sessions.
pub fn forget(context: &Context, realm: &Realm, ids: &[String]) -> Result<(), Failure> {
    let now_ms = context.now_ms();
    context.transact(|tx| {
        for id in ids {
            let Some(entry) = remembered::live(tx, &realm.id, id, now_ms)? else {
                continue;
            };
            remembered::delete(tx, id)?;
            if let Some(session_id) = &entry.session_id {
                sessions::delete(tx, session_id)?;
            }
        }
        Ok(())
    })
}
