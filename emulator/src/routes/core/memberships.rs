//! `/v1/memberships`. Tested in `tests/api/memberships.rs`.

use axum::routing::get;

use super::call::BY_ID;
use super::{Answer, Call, Routes, collection, ok, render};
use crate::error::Failure;
use crate::fields::text;
use crate::store::{filter, memberships};

/// Their routes.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/memberships", get(list).post(super::not_built))
        .route(
            "/v1/memberships/{id}",
            get(read).put(super::not_built).delete(super::not_built),
        )
}

/// Memberships, by `user_id` and `org_id` if given.
pub async fn list(call: Call) -> Answer {
    let page = call.page(&BY_ID)?;
    let query = &call.received.query;
    let (user_id, org_id) = (text(query, "user_id"), text(query, "org_id"));
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(
                "user_id IN (SELECT id FROM users WHERE realm_id = ?)",
                call.list_realm_id(tx)?.as_deref(),
            ),
            filter("user_id = ?", user_id.as_deref()),
            filter("org_id = ?", org_id.as_deref()),
        ];
        memberships::list(tx, &filters, &page)
    })?;
    collection(rows.iter().map(render::membership).collect(), more)
}

/// By id.
pub async fn read(call: Call) -> Answer {
    let membership = call
        .transact(|tx| memberships::by_id(tx, call.realm_id().as_deref(), &call.id))?
        .ok_or(Failure::NotFound)?;
    ok(render::membership(&membership))
}
