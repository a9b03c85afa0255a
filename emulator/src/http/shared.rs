//! What all requests share.

use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;

use crate::http::faults::Faults;
use crate::http::request_log::RequestLog;
use crate::model::failure::Failure;
use crate::rules::context::Context;
use crate::rules::mail::pending::Job;
use crate::rules::seed::PreparedSeed;
use crate::store::api_keys::ApiKey;
use crate::store::{Cached, dump};

/// Shared by both ports.
#[derive(Debug)]
pub struct Shared {
    /// What rules need.
    pub context: Context,
    /// The keys of the Core API.
    pub api_keys: Cached<Vec<ApiKey>>,
    /// Faults to play.
    pub faults: Faults,
    /// Requests seen.
    pub request_log: RequestLog,
    /// Wakes the delivery of webhooks.
    pub deliveries: Notify,
    /// Fills the templates of mails.
    pub mails: UnboundedSender<Job>,
    /// How long a body may take to arrive.
    pub read_timeout: Duration,
    /// What `/_emulator/reset` returns to.
    pub initial: Option<PreparedSeed>,
}

impl Shared {
    /// Back to the seed given at start; faults, the request log, counted attempts, clock and seeded ids too.
    pub fn reset(&self) -> Result<(), Failure> {
        self.context.clock.reset();
        self.context.ids.reset();
        let now_ms = self.context.now_ms();
        self.context.transact(|tx| {
            dump::empty(tx)?;
            match &self.initial {
                Some(seed) => seed.apply(tx, now_ms).map(|_| ()),
                None => Ok(()),
            }
        })?;
        self.faults.remove(None);
        self.request_log.clear();
        self.context.attempts.clear();
        Ok(())
    }
}
