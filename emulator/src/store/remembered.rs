//! Rows of logins that hosted pages remember (protocol-v1 §7.5). A row goes with its session, its user and its
//! realm. Tested in `tests/api/hosted/sso.rs`.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::failure::Failure;

/// A remembered login.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// What the cookie holds.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// Its user.
    pub user_id: String,
    /// The managed session; none in unmanaged realms.
    pub session_id: Option<String>,
    /// Epoch milliseconds.
    pub expires_at: i64,
}

/// The remembered login of this realm with this id, if it has not run out.
pub fn live(
    tx: &Transaction,
    realm_id: &str,
    id: &str,
    now_ms: i64,
) -> Result<Option<Remembered>, Failure> {
    let found = tx.query_row(
        "SELECT * FROM remembered_logins WHERE id = ?1 AND realm_id = ?2 AND expires_at > ?3",
        params![id, realm_id, now_ms],
        |row| {
            Ok(Remembered {
                id: row.get("id")?,
                realm_id: row.get("realm_id")?,
                user_id: row.get("user_id")?,
                session_id: row.get("session_id")?,
                expires_at: row.get("expires_at")?,
            })
        },
    );
    Ok(found.optional()?)
}

/// Stores a login to be remembered.
pub fn insert(tx: &Transaction, login: &Remembered) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO remembered_logins (id, realm_id, user_id, session_id, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            login.id,
            login.realm_id,
            login.user_id,
            login.session_id,
            login.expires_at,
        ],
    )?;
    Ok(())
}

/// Forgets all logins of a user.
pub fn delete_of_user(tx: &Transaction, user_id: &str) -> Result<(), Failure> {
    tx.execute(
        "DELETE FROM remembered_logins WHERE user_id = ?1",
        [user_id],
    )?;
    Ok(())
}

/// Forgets a login; its session lives on.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM remembered_logins WHERE id = ?1", [id])?;
    Ok(())
}
