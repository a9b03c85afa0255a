//! Rows of memberships.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::orgs::{self, Org};
use super::{Filter, Page, filter, json_column};
use crate::error::Failure;

/// A user's place in an org.
#[derive(Debug, Clone)]
pub struct Membership {
    /// `mb_…`.
    pub id: String,
    /// Its org.
    pub org_id: String,
    /// Its user.
    pub user_id: String,
    /// A list of strings.
    pub permissions: Value,
    /// The app's own data; an object.
    pub custom: Value,
    /// Epoch milliseconds.
    pub created_at: i64,
}

fn membership(row: &Row) -> rusqlite::Result<Membership> {
    Ok(Membership {
        id: row.get("id")?,
        org_id: row.get("org_id")?,
        user_id: row.get("user_id")?,
        permissions: json_column(row, "permissions")?,
        custom: json_column(row, "custom")?,
        created_at: row.get("created_at")?,
    })
}

/// The membership with this id, within a realm if one is given.
pub fn by_id(
    tx: &Transaction,
    realm_id: Option<&str>,
    id: &str,
) -> Result<Option<Membership>, Failure> {
    Ok(tx
        .query_row(
            "SELECT memberships.* FROM memberships JOIN users ON users.id = user_id
             WHERE memberships.id = ?1 AND (?2 IS NULL OR realm_id = ?2)",
            params![id, realm_id],
            membership,
        )
        .optional()?)
}

/// Memberships that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<Membership>, bool), Failure> {
    page.select(tx, "memberships", filters, membership)
}

/// An org's memberships.
pub fn of_org(tx: &Transaction, org_id: &str) -> Result<Vec<Membership>, Failure> {
    let filters = [filter("org_id = ?", Some(org_id))];
    Ok(list(tx, &filters, &Page::everything())?.0)
}

/// A user's memberships with their orgs.
pub fn of_user(tx: &Transaction, user_id: &str) -> Result<Vec<(Membership, Org)>, Failure> {
    let filters = [filter("user_id = ?", Some(user_id))];
    let mut pairs = Vec::new();
    for membership in list(tx, &filters, &Page::everything())?.0 {
        if let Some(org) = orgs::by_id(tx, None, &membership.org_id)? {
            pairs.push((membership, org));
        }
    }
    Ok(pairs)
}

/// How many members an org has.
pub fn count_of_org(tx: &Transaction, org_id: &str) -> Result<i64, Failure> {
    let sql = "SELECT count(*) FROM memberships WHERE org_id = ?1";
    Ok(tx.query_row(sql, [org_id], |row| row.get(0))?)
}

/// How many memberships a user has.
pub fn count_of_user(tx: &Transaction, user_id: &str) -> Result<i64, Failure> {
    let sql = "SELECT count(*) FROM memberships WHERE user_id = ?1";
    Ok(tx.query_row(sql, [user_id], |row| row.get(0))?)
}

/// Stores a new membership.
pub fn insert(tx: &Transaction, membership: &Membership) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO memberships (id, org_id, user_id, permissions, custom, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            membership.id,
            membership.org_id,
            membership.user_id,
            membership.permissions.to_string(),
            membership.custom.to_string(),
            membership.created_at,
        ],
    )?;
    Ok(())
}
