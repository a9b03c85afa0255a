//! Whether rows that came from outside can be read by the rest of the emulator, beyond their types: documents
//! that settings are made of, hashes, secrets. Tested in `tests/api/control/export.rs`.

use argon2::password_hash::phc::PasswordHash;
use rusqlite::{OptionalExtension, Transaction};
use serde_json::Value;

use crate::model::app_hook::AppHook;
use crate::model::client_app::{ClientApp, Domain};
use crate::model::failure::Failure;
use crate::model::settings::{App, Realm};
use crate::model::totp;
use crate::store::pending_mails::Draft;
use crate::store::{Page, jwt_keys, realms};

/// Columns of these names hold JSON, in whichever table.
const DOCUMENTS: &[&str] = &["settings", "custom", "permissions", "about"];

/// The largest number. As a time in milliseconds it is some thousand years on; what is added to numbers must
/// still be one.
pub const FAR: i64 = 1 << 47;

/// Checks every row.
///
/// # Errors
/// `BadRequest` with table and column.
pub fn check(tx: &Transaction) -> Result<(), Failure> {
    let sql =
        "SELECT m.name, c.name, c.type FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
               WHERE m.type = 'table'";
    let mut query = tx.prepare(sql)?;
    let columns: Vec<(String, String, String)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (table, column, kind) in columns {
        if DOCUMENTS.contains(&column.as_str()) {
            each(tx, &table, &column, "", |text| {
                serde_json::from_str::<Value>(text)
                    .map(|_| ())
                    .map_err(|_| "is no JSON".to_owned())
            })?;
        }
        if kind == "INTEGER" {
            within_range(tx, &table, &column)?;
        }
    }
    settings(tx)?;
    each(tx, "pending_mails", "draft", "", |text| {
        let draft = serde_json::from_str::<Draft>(text).map(|_| ());
        draft.map_err(|cause| cause.to_string())
    })?;
    signing_keys(tx)?;
    let hashes = |text: &str| {
        let hash = PasswordHash::new(text).map(|_| ());
        hash.map_err(|_| "is no password hash".to_owned())
    };
    let (password, totp_type) = ("credential_type = 'password'", "credential_type = 'totp'");
    each(tx, "credentials", "secret", password, hashes)?;
    each(tx, "signup_tokens", "password_hash", password, hashes)?;
    each(tx, "credentials", "secret", totp_type, |text| {
        totp::check_secret(text).map_err(|cause| cause.to_string())
    })
}

fn within_range(tx: &Transaction, table: &str, column: &str) -> Result<(), Failure> {
    let sql = format!(
        "SELECT (SELECT count(*) FROM {table} AS before WHERE before.rowid < odd.rowid)
         FROM {table} AS odd WHERE {column} NOT BETWEEN 0 AND {FAR} LIMIT 1"
    );
    let at: Option<i64> = tx.query_row(&sql, [], |row| row.get(0)).optional()?;
    match at {
        None => Ok(()),
        Some(at) => {
            let reason = format!("must be between 0 and {FAR}");
            Err(fault(&format!("{table}[{at}]"), column, &reason))
        }
    }
}

fn settings(tx: &Transaction) -> Result<(), Failure> {
    each(tx, "realms", "json_array(id, settings)", "", |text| {
        let (id, realm): (String, Realm) = pair(text)?;
        same("id", &realm.id, &id)?;
        no_problem(realm.v2.problem())
    })?;
    each(tx, "app_hooks", "json_array(id, settings)", "", |text| {
        let (id, hook): (String, AppHook) = pair(text)?;
        same("id", &hook.id, &id)
    })?;
    let client_apps = "json_array(id, settings)";
    each(tx, "client_apps", client_apps, "", |text| {
        let (id, app): (String, ClientApp) = pair(text)?;
        same("id", &app.id, &id)?;
        no_problem(app.problem())
    })?;
    each(tx, "domains", "json_array(fqdn, settings)", "", |text| {
        let (fqdn, domain): (String, Domain) = pair(text)?;
        same("fqdn", &domain.fqdn, &fqdn)?;
        no_problem(domain.problem())
    })?;
    each(tx, "apps", "json_array(id, settings)", "", |text| {
        let (id, app): (String, App) = pair(text)?;
        same("id", &app.id, &id)?;
        no_problem(app.problem())
    })
}

fn no_problem(problem: Option<(&str, &str)>) -> Result<(), String> {
    match problem {
        Some((member, reason)) => Err(format!("{member} {reason}")),
        None => Ok(()),
    }
}

/// Every realm can sign, and every key can verify.
fn signing_keys(tx: &Transaction) -> Result<(), Failure> {
    for realm in realms::realms(tx)? {
        if jwt_keys::current(tx, &realm.id, realm.jwt_algo)?.is_none() {
            let reason = "is missing for the algorithm of a realm";
            return Err(fault("jwt_keys", "secret", reason));
        }
    }
    let (keys, _) = jwt_keys::list(tx, &[], &Page::everything())?;
    for (at, key) in keys.iter().enumerate() {
        if key.material.encoding_key().is_err() || key.material.decoding_key().is_err() {
            return Err(fault(&format!("jwt_keys[{at}]"), "secret", "is no key"));
        }
    }
    Ok(())
}

fn pair<T: serde::de::DeserializeOwned>(text: &str) -> Result<(String, T), String> {
    let words = |cause: serde_json::Error| cause.to_string();
    let (id, settings): (String, String) = serde_json::from_str(text).map_err(words)?;
    Ok((id, serde_json::from_str(&settings).map_err(words)?))
}

fn same(member: &str, found: &str, expected: &str) -> Result<(), String> {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{member} is not that of the row")),
    }
}

/// `expression` of every row that meets a condition; null is passed over.
fn each(
    tx: &Transaction,
    table: &str,
    expression: &str,
    condition: &str,
    judge: impl Fn(&str) -> Result<(), String>,
) -> Result<(), Failure> {
    let condition = if condition.is_empty() { "1" } else { condition };
    let sql = format!("SELECT {expression} FROM {table} WHERE {condition}");
    let mut query = tx.prepare(&sql)?;
    let mut rows = query.query([])?;
    let mut at = 0;
    while let Some(row) = rows.next()? {
        let text: Option<String> = row.get(0)?;
        if let Some(Err(reason)) = text.as_deref().map(&judge) {
            let column = if expression.contains('(') {
                "settings"
            } else {
                expression
            };
            return Err(fault(&format!("{table}[{at}]"), column, &reason));
        }
        at += 1;
    }
    Ok(())
}

fn fault(table: &str, column: &str, reason: &str) -> Failure {
    Failure::BadRequest(format!("tables.{table}.{column}: {reason}"))
}
