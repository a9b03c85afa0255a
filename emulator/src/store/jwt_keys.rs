//! Rows of the keys that sign login tokens. A realm signs with its newest key of its algorithm that has
//! not been replaced, and verifies with all that are still there.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Filter, Page};
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::settings::{JwtAlgo, Realm};
use crate::model::signing_key::Material;

/// A key of a realm.
#[derive(Debug)]
pub struct JwtKey {
    /// `jky_…`, the `kid` of RS256 tokens.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// The key.
    pub material: Material,
    /// When a replaced key goes, in epoch milliseconds.
    pub expires_at: Option<i64>,
}

fn key(row: &Row) -> rusqlite::Result<JwtKey> {
    let algo: String = row.get("algo")?;
    Ok(JwtKey {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        material: Material {
            algo: match algo.as_str() {
                "rs256" => JwtAlgo::Rs256,
                _ => JwtAlgo::Hs256,
            },
            secret: row.get("secret")?,
            public: row.get("public")?,
        },
        expires_at: row.get("expires_at")?,
    })
}

/// The key that a realm signs with.
pub fn current(tx: &Transaction, realm_id: &str, algo: JwtAlgo) -> Result<Option<JwtKey>, Failure> {
    let mut query = tx.prepare_cached(
        "SELECT * FROM jwt_keys WHERE realm_id = ?1 AND algo = ?2 AND expires_at IS NULL
         ORDER BY seq DESC LIMIT 1",
    )?;
    Ok(query
        .query_row(params![realm_id, algo.name()], key)
        .optional()?)
}

/// The keys that a realm's tokens may be signed with.
pub fn live(tx: &Transaction, realm_id: &str, now_ms: i64) -> Result<Vec<JwtKey>, Failure> {
    let mut query = tx.prepare_cached(
        "SELECT * FROM jwt_keys WHERE realm_id = ?1 AND ifnull(expires_at > ?2, 1)
         ORDER BY seq DESC",
    )?;
    let keys = query
        .query_map(params![realm_id, now_ms], key)?
        .collect::<Result<_, _>>()?;
    Ok(keys)
}

/// The key with this id, unless it is gone.
pub fn by_id(tx: &Transaction, id: &str, now_ms: i64) -> Result<Option<JwtKey>, Failure> {
    let mut query =
        tx.prepare("SELECT * FROM jwt_keys WHERE id = ?1 AND ifnull(expires_at > ?2, 1)")?;
    Ok(query.query_row(params![id, now_ms], key).optional()?)
}

/// Keys that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<JwtKey>, bool), Failure> {
    page.select(tx, "jwt_keys", filters, key)
}

/// Stores a new key.
pub fn insert(tx: &Transaction, key: &JwtKey) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO jwt_keys (id, realm_id, algo, secret, public, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            key.id,
            key.realm_id,
            key.material.algo.name(),
            key.material.secret,
            key.material.public,
            key.expires_at,
        ],
    )?;
    Ok(())
}

/// Marks a realm's keys of an algorithm as replaced, and forgets those whose time is over.
pub fn retire(
    tx: &Transaction,
    realm_id: &str,
    algo: JwtAlgo,
    expires_at: i64,
    now_ms: i64,
) -> Result<(), Failure> {
    tx.execute("DELETE FROM jwt_keys WHERE expires_at <= ?1", [now_ms])?;
    tx.execute(
        "UPDATE jwt_keys SET expires_at = ?3
         WHERE realm_id = ?1 AND algo = ?2 AND expires_at IS NULL",
        params![realm_id, algo.name(), expires_at],
    )?;
    Ok(())
}

/// Removes a key; tokens that it signed are no longer genuine.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM jwt_keys WHERE id = ?1", [id])?;
    Ok(())
}

/// Takes the keys that a realm's settings bring along, each in the place of the one before, and sees to it
/// that the realm can sign.
///
/// # Errors
/// `Invalid` if a key cannot be read, or if there is no RSA key: making one takes too long here.
pub fn settle(tx: &Transaction, realm: &Realm) -> Result<(), Failure> {
    if !realm.jwt_key.is_empty() {
        replace(tx, &realm.id, Material::hs256(realm.jwt_key.clone()))?;
    }
    if !realm.jwt_private_key.is_empty() {
        let material = Material::from_pem(&realm.jwt_private_key).map_err(|reason| {
            Failure::invalid("jwt_private_key", format!("Jwt private key {reason}"))
        })?;
        replace(tx, &realm.id, material)?;
    }
    if current(tx, &realm.id, realm.jwt_algo)?.is_some() {
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
    let known = current(tx, realm_id, material.algo)?;
    if known
        .as_ref()
        .is_some_and(|known| known.material == material)
    {
        return Ok(());
    }
    if let Some(known) = known {
        delete(tx, &known.id)?;
    }
    let derived = material.derived_id();
    let taken: bool = tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM jwt_keys WHERE id = ?1)",
        [&derived],
        |row| row.get(0),
    )?;
    insert(
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
