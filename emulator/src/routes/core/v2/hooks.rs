//! `/v2/hooks`: webhooks and emails on events (protocol-v2 §7.9, §7.10). Tested in `tests/api/core/v2/hooks.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::super::listing::BY_ID;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::model::app_hook::{AppHook, HookType};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::model::settings::Api;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::{By, Transaction, app_hooks, filter};

const WEBHOOK_MEMBERS: &[&str] = &["destination"];
const EMAIL_MEMBERS: &[&str] = &[
    "email_from",
    "email_from_name",
    "email_renderer",
    "email_subject",
    "email_template",
    "email_to",
];

// A week.
const LONGEST_DELAY: u32 = 7 * 24 * 60 * 60;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/hooks", get(list).post(create))
        .route("/v2/hooks/{id}", get(read).put(update).delete(delete))
}

/// Hooks of the realm.
async fn list(call: Call) -> Answer {
    let page = call.page(&BY_ID)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [filter(By::RealmId, Some(&call.realm(tx)?.id))];
        app_hooks::list(tx, &filters, &page)
    })?;
    let bodies = rows.iter().map(body).collect::<Result<_, _>>()?;
    collection(bodies, more)
}

/// By id.
async fn read(call: Call) -> Answer {
    ok(body(&call.transact(|tx| find(tx, &call))?)?)
}

/// A new hook.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("hook")?;
    let hook = call.transact(|tx| {
        let hook = AppHook {
            id: new_id("hk_"),
            realm_id: Some(call.realm(tx)?.id),
            ..AppHook::default()
        };
        let hook = changed(hook, given)?;
        app_hooks::save(tx, &hook).map(|()| hook)
    })?;
    created(body(&hook)?)
}

/// Changes the attributes sent, and no others.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("hook")?;
    let hook = call.transact(|tx| {
        let hook = changed(find(tx, &call)?, given)?;
        app_hooks::save(tx, &hook).map(|()| hook)
    })?;
    ok(body(&hook)?)
}

/// Removes a hook.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let hook = find(tx, &call)?;
        app_hooks::delete(tx, &hook.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &Call) -> Result<AppHook, Failure> {
    let hook = app_hooks::by_id(tx, None, &call.id)?.ok_or(Failure::NotFound)?;
    // One for all realms is of version 1.
    let realm_id = hook.realm_id.as_deref().ok_or(Failure::NotFound)?;
    call.within(tx, realm_id)?;
    Ok(hook)
}

fn changed(mut hook: AppHook, fields: &Fields) -> Result<AppHook, Failure> {
    if text(fields, "hook_type").is_some_and(|name| name == "mailing_list") {
        return Err(Failure::NotBuilt("Mailing lists are not emulated"));
    }
    if fields.get("accumulate").is_some_and(|value| *value == true) {
        return Err(Failure::NotBuilt("Hooks do not accumulate events here"));
    }
    let mut problems = Problems::default();
    let mut given = AttributeReader::new(fields, &mut problems);
    given.choice("state", &mut hook.state);
    given.choice("hook_type", &mut hook.hook_type);
    match fields.get("event_type") {
        Some(Value::String(one)) if !one.is_empty() => hook.event_type = vec![one.clone()],
        _ => given.list("event_type", &mut hook.event_type),
    }
    given.number("delay", &mut hook.delay, 0, LONGEST_DELAY);
    given.text("destination", &mut hook.destination);
    given.text("email_from", &mut hook.email_from);
    given.text("email_from_name", &mut hook.email_from_name);
    given.choice("email_renderer", &mut hook.email_renderer);
    given.text("email_subject", &mut hook.email_subject);
    given.text("email_template", &mut hook.email_template);
    given.text("email_to", &mut hook.email_to);
    for (attribute, reason) in hook.problems_in(Api::V2) {
        given.refuse(attribute, &reason);
    }
    problems.into_result().map(|()| hook)
}

fn body(hook: &AppHook) -> Result<Value, Failure> {
    let mut body = serde_json::to_value(hook).map_err(Failure::internal)?;
    let others = match hook.hook_type {
        HookType::Webhook => EMAIL_MEMBERS,
        HookType::Email => WEBHOOK_MEMBERS,
    };
    if let Some(members) = body.as_object_mut() {
        members.retain(|name, _| !others.contains(&name.as_str()) && name != "user_type");
        members.insert("object".to_owned(), json!("hook"));
        members.insert("accumulate".to_owned(), json!(false));
    }
    Ok(body)
}
