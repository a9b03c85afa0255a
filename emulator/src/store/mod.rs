//! SQLite: opening, migrations and transactions. One connection behind a lock, held only for a
//! transaction and never while a password is hashed. Rows and queries are in the submodules, one per
//! table family. Tested here and through the routes.

pub mod api_keys;
pub mod app_hooks;
pub mod credentials;
pub mod dump;
pub mod events;
pub mod jwt_keys;
pub mod mail_tokens;
pub mod mails;
pub mod memberships;
pub mod notifications;
pub mod orgs;
mod page;
mod readable;
pub mod realms;
pub mod remembered;
pub mod sessions;
pub mod signup_tokens;
pub mod social_requests;
pub mod users;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use crate::model::failure::Failure;

pub use rusqlite::{Error as DatabaseError, Transaction};

use page::not_expired;
pub use page::{BY_ID, By, Filter, Page, SortKeys, filter, filter_time, unknown_after};

// A database's `user_version` is the number of migrations it has seen.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_start.sql"),
    include_str!("../../migrations/0002_mails.sql"),
    include_str!("../../migrations/0003_hosted.sql"),
    include_str!("../../migrations/0004_events.sql"),
    include_str!("../../migrations/0005_people.sql"),
    include_str!("../../migrations/0006_keys.sql"),
    include_str!("../../migrations/0009_readable_keys.sql"),
    include_str!("../../migrations/0010_social.sql"),
    include_str!("../../migrations/0011_box.sql"),
];

// Capacity of the statement cache: more than there are statements.
const STATEMENTS: usize = 256;

/// The database.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
    // Changes with every transaction that changed a row.
    generation: AtomicU64,
}

/// A value read from the store, cached until any row changes.
#[derive(Debug, Default)]
pub struct Cached<T>(Mutex<Option<(u64, Arc<T>)>>);

impl Store {
    /// Opens a file, or memory, and brings it up to date.
    pub fn open(path: Option<&Path>) -> rusqlite::Result<Self> {
        let mut connection = match path {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA busy_timeout = 5000;",
        )?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Otherwise SQLite plans a cached statement again whenever a time is bound to it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        migrate(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
            generation: AtomicU64::new(0),
        })
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing if it fails.
    pub fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // A panic in `work` has already rolled its transaction back, so the connection is sound.
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcome = work(&transaction)?;
        transaction.commit()?;
        let changes = connection.total_changes();
        self.generation.store(changes, Ordering::Release);
        Ok(outcome)
    }

    /// The cached value, or a new one from `read` if a row has changed since.
    pub fn cached<T>(
        &self,
        cache: &Cached<T>,
        read: impl FnOnce(&Transaction) -> Result<T, Failure>,
    ) -> Result<Arc<T>, Failure> {
        // Loaded before the value, so that the cached value is never older than its number.
        let generation = self.generation.load(Ordering::Acquire);
        let mut cache = cache.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, value)) = cache.as_ref()
            && *known == generation
        {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(self.transact(read)?);
        *cache = Some((generation, Arc::clone(&value)));
        Ok(value)
    }
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let seen: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for migration in MIGRATIONS.iter().skip(seen as usize) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", seen.max(MIGRATIONS.len() as u32))?;
    transaction.commit()
}

impl From<rusqlite::Error> for Failure {
    fn from(cause: rusqlite::Error) -> Self {
        Self::internal(cause)
    }
}

/// A stored JSON document; a broken one reads as null.
fn json_column(row: &rusqlite::Row, name: &str) -> rusqlite::Result<serde_json::Value> {
    let text: String = row.get(name)?;
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_an_older_emulator_is_brought_up_to_date_and_keeps_its_rows() {
        for seen in 1..=MIGRATIONS.len() {
            let mut connection = Connection::open_in_memory().unwrap();
            for migration in &MIGRATIONS[..seen] {
                connection.execute_batch(migration).unwrap();
            }
            connection
                .pragma_update(None, "user_version", u32::try_from(seen).unwrap())
                .unwrap();
            connection
                .execute_batch("INSERT INTO realms (id, settings) VALUES ('rl_1', '{}')")
                .unwrap();
            migrate(&mut connection).unwrap();
            let count = "SELECT (SELECT count(*) FROM realms) + (SELECT count(*) FROM mails)";
            let rows: i64 = connection.query_row(count, [], |row| row.get(0)).unwrap();
            assert_eq!(rows, 1, "{seen}");
        }
    }

    #[test]
    fn the_secret_of_a_realm_of_an_older_emulator_becomes_its_key() {
        let mut connection = Connection::open_in_memory().unwrap();
        for migration in &MIGRATIONS[..4] {
            connection.execute_batch(migration).unwrap();
        }
        connection.pragma_update(None, "user_version", 4).unwrap();
        let insert = r#"INSERT INTO realms (id, settings) VALUES ('rl_1', '{"jwt_key":"jsk_1"}')"#;
        connection.execute_batch(insert).unwrap();
        migrate(&mut connection).unwrap();
        let tx = connection.transaction().unwrap();
        let key = jwt_keys::current(&tx, "rl_1", crate::model::settings::JwtAlgo::Hs256).unwrap();
        assert_eq!(key.unwrap().material.secret, "jsk_1");
        let realm = realms::realm(&tx, "rl_1").unwrap().unwrap();
        assert_eq!(realm.jwt_key, "");
    }
}
