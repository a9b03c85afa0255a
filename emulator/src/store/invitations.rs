//! Rows of invitations (protocol-v2 §7.7).

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::{Filter, Page, SortKeys, json_column};
use crate::model::failure::Failure;

/// An invitation.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// `nvt_…`.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// What a signup with it carries.
    pub token: String,
    /// `request`, `referral`, `org` or `preverify`.
    pub invitation_type: String,
    /// Lower case.
    pub email: String,
    /// Language of its mail.
    pub locale: Option<String>,
    /// The org of type `org`.
    pub org_id: Option<String>,
    /// Permissions in that org; a list of strings.
    pub permissions: Value,
    /// Who invites.
    pub inviting_user_id: Option<String>,
    /// The provider that the mail's link of type `preverify` starts.
    pub auth_provider_id: Option<String>,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// When its mail was sent last; epoch milliseconds.
    pub invited_at: Option<i64>,
    /// Epoch milliseconds, whole seconds.
    pub expires_at: i64,
}

/// What lists of invitations can be sorted by.
pub const SORT_KEYS: SortKeys = &[
    ("id", "seq"),
    ("email", "email"),
    ("created_at", "created_at"),
    ("expires_at", "expires_at"),
];

fn invitation(row: &Row) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        token: row.get("token")?,
        invitation_type: row.get("invitation_type")?,
        email: row.get("email")?,
        locale: row.get("locale")?,
        org_id: row.get("org_id")?,
        permissions: json_column(row, "permissions")?,
        inviting_user_id: row.get("inviting_user_id")?,
        auth_provider_id: row.get("auth_provider_id")?,
        created_at: row.get("created_at")?,
        invited_at: row.get("invited_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// The invitation with this id.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<Invitation>, Failure> {
    Ok(tx
        .query_row("SELECT * FROM invitations WHERE id = ?1", [id], invitation)
        .optional()?)
}

/// A realm's live invitation with this token.
pub fn live(
    tx: &Transaction,
    realm_id: &str,
    token: &str,
    now_ms: i64,
) -> Result<Option<Invitation>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM invitations WHERE realm_id = ?1 AND token = ?2 AND expires_at > ?3",
            params![realm_id, token, now_ms],
            invitation,
        )
        .optional()?)
}

/// The newest live invitation of a type to an address in lower case.
pub fn live_to(
    tx: &Transaction,
    realm_id: &str,
    invitation_type: &str,
    email: &str,
    now_ms: i64,
) -> Result<Option<Invitation>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM invitations WHERE realm_id = ?1 AND invitation_type = ?2 AND email = ?3
               AND expires_at > ?4 ORDER BY seq DESC LIMIT 1",
            params![realm_id, invitation_type, email, now_ms],
            invitation,
        )
        .optional()?)
}

/// Invitations that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<Invitation>, bool), Failure> {
    page.select(tx, "invitations", filters, invitation)
}

/// Invitations whose time is over.
pub fn expired(tx: &Transaction, now_ms: i64) -> Result<Vec<Invitation>, Failure> {
    let mut query =
        tx.prepare_cached("SELECT * FROM invitations WHERE expires_at <= ?1 ORDER BY seq")?;
    let rows = query
        .query_map([now_ms], invitation)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Stores a new invitation, or the changeable attributes of a known one.
pub fn save(tx: &Transaction, invitation: &Invitation) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO invitations (id, realm_id, token, invitation_type, email, locale, org_id,
           permissions, inviting_user_id, auth_provider_id, created_at, invited_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (id) DO UPDATE SET token = excluded.token, email = excluded.email,
           locale = excluded.locale, org_id = excluded.org_id, permissions = excluded.permissions,
           inviting_user_id = excluded.inviting_user_id,
           auth_provider_id = excluded.auth_provider_id, invited_at = excluded.invited_at,
           expires_at = excluded.expires_at",
        params![
            invitation.id,
            invitation.realm_id,
            invitation.token,
            invitation.invitation_type,
            invitation.email,
            invitation.locale,
            invitation.org_id,
            invitation.permissions.to_string(),
            invitation.inviting_user_id,
            invitation.auth_provider_id,
            invitation.created_at,
            invitation.invited_at,
            invitation.expires_at,
        ],
    )?;
    Ok(())
}

/// Removes an invitation.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM invitations WHERE id = ?1", [id])?;
    Ok(())
}
