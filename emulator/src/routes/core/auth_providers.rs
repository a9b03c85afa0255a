//! `/v1/auth_providers`: the providers of a realm and their settings (protocol-v1 §7.2, §7.3). Tested in
//! `tests/api/core/auth_providers.rs`.

use axum::routing::get;
use serde_json::{Map, Value, json};

use super::listing::Sorting;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::model::settings::{LoginRocket, PasswordRules, Provider, ProviderType, Realm};
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::providers::{self, Entry, ProviderKind};
use crate::rules::signing_keys;
use crate::store::Transaction;
use crate::store::unknown_after;

const SORTING: Sorting = Sorting {
    keys: &[("provider_type", "provider_type"), ("id", "id")],
    descending: false,
};

// Settings of the emulator alone are not among them.
const ATTRIBUTES: &[&str] = &[
    "client_id",
    "email_verification",
    "login",
    "membership_permissions",
    "min_complexity",
    "min_length",
    "name_field",
    "org_name_field",
    "password_field",
    "required_chars",
    "scopes",
    "signup",
    "signup_mode",
    "sso",
    "state",
    "verify",
];

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/auth_providers", get(list).post(create))
        .route(
            "/v1/auth_providers/{id}",
            get(read).put(update).delete(delete),
        )
}

/// Providers of the realm, by type.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&SORTING)?;
    let wanted = text(&call.received.query, "provider_type");
    let mut rows: Vec<(Realm, Entry)> = call.transact(|tx| all(tx, &call))?;
    rows.retain(|(_, entry)| wanted.as_deref().is_none_or(|it| it == entry.provider_type));
    match page.sort {
        "id" => rows.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id)),
        _ => rows.sort_by_key(|(_, entry)| entry.provider_type),
    }
    if page.descending {
        rows.reverse();
    }
    if let Some(after) = &page.after {
        let seen = rows.iter().position(|(_, entry)| entry.id == *after);
        let seen = seen.ok_or_else(unknown_after)?;
        rows.drain(..=seen);
    }
    let more = rows.len() > page.max_results;
    rows.truncate(page.max_results);
    let rows = rows.iter().map(|(realm, entry)| body(realm, entry));
    collection(rows.collect(), more)
}

/// By id, or by its type where the realm has that once (protocol-v1 §12, C7).
pub async fn read(call: ApiCall) -> Answer {
    let (realm, entry) = call.transact(|tx| find(tx, &call))?;
    ok(body(&realm, &entry))
}

/// A provider that the realm has not yet.
pub async fn create(call: ApiCall) -> Answer {
    let given = &call.wrapped_new("auth_provider")?;
    let answer = call.transact(|tx| {
        let mut realm = call.realm(tx)?;
        let kind = add(&mut realm, given)?;
        let entry = entry_of(&realm, kind)?;
        set(&mut realm, &entry, given)?;
        save(tx, &call, "auth_provider.created", &realm, &entry)?;
        Ok(body(&realm, &entry))
    })?;
    created(answer)
}

/// Changes the attributes sent, and no others.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("auth_provider")?;
    let answer = call.transact(|tx| {
        let (mut realm, entry) = find(tx, &call)?;
        set(&mut realm, &entry, given)?;
        save(tx, &call, "auth_provider.updated", &realm, &entry)?;
        Ok(body(&realm, &entry))
    })?;
    ok(answer)
}

/// Switches a provider off and forgets its settings. Its users stay, with their credentials.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let (mut realm, entry) = find(tx, &call)?;
        match entry.kind {
            ProviderKind::Password => realm.password = PasswordRules::missing(),
            ProviderKind::LoginRocket => realm.login_rocket = LoginRocket::missing(),
            ProviderKind::Totp => realm.totp = false,
            ProviderKind::Social(at) => drop(realm.social.remove(at)),
        }
        save(tx, &call, "auth_provider.deleted", &realm, &entry)
    })?;
    gone()
}

