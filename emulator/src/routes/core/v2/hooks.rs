//! `/v2/hooks`: webhooks, emails and mailing lists on events (protocol-v2 §7.9, §7.10). Tested in `tests/api/core/v2/hooks.rs`.

use std::collections::BTreeMap;

use axum::routing::get;
use serde_json::{Value, json};

use super::super::app_hooks::apply_common;
use super::super::listing::BY_ID;
use super::records::MAILING_LIST_PROVIDER;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::model::app_hook::{AppHook, EMAIL_ATTRIBUTES, HookType, Localized};
use crate::model::failure::Failure;
use crate::model::fields::Fields;
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::model::settings::Api;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::{By, Transaction, app_hooks, filter, records};

const DESTINATION: &str = "destination";
const LIST_PROVIDER: &str = "mailing_list_provider_id";

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
        let hook = changed(tx, hook, given)?;
        app_hooks::save(tx, &hook).map(|()| hook)
    })?;
    created(body(&hook)?)
}

/// Changes the attributes sent, and no others.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("hook")?;
    let hook = call.transact(|tx| {
        let hook = changed(tx, find(tx, &call)?, given)?;
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

fn changed(tx: &Transaction, mut hook: AppHook, fields: &Fields) -> Result<AppHook, Failure> {
    let mut problems = Problems::default();
    let mut given = AttributeReader::new(fields, &mut problems);
    apply_common(&mut hook, fields, &mut given);
    given.flag("accumulate", &mut hook.accumulate);
    localized(
        "email_from_name",
        &mut hook.email_from_name,
        fields,
        &mut given,
    );
    localized("email_subject", &mut hook.email_subject, fields, &mut given);
    localized(
        "email_template",
        &mut hook.email_template,
        fields,
        &mut given,
    );
    mailing_list(tx, &mut hook, fields, &mut given)?;
    for (attribute, reason) in hook.problems_in(Api::V2) {
        given.refuse(attribute, &reason);
    }
    problems.into_result().map(|()| hook)
}

// A text, or an object of texts by locale. Its null members are languages without a text.
fn localized(
    name: &'static str,
    place: &mut Option<Localized>,
    fields: &Fields,
    given: &mut AttributeReader,
) {
    let Some(Value::Object(texts)) = fields.get(name) else {
        return given.text(name, place);
    };
    let texts = texts.iter().filter(|(_, text)| !text.is_null());
    let texts = texts.map(|(locale, text)| Some((locale.clone(), text.as_str()?.to_owned())));
    match texts.collect::<Option<BTreeMap<_, _>>>() {
        Some(texts) if texts.is_empty() => *place = None,
        Some(texts) => *place = Some(Localized::ByLocale(texts)),
        None => given.refuse(name, "must be a text, or texts by locale"),
    }
}

// Attributes of mailing lists. Only the provider's is known, so all others but secrets are stored as given.
fn mailing_list(
    tx: &Transaction,
    hook: &mut AppHook,
    fields: &Fields,
    given: &mut AttributeReader,
) -> Result<(), Failure> {
    if hook.hook_type != HookType::MailingList {
        hook.mailing_list_provider_id = None;
        hook.mailing_list.clear();
        return Ok(());
    }
    let before = hook.mailing_list_provider_id.clone();
    given.text(LIST_PROVIDER, &mut hook.mailing_list_provider_id);
    // One that is stored may stay, also after it was deleted.
    if let Some(id) = &hook.mailing_list_provider_id
        && hook.mailing_list_provider_id != before
    {
        let provider = records::by_id(tx, MAILING_LIST_PROVIDER, id)?;
        if provider.is_none_or(|provider| Some(provider.realm_id) != hook.realm_id) {
            given.refuse(LIST_PROVIDER, "is unknown");
        }
    }
    hook.keep(fields);
    Ok(())
}

fn body(hook: &AppHook) -> Result<Value, Failure> {
    let mut body = serde_json::to_value(hook).map_err(Failure::internal)?;
    if let Some(members) = body.as_object_mut() {
        members.remove("user_type");
        members.remove("mailing_list");
        if hook.hook_type == HookType::Email {
            members.remove(DESTINATION);
        } else {
            members.retain(|name, _| !EMAIL_ATTRIBUTES.contains(&name.as_str()));
        }
        if hook.hook_type == HookType::MailingList {
            let provider_id = json!(hook.mailing_list_provider_id);
            members.insert(LIST_PROVIDER.to_owned(), provider_id);
        }
        members.insert("object".to_owned(), json!("hook"));
        members.insert("accumulate".to_owned(), json!(hook.accumulate));
        for (name, value) in &hook.mailing_list {
            members.entry(name).or_insert_with(|| value.clone());
        }
    }
    Ok(body)
}
