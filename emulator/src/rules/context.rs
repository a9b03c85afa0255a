//! What rules need besides their arguments: the database, the time, password hashing, the count of failed
//! logins, and where ids come from.

use crate::model::clock::Clock;
use crate::model::failure::Failure;
use crate::model::ids::Ids;
use crate::model::key_pool::KeyPool;
use crate::model::password::Passwords;
use crate::rules::logins::attempts::Attempts;
use crate::store::Store;
use crate::store::Transaction;

/// One per emulator.
#[derive(Debug)]
pub struct Context {
    /// The database.
    pub store: Store,
    /// The injected clock.
    pub clock: Clock,
    /// Where ids come from.
    pub ids: Ids,
    /// The password hasher.
    pub passwords: Passwords,
    /// RSA keys made ahead.
    pub keys: KeyPool,
    /// Logins that failed lately.
    pub attempts: Attempts,
    /// Where LoginRocket listens, for links in mails.
    pub login_port: u16,
    /// Whether magic user names do something.
    pub magic: bool,
}

impl Context {
    /// Now, in epoch milliseconds of the emulator's clock.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing if it fails.
    pub fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.store.transact(work)
    }
}
