//! The rate limit on failed logins (D12): counted per realm and address over a minute of the emulator's
//! clock. Tested in `tests/api/login/rate_limit.rs`.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::caller::Caller;
use crate::model::failure::{CODE_REFUSED, Failure, LOGIN_FAILED};
use crate::model::settings::Realm;

const WINDOW_MS: i64 = 60 * 1000;

type Key = (String, String);

#[derive(Debug, Default)]
struct Inner {
    last: u64,
    // Number and time of each attempt, oldest first.
    failed: HashMap<Key, VecDeque<(u64, i64)>>,
}

/// Attempts of the last minute that failed or are still under way.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<Inner>);

/// A login under way. It counts as failed until it is settled, so that many at once get no further than
/// one after the other.
#[derive(Debug)]
#[must_use]
pub struct Attempt(Option<(Key, u64)>);

/// How many failed logins an address has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// How many the realm allows within a minute.
    pub limit: usize,
    /// How many more may fail now.
    pub remaining: usize,
    /// When the oldest failure expires; epoch seconds.
    pub reset_at: i64,
}

impl Attempts {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a login that begins.
    ///
    /// # Errors
    /// `RateLimited`, if too many failed already.
    pub fn begin(&self, realm: &Realm, caller: &Caller, now_ms: i64) -> Result<Attempt, Failure> {
        match limited(realm, caller) {
            Some((key, limit)) => self.begin_for(key, limit, now_ms),
            None => Ok(Attempt(None)),
        }
    }

    /// The same by user, in a realm of version 2 that limits those (V12).
    ///
    /// # Errors
    /// `RateLimited`, if too many failed already.
    pub fn begin_for_user(
        &self,
        realm: &Realm,
        user_id: &str,
        now_ms: i64,
    ) -> Result<Attempt, Failure> {
        match realm.v2.user_rate_limit as usize {
            0 => Ok(Attempt(None)),
            limit => self.begin_for((realm.id.clone(), user_id.to_owned()), limit, now_ms),
        }
    }

    fn begin_for(&self, key: Key, limit: usize, now_ms: i64) -> Result<Attempt, Failure> {
        let mut inner = self.lock();
        inner.failed.retain(|_, list| {
            list.retain(|(_, at)| is_recent(*at, now_ms));
            !list.is_empty()
        });
        inner.last += 1;
        let number = inner.last;
        let list = inner.failed.entry(key.clone()).or_default();
        // The failure that must expire before another attempt is allowed.
        let blocking = list.len().checked_sub(limit).and_then(|at| list.get(at));
        if let Some((_, at)) = blocking {
            let wait_ms = at + WINDOW_MS - now_ms;
            return Err(Failure::RateLimited {
                retry_after: u32::try_from((wait_ms + 999).div_euclid(1000)).unwrap_or(1),
            });
        }
        list.push_back((number, now_ms));
        Ok(Attempt(Some((key, number))))
    }

    /// Ends an attempt; only a wrong name, password or code stays counted.
    pub fn settle<T>(&self, attempt: Attempt, outcome: &Result<T, Failure>) {
        let failed = outcome
            .as_ref()
            .is_err_and(|failure| [LOGIN_FAILED, CODE_REFUSED].contains(failure));
        let Some((key, number)) = attempt.0.filter(|_| !failed) else {
            return;
        };
        if let Some(list) = self.lock().failed.get_mut(&key) {
            list.retain(|(known, _)| *known != number);
        }
    }

    /// The rate limit of an address, in a realm that has one.
    pub fn rate_limit(&self, realm: &Realm, caller: &Caller, now_ms: i64) -> Option<RateLimit> {
        let (key, limit) = limited(realm, caller)?;
        let recent = |at: &i64| is_recent(*at, now_ms);
        let inner = self.lock();
        let list = inner.failed.get(&key).into_iter().flatten();
        let failed: Vec<i64> = list.map(|(_, at)| *at).filter(recent).collect();
        // When the oldest failure expires; now, if there is none.
        let reset_ms = failed.first().map_or(now_ms, |at| at + WINDOW_MS);
        Some(RateLimit {
            limit,
            remaining: limit.saturating_sub(failed.len()),
            reset_at: reset_ms.div_euclid(1000) + 1,
        })
    }

    /// Forgets all attempts.
    pub fn clear(&self) {
        self.lock().failed.clear();
    }
}

// The key that attempts are counted by, and how many may fail; none without a limit or an address.
fn limited(realm: &Realm, caller: &Caller) -> Option<(Key, usize)> {
    let limit = realm.login_rocket.rate_limit as usize;
    let address = caller.ip.clone().filter(|_| limit > 0)?;
    Some(((realm.id.clone(), address), limit))
}

// Attempts in the future, after the clock was turned back, do not count.
fn is_recent(at: i64, now_ms: i64) -> bool {
    at <= now_ms && at > now_ms - WINDOW_MS
}
