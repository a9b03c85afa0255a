//! Rows of notifications: what was, or is to be, delivered because of an event.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::Page;
use crate::model::failure::Failure;

/// One delivery of one event by one hook.
#[derive(Debug, Clone)]
pub struct Notification {
    /// `ent_…`.
    pub id: String,
    /// The event.
    pub event_id: String,
    /// The hook; it may be gone.
    pub app_hook_id: String,
    /// `webhook`, `email` or `mailing_list`.
    pub hook_type: String,
    /// `in_progress`, `completed`, `failed` or `canceled`.
    pub state: String,
    /// Attempts made.
    pub attempts: i64,
    /// URL or address.
    pub destination: String,
    /// Epoch milliseconds.
    pub last_attempt_at: Option<i64>,
    /// URL or address of that attempt.
    pub last_destination: Option<String>,
    /// For people: a status, or what went wrong.
    pub last_result: Option<String>,
    /// When the next attempt is due, in epoch milliseconds; none if there is none to come.
    pub due_at: Option<i64>,
}

fn notification(row: &Row) -> rusqlite::Result<Notification> {
    Ok(Notification {
        id: row.get("id")?,
        event_id: row.get("event_id")?,
        app_hook_id: row.get("app_hook_id")?,
        hook_type: row.get("hook_type")?,
        state: row.get("state")?,
        attempts: row.get("attempts")?,
        destination: row.get("destination")?,
        last_attempt_at: row.get("last_attempt_at")?,
        last_destination: row.get("last_destination")?,
        last_result: row.get("last_result")?,
        due_at: row.get("due_at")?,
    })
}

/// All notifications, whatever their event.
pub fn list(tx: &Transaction, page: &Page) -> Result<Vec<Notification>, Failure> {
    let (rows, _) = page.select(tx, "notifications", &[], notification)?;
    Ok(rows)
}

/// Stores a new notification.
pub fn insert(tx: &Transaction, row: &Notification) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO notifications (id, event_id, app_hook_id, hook_type, state, attempts, destination,
           last_attempt_at, last_destination, last_result, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            row.id,
            row.event_id,
            row.app_hook_id,
            row.hook_type,
            row.state,
            row.attempts,
            row.destination,
            row.last_attempt_at,
            row.last_destination,
            row.last_result,
            row.due_at,
        ],
    )?;
    Ok(())
}

/// Stores what became of an attempt, unless the notification was canceled meanwhile.
pub fn settle(tx: &Transaction, row: &Notification) -> Result<(), Failure> {
    tx.execute(
        "UPDATE notifications SET state = ?2, attempts = ?3, last_attempt_at = ?4,
           last_destination = ?5, last_result = ?6, due_at = ?7
         WHERE id = ?1 AND state = 'in_progress'",
        params![
            row.id,
            row.state,
            row.attempts,
            row.last_attempt_at,
            row.last_destination,
            row.last_result,
            row.due_at,
        ],
    )?;
    Ok(())
}

/// The notification with this id.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<Notification>, Failure> {
    let sql = "SELECT * FROM notifications WHERE id = ?1";
    Ok(tx.query_row(sql, [id], notification).optional()?)
}

/// Notifications of an event, oldest first.
pub fn of_event(tx: &Transaction, event_id: &str) -> Result<Vec<Notification>, Failure> {
    let mut query = tx.prepare("SELECT * FROM notifications WHERE event_id = ?1 ORDER BY seq")?;
    let rows = query
        .query_map([event_id], notification)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// When the next first attempt of a hook is due, if that is after `now_ms`, and at `latest_ms` or before.
pub fn first_attempt_within(
    tx: &Transaction,
    hook_id: &str,
    now_ms: i64,
    latest_ms: i64,
) -> Result<Option<i64>, Failure> {
    let sql = "SELECT due_at FROM notifications
               WHERE app_hook_id = ?1 AND due_at > ?2 AND due_at <= ?3
                 AND attempts = 0 AND state = 'in_progress'
               ORDER BY due_at LIMIT 1";
    let due_at = tx.query_row(sql, params![hook_id, now_ms, latest_ms], |row| row.get(0));
    Ok(due_at.optional()?)
}

/// Notifications of the same hook that are due at the same time as this one, itself included, oldest first.
pub fn due_together(tx: &Transaction, row: &Notification) -> Result<Vec<Notification>, Failure> {
    let mut query = tx.prepare(
        "SELECT * FROM notifications WHERE app_hook_id = ?1 AND due_at = ?2 AND state = 'in_progress'
         ORDER BY seq",
    )?;
    let rows = query
        .query_map(params![row.app_hook_id, row.due_at], notification)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The notification that is due first, whenever that is.
pub fn next_due(tx: &Transaction) -> Result<Option<Notification>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM notifications WHERE due_at IS NOT NULL AND state = 'in_progress'
             ORDER BY due_at, seq LIMIT 1",
            [],
            notification,
        )
        .optional()?)
}
