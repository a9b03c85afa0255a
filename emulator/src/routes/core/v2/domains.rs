//! `/v2/domains`: hosts of a realm (protocol-v2 §7.9). Tested in `tests/api/core/v2/domains.rs`.

use axum::routing::{get, post};
use serde_json::Value;

use super::super::listing::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::render_v2;
use crate::model::client_app::{Domain, DomainType};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::random_text;
use crate::model::problems::Problems;
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::domains::save;
use crate::store::{By, Transaction, domains, filter};

const SORTING: Sorting = Sorting {
    keys: domains::SORT_KEYS,
    descending: false,
};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/domains", get(list).post(create))
        .route("/v2/domains/{id}", get(read).put(update).delete(delete))
        // There is nothing to wait for here.
        .route("/v2/domains/{id}/verify", post(read))
}

/// Hosts of the realm, by name.
async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [filter(By::RealmId, Some(&call.realm(tx)?.id))];
        domains::list(tx, &filters, &page)
    })?;
    let rows = rows.iter();
    let rows = rows.map(|(realm_id, domain)| body(&call, realm_id, domain));
    collection(rows.collect(), more)
}

/// By id.
async fn read(call: Call) -> Answer {
    let (realm_id, domain) = call.transact(|tx| find(tx, &call))?;
    ok(body(&call, &realm_id, &domain))
}

/// One of LoginRocket's, with a subdomain made up if none is sent; or any name.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("domain")?;
    created(call.transact(|tx| {
        let realm = call.realm(tx)?;
        let domain = changed(new(given)?, given)?;
        let domain = save(tx, &realm.id, domain)?;
        Ok(body(&call, &realm.id, &domain))
    })?)
}

fn new(given: &Fields) -> Result<Domain, Failure> {
    let mut problems = Problems::default();
    let mut domain_type = DomainType::Loginrocket;
    let mut attributes = AttributeReader::new(given, &mut problems);
    attributes.choice("domain_type", &mut domain_type);
    let fqdn = text(given, "fqdn");
    if domain_type == DomainType::Custom && fqdn.is_none() {
        attributes.refuse("fqdn", "can't be blank");
    }
    problems.into_result()?;
    Ok(match (fqdn, text(given, "subdomain")) {
        (Some(fqdn), _) => Domain::of_name(&fqdn),
        (None, Some(subdomain)) => Domain::of_subdomain(&subdomain),
        (None, None) => Domain::of_subdomain(&random_text(10)),
    })
}

/// Changes its state; the name stays.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("domain")?;
    ok(call.transact(|tx| {
        let (realm_id, domain) = find(tx, &call)?;
        let domain = save(tx, &realm_id, changed(domain, given)?)?;
        Ok(body(&call, &realm_id, &domain))
    })?)
}

/// Removes one, whose host is 404 from then on.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let (_, domain) = find(tx, &call)?;
        domains::delete(tx, &domain.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &Call) -> Result<(String, Domain), Failure> {
    let found = domains::by_id(tx, &call.id)?.ok_or(Failure::NotFound)?;
    call.within(tx, &found.0).map(|_| found)
}

fn changed(mut domain: Domain, given: &Fields) -> Result<Domain, Failure> {
    let mut problems = Problems::default();
    let mut attributes = AttributeReader::new(given, &mut problems);
    attributes.choice("state", &mut domain.state);
    if let Some((name, reason)) = domain.problem() {
        attributes.refuse(name, reason);
    }
    problems.into_result().map(|()| domain)
}

fn body(call: &Call, realm_id: &str, domain: &Domain) -> Value {
    render_v2::domain(realm_id, domain, call.context().login_port)
}