/// Providers of the realm that is named, else of all, each with its realm.
fn all(tx: &Transaction, call: &ApiCall) -> Result<Vec<(Realm, Entry)>, Failure> {
    let mut rows = Vec::new();
    for realm in call.realms(tx)? {
        let entries = providers::of_realm(&realm);
        rows.extend(entries.into_iter().map(|entry| (realm.clone(), entry)));
    }
    Ok(rows)
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<(Realm, Entry), Failure> {
    let mut rows = all(tx, call)?;
    let at = providers::position(rows.iter().map(|(_, entry)| entry), &call.id);
    at.map(|at| rows.swap_remove(at)).ok_or(Failure::NotFound)
}

fn entry_of(realm: &Realm, kind: ProviderKind) -> Result<Entry, Failure> {
    let mut entries = providers::of_realm(realm).into_iter();
    entries
        .find(|entry| entry.kind == kind)
        .ok_or(Failure::Internal)
}

fn add(realm: &mut Realm, given: &Fields) -> Result<ProviderKind, Failure> {
    let refuse = |reason| Failure::invalid("provider_type", format!("Provider type {reason}"));
    let wanted = text(given, "provider_type").ok_or_else(|| refuse("can't be blank"))?;
    let mut entries = providers::of_realm(realm).into_iter();
    let taken = entries.any(|entry| entry.provider_type == wanted);
    if taken && providers::is_single(&wanted) {
        return Err(refuse("has already been taken"));
    }
    match wanted.as_str() {
        "password" => {
            realm.password = PasswordRules::default();
            Ok(ProviderKind::Password)
        }
        "login_rocket" => {
            realm.login_rocket = LoginRocket::default();
            Ok(ProviderKind::LoginRocket)
        }
        "totp" => {
            realm.totp = true;
            Ok(ProviderKind::Totp)
        }
        name => {
            let provider_type =
                ProviderType::named(name).ok_or_else(|| refuse("is not included in the list"))?;
            realm.social.push(Provider {
                id: Some(new_id("ap_")),
                ..Provider::of_type(provider_type)
            });
            Ok(ProviderKind::Social(realm.social.len() - 1))
        }
    }
}

fn set(realm: &mut Realm, entry: &Entry, given: &Fields) -> Result<(), Failure> {
    let mut problems = Problems::default();
    let mut attributes = AttributeReader::new(given, &mut problems);
    if text(given, "provider_type").is_some_and(|it| it != entry.provider_type) {
        attributes.refuse("provider_type", "cannot be changed");
    }
    let mut settings = providers::settings(realm, entry.kind);
    for name in ATTRIBUTES {
        let Some(value) = given.get(*name) else {
            continue;
        };
        if *name == "state" && entry.kind != ProviderKind::Password {
            if value != "active" {
                attributes.refuse("state", "can only be active; delete the provider instead");
            }
            continue;
        }
        // Two names for one setting.
        let place = match *name {
            "email_verification" => "verify",
            name => name,
        };
        let Some(old) = settings.get(place) else {
            continue;
        };
        let mut changed = settings.clone();
        changed.insert(place.to_owned(), typed(old, value));
        match providers::set(realm, entry.kind, changed.clone()) {
            Ok(()) => settings = changed,
            Err(_) => attributes.refuse(name, "is invalid"),
        }
    }
    let is_password = entry.kind == ProviderKind::Password;
    if is_password && !(1..=128).contains(&realm.password.min_length) {
        attributes.refuse("min_length", "must be a number from 1 to 128");
    }
    problems.into_result()
}

// Forms send everything as text.
/// A new value in the type of the old one.
pub fn typed(old: &Value, new: &Value) -> Value {
    match (old, new.as_str()) {
        (Value::Bool(_) | Value::Number(_), Some(text)) => {
            serde_json::from_str(text).unwrap_or_else(|_| new.clone())
        }
        (Value::Array(_), Some("")) => json!([]),
        (Value::Array(_), None) if new.is_null() => json!([]),
        _ => new.clone(),
    }
}

fn save(
    tx: &Transaction,
    call: &ApiCall,
    event_type: &'static str,
    realm: &Realm,
    entry: &Entry,
) -> Result<(), Failure> {
    signing_keys::save_realm(tx, realm)?;
    let about = [
        ("realm_id", realm.id.as_str()),
        ("auth_provider_id", &entry.id),
    ];
    call.record(tx, event_type, &realm.id, &about)
}

// Lists show as much as single reads: clients look for the rules of passwords there (protocol-v1 §12, C4).
fn body(realm: &Realm, entry: &Entry) -> Value {
    let mut settings: Map<String, Value> = providers::settings(realm, entry.kind);
    if let Some(verify) = settings.get("verify").cloned() {
        settings.insert("email_verification".to_owned(), verify);
    }
    settings.retain(|name, _| ATTRIBUTES.contains(&name.as_str()) && name != "state");
    let mut body = json!({
        "id": entry.id,
        "object": "auth_provider",
        "realm_id": realm.id,
        "provider_type": entry.provider_type,
        "state": match entry.kind {
            ProviderKind::Password => json!(realm.password.state),
            _ => json!("active"),
        },
    });
    if let Some(body) = body.as_object_mut() {
        body.extend(settings);
    }
    body
}
