//! Sessions and their login tokens: signing, finding, checking and ending (protocol-v1 §3.9, §5.5, §6). Tested in
//! `tests/api/core/sessions.rs`, `login/session.rs` and `login/logout.rs`.

use crate::model::failure::Failure;
use crate::model::settings::{Realm, SessionType};
use crate::rules::context::Context;
use crate::rules::login_token;
use crate::rules::v2::conclusion::accounts_of;
use crate::store::sessions::{self, Session};
use crate::store::users::{self, User};
use crate::store::{Transaction, jwt_keys, memberships};

/// A login token for a session, issued now, with the session's end; in version 2 with all accounts, none of them
/// selected, as the Core API makes it.
pub fn sign_token(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    session: &Session,
    now_ms: i64,
) -> Result<String, Failure> {
    let key = jwt_keys::current(tx, &realm.id, realm.jwt_algo)?
        .ok_or_else(|| Failure::internal("a realm without a key"))?;
    if realm.is_v2() {
        let accounts = accounts_of(tx, &user.id, now_ms)?;
        return login_token::v2::sign(&key, realm, user, &accounts, None, session, now_ms);
    }
    login_token::sign(
        &key,
        realm,
        user,
        &memberships::live_of_user(tx, &user.id, now_ms)?,
        session,
        now_ms,
    )
}

/// The live session named by a `kss_` id or by a genuine login token, with its active user.
pub fn find_session(
    tx: &Transaction,
    id_or_token: &str,
    now_ms: i64,
) -> Result<Option<(User, Session)>, Failure> {
    let by_token = id_or_token.contains('.');
    let id = match by_token {
        true => login_token::claimed_session(id_or_token),
        false => Some(id_or_token.to_owned()),
    };
    let Some(session) = id
        .map(|id| sessions::live(tx, &id, now_ms))
        .transpose()?
        .flatten()
    else {
        return Ok(None);
    };
    if by_token {
        let keys = jwt_keys::live(tx, &session.realm_id, now_ms)?;
        if !login_token::is_genuine(&keys, id_or_token) {
            return Ok(None);
        }
    }
    let user = users::by_id(tx, &session.user_id)?.filter(User::is_active);
    Ok(user.map(|user| (user, session)))
}

/// Ends the session of a login token of this realm; any other token changes nothing.
pub fn log_out(context: &Context, realm: &Realm, token: &str) -> Result<(), Failure> {
    let now_ms = context.now_ms();
    context.transact(|tx| match find_session(tx, token, now_ms)? {
        // A bare session id is not enough here: LoginRocket's API has no key.
        Some((_, session)) if session.realm_id == realm.id && token != session.id => {
            sessions::delete(tx, &session.id)
        }
        _ => Ok(()),
    })
}

/// The user of a genuine login token of this realm whose session goes on, and its end in epoch seconds
/// (D6). A bare session id is not enough: the LoginRocket API has no key.
pub fn check_session(
    tx: &Transaction,
    realm: &Realm,
    token: &str,
    now_ms: i64,
) -> Result<Option<(User, i64)>, Failure> {
    if realm.session_type == SessionType::Managed {
        let found = find_session(tx, token, now_ms)?;
        return Ok(found
            .filter(|(_, session)| session.realm_id == realm.id && token != session.id)
            .map(|(user, session)| (user, session.expires_at / 1000)));
    }
    let keys = jwt_keys::live(tx, &realm.id, now_ms)?;
    let Some((user_id, expires_at)) = login_token::holder(&keys, token) else {
        return Ok(None);
    };
    let user = users::by_id(tx, &user_id)?
        .filter(|user| user.is_active() && user.realm_id == realm.id)
        .filter(|_| expires_at * 1000 > now_ms);
    Ok(user.map(|user| (user, expires_at)))
}
