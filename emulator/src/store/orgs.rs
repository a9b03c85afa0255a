//! Rows of orgs.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::{Filter, Page, SortKeys, json_column};
use crate::model::failure::Failure;

/// An org.
#[derive(Debug, Clone)]
pub struct Org {
    /// `org_…`.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// For people.
    pub name: String,
    /// `active` or `inactive`.
    pub state: String,
    /// The app's own key for the org.
    pub reference: Option<String>,
    /// The app's own data; an object.
    pub custom: Value,
    /// Epoch milliseconds.
    pub created_at: i64,
}

/// What lists of orgs can be sorted by.
pub const SORT_KEYS: SortKeys = &[("name", "lower(name)"), ("id", "seq")];

fn org(row: &Row) -> rusqlite::Result<Org> {
    Ok(Org {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        name: row.get("name")?,
        state: row.get("state")?,
        reference: row.get("reference")?,
        custom: json_column(row, "custom")?,
        created_at: row.get("created_at")?,
    })
}

/// The org with this id, within a realm if one is given.
pub fn by_id(tx: &Transaction, realm_id: Option<&str>, id: &str) -> Result<Option<Org>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM orgs WHERE id = ?1 AND (?2 IS NULL OR realm_id = ?2)",
            params![id, realm_id],
            org,
        )
        .optional()?)
}

/// Orgs that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<Org>, bool), Failure> {
    page.select(tx, "orgs", filters, org)
}

/// Stores a new org.
pub fn insert(tx: &Transaction, org: &Org) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO orgs (id, realm_id, name, state, reference, custom, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            org.id,
            org.realm_id,
            org.name,
            org.state,
            org.reference,
            org.custom.to_string(),
            org.created_at
        ],
    )?;
    Ok(())
}

/// Stores the changeable attributes of a known org.
pub fn update(tx: &Transaction, org: &Org) -> Result<(), Failure> {
    tx.execute(
        "UPDATE orgs SET name = ?2, state = ?3, reference = ?4, custom = ?5 WHERE id = ?1",
        params![
            org.id,
            org.name,
            org.state,
            org.reference,
            org.custom.to_string()
        ],
    )?;
    Ok(())
}

/// Removes an org with its memberships.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM orgs WHERE id = ?1", [id])?;
    Ok(())
}
