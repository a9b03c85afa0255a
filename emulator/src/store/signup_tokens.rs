//! Rows of signup tokens, `user_tokens` on the wire (protocol-v1 §5.6).

use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::model::failure::Failure;

/// A pending signup.
#[derive(Debug, Clone)]
pub struct SignupToken {
    /// `utk_…`.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// Lower case.
    pub username: String,
    /// Lower case; empty if there is none.
    pub email: String,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// argon2id; empty after a social signup.
    pub password_hash: String,
    /// `password`, or the type of the social provider.
    pub credential_type: String,
    /// Id of that provider; none if an older emulator made it.
    pub auth_provider_id: Option<String>,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// Epoch milliseconds.
    pub expires_at: i64,
}

fn signup_token(row: &Row) -> rusqlite::Result<SignupToken> {
    Ok(SignupToken {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        username: row.get("username")?,
        email: row.get("email")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        password_hash: row.get("password_hash")?,
        credential_type: row.get("credential_type")?,
        auth_provider_id: row.get("auth_provider_id")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// The live signup token with this id, within a realm if one is given.
pub fn live(
    tx: &Transaction,
    realm_id: Option<&str>,
    id: &str,
    now_ms: i64,
) -> Result<Option<SignupToken>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM signup_tokens
             WHERE id = ?1 AND expires_at > ?2 AND (?3 IS NULL OR realm_id = ?3)",
            params![id, now_ms, realm_id],
            signup_token,
        )
        .optional()?)
}

/// Live signup tokens, oldest first.
pub fn list(
    tx: &Transaction,
    realm_id: Option<&str>,
    now_ms: i64,
) -> Result<Vec<SignupToken>, Failure> {
    let mut query = tx.prepare(
        "SELECT * FROM signup_tokens
         WHERE (?1 IS NULL OR realm_id = ?1) AND expires_at > ?2 ORDER BY seq",
    )?;
    let rows = query
        .query_map(params![realm_id, now_ms], signup_token)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Stores a new signup token.
pub fn insert(tx: &Transaction, token: &SignupToken) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO signup_tokens (id, realm_id, username, email, first_name, last_name,
           password_hash, credential_type, auth_provider_id, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            token.id,
            token.realm_id,
            token.username,
            token.email,
            token.first_name,
            token.last_name,
            token.password_hash,
            token.credential_type,
            token.auth_provider_id,
            token.created_at,
            token.expires_at,
        ],
    )?;
    Ok(())
}

/// Removes a signup token once it became a user (D23).
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM signup_tokens WHERE id = ?1", [id])?;
    Ok(())
}
