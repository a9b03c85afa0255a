//! Rows of Connected Apps of version 2.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::realms::{document, realm, text_of};
use super::{Filter, Page, SortKeys};
use crate::model::client_app::ClientApp;
use crate::model::failure::Failure;
use crate::model::settings::Realm;

/// What lists of client apps can be sorted by.
pub const SORT_KEYS: SortKeys = &[("name", "json_extract(settings, '$.name')"), ("id", "seq")];

fn app(row: &Row) -> rusqlite::Result<(String, ClientApp)> {
    Ok((row.get("realm_id")?, document(row)?))
}

/// Client apps that meet all filters, with the id of their realm, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<(String, ClientApp)>, bool), Failure> {
    page.select(tx, "client_apps", filters, app)
}

/// A realm's client apps, the default one first, then the oldest.
pub fn of_realm(tx: &Transaction, realm_id: &str) -> Result<Vec<ClientApp>, Failure> {
    let mut query = tx.prepare_cached(
        "SELECT realm_id, settings FROM client_apps WHERE realm_id = ?1
         ORDER BY is_default DESC, seq",
    )?;
    let rows = query
        .query_map([realm_id], document)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The client app with this id, with the id of its realm.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<(String, ClientApp)>, Failure> {
    Ok(tx
        .query_row("SELECT * FROM client_apps WHERE id = ?1", [id], app)
        .optional()?)
}

/// The realm that answers on a bare host, if it is one of version 2: that of the marked client app, unless an app of
/// version 1 is marked; where nothing is marked, that of the oldest client app, unless there is any app of version 1.
/// OAuth2 apps do not count.
pub fn realm_of_bare_host(tx: &Transaction) -> Result<Option<Realm>, Failure> {
    let found: Option<String> = tx
        .prepare_cached(
            "SELECT realm_id FROM client_apps
             WHERE is_default >= (SELECT ifnull(1 + max(is_default), 0) FROM apps)
               AND json_extract(settings, '$.client_type') IS NOT 'oauth2'
             ORDER BY is_default DESC, seq LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    match found {
        Some(id) => realm(tx, &id),
        None => Ok(None),
    }
}

/// Stores a new client app, or new settings of a known one.
pub fn save(tx: &Transaction, realm_id: &str, app: &ClientApp) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO client_apps (id, realm_id, is_default, settings) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET is_default = excluded.is_default,
           settings = excluded.settings",
        params![app.id, realm_id, app.default, text_of(app)?],
    )?;
    Ok(())
}

/// Removes a client app.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM client_apps WHERE id = ?1", [id])?;
    Ok(())
}
