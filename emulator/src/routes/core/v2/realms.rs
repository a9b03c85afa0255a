//! `/v2/realms` (protocol-v2 §7.9). Tested in `tests/api/core/v2/realms.rs`.

use axum::routing::{get, post};
use serde_json::{Map, Value};

use super::super::listing::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::render_v2::{self, LOOKS};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::permission::Permission;
use crate::model::problems::Problems;
use crate::model::settings::{Api, JwtAlgo, Realm};
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::{domains, signing_keys};
use crate::store::{By, Transaction, events, filter, jwt_keys, realms};

// A year, as in version 1.
const MOST_MINUTES: u32 = 366 * 24 * 60;

const SORTING: Sorting = Sorting {
    keys: realms::SORT_KEYS,
    descending: false,
};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/realms", get(list).post(create))
        .route("/v2/realms/{id}", get(read).put(update).delete(delete))
        .route("/v2/realms/{id}/reset", post(reset))
}

/// All realms of version 2, by name.
async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let state = text(&call.received.query, "state");
    let filters = [
        filter(By::SettingsApi, Some("2")),
        filter(By::SettingsState, state.as_deref()),
        filter(By::Id, call.grant.realm_id.as_deref()),
    ];
    let (rows, more) = call.transact(|tx| realms::list(tx, &filters, &page))?;
    collection(rows.iter().map(render_v2::realm_in_list).collect(), more)
}

/// By id.
async fn read(call: Call) -> Answer {
    ok(call.transact(|tx| body(tx, &call, &find(tx, &call)?))?)
}

/// A new realm that can be used at once: with a key, passwords, a Connected App and a host (protocol-v2 §9). A key of
/// one realm would not know it.
async fn create(call: Call) -> Answer {
    if call.grant.realm_id.is_some() {
        return Err(Failure::NotPermitted(Permission::AdminRealm).into());
    }
    let given = call.wrapped("realm")?;
    let mut realm = Realm {
        id: new_id("rl_"),
        totp: false,
        ..Realm::of_api(Api::V2)
    };
    set(&mut realm, given)?;
    bring_key(&call, &mut realm).await?;
    created(call.transact(|tx| {
        signing_keys::save_realm(tx, &realm)?;
        domains::make_usable(tx, &realm)?;
        body(tx, &call, &realm)
    })?)
}

/// Changes the attributes sent, and no others.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("realm")?;
    let mut realm = call.transact(|tx| find(tx, &call))?;
    set(&mut realm, given)?;
    bring_key(&call, &mut realm).await?;
    ok(call.transact(|tx| {
        let mut current = find(tx, &call)?;
        set(&mut current, given)?;
        // Somebody else may have brought one meanwhile.
        if jwt_keys::current(tx, &current.id, current.jwt_algo)?.is_none() {
            current.jwt_private_key = realm.jwt_private_key;
        }
        signing_keys::save_realm(tx, &current)?;
        body(tx, &call, &current)
    })?)
}

/// Removes a realm with everything in it; its sessions are over at once.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let realm = find(tx, &call)?;
        realms::delete(tx, &realm.id)?;
        events::delete_of_realm(tx, &realm.id)
    })?;
    gone()
}

/// Removes users, orgs, invitations and events; settings, apps, hosts and keys stay.
async fn reset(call: Call) -> Answer {
    ok(call.transact(|tx| {
        let realm = find(tx, &call)?;
        realms::empty(tx, &realm.id)?;
        body(tx, &call, &realm)
    })?)
}

fn find(tx: &Transaction, call: &Call) -> Result<Realm, Failure> {
    let own = call.grant.realm_id.as_ref();
    realms::realm(tx, &call.id)?
        .filter(|realm| own.is_none_or(|own| *own == realm.id) && realm.is_v2())
        .ok_or(Failure::NotFound)
}

// A new RSA key where the realm has none yet: making one takes long, so some are made ahead (V33).
async fn bring_key(call: &Call, realm: &mut Realm) -> Result<(), Failure> {
    if realm.jwt_algo != JwtAlgo::Rs256 {
        return Ok(());
    }
    let known = call.transact(|tx| jwt_keys::current(tx, &realm.id, JwtAlgo::Rs256))?;
    if known.is_none() {
        realm.jwt_private_key = call.context().keys.take().await?.secret;
    }
    Ok(())
}

fn set(realm: &mut Realm, given: &Fields) -> Result<(), Failure> {
    let mut problems = Problems::default();
    let mut attributes = AttributeReader::new(given, &mut problems);
    if let Some(custom) = attributes.custom() {
        realm.custom = custom;
    }
    attributes.required("name", &mut realm.name);
    attributes.choice("state", &mut realm.state);
    attributes.choice("jwt_algo", &mut realm.jwt_algo);
    attributes.number(
        "session_minutes",
        &mut realm.session_minutes,
        1,
        MOST_MINUTES,
    );
    let own = &mut realm.v2;
    attributes.text("public_name", &mut own.public_name);
    attributes.text("environment", &mut own.environment);
    attributes.choice("signup", &mut own.signup);
    attributes.choice("org_mode", &mut own.org_mode);
    attributes.choice("email_verification", &mut own.email_verification);
    attributes.choice("name_field", &mut own.name_field);
    attributes.choice("org_name_field", &mut own.org_name_field);
    attributes.choice("password_field", &mut own.password_field);
    attributes.choice("username_field", &mut own.username_field);
    attributes.list("allowed_origins", &mut own.allowed_origins);
    attributes.list("lr_features", &mut own.lr_features);
    attributes.list("available_locales", &mut own.available_locales);
    attributes.required("default_locale", &mut own.default_locale);
    attributes.number(
        "access_token_minutes",
        &mut own.access_token_minutes,
        1,
        MOST_MINUTES,
    );
    attributes.number("jwt_minutes", &mut own.jwt_minutes, 1, MOST_MINUTES);
    scopes(&mut attributes, given, &mut own.jwt_scopes);
    looks(given, &mut own.look);
    if let Some((name, reason)) = own.problem() {
        attributes.refuse(name, reason);
    }
    problems.into_result()
}

// A string, which may be empty; a list of scopes will do as well.
fn scopes(attributes: &mut AttributeReader, given: &Fields, place: &mut String) {
    if given.get("jwt_scopes").is_some_and(Value::is_array) {
        let mut list: Vec<String> = Vec::new();
        attributes.list("jwt_scopes", &mut list);
        *place = list.join(" ");
    } else if let Some(text) = attributes.sent("jwt_scopes") {
        *place = text.unwrap_or_default();
    }
}

fn looks(given: &Fields, look: &mut Map<String, Value>) {
    for name in LOOKS {
        match given.get(*name) {
            None => {}
            Some(Value::Null) => drop(look.remove(*name)),
            Some(value) => drop(look.insert((*name).to_owned(), value.clone())),
        }
    }
}

fn body(tx: &Transaction, call: &Call, realm: &Realm) -> Result<Value, Failure> {
    // A public key is for everybody, a secret for those who manage the realm.
    let may_see =
        realm.jwt_algo == JwtAlgo::Rs256 || call.grant.permission == Permission::AdminRealm;
    let key = match may_see {
        true => jwt_keys::current(tx, &realm.id, realm.jwt_algo)?,
        false => None,
    };
    let verifier = key.map(|key| key.material.verifier().to_owned());
    Ok(render_v2::realm(realm, verifier))
}
