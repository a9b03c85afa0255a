//! `/v1/app_hooks`: webhooks and emails on events (protocol-v1 §0.2, §3.10). Tested in `tests/api/core/app_hooks.rs`.

use axum::routing::get;
use serde_json::{Map, Value, json};

use super::listing::BY_ID;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::model::app_hook::{AppHook, EMAIL_ATTRIBUTES, HookType};
use crate::model::failure::Failure;
use crate::model::fields::Fields;
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::{By, Transaction, app_hooks, filter, realms};

// Lists say what a hook does, not how its mail reads.
const SINGLE_MEMBERS: &[&str] = &["email_subject", "email_template"];

// A week.
const LONGEST_DELAY: u32 = 7 * 24 * 60 * 60;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/app_hooks", get(list).post(create))
        .route("/v1/app_hooks/{id}", get(read).put(update).delete(delete))
}

/// Hooks of the realm, and those for all realms.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&BY_ID)?;
    let (rows, more) = call.transact(|tx| {
        let realm_id = call.realm_id();
        let by = match is_locked(&call) {
            true => By::RealmId,
            false => By::RealmIdOrNone,
        };
        let filters = [
            filter(by, realm_id.as_deref()),
            filter(By::OtherApi, Some("2")),
        ];
        app_hooks::list(tx, &filters, &page)
    })?;
    let bodies = rows.iter().map(|hook| {
        let mut body = body(hook)?;
        if let Some(members) = body.as_object_mut() {
            members.retain(|name, _| !SINGLE_MEMBERS.contains(&name.as_str()));
        }
        Ok(body)
    });
    collection(bodies.collect::<Result<_, Failure>>()?, more)
}

/// By id.
pub async fn read(call: ApiCall) -> Answer {
    ok(body(&call.transact(|tx| find(tx, &call))?)?)
}

/// A new hook.
pub async fn create(call: ApiCall) -> Answer {
    let given = &call.wrapped_new("app_hook")?;
    let hook = call.transact(|tx| {
        let mut hook = AppHook {
            id: new_id("hk_"),
            realm_id: call.realm_id(),
            ..AppHook::default()
        };
        if let Some(realm_id) = &hook.realm_id {
            realms::realm(tx, realm_id)?.ok_or(Failure::NotFound)?;
        }
        hook = changed(hook, given)?;
        app_hooks::save(tx, &hook)?;
        record(tx, &call, "app_hook.created", &hook)?;
        Ok(hook)
    })?;
    created(body(&hook)?)
}

/// Changes the attributes sent, and no others.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("app_hook")?;
    let hook = call.transact(|tx| {
        let hook = changed(find(tx, &call)?, given)?;
        app_hooks::save(tx, &hook)?;
        record(tx, &call, "app_hook.updated", &hook)?;
        Ok(hook)
    })?;
    ok(body(&hook)?)
}

/// Removes a hook.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let hook = find(tx, &call)?;
        app_hooks::delete(tx, &hook.id)?;
        record(tx, &call, "app_hook.deleted", &hook)
    })?;
    gone()
}

// A hook for all realms is not for a key of one.
fn is_locked(call: &ApiCall) -> bool {
    call.grant.realm_id.is_some()
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<AppHook, Failure> {
    app_hooks::by_id(tx, call.realm_id().as_deref(), &call.id)?
        .filter(|hook| hook.realm_id.is_some() || !is_locked(call))
        .ok_or(Failure::NotFound)
}

// A hook for all realms belongs to none, so its own changes are no event of any.
fn record(
    tx: &Transaction,
    call: &ApiCall,
    event_type: &'static str,
    hook: &AppHook,
) -> Result<(), Failure> {
    match &hook.realm_id {
        None => Ok(()),
        Some(realm_id) => call.record(tx, event_type, realm_id, &[("app_hook_id", &hook.id)]),
    }
}

fn changed(hook: AppHook, fields: &Fields) -> Result<AppHook, Failure> {
    let mut hook = hook;
    let mut problems = Problems::default();
    let mut given = AttributeReader::new(fields, &mut problems);
    apply_common(&mut hook, fields, &mut given);
    given.text("email_from_name", &mut hook.email_from_name);
    given.text("email_subject", &mut hook.email_subject);
    given.text("email_template", &mut hook.email_template);
    given.choice("user_type", &mut hook.user_type);
    for (attribute, reason) in hook.problems() {
        given.refuse(attribute, &reason);
    }
    problems.into_result()?;
    Ok(hook)
}

/// Applies the attributes that have the same meaning in both versions.
pub fn apply_common(hook: &mut AppHook, fields: &Fields, given: &mut AttributeReader) {
    given.choice("state", &mut hook.state);
    given.choice("hook_type", &mut hook.hook_type);
    match fields.get("event_type") {
        Some(Value::String(one)) if !one.is_empty() => hook.event_type = vec![one.clone()],
        _ => given.list("event_type", &mut hook.event_type),
    }
    given.number("delay", &mut hook.delay, 0, LONGEST_DELAY);
    given.text("destination", &mut hook.destination);
    given.text("email_from", &mut hook.email_from);
    given.choice("email_renderer", &mut hook.email_renderer);
    given.text("email_to", &mut hook.email_to);
}

fn to_map(hook: &AppHook) -> Result<Map<String, Value>, Failure> {
    match serde_json::to_value(hook).map_err(Failure::internal)? {
        Value::Object(map) => Ok(map),
        _ => Err(Failure::Internal),
    }
}

fn body(hook: &AppHook) -> Result<Value, Failure> {
    let mut members = to_map(hook)?;
    let is_foreign = |name: &str| match hook.hook_type {
        HookType::Webhook => name == "user_type" || EMAIL_ATTRIBUTES.contains(&name),
        HookType::Email | HookType::MailingList => name == "destination",
    };
    members.retain(|name, _| !is_foreign(name));
    members.insert("object".to_owned(), json!("app_hook"));
    Ok(Value::Object(members))
}
