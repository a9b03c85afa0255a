//! Rows of social logins that an app's server asked for (protocol-v1 §5.9). Tested in `tests/api/core/social_logins.rs`.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::failure::Failure;

/// A social login under way.
#[derive(Debug)]
pub struct SocialRequest {
    /// What the provider gives back to the app.
    pub state: String,
    /// Its realm.
    pub realm_id: String,
    /// `ap_…`.
    pub provider_id: String,
    /// Where the app takes the code.
    pub redirect_uri: String,
    /// What the app's session must hold.
    pub nonce: Option<String>,
    /// What the app changes into a login, once the provider has answered.
    pub code: Option<String>,
    /// Address that the provider vouches for.
    pub email: String,
    /// Whole name; may be empty.
    pub name: String,
    /// Epoch milliseconds.
    pub expires_at: i64,
}

/// Stores a new social login, and deletes expired ones.
pub fn insert(tx: &Transaction, request: &SocialRequest, now_ms: i64) -> Result<(), Failure> {
    tx.execute(
        "DELETE FROM social_requests WHERE expires_at <= ?1",
        [now_ms],
    )?;
    tx.execute(
        "INSERT INTO social_requests (state, realm_id, provider_id, redirect_uri, nonce, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            request.state,
            request.realm_id,
            request.provider_id,
            request.redirect_uri,
            request.nonce,
            request.expires_at,
        ],
    )?;
    Ok(())
}

/// The live social login with this state.
pub fn live(tx: &Transaction, state: &str, now_ms: i64) -> Result<Option<SocialRequest>, Failure> {
    let found = tx.query_row(
        "SELECT * FROM social_requests WHERE state = ?1 AND expires_at > ?2",
        params![state, now_ms],
        |row| {
            Ok(SocialRequest {
                state: row.get("state")?,
                realm_id: row.get("realm_id")?,
                provider_id: row.get("provider_id")?,
                redirect_uri: row.get("redirect_uri")?,
                nonce: row.get("nonce")?,
                code: row.get("code")?,
                email: row.get("email")?,
                name: row.get("name")?,
                expires_at: row.get("expires_at")?,
            })
        },
    );
    Ok(found.optional()?)
}

/// Stores the provider's answer.
pub fn answer(
    tx: &Transaction,
    state: &str,
    code: &str,
    email: &str,
    name: &str,
) -> Result<(), Failure> {
    tx.execute(
        "UPDATE social_requests SET code = ?2, email = ?3, name = ?4 WHERE state = ?1",
        params![state, code, email, name],
    )?;
    Ok(())
}

/// Removes a social login that was used or refused.
pub fn delete(tx: &Transaction, state: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM social_requests WHERE state = ?1", [state])?;
    Ok(())
}
