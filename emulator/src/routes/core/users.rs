//! `/v1/users` (protocol-v1 §5.7, §5.8). Tested in `tests/api/core/users.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::listing::Sorting;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::http::render;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::rules::accounts::by_api;
use crate::rules::events;
use crate::rules::logins::by_key;
use crate::rules::pending_signups;
use crate::store::users::{self, User};
use crate::store::{By, Transaction, filter};

const SORTING: Sorting = Sorting {
    keys: users::SORT_KEYS,
    descending: false,
};

/// The routes of users, without the actions.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/users", get(list).post(create))
        .route("/v1/users/{id}", get(read).put(update).delete(delete))
}

/// Users of the realm, in order of creation unless told otherwise.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&SORTING)?;
    let query = |name| text(&call.received.query, name);
    let (user_type, state) = (query("user_type"), query("state"));
    let (username, email) = (query("username"), query("email"));
    let lower = |text: Option<String>| text.map(|text| text.to_lowercase());
    let custom = call.expands("custom");
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, call.list_realm_id(tx)?.as_deref()),
            filter(By::OtherApi, Some("2")),
            filter(By::UserType, user_type.as_deref()),
            filter(By::State, state.as_deref()),
            filter(By::Username, lower(username).as_deref()),
            filter(By::Email, lower(email).as_deref()),
            filter(By::Reference, query("reference").as_deref()),
            filter(
                By::EmailVerification,
                query("email_verification").as_deref(),
            ),
        ];
        let (rows, more) = users::list(tx, &filters, &page)?;
        let rows = rows.iter().map(|user| {
            let mut body = render::user_in_list(tx, user)?;
            if custom {
                body["custom"] = user.custom.clone();
            }
            Ok(body)
        });
        Ok((rows.collect::<Result<Vec<_>, Failure>>()?, more))
    })?;
    collection(rows, more)
}

/// By id or username.
pub async fn read(call: ApiCall) -> Answer {
    let body = call.transact(|tx| {
        let user = call.user(tx)?;
        let key = readable_key(tx, &call, &user)?;
        Ok(with_key(call.user_body(tx, &user)?, key.as_deref()))
    })?;
    ok(body)
}

/// From attributes, or from a signup token.
pub async fn create(call: ApiCall) -> Answer {
    let given = &call.wrapped_new("user")?;
    if let Some(token) = text(given, "token") {
        let body = call.transact(|tx| {
            let (context, realm_id) = (call.context(), call.realm_id());
            let realm_id = realm_id.as_deref();
            let user =
                pending_signups::redeem(tx, context, realm_id, &token, given, &call.caller())?;
            call.user_body(tx, &user)
        })?;
        return created(body);
    }
    let new = call.transact(|tx| by_api::check_new(tx, call.realm(tx)?, given, call.now_ms()))?;
    created(answered(
        &call,
        by_api::create(call.context(), new, &call.caller()).await?,
    )?)
}

fn answered(call: &ApiCall, (user, key): by_api::Stored) -> Result<Value, Failure> {
    let body = call.transact(|tx| call.user_body(tx, &user))?;
    Ok(with_key(body, key.as_deref()))
}

fn readable_key(tx: &Transaction, call: &ApiCall, user: &User) -> Result<Option<String>, Failure> {
    match by_key::first(tx, &user.id)? {
        Some(credential) => by_key::readable(tx, &call.realm_of(tx, user)?, &credential),
        None => Ok(None),
    }
}

// A key is shown when it is set, and again only if the realm says so.
fn with_key(mut body: Value, key: Option<&str>) -> Value {
    if let Some(key) = key {
        body["api_key"] = json!(key);
    }
    body
}

/// Changes the attributes sent, and no others.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("user")?;
    let (realm, found) = call.transact(|tx| {
        let user = call.user(tx)?;
        Ok((call.realm_of(tx, &user)?, user))
    })?;
    let (context, caller) = (call.context(), call.caller());
    let stored = by_api::update(context, &realm, &found, given, &caller).await?;
    ok(answered(&call, stored)?)
}

/// Removes a user with its sessions, credentials and memberships.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let user = call.user(tx)?;
        events::about_user(tx, "user.deleted", &user, &call.caller(), call.now_ms())?;
        users::delete(tx, &user.id)
    })?;
    gone()
}
