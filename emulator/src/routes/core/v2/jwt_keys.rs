//! `/v2/jwt_keys`: the keys that sign login tokens, and their rotation (protocol-v2 §7.9), as in version 1. Private RSA
//! keys are taken and never given. Tested in `tests/api/core/v2/jwt_keys.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::super::jwt_keys::{material, rotate};
use super::super::listing::NEWEST_FIRST;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::store::jwt_keys::{self, JwtKey};
use crate::store::{By, Transaction, filter};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/jwt_keys", get(list).post(create))
        .route("/v2/jwt_keys/{id}", get(read).delete(delete))
}

/// Keys of the realm, newest first.
async fn list(call: Call) -> Answer {
    let page = call.page(&NEWEST_FIRST)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [filter(By::RealmId, Some(&call.realm(tx)?.id))];
        jwt_keys::list_live(tx, &filters, call.now_ms(), &page)
    })?;
    collection(rows.iter().map(body).collect(), more)
}

/// By id.
async fn read(call: Call) -> Answer {
    let key = call.transact(|tx| find(tx, &call))?;
    ok(body(&key))
}

/// A new key of its algorithm in the place of the one before, which verifies a little longer.
async fn create(call: Call) -> Answer {
    let material = material(call.wrapped("jwt_key")?).await?;
    let key = call.transact(|tx| {
        let key = JwtKey {
            id: new_id("jky_"),
            realm_id: call.realm(tx)?.id,
            material,
            expires_at: None,
        };
        rotate(tx, &key, call.now_ms())?;
        Ok(key)
    })?;
    created(body(&key))
}

/// Ends a key at once, with the tokens that it signed.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let key = find(tx, &call)?;
        let realm = call.within(tx, &key.realm_id)?;
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

fn find(tx: &Transaction, call: &Call) -> Result<JwtKey, Failure> {
    let key = jwt_keys::by_id(tx, &call.id, call.now_ms())?.ok_or(Failure::NotFound)?;
    call.within(tx, &key.realm_id).map(|_| key)
}

fn body(key: &JwtKey) -> Value {
    let verifier = key.material.verifier();
    // A public key without its PEM lines (protocol-v2 §4.1).
    let short: String = verifier
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    json!({
        "id": key.id,
        "object": "jwt_key",
        "realm_id": key.realm_id,
        "algo": key.material.algo.name(),
        "use": "sign",
        "key": verifier,
        "short_key": short,
        "flags": [],
        "expired": key.expires_at.is_some(),
    })
}
