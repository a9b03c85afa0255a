//! `/v1/login_policies`: Connected Apps (protocol-v1 §7.4). Tested in `tests/api/core/login_policies.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::listing::Sorting;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::{new_id, random_text};
use crate::model::problems::Problems;
use crate::model::settings::{App, is_url};
use crate::rules::apps;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::{By, Transaction, filter, realms};

const SORTING: Sorting = Sorting {
    keys: realms::APP_SORT_KEYS,
    descending: false,
};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/login_policies", get(list).post(create))
        .route(
            "/v1/login_policies/{id}",
            get(read).put(update).delete(delete),
        )
}

/// Apps of the realm, by name.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&SORTING)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [filter(By::RealmId, call.list_realm_id(tx)?.as_deref())];
        realms::list_apps(tx, &filters, &page)
    })?;
    let rows = rows
        .iter()
        .map(|(realm_id, app)| in_list(&call, realm_id, app));
    collection(rows.collect(), more)
}

/// By id.
pub async fn read(call: ApiCall) -> Answer {
    let (realm_id, app) = call.transact(|tx| find(tx, &call))?;
    ok(body(&call, &realm_id, &app))
}

/// Creates an app, which answers on its own host at once.
pub async fn create(call: ApiCall) -> Answer {
    let given = &call.wrapped_new("login_policy")?;
    let (realm_id, app) = call.transact(|tx| {
        let realm = call.realm(tx)?;
        let mut app = App {
            id: new_id("lpl_"),
            ..App::default()
        };
        set(&mut app, given)?;
        save(tx, &call, "login_policy.created", &realm.id, &app)?;
        Ok((realm.id, app))
    })?;
    created(body(&call, &realm_id, &app))
}

/// Changes the attributes sent, and no others.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("login_policy")?;
    let (realm_id, app) = call.transact(|tx| {
        let (realm_id, mut app) = find(tx, &call)?;
        set(&mut app, given)?;
        save(tx, &call, "login_policy.updated", &realm_id, &app)?;
        Ok((realm_id, app))
    })?;
    ok(body(&call, &realm_id, &app))
}

/// Removes an app: its host answers 404. Users and sessions of the realm stay.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let (realm_id, app) = find(tx, &call)?;
        realms::delete_app(tx, &app.id)?;
        record(tx, &call, "login_policy.deleted", &realm_id, &app)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<(String, App), Failure> {
    realms::app_by_id(tx, &call.id)?
        .filter(|(realm_id, _)| call.knows(realm_id))
        .ok_or(Failure::NotFound)
}

fn save(
    tx: &Transaction,
    call: &ApiCall,
    event_type: &'static str,
    realm_id: &str,
    app: &App,
) -> Result<(), Failure> {
    apps::save(tx, realm_id, app)?;
    record(tx, call, event_type, realm_id, app)
}

fn record(
    tx: &Transaction,
    call: &ApiCall,
    event_type: &'static str,
    realm_id: &str,
    app: &App,
) -> Result<(), Failure> {
    let about = [("realm_id", realm_id), ("login_policy_id", app.id.as_str())];
    call.record(tx, event_type, realm_id, &about)
}

fn set(app: &mut App, given: &Fields) -> Result<(), Failure> {
    let mut problems = Problems::default();
    let mut attributes = AttributeReader::new(given, &mut problems);
    attributes.required("name", &mut app.name);
    attributes.choice("state", &mut app.state);
    attributes.required("login_handler", &mut app.login_handler);
    attributes.text("signup_handler", &mut app.signup_handler);
    attributes.text("header", &mut app.header);
    attributes.text("footer", &mut app.footer);
    attributes.text("external_css", &mut app.external_css);
    attributes.list("redirect_uris", &mut app.redirect_uris);
    app.redirect_uris.retain(|uri| !uri.is_empty());
    // Hosts know no upper case. A blank one is made up, a known one is kept.
    if let Some(subdomain) = text(given, "subdomain") {
        app.subdomain = subdomain.trim().to_lowercase();
    }
    if app.subdomain.is_empty() {
        app.subdomain = random_text(10).to_lowercase();
    }
    let blank = app.login_handler.is_empty();
    for (member, reason) in app.problems() {
        if !(blank && member == "login_handler") {
            attributes.refuse(member, reason);
        }
    }
    let domains = given.get("custom_domains").filter(|domains| match domains {
        Value::Array(list) => !list.is_empty(),
        Value::String(one) => !one.is_empty(),
        other => !other.is_null(),
    });
    if domains.is_some() {
        let reason =
            "cannot be set: the apps of this emulator answer on hosts of this machine only";
        attributes.refuse("custom_domains", reason);
    }
    if app.redirect_uris.iter().any(|uri| !is_url(uri)) {
        attributes.refuse("redirect_uris", "must be http or https URLs");
    }
    problems.into_result()
}

fn in_list(call: &ApiCall, realm_id: &str, app: &App) -> Value {
    let base = format!("localhost:{}", call.context().login_port);
    let domain = format!("{}.{base}", app.subdomain);
    json!({
        "id": app.id,
        "object": "login_policy",
        "realm_id": realm_id,
        "name": app.name,
        "state": app.state,
        "subdomain": app.subdomain,
        "base_domain": base,
        "primary_domain": domain,
        "domains": [domain],
        "login_handler": app.login_handler,
        "signup_handler": app.signup_handler,
    })
}

fn body(call: &ApiCall, realm_id: &str, app: &App) -> Value {
    let mut body = in_list(call, realm_id, app);
    body["custom_domains"] = json!([]);
    body["redirect_uris"] = json!(app.redirect_uris);
    body["header"] = json!(app.header);
    body["footer"] = json!(app.footer);
    body["external_css"] = json!(app.external_css);
    body
}
