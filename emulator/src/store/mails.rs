//! Rows of the outbox: mails that would have been sent (protocol-v1 §3.10).

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use crate::model::failure::Failure;

/// A mail, with the member names of `/_emulator/outbox`.
#[derive(Debug, Clone, Serialize)]
pub struct Mail {
    /// `ml_…`; the emulator's own.
    pub id: String,
    /// Realm of its user.
    pub realm_id: String,
    /// The Connected App it links to.
    pub app_id: Option<String>,
    /// The event that the mail is about.
    pub event: String,
    /// Its id; none for mails of emulators before events.
    pub event_id: Option<String>,
    /// Address, perhaps with a name before it.
    pub from: String,
    /// Address.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML, if it was written as HTML or Markdown.
    pub html: Option<String>,
    /// The token alone, if it brings one.
    pub token: Option<String>,
    /// Where the token is to be used; nowhere in a realm without an app.
    pub link: Option<String>,
    /// Epoch milliseconds; epoch seconds on the wire (protocol-v1 §5.2).
    #[serde(serialize_with = "seconds")]
    pub created_at: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The signature is serde's.
fn seconds<S: serde::Serializer>(ms: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(crate::model::clock::epoch_seconds(*ms))
}

fn mail(row: &Row) -> rusqlite::Result<Mail> {
    Ok(Mail {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        app_id: row.get("app_id")?,
        event: row.get("event")?,
        event_id: row.get("event_id")?,
        from: row.get("sender")?,
        to: row.get("recipient")?,
        subject: row.get("subject")?,
        text: row.get("body")?,
        html: row.get("html")?,
        token: Some(row.get("token")?).filter(|token: &String| !token.is_empty()),
        link: row.get("link")?,
        created_at: row.get("created_at")?,
    })
}

/// Mails, newest last, by realm and recipient as far as given.
pub fn list(
    tx: &Transaction,
    realm_id: Option<&str>,
    to: Option<&str>,
) -> Result<Vec<Mail>, Failure> {
    let mut query = tx.prepare(
        "SELECT * FROM mails WHERE (?1 IS NULL OR realm_id = ?1)
           AND (?2 IS NULL OR recipient = lower(?2)) ORDER BY seq",
    )?;
    let rows = query
        .query_map([realm_id, to], mail)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The mail with this id.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<Mail>, Failure> {
    let mut query = tx.prepare("SELECT * FROM mails WHERE id = ?1")?;
    Ok(query.query_row([id], mail).optional()?)
}

/// Puts a mail into the outbox.
pub fn insert(tx: &Transaction, mail: &Mail) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO mails (id, realm_id, app_id, event, event_id, sender, recipient, subject, body, html,
           token, link, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            mail.id,
            mail.realm_id,
            mail.app_id,
            mail.event,
            mail.event_id,
            mail.from,
            mail.to,
            mail.subject,
            mail.text,
            mail.html,
            mail.token.as_deref().unwrap_or_default(),
            mail.link,
            mail.created_at,
        ],
    )?;
    Ok(())
}

/// Takes the mails about one event out.
pub fn delete_of_event(tx: &Transaction, event_id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM mails WHERE event_id = ?1", [event_id])?;
    Ok(())
}

/// Takes a mail out; false if there is none with this id.
pub fn delete(tx: &Transaction, id: &str) -> Result<bool, Failure> {
    Ok(tx.execute("DELETE FROM mails WHERE id = ?1", [id])? > 0)
}

/// Empties the outbox.
pub fn clear(tx: &Transaction) -> Result<(), Failure> {
    tx.execute("DELETE FROM mails", [])?;
    Ok(())
}
