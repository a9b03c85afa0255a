//! A realm with the keys that sign its login tokens: settings bring new ones along, and every realm can sign.
//! Tested in `tests/api/core/jwt_keys.rs` and `core/realms.rs`.

use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::settings::{JwtAlgo, Realm};
use crate::model::signing_key::Material;
use crate::store::Transaction;
use crate::store::jwt_keys::{self, JwtKey};
use crate::store::realms;

/// Stores a new realm, or new settings of a known one, with the keys that the settings bring along.
///
/// # Errors
/// `Invalid` if a key cannot be read, or if there is no RSA key: making one takes too long here.
pub fn save_realm(tx: &Transaction, realm: &Realm) -> Result<(), Failure> {
    let settings = Realm {
        jwt_key: String::new(),
        jwt_private_key: String::new(),
        ..realm.clone()
    };
    realms::save_realm(tx, &settings)?;
    settle(tx, realm)
}

// Each new key takes the place of the one before; a realm without one gets one.
fn settle(tx: &Transaction, realm: &Realm) -> Result<(), Failure> {
    if !realm.jwt_key.is_empty() {
        replace(tx, &realm.id, Material::hs256(realm.jwt_key.clone()))?;
    }
    if !realm.jwt_private_key.is_empty() {
        let material = Material::from_pem(&realm.jwt_private_key).map_err(|reason| {
            Failure::invalid("jwt_private_key", format!("Jwt private key {reason}"))
        })?;
        replace(tx, &realm.id, material)?;
    }
    if jwt_keys::current(tx, &realm.id, realm.jwt_algo)?.is_some() {
        return Ok(());
    }
    match realm.jwt_algo {
        JwtAlgo::Hs256 => replace(tx, &realm.id, Material::new_hs256()),
        JwtAlgo::Rs256 => Err(Failure::invalid(
            "jwt_private_key",
            "Jwt private key can't be blank where the realm has no RS256 key yet",
        )),
    }
}

fn replace(tx: &Transaction, realm_id: &str, material: Material) -> Result<(), Failure> {
    let known = jwt_keys::current(tx, realm_id, material.algo)?;
    if known
        .as_ref()
        .is_some_and(|known| known.material == material)
    {
        return Ok(());
    }
    if let Some(known) = known {
        jwt_keys::delete(tx, &known.id)?;
    }
    let derived = material.derived_id();
    let taken = jwt_keys::exists(tx, &derived)?;
    jwt_keys::insert(
        tx,
        &JwtKey {
            // Two realms may share a key.
            id: if taken { new_id("jky_") } else { derived },
            realm_id: realm_id.to_owned(),
            material,
            expires_at: None,
        },
    )
}
