//! Rows of users.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::Value;

use super::{Filter, Page, SortKeys, json_column};
use crate::model::failure::Failure;
use crate::model::names::comparable;

/// A user (protocol-v1 §5.5, §5.8).
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// `usr_…`.
    pub id: String,
    /// Its realm.
    pub realm_id: String,
    /// `human` or `api`.
    pub user_type: String,
    /// `active` or `inactive`.
    pub state: String,
    /// Lower case, unique in the realm; the id itself for a user of version 2 without one.
    pub username: String,
    /// Lower case; empty if there is none.
    pub email: String,
    /// `none`, `requested` or `verified`.
    pub email_verification: String,
    /// A new address that waits to be verified, in version 2; lower case.
    pub email_pending: Option<String>,
    /// The language of texts, in version 2: `en` and the like.
    pub locale: Option<String>,
    /// The name of an API user; people's is made of the next two.
    pub api_name: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The app's own key for the user.
    pub reference: Option<String>,
    /// The app's own data; an object.
    pub custom: Value,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// Epoch milliseconds.
    pub last_login_at: Option<i64>,
}

impl User {
    /// Display name, never empty (protocol-v1 §5.8).
    pub fn name(&self) -> String {
        if let Some(name) = &self.api_name {
            return name.clone();
        }
        let names: Vec<&str> = [&self.first_name, &self.last_name]
            .into_iter()
            .filter_map(|name| name.as_deref())
            .collect();
        if !names.is_empty() {
            return names.join(" ");
        }
        match self.own_username() {
            Some(username) => username.to_owned(),
            // The local part of the address.
            None => self.email.split('@').next().unwrap_or_default().to_owned(),
        }
    }

    /// The username, if the user has one: in version 2 nobody needs one.
    pub fn own_username(&self) -> Option<&str> {
        Some(self.username.as_str()).filter(|username| *username != self.id)
    }

    /// Whether this is a person.
    pub fn is_human(&self) -> bool {
        self.user_type == "human"
    }

    /// Whether this is an API user: one with keys, and without a password.
    pub fn is_program(&self) -> bool {
        self.user_type == "api"
    }

    /// Whether the user may log in at all.
    pub fn is_active(&self) -> bool {
        self.state == "active"
    }
}

/// A user's display name in SQL, as [`User::name`], for sorting.
const NAME: &str = "lower(coalesce(
    api_name, first_name || ' ' || last_name, first_name, last_name,
    nullif(username, id), email))";

/// What lists of users can be sorted by.
pub const SORT_KEYS: SortKeys = &[
    ("id", "seq"),
    ("username", "username"),
    ("email", "email"),
    ("name", NAME),
    ("first_name", "lower(first_name)"),
    ("last_name", "lower(last_name)"),
    ("created_at", "created_at"),
    ("last_login_at", "ifnull(last_login_at, 0)"),
];

fn user(row: &Row) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get("id")?,
        realm_id: row.get("realm_id")?,
        user_type: row.get("user_type")?,
        state: row.get("state")?,
        username: row.get("username")?,
        email: row.get("email")?,
        email_verification: row.get("email_verification")?,
        email_pending: row.get("email_pending")?,
        locale: row.get("locale")?,
        api_name: row.get("api_name")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        reference: row.get("reference")?,
        custom: json_column(row, "custom")?,
        created_at: row.get("created_at")?,
        last_login_at: row.get("last_login_at")?,
    })
}

/// The user with this id.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<User>, Failure> {
    Ok(tx
        .prepare_cached("SELECT * FROM users WHERE id = ?1")?
        .query_row([id], user)
        .optional()?)
}

/// The user with this id or username, within a realm if one is given.
pub fn find(tx: &Transaction, realm_id: Option<&str>, key: &str) -> Result<Option<User>, Failure> {
    Ok(tx
        .query_row(
            "SELECT * FROM users WHERE (id = ?1 OR username = ?2) AND (?3 IS NULL OR realm_id = ?3)
             ORDER BY id = ?1 DESC, seq LIMIT 1",
            params![key, comparable(key), realm_id],
            user,
        )
        .optional()?)
}

/// The user with this username, in lower case.
pub fn by_username(
    tx: &Transaction,
    realm_id: &str,
    username: &str,
) -> Result<Option<User>, Failure> {
    Ok(tx
        .prepare_cached("SELECT * FROM users WHERE realm_id = ?1 AND username = ?2")?
        .query_row([realm_id, username], user)
        .optional()?)
}

/// Users with this address, in lower case, oldest first; several where addresses may be shared.
pub fn by_email(tx: &Transaction, realm_id: &str, email: &str) -> Result<Vec<User>, Failure> {
    let mut query =
        tx.prepare("SELECT * FROM users WHERE realm_id = ?1 AND email = ?2 ORDER BY seq")?;
    let rows = query
        .query_map([realm_id, email], user)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Whether another user of the realm has this username or address.
pub fn is_taken(
    tx: &Transaction,
    realm_id: &str,
    column: Unique,
    value: &str,
    except: Option<&str>,
) -> Result<bool, Failure> {
    let sql = match column {
        Unique::Username => {
            "SELECT EXISTS (SELECT 1 FROM users WHERE realm_id = ?1 AND username = ?2 AND id IS NOT ?3)"
        }
        Unique::Email => {
            "SELECT EXISTS (SELECT 1 FROM users WHERE realm_id = ?1 AND email = ?2 AND id IS NOT ?3)"
        }
    };
    Ok(tx.query_row(sql, params![realm_id, value, except], |row| row.get(0))?)
}

/// An attribute that users do not share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unique {
    /// `username`.
    Username,
    /// `email`.
    Email,
}

/// Users that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<User>, bool), Failure> {
    page.select(tx, "users", filters, user)
}

/// Stores a new user.
pub fn insert(tx: &Transaction, user: &User) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO users (id, realm_id, user_type, state, username, email, email_verification,
           first_name, last_name, reference, custom, created_at, last_login_at, api_name, email_pending,
           locale)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            user.id,
            user.realm_id,
            user.user_type,
            user.state,
            user.username,
            user.email,
            user.email_verification,
            user.first_name,
            user.last_name,
            user.reference,
            user.custom.to_string(),
            user.created_at,
            user.last_login_at,
            user.api_name,
            user.email_pending,
            user.locale,
        ],
    )?;
    Ok(())
}

/// Stores the changeable attributes of a known user.
pub fn update(tx: &Transaction, user: &User) -> Result<(), Failure> {
    tx.execute(
        "UPDATE users SET state = ?2, username = ?3, email = ?4, email_verification = ?5,
           first_name = ?6, last_name = ?7, reference = ?8, custom = ?9, last_login_at = ?10,
           api_name = ?11, email_pending = ?12, locale = ?13
         WHERE id = ?1",
        params![
            user.id,
            user.state,
            user.username,
            user.email,
            user.email_verification,
            user.first_name,
            user.last_name,
            user.reference,
            user.custom.to_string(),
            user.last_login_at,
            user.api_name,
            user.email_pending,
            user.locale,
        ],
    )?;
    Ok(())
}

/// Removes a user with all that belongs to it.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM users WHERE id = ?1", [id])?;
    Ok(())
}
