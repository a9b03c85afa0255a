//! `/v1/memberships`. Tested in `tests/api/core/memberships.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::keyed_call::KeyedCall;
use super::listing::BY_ID;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::http::render;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::rules::accounts::memberships::{about, permissions};
use crate::rules::attribute_reader::AttributeReader;
use crate::store::memberships::{self, Membership};
use crate::store::users::{self, User};
use crate::store::{By, Transaction, filter, orgs};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/memberships", get(list).post(create))
        .route("/v1/memberships/{id}", get(read).put(update).delete(delete))
}

/// Memberships, by `user_id` or by `org_id`, each with what is at its other end.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&BY_ID)?;
    let org_id = text(&call.received.query, "org_id");
    let (bodies, more) = call.transact(|tx| {
        let realm_id = call.list_realm_id(tx)?;
        let user_id = call.user_id_filter(tx)?;
        let filters = [
            filter(By::RealmOfUser, realm_id.as_deref()),
            filter(By::OtherApiOfUser, Some("2")),
            filter(By::UserId, user_id.as_deref()),
            filter(By::OrgId, org_id.as_deref()),
        ];
        let (rows, more) = memberships::list(tx, &filters, &page)?;
        let (user, org) = (user_id.is_none(), org_id.is_none());
        let bodies = rows
            .iter()
            .map(|row| body(tx, row, user && !org, org && !user));
        Ok((bodies.collect::<Result<Vec<_>, _>>()?, more))
    })?;
    collection(bodies, more)
}

/// By id, with its user and its org.
pub async fn read(call: ApiCall) -> Answer {
    ok(call.transact(|tx| body(tx, &find(tx, &call)?, true, true))?)
}

/// Puts a user into an org, or gives it permissions without one.
pub async fn create(call: ApiCall) -> Answer {
    let given = call.wrapped("membership")?;
    let answer = call.transact(|tx| {
        let mut problems = Problems::default();
        let user = new_member(tx, &call, given, &mut problems)?;
        let mut membership = Membership {
            id: new_id("mb_"),
            org_id: None,
            user_id: user
                .as_ref()
                .map_or_else(String::new, |user| user.id.clone()),
            permissions: json!([]),
            custom: json!({}),
            created_at: call.now_ms(),
            expires_at: None,
        };
        change(&mut membership, given, call.now_ms(), &mut problems);
        if let Some(user) = &user {
            membership.org_id = org_for(tx, user, given, &mut problems)?;
        }
        problems.into_result()?;
        memberships::insert(tx, &membership)?;
        record(tx, &call, "membership.created", &membership)?;
        body(tx, &membership, true, true)
    })?;
    created(answer)
}

/// Changes the attributes sent; user and org stay as they were made.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("membership")?;
    let answer = call.transact(|tx| {
        let mut problems = Problems::default();
        let mut membership = find(tx, &call)?;
        change(&mut membership, given, call.now_ms(), &mut problems);
        problems.into_result()?;
        memberships::update(tx, &membership)?;
        record(tx, &call, "membership.updated", &membership)?;
        body(tx, &membership, true, true)
    })?;
    ok(answer)
}

/// Removes a membership.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let membership = find(tx, &call)?;
        record(tx, &call, "membership.deleted", &membership)?;
        memberships::delete(tx, &membership.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<Membership, Failure> {
    let found = memberships::by_id(tx, call.realm_id().as_deref(), &call.id)?;
    found.ok_or(Failure::NotFound)
}

fn new_member(
    tx: &Transaction,
    call: &ApiCall,
    given: &Fields,
    problems: &mut Problems,
) -> Result<Option<User>, Failure> {
    let Some(key) = text(given, "user_id") else {
        problems.add("user_id", "User can't be blank");
        return Ok(None);
    };
    let user = users::find(tx, call.realm_id().as_deref(), &key)?;
    if user.is_none() {
        problems.add("user_id", "User is unknown");
    }
    Ok(user)
}

// The org asked for, if it is one of the user's realm that the user is not in yet.
fn org_for(
    tx: &Transaction,
    user: &User,
    given: &Fields,
    problems: &mut Problems,
) -> Result<Option<String>, Failure> {
    let org_id = AttributeReader::new(given, problems)
        .sent("org_id")
        .flatten();
    if let Some(id) = &org_id
        && orgs::by_id(tx, Some(&user.realm_id), id)?.is_none()
    {
        problems.add("org_id", "Org is unknown");
    } else if memberships::exists(tx, &user.id, org_id.as_deref())? {
        let sentence = match org_id {
            Some(_) => "User already has a membership in this org",
            None => "User already has a membership without an org",
        };
        problems.add("user_id", sentence);
    }
    Ok(org_id)
}

/// Lays the attributes sent over a membership.
pub fn change(membership: &mut Membership, given: &Fields, now_ms: i64, problems: &mut Problems) {
    if let Some(given) = given.get("permissions") {
        membership.permissions = permissions(given, problems);
    }
    let mut given = AttributeReader::new(given, problems);
    if let Some(custom) = given.custom() {
        membership.custom = Value::Object(custom);
    }
    given.time("expires_at", now_ms, &mut membership.expires_at);
}

/// Records an event about a membership, in the realm of its user.
pub fn record(
    tx: &Transaction,
    call: &KeyedCall,
    event_type: &'static str,
    membership: &Membership,
) -> Result<(), Failure> {
    let user = users::by_id(tx, &membership.user_id)?.ok_or(Failure::NotFound)?;
    call.record(tx, event_type, &user.realm_id, &about(membership))
}

fn body(
    tx: &Transaction,
    membership: &Membership,
    user: bool,
    org: bool,
) -> Result<Value, Failure> {
    let mut body = render::membership(membership);
    if user {
        body["user"] = match users::by_id(tx, &membership.user_id)? {
            Some(user) => render::user_in_list(tx, &user)?,
            None => Value::Null,
        };
    }
    if org {
        let org = memberships::org_of(tx, membership)?;
        body["org"] = json!(org.as_ref().map(render::org_in_list));
    }
    Ok(body)
}
