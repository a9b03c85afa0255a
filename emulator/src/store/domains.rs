//! Rows of the hosts of realms of version 2.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::realms::{document, text_of};
use super::{Filter, Page, SortKeys};
use crate::model::client_app::Domain;
use crate::model::failure::Failure;

/// What lists of domains can be sorted by.
pub const SORT_KEYS: SortKeys = &[("fqdn", "fqdn"), ("id", "seq")];

fn domain(row: &Row) -> rusqlite::Result<(String, Domain)> {
    Ok((row.get("realm_id")?, document(row)?))
}

/// Domains that meet all filters, with the id of their realm, and whether there are more.
pub fn list(
    tx: &Transaction,
    filters: &[Filter],
    page: &Page,
) -> Result<(Vec<(String, Domain)>, bool), Failure> {
    page.select(tx, "domains", filters, domain)
}

/// A realm's domains, oldest first.
pub fn of_realm(tx: &Transaction, realm_id: &str) -> Result<Vec<Domain>, Failure> {
    let mut query =
        tx.prepare_cached("SELECT settings FROM domains WHERE realm_id = ?1 ORDER BY seq")?;
    let rows = query
        .query_map([realm_id], document)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The domain with this id, with the id of its realm.
pub fn by_id(tx: &Transaction, id: &str) -> Result<Option<(String, Domain)>, Failure> {
    Ok(tx
        .query_row("SELECT * FROM domains WHERE id = ?1", [id], domain)
        .optional()?)
}

/// The domain of this name, in lower case, with the id of its realm.
pub fn by_name(tx: &Transaction, fqdn: &str) -> Result<Option<(String, Domain)>, Failure> {
    Ok(tx
        .prepare_cached("SELECT * FROM domains WHERE fqdn = ?1")?
        .query_row([fqdn], domain)
        .optional()?)
}

/// Stores a new domain, or new settings of a known one.
///
/// # Errors
/// `Invalid` if another domain has the name.
pub fn save(tx: &Transaction, realm_id: &str, domain: &Domain) -> Result<(), Failure> {
    if by_name(tx, &domain.fqdn)?.is_some_and(|(_, known)| known.id != domain.id) {
        return Err(Failure::invalid("fqdn", "Fqdn has already been taken"));
    }
    tx.execute(
        "INSERT INTO domains (id, realm_id, fqdn, settings) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET fqdn = excluded.fqdn, settings = excluded.settings",
        params![domain.id, realm_id, domain.fqdn, text_of(domain)?],
    )?;
    Ok(())
}

/// Removes a domain.
pub fn delete(tx: &Transaction, id: &str) -> Result<(), Failure> {
    tx.execute("DELETE FROM domains WHERE id = ?1", [id])?;
    Ok(())
}
