//! `/v1/realms` (protocol-v1 §7.1). Tested in `tests/api/core/realms.rs`.

use axum::routing::{get, post};
use serde_json::{Value, json};

use super::listing::Sorting;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::permission::Permission;
use crate::model::problems::Problems;
use crate::model::settings::{JwtAlgo, JwtField, LoginRocket, Realm};
use crate::model::signing_key::Material;
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::signing_keys;
use crate::store::{By, Transaction, events, filter, jwt_keys, realms};

// A year (protocol-v1 §7.1).
const MOST_MINUTES: u32 = 366 * 24 * 60;

const SORTING: Sorting = Sorting {
    keys: realms::SORT_KEYS,
    descending: false,
};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/realms", get(list).post(create))
        .route("/v1/realms/{id}", get(read).put(update).delete(delete))
        .route("/v1/realms/{id}/reset", post(reset))
}

/// All realms, by name.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&SORTING)?;
    let query = &call.received.query;
    let (reference, state) = (text(query, "reference"), text(query, "state"));
    let filters = [
        filter(By::SettingsReference, reference.as_deref()),
        filter(By::SettingsState, state.as_deref()),
        filter(By::Id, call.grant.realm_id.as_deref()),
        filter(By::SettingsApi, Some("1")),
    ];
    let (rows, more) = call.transact(|tx| realms::list(tx, &filters, &page))?;
    let custom = call.expands("custom");
    let rows = rows.iter().map(|realm| {
        let mut body = in_list(realm);
        if custom {
            body["custom"] = json!(realm.custom);
        }
        body
    });
    collection(rows.collect(), more)
}

/// By id.
pub async fn read(call: ApiCall) -> Answer {
    ok(call.transact(|tx| body(tx, &call, &find(tx, &call)?))?)
}

/// A new realm, which holds the Passwords provider and no other (protocol-v1 §7.2). A key of one realm would not
/// know it.
pub async fn create(call: ApiCall) -> Answer {
    if call.grant.realm_id.is_some() {
        return Err(Failure::NotPermitted(Permission::AdminRealm));
    }
    let given = &call.wrapped_new("realm")?;
    let spare = spare_key(&call, given, None).await?;
    let answer = call.transact(|tx| {
        let mut realm = Realm {
            id: new_id("rl_"),
            login_rocket: LoginRocket::missing(),
            totp: false,
            ..Realm::default()
        };
        set(&mut realm, given)?;
        save(tx, &call, "realm.created", realm, spare)
    })?;
    created(answer)
}

/// Changes the attributes sent, and no others.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("realm")?;
    let known = call.transact(|tx| find(tx, &call))?;
    let spare = spare_key(&call, given, Some(&known)).await?;
    let answer = call.transact(|tx| {
        let mut realm = find(tx, &call)?;
        set(&mut realm, given)?;
        save(tx, &call, "realm.updated", realm, spare)
    })?;
    ok(answer)
}

/// Removes the realm's users, orgs and signup tokens with everything that belongs to them. Settings, providers,
/// Connected Apps, hooks and keys stay (protocol-v1 §12, C1).
pub async fn reset(call: ApiCall) -> Answer {
    ok(call.transact(|tx| {
        let realm = find(tx, &call)?;
        realms::delete_people(tx, &realm.id)?;
        body(tx, &call, &realm)
    })?)
}

/// Removes a realm with everything in it; its sessions are over at once. Once more is no failure (protocol-v1 §12,
/// C14).
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let realm = match find(tx, &call) {
            Err(Failure::NotFound) if was_deleted(tx, &call)? => return Ok(()),
            found => found?,
        };
        realms::delete(tx, &realm.id)?;
        events::delete_of_realm(tx, &realm.id)?;
        record(tx, &call, "realm.deleted", &realm)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<Realm, Failure> {
    let own = call.grant.realm_id.as_ref();
    realms::realm(tx, &call.id)?
        .filter(|realm| own.is_none_or(|own| *own == realm.id) && !realm.is_v2())
        .ok_or(Failure::NotFound)
}

fn was_deleted(tx: &Transaction, call: &ApiCall) -> Result<bool, Failure> {
    match call.knows(&call.id) {
        true => events::exists(tx, "realm.deleted", &call.id),
        false => Ok(false),
    }
}

