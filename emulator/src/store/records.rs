//! Rows of settings that are stored and do nothing (protocol-v2 §7.9).

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::{Filter, Page, json_column};
use crate::model::failure::Failure;

/// One of them.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// What it is: `named_permission` and the like.
    pub kind: String,
    /// Its attributes; an object.
    pub settings: Value,
}

fn record(row: &Row) -> rusqlite::Result<Record> {
    Ok(Record {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        kind: row.get("kind")?,
        settings: json_column(row, "settings")?,
    })
}

/// Records that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<Record>, bool), Failure> {
    page.select(tx, "records", filters, record)
}

/// The record of a kind with this id.
pub fn by_id(tx: &Transaction, kind: &str, id: &str) -> Result<Option<Record>, Failure> {
    let sql = "SELECT * FROM records WHERE kind = ?1 AND id = ?2";
    Ok(tx.query_row(sql, [kind, id], record).optional()?)
}

/// Stores a new record, or new attributes of a known one.
pub fn save(tx: &Transaction, record: &Record) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO records (id, realm_id, kind, settings) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET settings = excluded.settings",
        params![
            record.id,
            record.realm_id,
            record.kind,
            record.settings.to_string(),
        ],
    )?;
    Ok(())
}

/// Removes a record.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM records WHERE id = ?1", [id])?;
    Ok(())
}
