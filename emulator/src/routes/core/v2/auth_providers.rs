//! `/v2/auth_providers`: passwords, TOTP and social providers with their settings (protocol-v2 §7.8). Tested in
//! `tests/api/core/v2/auth_providers.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::super::auth_providers::typed;
use super::super::listing::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::model::settings::{Provider, ProviderType, Realm, State};
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::providers::{self, Entry, ProviderKind};
use crate::rules::signing_keys;
use crate::store::{Transaction, realms, unknown_after};

const SORTING: Sorting = Sorting {
    // Passwords come first.
    keys: &[("created_at", "created_at"), ("id", "id")],
    descending: false,
};

// Settings of a provider that calls may read and change. Secrets are taken, and forgotten.
const ATTRIBUTES: &[&str] = &[
    "client_id",
    "min_complexity",
    "min_length",
    "required_chars",
    "scopes",
];

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/auth_providers", get(list).post(create))
        .route(
            "/v2/auth_providers/{id}",
            get(read).put(update).delete(delete),
        )
}

/// Providers of the realm: passwords, TOTP, then social ones.
async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let wanted = text(&call.received.query, "provider_type");
    let realm = call.transact(|tx| call.realm(tx))?;
    let mut rows = providers::of_realm(&realm);
    rows.retain(|entry| wanted.as_deref().is_none_or(|it| it == entry.provider_type));
    if page.sort == "id" {
        rows.sort_by(|one, other| one.id.cmp(&other.id));
    }
    if page.descending {
        rows.reverse();
    }
    if let Some(after) = &page.after {
        let seen = rows.iter().position(|entry| entry.id == *after);
        rows.drain(..=seen.ok_or_else(unknown_after)?);
    }
    let more = rows.len() > page.max_results;
    rows.truncate(page.max_results);
    collection(rows.iter().map(|entry| body(&realm, entry)).collect(), more)
}

/// By id, or by its type.
async fn read(call: Call) -> Answer {
    let (realm, entry) = call.transact(|tx| find(tx, &call))?;
    ok(body(&realm, &entry))
}

/// A social provider that the realm has not yet.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("auth_provider")?;
    created(call.transact(|tx| {
        let mut realm = call.realm(tx)?;
        let kind = add(&mut realm, given)?;
        let entries = providers::of_realm(&realm).into_iter();
        let mut entries = entries.filter(|entry| entry.kind == kind);
        let entry = entries.next().ok_or(Failure::Internal)?;
        set(&mut realm, &entry, given)?;
        signing_keys::save_realm(tx, &realm)?;
        Ok(body(&realm, &entry))
    })?)
}

/// Changes the attributes sent, and no others.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("auth_provider")?;
    ok(call.transact(|tx| {
        let (mut realm, entry) = find(tx, &call)?;
        set(&mut realm, &entry, given)?;
        signing_keys::save_realm(tx, &realm)?;
        Ok(body(&realm, &entry))
    })?)
}

/// Removes a social provider. Its users stay, with their credentials.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let (mut realm, entry) = find(tx, &call)?;
        let ProviderKind::Social(at) = entry.kind else {
            let sentence = "Provider type is one that every realm has; make it inactive instead";
            return Err(Failure::conflict("provider_type", sentence));
        };
        realm.social.remove(at);
        signing_keys::save_realm(tx, &realm)
    })?;
    gone()
}

/// The provider that the path names, by its id or by its type.
pub fn find(tx: &Transaction, call: &Call) -> Result<(Realm, Entry), Failure> {
    let realms = match call.realm_id() {
        Some(_) => vec![call.realm(tx)?],
        None => realms::realms(tx)?,
    };
    // A type means a provider of a named realm only.
    let by_type = call.realm_id().is_some();
    for realm in realms.into_iter().filter(Realm::is_v2) {
        let entries = providers::of_realm(&realm).into_iter();
        let mut entries = entries
            .filter(|entry| entry.id == call.id || (by_type && entry.provider_type == call.id));
        if let Some(entry) = entries.next() {
            return Ok((realm, entry));
        }
    }
    Err(Failure::NotFound)
}

fn add(realm: &mut Realm, given: &Fields) -> Result<ProviderKind, Failure> {
    let refuse = |reason| Failure::invalid("provider_type", format!("Provider type {reason}"));
    let wanted = text(given, "provider_type").ok_or_else(|| refuse("can't be blank"))?;
    let mut entries = providers::of_realm(realm).into_iter();
    let taken = entries.any(|entry| entry.provider_type == wanted);
    if taken && providers::is_single(&wanted) {
        return Err(refuse("has already been taken"));
    }
    let provider_type =
        ProviderType::named(&wanted).ok_or_else(|| refuse("is not included in the list"))?;
    realm.social.push(Provider {
        id: Some(new_id("ap_")),
        ..Provider::of_type(provider_type)
    });
    Ok(ProviderKind::Social(realm.social.len() - 1))
}

fn set(realm: &mut Realm, entry: &Entry, given: &Fields) -> Result<(), Failure> {
    let mut problems = Problems::default();
    let mut attributes = AttributeReader::new(given, &mut problems);
    if text(given, "provider_type").is_some_and(|it| it != entry.provider_type) {
        attributes.refuse("provider_type", "cannot be changed");
    }
    let mut state = state(realm, entry);
    attributes.choice("state", &mut state);
    match entry.kind {
        ProviderKind::Password => realm.password.state = state,
        ProviderKind::Totp => realm.totp = state == State::Active,
        _ if state == State::Inactive => {
            attributes.refuse("state", "can only be active; delete the provider instead");
        }
        _ => {}
    }
    let mut settings = providers::settings(realm, entry.kind);
    for name in ATTRIBUTES {
        let (Some(value), Some(old)) = (given.get(*name), settings.get(*name)) else {
            continue;
        };
        let mut changed = settings.clone();
        changed.insert((*name).to_owned(), typed(old, value));
        match providers::set(realm, entry.kind, changed.clone()) {
            Ok(()) => settings = changed,
            Err(_) => attributes.refuse(name, "is invalid"),
        }
    }
    if !(1..=128).contains(&realm.password.min_length) {
        attributes.refuse("min_length", "must be a number from 1 to 128");
    }
    problems.into_result()
}

fn state(realm: &Realm, entry: &Entry) -> State {
    match entry.kind {
        ProviderKind::Password => realm.password.state,
        ProviderKind::Totp if !realm.totp => State::Inactive,
        _ => State::Active,
    }
}

fn body(realm: &Realm, entry: &Entry) -> Value {
    let mut body = json!({
        "id": entry.id,
        "object": "auth_provider",
        "realm_id": realm.id,
        "provider_type": entry.provider_type,
        "state": state(realm, entry),
    });
    let mut settings = providers::settings(realm, entry.kind);
    settings.retain(|name, _| ATTRIBUTES.contains(&name.as_str()));
    if let Some(body) = body.as_object_mut() {
        body.extend(settings);
    }
    body
}