// Making an RSA key takes long, so it is done before the transaction, if it looks as if one were needed.
async fn spare_key(
    call: &ApiCall,
    given: &Fields,
    known: Option<&Realm>,
) -> Result<Option<Material>, Failure> {
    if text(given, "jwt_algo").as_deref() != Some(JwtAlgo::Rs256.name()) {
        return Ok(None);
    }
    let has_one = match known {
        None => false,
        Some(realm) => call
            .transact(|tx| jwt_keys::current(tx, &realm.id, JwtAlgo::Rs256))?
            .is_some(),
    };
    match has_one {
        true => Ok(None),
        false => Material::new_rs256().await.map(Some),
    }
}

fn save(
    tx: &Transaction,
    call: &ApiCall,
    event_type: &'static str,
    mut realm: Realm,
    spare: Option<Material>,
) -> Result<Value, Failure> {
    let lacks_key = jwt_keys::current(tx, &realm.id, realm.jwt_algo)?.is_none();
    if let Some(spare) = spare.filter(|_| lacks_key) {
        realm.jwt_private_key = spare.secret;
    }
    signing_keys::save_realm(tx, &realm)?;
    record(tx, call, event_type, &realm)?;
    body(tx, call, &realm)
}

fn record(
    tx: &Transaction,
    call: &ApiCall,
    event_type: &'static str,
    realm: &Realm,
) -> Result<(), Failure> {
    call.record(tx, event_type, &realm.id, &[("realm_id", &realm.id)])
}

fn set(realm: &mut Realm, given: &Fields) -> Result<(), Failure> {
    let mut problems = Problems::default();
    let mut attributes = AttributeReader::new(given, &mut problems);
    if let Some(custom) = attributes.custom() {
        realm.custom = custom;
    }
    let once_shared = !realm.require_unique_emails;
    attributes.required("name", &mut realm.name);
    attributes.choice("state", &mut realm.state);
    attributes.text("reference", &mut realm.reference);
    attributes.choice(
        "username_validation_human",
        &mut realm.username_validation_human,
    );
    attributes.flag("require_unique_emails", &mut realm.require_unique_emails);
    attributes.text("api_key_prefix", &mut realm.api_key_prefix);
    attributes.choice("api_key_policy", &mut realm.api_key_policy);
    attributes.number(
        "api_key_minutes",
        &mut realm.api_key_minutes,
        0,
        MOST_MINUTES,
    );
    attributes.choice("jwt_algo", &mut realm.jwt_algo);
    attributes.list("jwt_fields", &mut realm.jwt_fields);
    attributes.choice("session_type", &mut realm.session_type);
    attributes.number(
        "session_minutes",
        &mut realm.session_minutes,
        1,
        MOST_MINUTES,
    );
    if once_shared && realm.require_unique_emails {
        attributes.refuse("require_unique_emails", "cannot be turned on again");
    }
    let has = |field| realm.jwt_fields.contains(&field);
    if has(JwtField::Orgs) && !has(JwtField::Memberships) {
        attributes.refuse("jwt_fields", "orgs needs memberships");
    }
    problems.into_result()
}

fn in_list(realm: &Realm) -> Value {
    json!({
        "id": realm.id,
        "object": "realm",
        "name": realm.name,
        "state": realm.state,
        "reference": realm.reference,
    })
}

fn body(tx: &Transaction, call: &ApiCall, realm: &Realm) -> Result<Value, Failure> {
    // The secret of HS256 is for those who manage the realm.
    let key = match call.grant.permission {
        Permission::AdminRealm => jwt_keys::current(tx, &realm.id, realm.jwt_algo)?,
        _ => None,
    };
    let verifier = key.as_ref().map(|key| key.material.verifier());
    let mut body = in_list(realm);
    let more = json!({
        "custom": realm.custom,
        "username_validation_human": realm.username_validation_human,
        "require_unique_emails": realm.require_unique_emails,
        "api_key_prefix": realm.api_key_prefix,
        "api_key_policy": realm.api_key_policy,
        "api_key_minutes": realm.api_key_minutes,
        "jwt_algo": realm.jwt_algo,
        "jwt_fields": realm.jwt_fields,
        "jwt_key": verifier,
        // The older name of the same.
        "jwt_secret": verifier,
        "session_type": realm.session_type,
        "session_minutes": realm.session_minutes,
        // Documented; nothing says what they hold (protocol-v1 §12, C17).
        "resource_links": [],
    });
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    Ok(body)
}
