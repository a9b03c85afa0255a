//! `/v1/orgs`. Tested in `tests/api/core/orgs.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::listing::Sorting;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::http::render;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::orgs::{self, Org};
use crate::store::{By, Transaction, filter};

const SORTING: Sorting = Sorting {
    keys: orgs::SORT_KEYS,
    descending: false,
};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/orgs", get(list).post(create))
        .route("/v1/orgs/{id}", get(read).put(update).delete(delete))
}

/// Orgs of the realm, by name.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&SORTING)?;
    let query = &call.received.query;
    let (reference, state) = (text(query, "reference"), text(query, "state"));
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, call.list_realm_id(tx)?.as_deref()),
            filter(By::OtherApi, Some("2")),
            filter(By::Reference, reference.as_deref()),
            filter(By::State, state.as_deref()),
        ];
        orgs::list(tx, &filters, &page)
    })?;
    let custom = call.expands("custom");
    let rows = rows.iter().map(|org| {
        let mut body = render::org_in_list(org);
        if custom {
            body["custom"] = org.custom.clone();
        }
        body
    });
    collection(rows.collect(), more)
}

/// By id.
pub async fn read(call: ApiCall) -> Answer {
    ok(call.transact(|tx| body(tx, &call, &find(tx, &call)?))?)
}

/// From attributes.
pub async fn create(call: ApiCall) -> Answer {
    let given = &call.wrapped_new("org")?;
    let answer = call.transact(|tx| {
        let org = Org {
            id: new_id("org_"),
            realm_id: call.realm(tx)?.id,
            name: String::new(),
            state: "active".to_owned(),
            reference: None,
            custom: json!({}),
            created_at: call.now_ms(),
        };
        let org = changed(org, given)?;
        orgs::insert(tx, &org)?;
        call.record(tx, "org.created", &org.realm_id, &[("org_id", &org.id)])?;
        body(tx, &call, &org)
    })?;
    created(answer)
}

/// Changes the attributes sent, and no others.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("org")?;
    let answer = call.transact(|tx| {
        let org = changed(find(tx, &call)?, given)?;
        orgs::update(tx, &org)?;
        call.record(tx, "org.updated", &org.realm_id, &[("org_id", &org.id)])?;
        body(tx, &call, &org)
    })?;
    ok(answer)
}

/// Removes an org with its memberships.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let org = find(tx, &call)?;
        call.record(tx, "org.deleted", &org.realm_id, &[("org_id", &org.id)])?;
        orgs::delete(tx, &org.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<Org, Failure> {
    orgs::by_id(tx, call.realm_id().as_deref(), &call.id)?.ok_or(Failure::NotFound)
}

fn changed(mut org: Org, given: &Fields) -> Result<Org, Failure> {
    let mut problems = Problems::default();
    let mut given = AttributeReader::new(given, &mut problems);
    given.required("name", &mut org.name);
    given.text("reference", &mut org.reference);
    given.one_of("state", &["active", "inactive"], &mut org.state);
    if let Some(custom) = given.custom() {
        org.custom = Value::Object(custom);
    }
    problems.into_result().map(|()| org)
}

fn body(tx: &Transaction, call: &ApiCall, org: &Org) -> Result<Value, Failure> {
    let mut body = render::org(tx, org)?;
    if call.expands("memberships") {
        body["memberships"] = render::memberships_of_org(tx, org)?;
    }
    Ok(body)
}
