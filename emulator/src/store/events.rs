//! Rows of events.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::{Filter, Page, json_column};
use crate::model::failure::Failure;

/// Something that happened in a realm.
#[derive(Debug, Clone)]
pub struct Event {
    /// `ev_…`.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// `user.created` and the like.
    pub event_type: String,
    /// Ids of the records concerned; an object.
    pub about: Value,
    /// The address behind it.
    pub ip: Option<String>,
    /// The user agent behind it.
    pub client: Option<String>,
    /// Epoch milliseconds.
    pub event_at: i64,
    /// The token that its mail carries.
    pub token: Option<String>,
    /// When that token ends; epoch milliseconds.
    pub expires_at: Option<i64>,
}

fn event(row: &Row) -> rusqlite::Result<Event> {
    Ok(Event {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        event_type: row.get("event_type")?,
        about: json_column(row, "about")?,
        ip: row.get("ip")?,
        client: row.get("client")?,
        event_at: row.get("event_at")?,
        token: row.get("token")?,
        expires_at: row.get("expires_at")?,
    })
}

/// Stores a new event.
pub fn insert(tx: &Transaction, event: &Event) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO events (id, realm_id, event_type, about, ip, client, event_at, token,
           expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            event.id,
            event.realm_id,
            event.event_type,
            event.about.to_string(),
            event.ip,
            event.client,
            event.event_at,
            event.token,
            event.expires_at,
        ],
    )?;
    Ok(())
}

/// The event with this id.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<Event>, Failure> {
    Ok(tx
        .query_row("SELECT * FROM events WHERE id = ?1", [id], event)
        .optional()?)
}

/// Whether there is an event of a type in a realm.
pub fn exists(tx: &Transaction, event_type: &str, realm_id: &str) -> Result<bool, Failure> {
    let sql = "SELECT EXISTS (SELECT 1 FROM events WHERE event_type = ?1 AND realm_id = ?2)";
    Ok(tx.query_row(sql, [event_type, realm_id], |row| row.get(0))?)
}

/// Events that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<Event>, bool), Failure> {
    page.select(tx, "events", filters, event)
}

/// Removes all events of a realm, with their notifications.
pub fn delete_of_realm(tx: &Transaction, realm_id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM events WHERE realm_id = ?1", [realm_id])?;
    Ok(())
}

/// The event of the login that opened a session.
pub fn of_session(
    tx: &Transaction,
    realm_id: &str,
    session_id: &str,
) -> Result<Option<Event>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM events WHERE realm_id = ?1 AND event_type = 'user.login.succeeded'
               AND json_extract(about, '$.session_id') = ?2 ORDER BY seq LIMIT 1",
            [realm_id, session_id],
            event,
        )
        .optional()?)
}

/// Removes an event with its notifications.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM events WHERE id = ?1", [id])?;
    Ok(())
}
