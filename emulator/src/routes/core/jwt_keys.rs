//! `/v1/jwt_keys`: the keys that sign login tokens, and their rotation (protocol-v1 §5.9, §6). Private RSA keys are
//! taken and never given. Tested in `tests/api/core/jwt_keys.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::listing::NEWEST_FIRST;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::model::settings::JwtAlgo;
use crate::model::signing_key::Material;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::jwt_keys::{self, JwtKey};
use crate::store::{By, Transaction, filter, realms};

// How long a replaced key goes on to verify, so that nobody is logged out by a rotation at once.
const GRACE_MS: i64 = 60 * 60 * 1000;

// Shortest secret that HS256 is safe with.
const SECRET_LENGTH: usize = 32;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/jwt_keys", get(list).post(create))
        .route("/v1/jwt_keys/{id}", get(read).delete(delete))
}

/// Keys of the realm, newest first.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&NEWEST_FIRST)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, call.list_realm_id(tx)?.as_deref()),
            filter(By::OtherApi, Some("2")),
        ];
        jwt_keys::list_live(tx, &filters, call.now_ms(), &page)
    })?;
    collection(rows.iter().map(body).collect(), more)
}

/// By id.
pub async fn read(call: ApiCall) -> Answer {
    let key = call.transact(|tx| find(tx, &call))?;
    ok(body(&key))
}

/// A new key of its algorithm in the place of the one before, which verifies a little longer.
pub async fn create(call: ApiCall) -> Answer {
    let material = material(call.wrapped("jwt_key")?).await?;
    let now_ms = call.now_ms();
    let key = call.transact(|tx| {
        let key = JwtKey {
            id: new_id("jky_"),
            realm_id: call.realm(tx)?.id,
            material,
            expires_at: None,
        };
        rotate(tx, &key, now_ms)?;
        Ok(key)
    })?;
    created(body(&key))
}

/// Ends a key at once, with the tokens that it signed.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let key = find(tx, &call)?;
        let realm = realms::realm(tx, &key.realm_id)?.ok_or(Failure::NotFound)?;
        let current = jwt_keys::current(tx, &realm.id, realm.jwt_algo)?;
        if current.is_some_and(|current| current.id == key.id) {
            return Err(Failure::conflict(
                "id",
                "Key signs the realm's tokens; create another one first",
            ));
        }
        jwt_keys::delete(tx, &key.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<JwtKey, Failure> {
    jwt_keys::by_id(tx, &call.id, call.now_ms())?
        .filter(|key| call.knows(&key.realm_id))
        .ok_or(Failure::NotFound)
}

/// Stores a key as the one to sign with.
pub fn rotate(tx: &Transaction, key: &JwtKey, now_ms: i64) -> Result<(), Failure> {
    let algo = key.material.algo;
    jwt_keys::retire(tx, &key.realm_id, algo, now_ms + GRACE_MS, now_ms)?;
    jwt_keys::insert(tx, key)
}

/// The key that the attributes ask for: the one sent, else a new one.
pub async fn material(given: &Fields) -> Result<Material, Failure> {
    let mut problems = Problems::default();
    let mut attributes = AttributeReader::new(given, &mut problems);
    let mut algo: Option<JwtAlgo> = None;
    let mut usage = "sign".to_owned();
    attributes.choice("algo", &mut algo);
    attributes.required("use", &mut usage);
    if algo.is_none() {
        attributes.refuse("algo", "can't be blank");
    }
    if usage != "sign" {
        attributes.refuse("use", "is not included in the list");
    }
    let key = text(given, "key");
    let taken = match (key, algo) {
        (Some(secret), Some(JwtAlgo::Hs256)) if secret.len() < SECRET_LENGTH => {
            Err("is too short (minimum is 32 characters)")
        }
        (Some(secret), Some(JwtAlgo::Hs256)) => Ok(Some(Material::hs256(secret))),
        (Some(pem), Some(JwtAlgo::Rs256)) => Material::from_pem(&pem).map(Some),
        _ => Ok(None),
    };
    if let Err(problem) = taken {
        attributes.refuse("key", problem);
    }
    problems.into_result()?;
    match (taken, algo) {
        (Ok(Some(material)), _) => Ok(material),
        (_, Some(JwtAlgo::Rs256)) => Material::new_rs256().await,
        _ => Ok(Material::new_hs256()),
    }
}

fn body(key: &JwtKey) -> Value {
    json!({
        "id": key.id,
        "object": "jwt_key",
        "realm_id": key.realm_id,
        "algo": key.material.algo.name(),
        "use": "sign",
        "key": key.material.verifier(),
        "expired": key.expires_at.is_some(),
    })
}
