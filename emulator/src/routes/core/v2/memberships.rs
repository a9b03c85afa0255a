//! `/v2/memberships` (protocol-v2 §7.6). Tested in `tests/api/core/v2/memberships.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::super::listing::BY_ID;
use super::super::memberships::{change, record};
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::render_v2;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::store::memberships::{self, Membership};
use crate::store::{By, Transaction, filter, orgs, users};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/memberships", get(list).post(create))
        .route("/v2/memberships/{id}", get(read).put(update).delete(delete))
}

/// Memberships: those of an org with their users, those of a user with their orgs, those of both with neither.
async fn list(call: Call) -> Answer {
    let page = call.page(&BY_ID)?;
    let org_id = text(&call.received.query, "org_id");
    let (bodies, more) = call.transact(|tx| {
        let realm = call.realm(tx)?;
        let user_id = call.user_id_filter(tx)?;
        let filters = [
            filter(By::RealmOfUser, Some(&realm.id)),
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
async fn read(call: Call) -> Answer {
    ok(call.transact(|tx| body(tx, &find(tx, &call)?, true, true))?)
}

/// Puts a user into an org, once.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("membership")?;
    let answer = call.transact(|tx| {
        let mut problems = Problems::default();
        let user = match text(given, "user_id") {
            None => {
                problems.add("user_id", "User can't be blank");
                None
            }
            Some(key) => {
                let found = call.find_user(tx, &key)?;
                if found.is_none() {
                    problems.add("user_id", "User is unknown");
                }
                found.map(|(_, user)| user)
            }
        };
        let org_id = text(given, "org_id");
        if org_id.is_none() {
            problems.add("org_id", "Org can't be blank");
        }
        if let (Some(user), Some(id)) = (&user, &org_id) {
            if orgs::by_id(tx, Some(&user.realm_id), id)?.is_none() {
                problems.add("org_id", "Org is unknown");
            } else if memberships::exists(tx, &user.id, Some(id))? {
                problems.add("user_id", "User already has a membership in this org");
            }
        }
        let mut membership = Membership {
            id: new_id("mb_"),
            org_id,
            user_id: user.map_or_else(String::new, |user| user.id),
            permissions: json!([]),
            custom: json!({}),
            created_at: call.now_ms(),
            expires_at: None,
        };
        change(&mut membership, given, call.now_ms(), &mut problems);
        problems.into_result()?;
        memberships::insert(tx, &membership)?;
        record(tx, &call, "membership.created", &membership)?;
        body(tx, &membership, true, true)
    })?;
    created(answer)
}

/// Changes the attributes sent; user and org stay as they were made.
async fn update(call: Call) -> Answer {
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
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let membership = find(tx, &call)?;
        record(tx, &call, "membership.deleted", &membership)?;
        memberships::delete(tx, &membership.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &Call) -> Result<Membership, Failure> {
    let membership = memberships::by_id(tx, None, &call.id)?.ok_or(Failure::NotFound)?;
    let user = users::by_id(tx, &membership.user_id)?.ok_or(Failure::NotFound)?;
    call.within(tx, &user.realm_id)?;
    Ok(membership)
}

fn body(
    tx: &Transaction,
    membership: &Membership,
    user: bool,
    org: bool,
) -> Result<Value, Failure> {
    let mut body = render_v2::membership(membership);
    if user {
        let user = users::by_id(tx, &membership.user_id)?;
        body["user"] = json!(user.as_ref().map(render_v2::user_in_list));
    }
    if org {
        let org = memberships::org_of(tx, membership)?;
        body["org"] = json!(org.as_ref().map(render_v2::org_in_list));
    }
    Ok(body)
}
