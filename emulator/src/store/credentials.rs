//! Rows of credentials (passwords and TOTP) and of two-factor login tokens.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Filter, Page};
use crate::model::failure::Failure;
use crate::model::ids::new_id;

/// A credential (protocol-v1 §5.9). `secret` never leaves the crate, but for a new TOTP credential's.
#[derive(Debug, Clone)]
pub struct Credential {
    /// `crd_…`.
    pub id: String,
    /// Its user.
    pub user_id: String,
    /// `password`, `totp`, `api_key`, or the type of a social provider.
    pub credential_type: String,
    /// For people.
    pub name: Option<String>,
    /// Id of the social provider it is of; none for other types, and if an older emulator made it.
    pub auth_provider_id: Option<String>,
    /// Who the user is there.
    pub provider_user_id: Option<String>,
    /// Password hash, base-32 secret, or hash of an API key.
    pub secret: String,
    /// `new` or `active`.
    pub state: String,
    /// The newest time step already used.
    pub last_step: i64,
    /// Epoch milliseconds.
    pub created_at: i64,
}

impl Credential {
    /// A new one, active and without a name.
    pub fn new(user_id: &str, credential_type: &str, secret: String, now_ms: i64) -> Self {
        Self {
            id: new_id("crd_"),
            user_id: user_id.to_owned(),
            credential_type: credential_type.to_owned(),
            name: None,
            auth_provider_id: None,
            provider_user_id: None,
            secret,
            state: "active".to_owned(),
            last_step: 0,
            created_at: now_ms,
        }
    }

    /// A new one of a social provider. It holds no secret.
    pub fn of_provider(
        user_id: &str,
        credential_type: &str,
        auth_provider_id: Option<String>,
        now_ms: i64,
    ) -> Self {
        Self {
            auth_provider_id,
            ..Self::new(user_id, credential_type, String::new(), now_ms)
        }
    }
}

fn credential(row: &Row) -> rusqlite::Result<Credential> {
    Ok(Credential {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        credential_type: row.get("credential_type")?,
        name: row.get("name")?,
        auth_provider_id: row.get("auth_provider_id")?,
        provider_user_id: row.get("provider_user_id")?,
        secret: row.get("secret")?,
        state: row.get("state")?,
        last_step: row.get("last_step")?,
        created_at: row.get("created_at")?,
    })
}

/// The credential with this id.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<Credential>, Failure> {
    Ok(tx
        .query_row("SELECT * FROM credentials WHERE id = ?1", [id], credential)
        .optional()?)
}

/// The credential that has an API key with this hash.
pub fn by_api_key(tx: &Transaction, hash: &str) -> Result<Option<Credential>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM credentials WHERE secret = ?1 AND credential_type = 'api_key'",
            [hash],
            credential,
        )
        .optional()?)
}

/// Credentials that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<Credential>, bool), Failure> {
    page.select(tx, "credentials", filters, credential)
}

/// All credentials of a user, oldest first.
pub fn of_user(tx: &Transaction, user_id: &str) -> Result<Vec<Credential>, Failure> {
    let mut query =
        tx.prepare_cached("SELECT * FROM credentials WHERE user_id = ?1 ORDER BY seq")?;
    let rows = query
        .query_map([user_id], credential)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The active credential of a type.
pub fn active(
    tx: &Transaction,
    user_id: &str,
    credential_type: &str,
) -> Result<Option<Credential>, Failure> {
    Ok(tx
        .prepare_cached(
            "SELECT * FROM credentials WHERE user_id = ?1 AND credential_type = ?2
               AND state = 'active' ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([user_id, credential_type], credential)
        .optional()?)
}

/// The user of a realm who is this one at a social provider.
pub fn user_at_provider(
    tx: &Transaction,
    realm_id: &str,
    auth_provider_id: &str,
    provider_user_id: &str,
) -> Result<Option<String>, Failure> {
    let sql = "SELECT user_id FROM credentials
               WHERE auth_provider_id = ?2 AND provider_user_id = ?3
                 AND user_id IN (SELECT id FROM users WHERE realm_id = ?1)";
    let user_id = tx.query_row(sql, [realm_id, auth_provider_id, provider_user_id], |row| {
        row.get(0)
    });
    Ok(user_id.optional()?)
}

/// Whether the user of a new credential has one of the same social provider. One that an older emulator made counts for
/// any provider of its type.
pub fn has_of_provider(tx: &Transaction, new: &Credential) -> Result<bool, Failure> {
    let sql = "SELECT EXISTS (SELECT 1 FROM credentials WHERE user_id = ?1 AND credential_type = ?2
                 AND state = 'active' AND ifnull(auth_provider_id, ?3) IS ?3)";
    let given = params![new.user_id, new.credential_type, new.auth_provider_id];
    Ok(tx.query_row(sql, given, |row| row.get(0))?)
}

/// Stores a new credential.
pub fn insert(tx: &Transaction, credential: &Credential) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO credentials (id, user_id, credential_type, name, secret, state, last_step, created_at,
           auth_provider_id, provider_user_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            credential.id,
            credential.user_id,
            credential.credential_type,
            credential.name,
            credential.secret,
            credential.state,
            credential.last_step,
            credential.created_at,
            credential.auth_provider_id,
            credential.provider_user_id,
        ],
    )?;
    Ok(())
}

