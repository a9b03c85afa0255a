//! What all requests share.

use tokio::sync::Notify;

use crate::attempts::Attempts;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::model::clock::Clock;
use crate::model::failure::Failure;
use crate::model::ids::Ids;
use crate::model::password::Passwords;
use crate::seed::Prepared;
use crate::store::api_keys::ApiKey;
use crate::store::{Kept, Store, dump};

/// Shared by both ports.
#[derive(Debug)]
pub struct Shared {
    /// The database.
    pub store: Store,
    /// The injected clock.
    pub clock: Clock,
    /// Where ids come from.
    pub ids: Ids,
    /// The password hasher.
    pub passwords: Passwords,
    /// The keys of the Core API.
    pub api_keys: Kept<Vec<ApiKey>>,
    /// Faults to play.
    pub faults: Faults,
    /// Requests seen.
    pub journal: Journal,
    /// Logins that failed lately.
    pub attempts: Attempts,
    /// Wakes the delivery of webhooks.
    pub deliveries: Notify,
    /// Where LoginRocket listens, for links in mails.
    pub login_port: u16,
    /// Whether magic user names do something.
    pub magic: bool,
    /// What `/_emulator/reset` returns to.
    pub initial: Option<Prepared>,
}

impl Shared {
    /// Back to the seed given at start; faults, journal, counted attempts, clock and seeded ids too.
    pub fn reset(&self) -> Result<(), Failure> {
        self.clock.reset();
        self.ids.reset();
        let now_ms = self.clock.now_ms();
        self.store.transact(|tx| {
            dump::empty(tx)?;
            match &self.initial {
                Some(seed) => seed.apply(tx, now_ms).map(|_| ()),
                None => Ok(()),
            }
        })?;
        self.faults.remove(None);
        self.journal.clear();
        self.attempts.clear();
        Ok(())
    }
}
