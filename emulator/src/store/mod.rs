//! SQLite: opening, migrations and transactions. One connection behind a lock, held only for a
//! transaction and never while a password is hashed. Rows and queries are in the submodules, one per
//! table family. Tested through the routes.

pub mod api_keys;
pub mod app_hooks;
pub mod client_apps;
pub mod credentials;
pub mod domains;
pub mod dump;
pub mod events;
mod filter;
pub mod invitations;
pub mod jwt_keys;
pub mod mail_tokens;
pub mod mails;
pub mod memberships;
mod migrations;
pub mod notifications;
pub mod orgs;
mod owner;
mod page;
pub mod pending_mails;
mod readable;
pub mod realms;
pub mod records;
pub mod remembered;
pub mod sessions;
pub mod signup_tokens;
pub mod social_requests;
pub mod users;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, TransactionBehavior, ffi};

use crate::model::failure::Failure;

pub use rusqlite::{Error as DatabaseError, Transaction};

use filter::not_expired;
pub use filter::{By, Filter, filter, filter_time};
pub use page::{BY_ID, Page, SortKeys, unknown_after};

// Capacity of the statement cache: more than there are statements.
const STATEMENTS: usize = 256;
// For an emulator on the same file that is just stopping.
const BUSY_WAIT: Duration = Duration::from_millis(500);

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
    /// Opens a file, or memory, and brings it up to date. A file is the emulator's alone until it stops.
    pub fn open(path: Option<&Path>) -> rusqlite::Result<Self> {
        Self::connect(path).map_err(|cause| match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                owner::failure(ffi::SQLITE_BUSY, "another program uses it")
            }
            _ => cause,
        })
    }

    fn connect(path: Option<&Path>) -> rusqlite::Result<Self> {
        let mut connection = match path {
            Some(path) => {
                owner::check(path)?;
                Connection::open(path)?
            }
            None => Connection::open_in_memory()?,
        };
        connection.busy_timeout(BUSY_WAIT)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        let mark: u32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        if mark != owner::MARK {
            connection.pragma_update(None, "application_id", owner::MARK)?;
        }
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Otherwise SQLite plans a cached statement again whenever a time is bound to it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        migrations::migrate(&mut connection)?;
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
