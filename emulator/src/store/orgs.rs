//! Rows of orgs and memberships, as far as signup mode `user_org` needs them.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::{Filter, Page, filter, json_column};
use crate::error::Failure;

/// An org.
#[derive(Debug, Clone)]
pub struct Org {
    /// `org_…`.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// For people.
    pub name: String,
    /// `active` or `inactive`.
    pub state: String,
    /// The app's own data; an object.
    pub custom: Value,
    /// Epoch milliseconds.
    pub created_at: i64,
}

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

fn org(row: &Row) -> rusqlite::Result<Org> {
    Ok(Org {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        name: row.get("name")?,
        state: row.get("state")?,
        custom: json_column(row, "custom")?,
        created_at: row.get("created_at")?,
    })
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

/// The org with this id, within a realm if one is given.
pub fn org_by_id(
    tx: &Transaction,
    realm_id: Option<&str>,
    id: &str,
) -> Result<Option<Org>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM orgs WHERE id = ?1 AND (?2 IS NULL OR realm_id = ?2)",
            params![id, realm_id],
            org,
        )
        .optional()?)
}

/// Orgs that meet all filters, and whether there are more.
pub fn list_orgs(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<Org>, bool), Failure> {
    page.select(tx, "orgs", filters, org)
}

/// Stores a new org.
pub fn insert_org(tx: &Transaction, org: &Org) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO orgs (id, realm_id, name, state, custom, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            org.id,
            org.realm_id,
            org.name,
            org.state,
            org.custom.to_string(),
            org.created_at
        ],
    )?;
    Ok(())
}

/// The membership with this id and its org, within a realm if one is given.
pub fn membership_by_id(
    tx: &Transaction,
    realm_id: Option<&str>,
    id: &str,
) -> Result<Option<Membership>, Failure> {
    Ok(tx
        .query_row(
            "SELECT memberships.* FROM memberships JOIN orgs ON orgs.id = org_id
             WHERE memberships.id = ?1 AND (?2 IS NULL OR realm_id = ?2)",
            params![id, realm_id],
            membership,
        )
        .optional()?)
}

/// Which memberships to list.
#[derive(Debug, Default, Clone, Copy)]
pub struct MembershipFilter<'a> {
    /// Only of this realm.
    pub realm_id: Option<&'a str>,
    /// Only of this user.
    pub user_id: Option<&'a str>,
    /// Only of this org.
    pub org_id: Option<&'a str>,
}

/// Memberships that meet the filter, and whether there are more.
pub fn list_memberships(
    tx: &Transaction,
    wanted: MembershipFilter,
    page: &Page,
) -> Result<(Vec<Membership>, bool), Failure> {
    let filters = [
        filter(
            "org_id IN (SELECT id FROM orgs WHERE realm_id = ?)",
            wanted.realm_id,
        ),
        filter("user_id = ?", wanted.user_id),
        filter("org_id = ?", wanted.org_id),
    ];
    page.select(tx, "memberships", &filters, membership)
}

/// A user's memberships with their orgs.
pub fn of_user(tx: &Transaction, user_id: &str) -> Result<Vec<(Membership, Org)>, Failure> {
    let wanted = MembershipFilter {
        user_id: Some(user_id),
        ..MembershipFilter::default()
    };
    let mut pairs = Vec::new();
    for membership in list_memberships(tx, wanted, &Page::everything())?.0 {
        if let Some(org) = org_by_id(tx, None, &membership.org_id)? {
            pairs.push((membership, org));
        }
    }
    Ok(pairs)
}

/// How many members an org has, or how many orgs a user is in.
pub fn count(tx: &Transaction, filter: MembershipFilter) -> Result<i64, Failure> {
    Ok(tx.query_row(
        "SELECT count(*) FROM memberships WHERE (?1 IS NULL OR user_id = ?1)
           AND (?2 IS NULL OR org_id = ?2)",
        params![filter.user_id, filter.org_id],
        |row| row.get(0),
    )?)
}

/// Stores a new membership.
pub fn insert_membership(tx: &Transaction, membership: &Membership) -> Result<(), Failure> {
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
