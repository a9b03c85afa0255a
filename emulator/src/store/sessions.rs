//! Rows of managed sessions.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Filter, Page, SortKeys, not_expired};
use crate::model::failure::Failure;

/// A managed session (protocol-v1 §5.5).
#[derive(Debug, Clone)]
pub struct Session {
    /// `kss_…`.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// Its user.
    pub user_id: String,
    /// The browser's address.
    pub ip: Option<String>,
    /// The browser's user agent.
    pub client: Option<String>,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// Epoch milliseconds, whole seconds.
    pub expires_at: i64,
}

/// What lists of sessions can be sorted by.
pub const SORT_KEYS: SortKeys = &[
    ("id", "seq"),
    ("created_at", "created_at"),
    ("expires_at", "expires_at"),
];

fn session(row: &Row) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        user_id: row.get("user_id")?,
        ip: row.get("ip")?,
        client: row.get("client")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// The live session with this id.
pub fn live(tx: &Transaction, id: &str, now_ms: i64) -> Result<Option<Session>, Failure> {
    Ok(tx
        .prepare_cached("SELECT * FROM sessions WHERE id = ?1 AND expires_at > ?2")?
        .query_row(params![id, now_ms], session)
        .optional()?)
}

/// Live sessions that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    now_ms: i64,
    page: &Page,
) -> Result<(Vec<Session>, bool), Failure> {
    let mut filters = filters.to_vec();
    filters.push(not_expired(now_ms));
    page.select(tx, "sessions", &filters, session)
}

/// Stores a new session.
pub fn insert(tx: &Transaction, session: &Session) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO sessions (id, realm_id, user_id, ip, client, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            session.id,
            session.realm_id,
            session.user_id,
            session.ip,
            session.client,
            session.created_at,
            session.expires_at,
        ],
    )?;
    Ok(())
}

/// Ends all sessions of a user.
pub fn delete_of_user(tx: &Transaction, user_id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM sessions WHERE user_id = ?1", [user_id])?;
    Ok(())
}

/// Ends all sessions of a user but one.
pub fn delete_of_user_but(
    tx: &Transaction,
    user_id: &str,
    keep: Option<&str>,
) -> Result<(), Failure> {
    tx.execute(
        "DELETE FROM sessions WHERE user_id = ?1 AND id IS NOT ?2",
        params![user_id, keep],
    )?;
    Ok(())
}

/// Ends a session.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM sessions WHERE id = ?1", [id])?;
    Ok(())
}
