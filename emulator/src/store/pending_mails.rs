//! Rows of mails that are still to be filled. Tested in `tests/api/pending_mails.rs`.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::app_hook::Renderer;
use crate::model::failure::Failure;

/// A mail to be filled.
#[derive(Debug)]
pub struct PendingMail {
    /// `ml_…`, that of the mail.
    pub id: String,
    /// Realm of its user.
    pub realm_id: String,
    /// The event that the mail is about.
    pub event_id: String,
    /// The notification that reports the result.
    pub notification_id: String,
    /// Whether the mail is thrown away when it is filled.
    pub discarded: bool,
    /// What it is made of; none if the stored document cannot be read.
    pub draft: Option<Draft>,
}

/// What a mail is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The Connected App it links to.
    pub app_id: Option<String>,
    /// Type of the event.
    pub event: String,
    /// Address, perhaps with a name before it.
    pub from: String,
    /// Address.
    pub to: String,
    /// How the template is read.
    pub renderer: Renderer,
    /// Template of the subject line.
    pub subject: String,
    /// Template of the body.
    pub template: String,
    /// What the templates know, by name.
    pub values: Map<String, Value>,
    /// The token alone, if it brings one.
    pub token: Option<String>,
    /// Where the token is to be used.
    pub link: Option<String>,
    /// Epoch milliseconds.
    pub created_at: i64,
}

fn pending(row: &Row) -> rusqlite::Result<PendingMail> {
    let draft: String = row.get("draft")?;
    Ok(PendingMail {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        event_id: row.get("event_id")?,
        notification_id: row.get("notification_id")?,
        discarded: row.get("discarded")?,
        draft: serde_json::from_str(&draft).ok(),
    })
}

/// Stores a mail to be filled.
pub fn insert(tx: &Transaction, mail: &PendingMail) -> Result<(), Failure> {
    let draft = serde_json::to_string(&mail.draft).map_err(Failure::internal)?;
    tx.execute(
        "INSERT INTO pending_mails (id, realm_id, event_id, notification_id, discarded, draft)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            mail.id,
            mail.realm_id,
            mail.event_id,
            mail.notification_id,
            mail.discarded,
            draft,
        ],
    )?;
    Ok(())
}

/// The pending mail with this id.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<PendingMail>, Failure> {
    Ok(tx
        .query_row("SELECT * FROM pending_mails WHERE id = ?1", [id], pending)
        .optional()?)
}

/// The ids of all pending mails, oldest first.
pub fn ids(tx: &Transaction) -> Result<Vec<String>, Failure> {
    let mut query = tx.prepare("SELECT id FROM pending_mails ORDER BY seq")?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Lets the mails about one event be thrown away when they are filled.
pub fn discard_of_event(tx: &Transaction, event_id: &str) -> Result<(), Failure> {
    let sql = "UPDATE pending_mails SET discarded = 1 WHERE event_id = ?1";
    tx.execute(sql, [event_id])?;
    Ok(())
}

/// Removes a pending mail.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM pending_mails WHERE id = ?1", [id])?;
    Ok(())
}
