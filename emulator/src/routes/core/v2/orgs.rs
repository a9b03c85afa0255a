//! `/v2/orgs` (protocol-v2 §7.6). Tested in `tests/api/core/v2/orgs.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::super::listing::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::render_v2;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::orgs::{self, Org};
use crate::store::{By, Transaction, filter, memberships, users};

const SORTING: Sorting = Sorting {
    keys: orgs::SORT_KEYS,
    descending: false,
};

const CLOSED: &str = "closed";

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/orgs", get(list).post(create))
        .route("/v2/orgs/{id}", get(read).put(update).delete(delete))
}

/// Orgs of the realm, by name.
async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let query = |name| text(&call.received.query, name);
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, Some(&call.realm(tx)?.id)),
            filter(By::Reference, query("reference").as_deref()),
            filter(By::State, query("state").as_deref()),
        ];
        orgs::list(tx, &filters, &page)
    })?;
    let custom = call.expands("custom");
    let rows = rows.iter().map(|org| match custom {
        true => render_v2::org(org),
        false => render_v2::org_in_list(org),
    });
    collection(rows.collect(), more)
}

/// By id.
async fn read(call: Call) -> Answer {
    ok(call.transact(|tx| body(tx, &call, &find(tx, &call)?))?)
}

/// From attributes.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("org")?;
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
        record(tx, &call, "org.created", &org)?;
        body(tx, &call, &org)
    })?;
    created(answer)
}

/// Changes the attributes sent, and no others. A closed org stays closed.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("org")?;
    let answer = call.transact(|tx| {
        let before = find(tx, &call)?;
        let org = changed(before.clone(), given)?;
        orgs::update(tx, &org)?;
        let closed = org.state == CLOSED && before.state != CLOSED;
        let event_type = if closed { "org.closed" } else { "org.updated" };
        record(tx, &call, event_type, &org)?;
        body(tx, &call, &org)
    })?;
    ok(answer)
}

/// Closes an org, and shows it; with `force` it is removed with its memberships.
async fn delete(call: Call) -> Answer {
    let force = call
        .given("force")
        .is_some_and(|it| it == "true" || it == "1");
    let left = call.transact(|tx| {
        let mut org = find(tx, &call)?;
        if org.state != CLOSED {
            CLOSED.clone_into(&mut org.state);
            orgs::update(tx, &org)?;
            record(tx, &call, "org.closed", &org)?;
        }
        if force {
            orgs::delete(tx, &org.id)?;
            return Ok(None);
        }
        body(tx, &call, &org).map(Some)
    })?;
    match left {
        Some(body) => ok(body),
        None => gone(),
    }
}

fn find(tx: &Transaction, call: &Call) -> Result<Org, Failure> {
    let org = orgs::by_id(tx, None, &call.id)?.ok_or(Failure::NotFound)?;
    call.within(tx, &org.realm_id).map(|_| org)
}

fn changed(mut org: Org, given: &Fields) -> Result<Org, Failure> {
    let was_closed = org.state == CLOSED;
    let mut problems = Problems::default();
    let mut given = AttributeReader::new(given, &mut problems);
    given.required("name", &mut org.name);
    given.text("reference", &mut org.reference);
    given.one_of("state", &["active", "inactive", CLOSED], &mut org.state);
    if was_closed && org.state != CLOSED {
        given.refuse("state", "is closed for good");
    }
    if let Some(custom) = given.custom() {
        org.custom = Value::Object(custom);
    }
    problems.into_result().map(|()| org)
}

fn record(
    tx: &Transaction,
    call: &Call,
    event_type: &'static str,
    org: &Org,
) -> Result<(), Failure> {
    call.record(tx, event_type, &org.realm_id, &[("org_id", &org.id)])
}

fn body(tx: &Transaction, call: &Call, org: &Org) -> Result<Value, Failure> {
    let mut body = render_v2::org(org);
    if call.expands("memberships") {
        let mut list = Vec::new();
        for entry in memberships::of_org(tx, &org.id)? {
            let mut body = render_v2::membership(&entry);
            let user = users::by_id(tx, &entry.user_id)?;
            body["user"] = json!(user.as_ref().map(render_v2::user_in_list));
            list.push(body);
        }
        body["memberships"] = json!(list);
    }
    Ok(body)
}
