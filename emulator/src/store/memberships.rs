//! Rows of memberships.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::orgs::{self, Org};
use super::{By, Filter, Page, filter, json_column};
use crate::model::failure::Failure;

/// A user's place in an org, or the permissions of a user without one.
#[derive(Debug, Clone)]
pub struct Membership {
    /// `mb_…`.
    pub id: String,
    /// Its org.
    pub org_id: Option<String>,
    /// Its user.
    pub user_id: String,
    /// A list of strings.
    pub permissions: Value,
    /// The app's own data; an object.
    pub custom: Value,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// Epoch milliseconds, whole seconds; gone from then on.
    pub expires_at: Option<i64>,
}

fn membership(row: &Row) -> rusqlite::Result<Membership> {
    Ok(Membership {
        id: row.get("id")?,
        org_id: row.get("org_id")?,
        user_id: row.get("user_id")?,
        permissions: json_column(row, "permissions")?,
        custom: json_column(row, "custom")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
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
    let filters = [filter(By::OrgId, Some(org_id))];
    Ok(list(tx, &filters, &Page::everything())?.0)
}

/// A membership, and its org if it has one.
pub type WithOrg = (Membership, Option<Org>);

/// A user's memberships.
pub fn of_user(tx: &Transaction, user_id: &str) -> Result<Vec<WithOrg>, Failure> {
    let filters = [filter(By::UserId, Some(user_id))];
    let mut pairs = Vec::new();
    for membership in list(tx, &filters, &Page::everything())?.0 {
        let org = org_of(tx, &membership)?;
        pairs.push((membership, org));
    }
    Ok(pairs)
}

/// Those of a user's memberships whose time is not over.
pub fn live_of_user(tx: &Transaction, user_id: &str, now_ms: i64) -> Result<Vec<WithOrg>, Failure> {
    let mut pairs = of_user(tx, user_id)?;
    pairs.retain(|(membership, _)| membership.expires_at.is_none_or(|at| at > now_ms));
    Ok(pairs)
}

/// The org of a membership.
pub fn org_of(tx: &Transaction, membership: &Membership) -> Result<Option<Org>, Failure> {
    match &membership.org_id {
        Some(id) => orgs::by_id(tx, None, id),
        None => Ok(None),
    }
}

/// Whether a user is in an org, or has a membership without one.
pub fn exists(tx: &Transaction, user_id: &str, org_id: Option<&str>) -> Result<bool, Failure> {
    let sql = "SELECT EXISTS (SELECT 1 FROM memberships
               WHERE user_id = ?1 AND ifnull(org_id, '') = ifnull(?2, ''))";
    Ok(tx.query_row(sql, params![user_id, org_id], |row| row.get(0))?)
}

/// Memberships whose time is over, each with the id of its realm.
pub fn expired(tx: &Transaction, now_ms: i64) -> Result<Vec<(Membership, String)>, Failure> {
    let mut query = tx.prepare_cached(
        "SELECT memberships.*, users.realm_id FROM memberships JOIN users ON users.id = user_id
         WHERE expires_at <= ?1 ORDER BY expires_at, memberships.seq",
    )?;
    let rows = query
        .query_map([now_ms], |row| Ok((membership(row)?, row.get("realm_id")?)))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// How many members an org has.
pub fn count_of_org(tx: &Transaction, org_id: &str) -> Result<i64, Failure> {
    let sql = "SELECT count(*) FROM memberships WHERE org_id = ?1";
    Ok(tx.query_row(sql, [org_id], |row| row.get(0))?)
}

/// How many memberships a user has.
pub fn count_of_user(tx: &Transaction, user_id: &str) -> Result<i64, Failure> {
    let sql = "SELECT count(*) FROM memberships WHERE user_id = ?1";
    let mut query = tx.prepare_cached(sql)?;
    Ok(query.query_row([user_id], |row| row.get(0))?)
}

/// Stores a new membership.
pub fn insert(tx: &Transaction, membership: &Membership) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO memberships (id, org_id, user_id, permissions, custom, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            membership.id,
            membership.org_id,
            membership.user_id,
            membership.permissions.to_string(),
            membership.custom.to_string(),
            membership.created_at,
            membership.expires_at,
        ],
    )?;
    Ok(())
}

/// Stores the changeable attributes of a known membership.
pub fn update(tx: &Transaction, membership: &Membership) -> Result<(), Failure> {
    tx.execute(
        "UPDATE memberships SET permissions = ?2, custom = ?3, expires_at = ?4 WHERE id = ?1",
        params![
            membership.id,
            membership.permissions.to_string(),
            membership.custom.to_string(),
            membership.expires_at,
        ],
    )?;
    Ok(())
}

/// Removes a membership.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM memberships WHERE id = ?1", [id])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::super::migrations::{MIGRATIONS, migrate};
    use super::*;

    #[test]
    fn memberships_of_an_older_emulator_are_kept_and_may_be_joined_by_one_without_an_org() {
        let mut connection = Connection::open_in_memory().unwrap();
        for migration in &MIGRATIONS[..3] {
            connection.execute_batch(migration).unwrap();
        }
        connection.pragma_update(None, "user_version", 3).unwrap();
        connection
            .execute_batch(
                r#"PRAGMA foreign_keys = ON;
                INSERT INTO realms (id, settings) VALUES ('rl_1', '{}');
                INSERT INTO users (id, realm_id, user_type, state, username, email,
                  email_verification, custom, created_at)
                VALUES ('usr_1', 'rl_1', 'human', 'active', 'ada', '', 'none', '{}', 1);
                INSERT INTO orgs (id, realm_id, name, state, custom, created_at)
                VALUES ('org_1', 'rl_1', 'Engines', 'active', '{}', 1);
                INSERT INTO memberships (id, org_id, user_id, permissions, custom, created_at)
                VALUES ('mb_1', 'org_1', 'usr_1', '["admin"]', '{"a":1}', 7);"#,
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let tx = connection.transaction().unwrap();
        let kept = by_id(&tx, Some("rl_1"), "mb_1").unwrap().unwrap();
        assert_eq!(kept.org_id.as_deref(), Some("org_1"));
        assert_eq!(kept.permissions, serde_json::json!(["admin"]));
        assert_eq!((kept.created_at, kept.expires_at), (7, None));
        let bare = Membership {
            id: "mb_2".to_owned(),
            org_id: None,
            ..kept.clone()
        };
        insert(&tx, &bare).unwrap();
        assert!(exists(&tx, "usr_1", None).unwrap());
        let twice = Membership {
            id: "mb_3".to_owned(),
            ..kept
        };
        assert!(insert(&tx, &twice).is_err());
        orgs::delete(&tx, "org_1").unwrap();
        assert_eq!(count_of_user(&tx, "usr_1").unwrap(), 1);
    }
}