/// Sets, or replaces, a user's password hash.
pub fn set_password(
    tx: &Transaction,
    user_id: &str,
    hash: &str,
    now_ms: i64,
) -> Result<(), Failure> {
    let sql =
        "UPDATE credentials SET secret = ?2 WHERE user_id = ?1 AND credential_type = 'password'";
    if tx.execute(sql, [user_id, hash])? > 0 {
        return Ok(());
    }
    insert(
        tx,
        &Credential::new(user_id, "password", hash.to_owned(), now_ms),
    )
}

/// Stores the hash of another API key, and the key itself if it is to be read again.
pub fn set_api_key(
    tx: &Transaction,
    id: &str,
    hash: &str,
    readable: Option<&str>,
) -> Result<(), Failure> {
    let sql = "UPDATE credentials SET secret = ?2, api_key = ?3 WHERE id = ?1";
    tx.execute(sql, params![id, hash, readable])?;
    Ok(())
}

/// The API key of a credential, if it was stored to be read again.
pub fn readable_api_key(tx: &Transaction, id: &str) -> Result<Option<String>, Failure> {
    let sql = "SELECT api_key FROM credentials WHERE id = ?1";
    let key = tx.query_row(sql, [id], |row| row.get(0)).optional()?;
    Ok(key.flatten())
}

/// Stores another name.
pub fn set_name(tx: &Transaction, id: &str, name: Option<&str>) -> Result<(), Failure> {
    let sql = "UPDATE credentials SET name = ?2 WHERE id = ?1";
    tx.execute(sql, params![id, name])?;
    Ok(())
}

/// Removes a credential.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM credentials WHERE id = ?1", [id])?;
    Ok(())
}

/// Notes a used time step; the credential is active from then on.
pub fn use_step(tx: &Transaction, id: &str, step: i64) -> Result<(), Failure> {
    tx.execute(
        "UPDATE credentials SET last_step = ?2, state = 'active' WHERE id = ?1",
        params![id, step],
    )?;
    Ok(())
}

/// Stores a `kli_` token.
pub fn insert_login_token(
    tx: &Transaction,
    id: &str,
    user_id: &str,
    expires_at: i64,
) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO login_tokens (id, user_id, expires_at) VALUES (?1, ?2, ?3)",
        params![id, user_id, expires_at],
    )?;
    Ok(())
}

/// The user a live `kli_` token belongs to.
pub fn login_token_user(
    tx: &Transaction,
    id: &str,
    now_ms: i64,
) -> Result<Option<String>, Failure> {
    Ok(tx
        .query_row(
            "SELECT user_id FROM login_tokens WHERE id = ?1 AND expires_at > ?2",
            params![id, now_ms],
            |row| row.get(0),
        )
        .optional()?)
}

/// Ends all `kli_` tokens of a user.
pub fn delete_login_tokens(tx: &Transaction, user_id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM login_tokens WHERE user_id = ?1", [user_id])?;
    Ok(())
}

/// Ends a `kli_` token.
pub fn delete_login_token(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM login_tokens WHERE id = ?1", [id])?;
    Ok(())
}
