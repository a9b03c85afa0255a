//! Rows of the keys of the Core API.

use rusqlite::{Row, Transaction, params};

use crate::model::failure::Failure;
use crate::model::permission::Permission;

/// A key.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// The key itself.
    pub key: String,
    /// What it may do.
    pub permission: Permission,
    /// The only realm that it knows.
    pub realm_id: Option<String>,
    /// The account that must be named with it; older keys have one.
    pub account: Option<String>,
}

fn api_key(row: &Row) -> rusqlite::Result<ApiKey> {
    let name: String = row.get("permission")?;
    let known = Permission::ALL
        .into_iter()
        .find(|known| known.name() == name);
    Ok(ApiKey {
        key: row.get("key")?,
        permission: known.unwrap_or(Permission::Read),
        realm_id: row.get("realm_id")?,
        account: row.get("account")?,
    })
}

/// All keys, oldest first.
pub fn all(tx: &Transaction) -> Result<Vec<ApiKey>, Failure> {
    let mut query = tx.prepare_cached("SELECT * FROM api_keys ORDER BY rowid")?;
    let rows = query.query_map([], api_key)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Stores a new key, or what a known one may do now.
pub fn save(tx: &Transaction, key: &ApiKey) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO api_keys (key, permission, realm_id, account) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key) DO UPDATE SET permission = excluded.permission,
           realm_id = excluded.realm_id, account = excluded.account",
        params![key.key, key.permission.name(), key.realm_id, key.account],
    )?;
    Ok(())
}
