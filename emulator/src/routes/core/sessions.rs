//! `/v1/sessions` (protocol-v1 §5.5). Tested in `tests/api/core/sessions.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::listing::Sorting;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::http::render;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::rules::logins::live_sessions::{find_session, sign_token};
use crate::rules::logins::open_session;
use crate::store::sessions::{self, Session};
use crate::store::users::{self, User};
use crate::store::{By, Transaction, filter, realms};

const SORTING: Sorting = Sorting {
    keys: sessions::SORT_KEYS,
    descending: false,
};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/sessions", get(list).post(create))
        .route("/v1/sessions/{id}", get(read).delete(delete))
}

/// By id or by the whole login token.
pub async fn read(call: ApiCall) -> Answer {
    let now_ms = call.now_ms();
    let body = call.transact(|tx| {
        let (user, session) = find(tx, &call, now_ms)?;
        let mut body = with_user(tx, &call, &user, &session)?;
        if call.expands("token") {
            let realm = realms::realm(tx, &session.realm_id)?.ok_or(Failure::NotFound)?;
            body["token"] = json!(sign_token(tx, &realm, &user, &session, now_ms)?);
        }
        Ok(body)
    })?;
    ok(body)
}

/// Live sessions of active users, of one user if `user_id` says so.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&SORTING)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, call.list_realm_id(tx)?.as_deref()),
            filter(By::OtherApi, Some("2")),
            filter(By::UserId, call.user_id_filter(tx)?.as_deref()),
            // As in single reads.
            filter(By::StateOfUser, Some("active")),
        ];
        let (rows, more) = sessions::list(tx, &filters, call.now_ms(), &page)?;
        let rows = rows.iter().map(|session| render::session(tx, session));
        Ok((rows.collect::<Result<Vec<_>, Failure>>()?, more))
    })?;
    collection(rows, more)
}

/// A session for a user, with its token: how an app logs a user in by itself.
pub async fn create(call: ApiCall) -> Answer {
    let attributes = call.wrapped("session")?;
    let key = text(attributes, "user_id")
        .ok_or_else(|| Failure::invalid("user_id", "User can't be blank"))?;
    let now_ms = call.now_ms();
    let realm_id = call.realm_id();
    let body = call.transact(|tx| {
        let user = users::find(tx, realm_id.as_deref(), &key)?
            .filter(User::is_active)
            .ok_or_else(|| Failure::invalid("user_id", "User is unknown or inactive"))?;
        let realm = realms::realm(tx, &user.realm_id)?.ok_or(Failure::NotFound)?;
        let login = open_session(tx, &realm, user, &caller(&call, attributes), now_ms)?;
        let mut body = with_user(tx, &call, &login.user, &login.session)?;
        body["token"] = json!(login.token);
        Ok(body)
    })?;
    created(body)
}

// The browser stands in `request`; old clients write it into the session (protocol-v1 §12, C12).
fn caller(call: &ApiCall, attributes: &Fields) -> Caller {
    match call.body.contains_key("request") {
        true => call.caller(),
        false => Caller {
            ip: text(attributes, "ip"),
            user_agent: text(attributes, "client"),
        },
    }
}

/// Ends a session.
pub async fn delete(call: ApiCall) -> Answer {
    let now_ms = call.now_ms();
    call.transact(|tx| {
        let (_, session) = find(tx, &call, now_ms)?;
        sessions::delete(tx, &session.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &ApiCall, now_ms: i64) -> Result<(User, Session), Failure> {
    find_session(tx, &call.id, now_ms)?
        .filter(|(_, session)| call.knows(&session.realm_id))
        .ok_or(Failure::NotFound)
}

fn with_user(
    tx: &Transaction,
    call: &ApiCall,
    user: &User,
    session: &Session,
) -> Result<Value, Failure> {
    let mut body = render::session(tx, session)?;
    body["user"] = call.user_body(tx, user)?;
    Ok(body)
}
