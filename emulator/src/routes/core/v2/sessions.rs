//! `/v2/sessions` (protocol-v2 §7.4). Tested in `tests/api/core/v2/sessions.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::super::listing::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::render_v2;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::rules::logins::begin_session;
use crate::rules::logins::live_sessions::{find_session, sign_token};
use crate::rules::v2::sessions as live;
use crate::store::sessions::{self, Session};
use crate::store::users::User;
use crate::store::{By, Transaction, filter};

const SORTING: Sorting = Sorting {
    keys: sessions::SORT_KEYS,
    descending: false,
};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/sessions", get(list).post(create))
        .route("/v2/sessions/{id}", get(read).delete(delete))
}

/// By id or by the whole login token.
async fn read(call: Call) -> Answer {
    ok(call.transact(|tx| {
        let (user, session) = find(tx, &call)?;
        body(tx, &user, &session, None)
    })?)
}

/// Live sessions of active users, of one user if `user_id` says so.
async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, Some(&call.realm(tx)?.id)),
            filter(By::UserId, call.user_id_filter(tx)?.as_deref()),
            // As in single reads.
            filter(By::StateOfUser, Some("active")),
        ];
        sessions::list(tx, &filters, call.now_ms(), &page)
    })?;
    collection(rows.iter().map(render_v2::session).collect(), more)
}

/// A session for a user, with its token: how an app logs a user in by itself.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("session")?;
    let key =
        text(given, "user_id").ok_or_else(|| Failure::invalid("user_id", "User can't be blank"))?;
    let body = call.transact(|tx| {
        let found = call.find_user(tx, &key)?;
        let (realm, user) = found
            .filter(|(_, user)| user.is_active())
            .ok_or_else(|| Failure::invalid("user_id", "User is unknown or inactive"))?;
        let now_ms = call.now_ms();
        let (user, session) = begin_session(tx, &realm, user, &call.caller(), now_ms)?;
        let token = sign_token(tx, &realm, &user, &session, now_ms)?;
        body(tx, &user, &session, Some(&token))
    })?;
    created(body)
}

/// Ends a session.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let (_, session) = find(tx, &call)?;
        live::delete(tx, &session, &call.caller(), call.now_ms())
    })?;
    gone()
}

fn find(tx: &Transaction, call: &Call) -> Result<(User, Session), Failure> {
    let found = find_session(tx, &call.id, call.now_ms())?.ok_or(Failure::NotFound)?;
    call.within(tx, &found.1.realm_id)?;
    Ok(found)
}

/// A session with its user, and with its token if that has just been made.
pub fn body(
    tx: &Transaction,
    user: &User,
    session: &Session,
    token: Option<&str>,
) -> Result<Value, Failure> {
    let mut body = render_v2::session(session);
    body["user"] = render_v2::user(tx, user)?;
    if let Some(token) = token {
        body["token"] = json!(token);
    }
    Ok(body)
}
