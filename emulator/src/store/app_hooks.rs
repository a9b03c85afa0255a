//! Rows of app hooks.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::realms::{document, text_of};
use super::{Filter, Page};
use crate::model::app_hook::AppHook;
use crate::model::failure::Failure;

fn hook(row: &Row) -> rusqlite::Result<AppHook> {
    document(row)
}

/// Hooks of a realm, those for all realms included, oldest first.
pub fn of_realm(tx: &Transaction, realm_id: &str) -> Result<Vec<AppHook>, Failure> {
    let mut query = tx.prepare(
        "SELECT settings FROM app_hooks WHERE realm_id IS NULL OR realm_id = ?1 ORDER BY seq",
    )?;
    let rows = query
        .query_map([realm_id], hook)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Hooks that meet all filters, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<AppHook>, bool), Failure> {
    page.select(tx, "app_hooks", filters, hook)
}

/// The hook with this id, of the realm if one is given, or for all realms.
pub fn by_id(
    tx: &Transaction,
    realm_id: Option<&str>,
    id: &str,
) -> Result<Option<AppHook>, Failure> {
    Ok(tx
        .query_row(
            "SELECT settings FROM app_hooks
             WHERE id = ?1 AND (?2 IS NULL OR realm_id IS NULL OR realm_id = ?2)",
            params![id, realm_id],
            hook,
        )
        .optional()?)
}

/// Stores a new hook, or new settings of a known one.
pub fn save(tx: &Transaction, hook: &AppHook) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO app_hooks (id, realm_id, settings) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET realm_id = excluded.realm_id, settings = excluded.settings",
        params![hook.id, hook.realm_id, text_of(hook)?],
    )?;
    Ok(())
}

/// Removes a hook. What it still has to deliver is canceled.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM app_hooks WHERE id = ?1", [id])?;
    tx.execute(
        "UPDATE notifications SET state = 'canceled', due_at = NULL
         WHERE app_hook_id = ?1 AND state = 'in_progress'",
        [id],
    )?;
    Ok(())
}
