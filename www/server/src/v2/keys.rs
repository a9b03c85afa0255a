//! The public keys of a realm, by `kid` (protocol-v2 §4.3): loaded when a token names an unknown one, and kept.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jsonwebtoken::DecodingKey;
use serde::Deserialize;

use super::LoginRocket;
use crate::core_api::Outage;

/// How long the keys are not asked for again, in seconds: a made-up `kid` must not cause a call each.
const PAUSE: u64 = 10;

/// The keys known so far.
#[derive(Default)]
pub struct Keys {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    by_id: HashMap<String, DecodingKey>,
    asked_at: Option<u64>,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    kid: String,
    n: String,
    e: String,
}

impl LoginRocket {
    /// The key of this id. `None`: the realm has no such key.
    pub async fn key(
        &self,
        realm: usize,
        kid: &str,
        now: u64,
    ) -> Result<Option<DecodingKey>, Outage> {
        let (_, url, keys) = self.realms.get(realm).ok_or(Outage::Unreachable)?;
        if let Some(settled) = keys.find(kid, now) {
            return Ok(settled);
        }
        let url = url.join("connect/jwks").map_err(|_| Outage::Unreachable)?;
        let answer = self.http.get(url).send().await;
        let answer = answer.map_err(|_| Outage::Unreachable)?;
        match answer.status().as_u16() {
            200 => {}
            status => return Err(Outage::Status(status)),
        }
        let set: KeySet = answer.json().await.map_err(|_| Outage::Shape)?;
        Ok(keys.take(set, kid, now))
    }
}

impl Keys {
    // `Some` where there is nothing to ask for.
    fn find(&self, kid: &str, now: u64) -> Option<Option<DecodingKey>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = |at: u64| now < at.saturating_add(PAUSE);
        match known.by_id.get(kid) {
            Some(key) => Some(Some(key.clone())),
            None => known.asked_at.is_some_and(asked).then_some(None),
        }
    }

    fn take(&self, set: KeySet, kid: &str, now: u64) -> Option<DecodingKey> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let read = |key: Key| {
            let decoding = DecodingKey::from_rsa_components(&key.n, &key.e).ok()?;
            Some((key.kid, decoding))
        };
        known.by_id = set.keys.into_iter().filter_map(read).collect();
        known.asked_at = Some(now);
        known.by_id.get(kid).cloned()
    }
}
