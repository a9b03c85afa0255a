//! `/v1/orgs` and `/v1/memberships`, read only: what signup mode `user_org` made. Tested in
//! `tests/api/signup.rs` and `tests/api/core.rs`.

use super::call::BY_ID;
use super::{Answer, Call, Routes, collection, ok, render};
use crate::error::Failure;
use crate::fields::text;
use crate::store::filter;
use crate::store::orgs::{self, MembershipFilter};
use axum::routing::get;

/// Their routes.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/orgs", get(list).post(super::not_built))
        .route(
            "/v1/orgs/{id}",
            get(read).put(super::not_built).delete(super::not_built),
        )
        .route(
            "/v1/memberships",
            get(list_memberships).post(super::not_built),
        )
        .route(
            "/v1/memberships/{id}",
            get(read_membership)
                .put(super::not_built)
                .delete(super::not_built),
        )
}

/// Orgs of the realm.
pub async fn list(call: Call) -> Answer {
    let page = call.page(&BY_ID)?;
    let (bodies, more) = call.transact(|tx| {
        let filters = [filter("realm_id = ?", call.realm_id().as_deref())];
        let (rows, more) = orgs::list_orgs(tx, &filters, &page)?;
        let bodies = rows.iter().map(|org| render::org(tx, org));
        Ok((bodies.collect::<Result<Vec<_>, _>>()?, more))
    })?;
    collection(bodies, more)
}

/// By id.
pub async fn read(call: Call) -> Answer {
    let body = call.transact(|tx| {
        let org = orgs::org_by_id(tx, call.realm_id().as_deref(), &call.id)?;
        render::org(tx, &org.ok_or(Failure::NotFound)?)
    })?;
    ok(body)
}

/// Memberships, by `user_id` and `org_id` if given.
pub async fn list_memberships(call: Call) -> Answer {
    let page = call.page(&BY_ID)?;
    let query = &call.received.query;
    let (user_id, org_id) = (text(query, "user_id"), text(query, "org_id"));
    let realm_id = call.realm_id();
    let wanted = MembershipFilter {
        realm_id: realm_id.as_deref(),
        user_id: user_id.as_deref(),
        org_id: org_id.as_deref(),
    };
    let (rows, more) = call.transact(|tx| orgs::list_memberships(tx, wanted, &page))?;
    collection(rows.iter().map(render::membership).collect(), more)
}

/// By id.
pub async fn read_membership(call: Call) -> Answer {
    let membership = call
        .transact(|tx| orgs::membership_by_id(tx, call.realm_id().as_deref(), &call.id))?
        .ok_or(Failure::NotFound)?;
    ok(render::membership(&membership))
}
