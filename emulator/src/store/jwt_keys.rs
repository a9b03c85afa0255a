//! Rows of the keys that sign login tokens. A realm signs with its newest key of its algorithm that has
//! not been replaced, and verifies with all that are still there.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Filter, Page, not_expired};
use crate::model::failure::Failure;
use crate::model::settings::JwtAlgo;
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

/// The same without expired keys.
pub fn list_live(
    tx: &Transaction,
    filters: &[Filter],
    now_ms: i64,
    page: &Page,
) -> Result<(Vec<JwtKey>, bool), Failure> {
    let mut filters = filters.to_vec();
    filters.push(not_expired(now_ms));
    list(tx, &filters, page)
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

/// Whether a key has this id.
pub fn exists(tx: &Transaction, id: &str) -> Result<bool, Failure> {
    let sql = "SELECT EXISTS (SELECT 1 FROM jwt_keys WHERE id = ?1)";
    Ok(tx.query_row(sql, [id], |row| row.get(0))?)
}
