//! Keys of API users (not those of the Core API itself): generating, storing as a hash, and logging in by key
//! (protocol-v1 §5.8). Tested in `tests/api/core/api_users.rs`.

use sha2::{Digest, Sha256};

use super::{Login, failed, open_session};
use crate::model::caller::Caller;
use crate::model::failure::{Failure, LOGIN_FAILED};
use crate::model::ids::random_text;
use crate::model::settings::{ApiKeyPolicy, Realm};
use crate::rules::context::Context;
use crate::store::Transaction;
use crate::store::credentials::{self, Credential};
use crate::store::realms;
use crate::store::users;

/// The type of their credentials.
pub const API_KEY: &str = "api_key";
// Asks for a generated key.
const GENERATE: &str = "generate";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The key given; a new one if there is none, or if it is `generate`.
pub fn given_or_new(realm: &Realm, given: Option<String>) -> String {
    let given = given.filter(|key| key != GENERATE);
    given.unwrap_or_else(|| {
        let prefix = realm.api_key_prefix.as_deref().unwrap_or_default();
        format!("{prefix}{}", random_text(40))
    })
}

/// Replaces a credential's key.
///
/// # Errors
/// `Invalid` if another credential has this key.
pub fn replace(
    tx: &Transaction,
    realm: &Realm,
    credential: &Credential,
    key: &str,
) -> Result<(), Failure> {
    let hash = fingerprint(key);
    match credentials::by_api_key(tx, &hash)? {
        Some(holder) if holder.id != credential.id => Err(taken()),
        _ => {
            let readable = Some(key).filter(|_| is_readable(realm));
            credentials::set_api_key(tx, &credential.id, &hash, readable)
        }
    }
}

/// Stores a new credential with a key.
///
/// # Errors
/// `Invalid` if another credential has this key.
pub fn add(
    tx: &Transaction,
    realm: &Realm,
    user_id: &str,
    key: &str,
    name: Option<String>,
    now_ms: i64,
) -> Result<Credential, Failure> {
    let hash = fingerprint(key);
    if credentials::by_api_key(tx, &hash)?.is_some() {
        return Err(taken());
    }
    let credential = Credential {
        name,
        ..Credential::new(user_id, API_KEY, hash, now_ms)
    };
    credentials::insert(tx, &credential)?;
    replace(tx, realm, &credential, key)?;
    Ok(credential)
}

fn taken() -> Failure {
    Failure::invalid("api_key", "Api key has already been taken")
}

/// Replaces the user's first key, or gives it one.
pub fn set_first(
    tx: &Transaction,
    realm: &Realm,
    user_id: &str,
    key: &str,
    now_ms: i64,
) -> Result<(), Failure> {
    match first(tx, user_id)? {
        Some(first) => replace(tx, realm, &first, key),
        None => add(tx, realm, user_id, key, None, now_ms).map(drop),
    }
}

/// The oldest credential of a user that holds a key.
pub fn first(tx: &Transaction, user_id: &str) -> Result<Option<Credential>, Failure> {
    let all = credentials::of_user(tx, user_id)?;
    let mut keys = all
        .into_iter()
        .filter(|known| known.credential_type == API_KEY);
    Ok(keys.next())
}

/// A credential's key, where the realm lets keys be read again.
pub fn readable(
    tx: &Transaction,
    realm: &Realm,
    credential: &Credential,
) -> Result<Option<String>, Failure> {
    match is_readable(realm) {
        true => credentials::readable_api_key(tx, &credential.id),
        false => Ok(None),
    }
}

fn is_readable(realm: &Realm) -> bool {
    realm.api_key_policy == ApiKeyPolicy::Encrypt
}

/// The realm that a key is for.
pub fn realm_of(tx: &Transaction, key: &str) -> Result<Option<Realm>, Failure> {
    let Some(credential) = credentials::by_api_key(tx, &fingerprint(key))? else {
        return Ok(None);
    };
    match users::by_id(tx, &credential.user_id)? {
        Some(user) => realms::realm(tx, &user.realm_id),
        None => Ok(None),
    }
}

/// Logs the active API user in whose key this is, under the rate limit.
pub fn log_in(
    context: &Context,
    realm: &Realm,
    key: &str,
    caller: &Caller,
) -> Result<Login, Failure> {
    let now_ms = context.now_ms();
    let attempt = context.attempts.begin(realm, caller, now_ms)?;
    let outcome = context.transact(|tx| check_key(tx, realm, key, caller, now_ms));
    context.attempts.settle(attempt, &outcome);
    outcome.map_err(|failure| match failure {
        LOGIN_FAILED => failed(context, realm, None, caller),
        other => other,
    })
}

fn check_key(
    tx: &Transaction,
    realm: &Realm,
    key: &str,
    caller: &Caller,
    now_ms: i64,
) -> Result<Login, Failure> {
    let credential = credentials::by_api_key(tx, &fingerprint(key))?.ok_or(LOGIN_FAILED)?;
    let user = users::by_id(tx, &credential.user_id)?
        .filter(|user| user.realm_id == realm.id && user.is_active())
        .ok_or(LOGIN_FAILED)?;
    let before = user.last_login_at;
    let mut lasting = realm.clone();
    if realm.api_key_minutes > 0 {
        lasting.session_minutes = realm.api_key_minutes;
    }
    let mut login = open_session(tx, &lasting, user, caller, now_ms)?;
    // Programs log in all the time, so `last_login_at` is stored once a day.
    if before.is_some_and(|at| now_ms - at < DAY_MS) {
        login.user.last_login_at = before;
        users::update(tx, &login.user)?;
    }
    Ok(login)
}

// Keys are long and random, so a plain hash is as good as a slow one, and can be looked up.
fn fingerprint(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
