//! Rows of realms and Connected Apps.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Filter, Page, SortKeys};
use crate::model::failure::Failure;
use crate::model::settings::{App, Realm};

/// What lists of realms can be sorted by.
pub const SORT_KEYS: SortKeys = &[
    ("name", "lower(json_extract(settings, '$.name'))"),
    ("id", "seq"),
];

/// What lists of apps can be sorted by.
pub const APP_SORT_KEYS: SortKeys = &[("name", "json_extract(settings, '$.name')"), ("id", "seq")];

/// A stored settings document.
pub(super) fn document<T: DeserializeOwned>(row: &Row) -> rusqlite::Result<T> {
    let text: String = row.get("settings")?;
    serde_json::from_str(&text).map_err(|cause| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(cause))
    })
}

/// Settings as they are stored.
pub(super) fn text_of(settings: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(settings).map_err(Failure::internal)
}

/// The realm with this id.
pub fn realm(tx: &Transaction, id: &str) -> Result<Option<Realm>, Failure> {
    Ok(tx
        .prepare_cached("SELECT settings FROM realms WHERE id = ?1")?
        .query_row([id], document)
        .optional()?)
}

/// Whether answers about a realm's users and sessions have the members of 2015.
pub fn shows_members_of_2015(tx: &Transaction, id: &str) -> Result<bool, Failure> {
    let sql =
        "SELECT ifnull(json_extract(settings, '$.members_of_2015'), 0) FROM realms WHERE id = ?1";
    let shown = tx.prepare_cached(sql)?.query_row([id], |row| row.get(0));
    Ok(shown.optional()?.unwrap_or_default())
}

/// All realms, oldest first.
pub fn realms(tx: &Transaction) -> Result<Vec<Realm>, Failure> {
    let mut query = tx.prepare("SELECT settings FROM realms ORDER BY seq")?;
    let rows = query.query_map([], document)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Stores a new realm, or new settings of a known one.
pub fn save_realm(tx: &Transaction, realm: &Realm) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO realms (id, settings) VALUES (?1, ?2)
         ON CONFLICT (id) DO UPDATE SET settings = excluded.settings",
        params![realm.id, text_of(realm)?],
    )?;
    Ok(())
}

/// Realms that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<Realm>, bool), Failure> {
    page.select(tx, "realms", filters, document)
}

/// The realm that a record belongs to, by the record's id.
pub fn of_record(tx: &Transaction, id: &str) -> Result<Option<Realm>, Failure> {
    let found: Option<String> = tx
        .prepare_cached(
            "SELECT realm_id FROM users WHERE id = ?1
             UNION ALL SELECT realm_id FROM orgs WHERE id = ?1
             UNION ALL SELECT realm_id FROM sessions WHERE id = ?1
             UNION ALL SELECT realm_id FROM events WHERE id = ?1
             UNION ALL SELECT realm_id FROM jwt_keys WHERE id = ?1
             UNION ALL SELECT realm_id FROM app_hooks WHERE id = ?1 AND realm_id IS NOT NULL
             UNION ALL SELECT realm_id FROM users WHERE id IN (
               SELECT user_id FROM memberships WHERE id = ?1
               UNION ALL SELECT user_id FROM credentials WHERE id = ?1)",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    match found {
        Some(realm_id) => realm(tx, &realm_id),
        None => Ok(None),
    }
}

/// Removes the people of a realm of version 2, with their orgs, invitations and events. Its settings stay.
pub fn empty(tx: &Transaction, id: &str) -> Result<(), Failure> {
    delete_people(tx, id)?;
    for table in ["invitations", "events"] {
        tx.execute(&format!("DELETE FROM {table} WHERE realm_id = ?1"), [id])?;
    }
    Ok(())
}

/// Removes a realm with everything in it but its events.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM realms WHERE id = ?1", [id])?;
    Ok(())
}

/// Removes a realm's users, orgs and signup tokens, with all that belongs to them.
pub fn delete_people(tx: &Transaction, id: &str) -> Result<(), Failure> {
    for table in ["users", "orgs", "signup_tokens"] {
        tx.execute(&format!("DELETE FROM {table} WHERE realm_id = ?1"), [id])?;
    }
    Ok(())
}

/// Apps with the id of their realm, oldest first.
pub fn apps(tx: &Transaction, realm_id: Option<&str>) -> Result<Vec<(String, App)>, Failure> {
    let mut query = tx.prepare(
        "SELECT realm_id, settings FROM apps WHERE ?1 IS NULL OR realm_id = ?1 ORDER BY seq",
    )?;
    let rows = query
        .query_map([realm_id], app)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

fn app(row: &Row) -> rusqlite::Result<(String, App)> {
    Ok((row.get("realm_id")?, document(row)?))
}

/// Apps that meet all filters, with the id of their realm, and whether there are more.
pub fn list_apps(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<(String, App)>, bool), Failure> {
    page.select(tx, "apps", filters, app)
}

/// The app with this id, with the id of its realm.
pub fn app_by_id(tx: &Transaction, id: &str) -> Result<Option<(String, App)>, Failure> {
    Ok(tx
        .query_row("SELECT * FROM apps WHERE id = ?1", [id], app)
        .optional()?)
}

/// Removes an app.
pub fn delete_app(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM apps WHERE id = ?1", [id])?;
    Ok(())
}

/// The app of a subdomain; without one the default app, else the oldest. With its realm.
pub fn app_for_host(
    tx: &Transaction,
    subdomain: Option<&str>,
) -> Result<Option<(Realm, App)>, Failure> {
    let found = tx
        .prepare_cached(
            "SELECT realm_id, settings FROM apps WHERE ?1 IS NULL OR subdomain = ?1
             ORDER BY is_default DESC, seq LIMIT 1",
        )?
        .query_row([subdomain], app)
        .optional()?;
    match found {
        None => Ok(None),
        Some((realm_id, app)) => Ok(realm(tx, &realm_id)?.map(|realm| (realm, app))),
    }
}

/// Whether another app has the subdomain.
pub fn subdomain_is_taken(tx: &Transaction, app: &App) -> Result<bool, Failure> {
    let sql = "SELECT EXISTS (SELECT 1 FROM apps WHERE subdomain = ?1 AND id <> ?2)";
    Ok(tx.query_row(sql, [&app.subdomain, &app.id], |row| row.get(0))?)
}

/// Stores a new app, or new settings of a known one.
pub fn save_app(tx: &Transaction, realm_id: &str, app: &App) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO apps (id, realm_id, subdomain, is_default, settings) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET subdomain = excluded.subdomain,
           is_default = excluded.is_default, settings = excluded.settings",
        params![app.id, realm_id, app.subdomain, app.default, text_of(app)?],
    )?;
    Ok(())
}
