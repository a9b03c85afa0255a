//! Settings that are stored and do nothing here: `/v2/named_permissions`, `/v2/resource_links`, `/v2/smtp_providers` and
//! `/v2/mailing_list_providers` (protocol-v2 §7.9). Mails go to the outbox, and permissions need no names. Tested in
//! `tests/api/core/v2/records.rs`.

use axum::routing::get;
use serde_json::{Map, Value, json};

use super::super::listing::BY_ID;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::model::failure::Failure;
use crate::model::fields::Fields;
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::rules::accounts::memberships::is_permission;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::records::{self, Record};
use crate::store::{By, Transaction, filter};

const PERMISSION: &str = "named_permission";

/// Providers that a hook of the type `mailing_list` may name.
pub const MAILING_LIST_PROVIDER: &str = "mailing_list_provider";

// Names of the resources, and how their ids begin; the real beginnings are not known (V32).
const KINDS: [(&str, &str); 4] = [
    (MAILING_LIST_PROVIDER, "mlp_"),
    (PERMISSION, "np_"),
    ("resource_link", "rln_"),
    ("smtp_provider", "smp_"),
];

// Set by the emulator, or the sign of a failure to clients.
const OWN: &[&str] = &["errors", "id", "object", "realm_id"];

// Nothing needs these here, so they are not kept.
const SECRETS: &[&str] = &["key", "password", "secret", "token"];

/// The routes of these resources.
pub fn routes() -> Routes {
    KINDS.iter().fold(Routes::new(), |routes, &(kind, prefix)| {
        let all = get(move |call: Call| list(call, kind))
            .post(move |call: Call| create(call, kind, prefix));
        let one = get(move |call: Call| read(call, kind))
            .put(move |call: Call| update(call, kind))
            .delete(move |call: Call| delete(call, kind));
        routes
            .route(&format!("/v2/{kind}s"), all)
            .route(&format!("/v2/{kind}s/{{id}}"), one)
    })
}

async fn list(call: Call, kind: &'static str) -> Answer {
    let page = call.page(&BY_ID)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, Some(&call.realm(tx)?.id)),
            filter(By::Kind, Some(kind)),
        ];
        records::list(tx, &filters, &page)
    })?;
    collection(rows.iter().map(body).collect(), more)
}

async fn read(call: Call, kind: &'static str) -> Answer {
    ok(body(&call.transact(|tx| find(tx, &call, kind))?))
}

async fn create(call: Call, kind: &'static str, prefix: &'static str) -> Answer {
    let given = call.wrapped(kind)?;
    let record = call.transact(|tx| {
        let record = Record {
            id: new_id(prefix),
            realm_id: call.realm(tx)?.id,
            kind: kind.to_owned(),
            settings: json!({}),
        };
        let record = changed(record, given)?;
        records::save(tx, &record).map(|()| record)
    })?;
    created(body(&record))
}

async fn update(call: Call, kind: &'static str) -> Answer {
    let given = call.wrapped(kind)?;
    let record = call.transact(|tx| {
        let record = changed(find(tx, &call, kind)?, given)?;
        records::save(tx, &record).map(|()| record)
    })?;
    ok(body(&record))
}

async fn delete(call: Call, kind: &'static str) -> Answer {
    call.transact(|tx| {
        let record = find(tx, &call, kind)?;
        records::delete(tx, &record.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &Call, kind: &str) -> Result<Record, Failure> {
    let record = records::by_id(tx, kind, &call.id)?.ok_or(Failure::NotFound)?;
    call.within(tx, &record.realm_id).map(|_| record)
}

// Lays the attributes sent over those that are stored.
fn changed(mut record: Record, given: &Fields) -> Result<Record, Failure> {
    let mut settings: Map<String, Value> = record.settings.as_object().cloned().unwrap_or_default();
    let kept = given.iter().filter(|(name, _)| is_kept(name));
    settings.extend(kept.map(|(name, value)| (name.clone(), value.clone())));
    if record.kind == PERMISSION {
        check_permission(&mut settings, given)?;
    }
    record.settings = Value::Object(settings);
    Ok(record)
}

/// Whether an attribute that the emulator does not use is stored: secrets and its own members are not.
pub fn is_kept(name: &str) -> bool {
    !OWN.contains(&name) && !SECRETS.iter().any(|secret| name.contains(secret))
}

fn check_permission(settings: &mut Map<String, Value>, given: &Fields) -> Result<(), Failure> {
    let stored = |name: &str| settings.get(name).and_then(Value::as_str);
    let mut permission = stored("permission").unwrap_or_default().to_owned();
    let mut name = stored("name").map(str::to_owned);
    let mut auto_grant = settings.get("auto_grant") == Some(&Value::Bool(true));
    let mut problems = Problems::default();
    let mut reader = AttributeReader::new(given, &mut problems);
    reader.required("permission", &mut permission);
    if !is_permission(&permission) {
        reader.refuse("permission", "is invalid");
    }
    reader.text("name", &mut name);
    reader.flag("auto_grant", &mut auto_grant);
    problems.into_result()?;
    settings.insert("permission".to_owned(), json!(permission));
    settings.insert("name".to_owned(), json!(name));
    settings.insert("auto_grant".to_owned(), json!(auto_grant));
    Ok(())
}

fn body(record: &Record) -> Value {
    let mut members = record.settings.as_object().cloned().unwrap_or_default();
    members.insert("id".to_owned(), json!(record.id));
    members.insert("object".to_owned(), json!(record.kind));
    members.insert("realm_id".to_owned(), json!(record.realm_id));
    Value::Object(members)
}
