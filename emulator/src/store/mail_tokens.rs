//! Rows of the tokens that mails carry: password resets (`kpw_`) and email verifications (protocol-v1 §3.10).

use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::model::failure::Failure;

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Setting a new password.
    Reset,
    /// Verifying an address.
    Verification,
    /// Verifying a changed address before it counts (version 2).
    Change,
    /// A signup by invitation (version 2); its token is an invitation's and no row of this table.
    Invitation,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Verification => "verification",
            Self::Change => "change",
            Self::Invitation => "invitation",
        }
    }
}

/// A token with one use.
#[derive(Debug, Clone)]
pub struct MailToken {
    /// `kpw_…`, or text without a prefix for a verification (protocol-v1 §0.2).
    pub id: String,
    /// What it is good for.
    pub purpose: Purpose,
    /// Its user.
    pub user_id: String,
    /// The address it was sent to; empty if the user has none.
    pub email: String,
    /// Epoch milliseconds.
    pub expires_at: i64,
}

/// The live token with this id and purpose.
pub fn live(
    tx: &Transaction,
    purpose: Purpose,
    id: &str,
    now_ms: i64,
) -> Result<Option<MailToken>, Failure> {
    let token = |row: &Row| {
        Ok(MailToken {
            id: row.get("id")?,
            purpose,
            user_id: row.get("user_id")?,
            email: row.get("email")?,
            expires_at: row.get("expires_at")?,
        })
    };
    Ok(tx
        .query_row(
            "SELECT * FROM mail_tokens WHERE id = ?1 AND purpose = ?2 AND expires_at > ?3",
            params![id, purpose.name(), now_ms],
            token,
        )
        .optional()?)
}

/// Whether a user has a live token for this purpose and address.
pub fn has_live(
    tx: &Transaction,
    purpose: Purpose,
    user_id: &str,
    email: &str,
    now_ms: i64,
) -> Result<bool, Failure> {
    Ok(tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM mail_tokens
           WHERE purpose = ?1 AND user_id = ?2 AND email = ?3 AND expires_at > ?4)",
        params![purpose.name(), user_id, email, now_ms],
        |row| row.get(0),
    )?)
}

/// Stores a new token; older ones of the user for the same purpose are void from then on.
pub fn insert(tx: &Transaction, token: &MailToken) -> Result<(), Failure> {
    void(tx, &token.user_id, token.purpose)?;
    tx.execute(
        "INSERT INTO mail_tokens (id, purpose, user_id, email, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            token.id,
            token.purpose.name(),
            token.user_id,
            token.email,
            token.expires_at,
        ],
    )?;
    Ok(())
}

/// Ends all tokens of a user for a purpose: after use, or when a newer one takes their place.
pub fn void(tx: &Transaction, user_id: &str, purpose: Purpose) -> Result<(), Failure> {
    tx.execute(
        "DELETE FROM mail_tokens WHERE user_id = ?1 AND purpose = ?2",
        [user_id, purpose.name()],
    )?;
    Ok(())
}
