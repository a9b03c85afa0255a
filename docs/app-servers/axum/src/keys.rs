//! The public keys of a realm of AuthRocket 2.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::JwkSet;
use reqwest::Client;
use url::Url;

use crate::authrocket::Failure;

const FRESH: Duration = Duration::from_secs(3600);
/// A made-up key id must not cause a call each.
const PAUSE: Duration = Duration::from_secs(10);
const DEADLINE: Duration = Duration::from_secs(10);

/// The keys as they were when they were last loaded.
#[derive(Default)]
pub struct KeySet {
    loaded: Mutex<Option<(Instant, JwkSet)>>,
}

impl KeySet {
    /// The key of this id, asked for at `url` if it is not known, or not any more.
    pub async fn find(&self, http: &Client, url: Url, kid: &str) -> Result<DecodingKey, Failure> {
        if let Some(settled) = self.known(kid) {
            return settled;
        }
        let no_keys = |error: reqwest::Error| Failure::Unavailable(error.to_string());
        let reply = http.get(url).timeout(DEADLINE).send().await;
        let reply = reply.and_then(reqwest::Response::error_for_status);
        let set: JwkSet = reply.map_err(no_keys)?.json().await.map_err(no_keys)?;
        let key = key_of(&set, kid);
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        *loaded = Some((Instant::now(), set));
        key
    }

    /// `None` where the keys have to be loaded.
    fn known(&self, kid: &str) -> Option<Result<DecodingKey, Failure>> {
        let loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, set) = loaded.as_ref()?;
        let limit = set.find(kid).map_or(PAUSE, |_| FRESH);
        (at.elapsed() < limit).then(|| key_of(set, kid))
    }
}

fn key_of(set: &JwkSet, kid: &str) -> Result<DecodingKey, Failure> {
    let key = set.find(kid).ok_or(Failure::Refused)?;
    DecodingKey::from_jwk(key).map_err(|_| Failure::Refused)
}
