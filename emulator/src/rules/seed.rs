//! The seed: checking and storing it. Tested in `tests/api/control/state.rs` and here.

mod document;
mod text;
mod v2;

use serde_json::Value;

use crate::model::app_hook::AppHook;
use crate::model::failure::Failure;
use crate::model::ids::{new_id, random_text};
use crate::model::password::Passwords;
use crate::model::seed_error::SeedError;
use crate::model::settings::{JwtAlgo, Realm, State};
use crate::rules::accounts;
use crate::rules::{apps, signing_keys};
use crate::store::credentials::{self, Credential};
use crate::store::{Transaction, api_keys, app_hooks, jwt_keys, realms};
use document::{ApiKey, Seed, SeedRealm, SeedUser};

pub use document::with_settings;
pub use text::seed_from_text;

/// A checked seed with its passwords hashed, ready to be stored any number of times.
#[derive(Debug)]
pub struct PreparedSeed {
    api_keys: Vec<ApiKey>,
    realms: Vec<SeedRealm>,
}

/// How much a seed stored.
#[derive(Debug, Default, Clone, Copy, serde::Serialize)]
pub struct Counts {
    api_keys: usize,
    realms: usize,
    apps: usize,
    app_hooks: usize,
    users: usize,
}

impl PreparedSeed {
    /// Checks what can be checked without the store, and hashes.
    pub async fn new(seed: &Value, passwords: &Passwords) -> Result<Self, SeedError> {
        let seed: Seed = document::read(seed.clone(), "")?;
        for (k, key) in seed.api_keys.iter().enumerate() {
            key.check(&format!("api_keys[{k}]"))?;
        }
        let mut realms = Vec::new();
        for (r, realm) in seed.realms.into_iter().enumerate() {
            realms.push(SeedRealm::new(realm, &format!("realms[{r}]"), passwords).await?);
        }
        Ok(Self {
            api_keys: seed.api_keys,
            realms,
        })
    }

    /// Stores the seed, adding to what is there. All or nothing, if the caller's transaction is.
    ///
    /// # Errors
    /// `Invalid` with the place, if it clashes with what is there or with itself.
    pub fn apply(&self, tx: &Transaction, now_ms: i64) -> Result<Counts, Failure> {
        let mut counts = Counts::default();
        for key in &self.api_keys {
            api_keys::save(tx, &key.stored())?;
            counts.api_keys += 1;
        }
        for (r, seed) in self.realms.iter().enumerate() {
            let place = format!("realms[{r}]");
            let realm = save_realm(tx, seed, &place)?;
            counts.realms += 1;
            for (a, app) in seed.apps.iter().enumerate() {
                let place = format!("{place}.apps[{a}]");
                let mut app = app.clone();
                fill(&mut app.id, || new_id("lpl_"));
                fill(&mut app.subdomain, || random_text(10).to_lowercase());
                apps::save(tx, &realm.id, &app).map_err(|failure| placed(failure, &place))?;
                counts.apps += 1;
            }
            counts.apps += v2::save_hosts(tx, &realm, &seed.v2, &place)?;
            for (h, hook) in seed.app_hooks.iter().enumerate() {
                let place = format!("{place}.app_hooks[{h}]");
                save_hook(tx, &realm, hook).map_err(|failure| placed(failure, &place))?;
                counts.app_hooks += 1;
            }
            for (u, (user, hash)) in seed.users.iter().enumerate() {
                let place = format!("{place}.users[{u}]");
                save_user(tx, &realm, user, hash.as_deref(), now_ms)
                    .map_err(|failure| placed(failure, &place))?;
                counts.users += 1;
            }
            v2::save_invitations(tx, &realm, &seed.v2, now_ms)
                .map_err(|failure| placed(failure, &place))?;
        }
        Ok(counts)
    }
}

fn fill(text: &mut String, make: impl FnOnce() -> String) {
    if text.is_empty() {
        *text = make();
    }
}

fn placed(failure: Failure, place: &str) -> Failure {
    match failure {
        Failure::Invalid(problems) => Failure::invalid(
            "seed",
            format!("{place}: {}", problems.sentences().join("; ")),
        ),
        other => other,
    }
}

fn save_realm(tx: &Transaction, seed: &SeedRealm, place: &str) -> Result<Realm, Failure> {
    let known = match seed.settings.get("id").and_then(Value::as_str) {
        Some(id) => realms::realm(tx, id)?,
        None => None,
    };
    let known = known.unwrap_or_else(|| v2::base(&seed.settings));
    let mut realm = with_settings(known, &seed.settings, place)
        .map_err(|cause| Failure::invalid("seed", cause.to_string()))?;
    fill(&mut realm.id, || new_id("rl_"));
    let is_rs256 = realm.jwt_algo == JwtAlgo::Rs256;
    if is_rs256 && jwt_keys::current(tx, &realm.id, JwtAlgo::Rs256)?.is_none() {
        fill(&mut realm.jwt_private_key, || seed.spare_key.clone());
    }
    signing_keys::save_realm(tx, &realm).map_err(|failure| placed(failure, place))?;
    Ok(realm)
}

fn save_hook(tx: &Transaction, realm: &Realm, hook: &AppHook) -> Result<(), Failure> {
    let mut hook = hook.clone();
    fill(&mut hook.id, || new_id("hk_"));
    hook.realm_id = Some(realm.id.clone());
    let given = std::mem::take(&mut hook.mailing_list);
    hook.keep(&given);
    let known = app_hooks::by_id(tx, None, &hook.id)?;
    if known.is_some_and(|known| known.realm_id != hook.realm_id) {
        return Err(Failure::invalid("id", "Id has already been taken"));
    }
    app_hooks::save(tx, &hook)
}

fn save_user(
    tx: &Transaction,
    realm: &Realm,
    seed: &SeedUser,
    hash: Option<&str>,
    now_ms: i64,
) -> Result<(), Failure> {
    let mut user = accounts::draft(realm, now_ms);
    if let Some(id) = &seed.id {
        user.id.clone_from(id);
        if crate::store::users::by_id(tx, id)?.is_some() {
            return Err(Failure::invalid("id", "Id has already been taken"));
        }
    }
    user.username.clone_from(&seed.username);
    user.email.clone_from(&seed.email);
    user.first_name.clone_from(&seed.first_name);
    user.last_name.clone_from(&seed.last_name);
    user.reference.clone_from(&seed.reference);
    user.custom = Value::Object(seed.custom.clone());
    if seed.state == State::Inactive {
        user.state = "inactive".to_owned();
    }
    if let Some(verification) = &seed.email_verification {
        user.email_verification.clone_from(verification);
    }
    accounts::normalise(realm, &mut user);
    user.locale.clone_from(&seed.locale);
    accounts::insert_user(tx, realm, &user, hash)?;
    v2::save_memberships(tx, realm, &user, &seed.memberships, now_ms)?;
    match &seed.totp_secret {
        None => Ok(()),
        Some(secret) => credentials::insert(
            tx,
            &Credential::new(&user.id, "totp", secret.clone(), now_ms),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::password::PasswordCost;

    async fn refusal(seed: Value) -> String {
        let passwords = Passwords::new(PasswordCost::TestFast).unwrap();
        PreparedSeed::new(&seed, &passwords)
            .await
            .unwrap_err()
            .to_string()
    }

    #[tokio::test]
    async fn a_wrong_member_is_reported_with_its_path() {
        for (seed, place) in [
            (json!({"realm": []}), "seed realm: unknown field"),
            (
                json!({"realms": [{"apps": [{"name": 1}]}]}),
                "seed realms[0].apps[0].name",
            ),
            (
                json!({"realms": [{"totpp": true}]}),
                "seed realms[0].totpp: unknown field",
            ),
            (
                json!({"api_keys": [{"key": "ko_1", "permissions": []}]}),
                "seed api_keys[0].permissions: needs one of read, write, admin_realm",
            ),
            (
                json!({"api_keys": [{"key": "ko_1", "permissions": ["all"]}]}),
                "seed api_keys[0].permissions[0]",
            ),
            (json!({"api_keys": [{"key": ""}]}), "seed api_keys[0].key"),
            (
                json!({"realms": [{"jwt_algo": "rs512"}]}),
                "seed realms[0].jwt_algo",
            ),
            (
                json!({"realms": [{"jwt_private_key": "secret"}]}),
                "seed realms[0].jwt_private_key: must be a private RSA key",
            ),
            (
                json!({"realms": [{"login_rocket": {"login": 3}}]}),
                "seed realms[0].login_rocket.login",
            ),
            (
                json!({"realms": [{"users": [{"username": "a", "password_hash": "$2b$10$abc"}]}]}),
                "seed realms[0].users[0].password_hash: must be",
            ),
            (
                json!({"realms": [{"users": [{"username": "a", "password": "x", "password_hash": "x"}]}]}),
                "seed realms[0].users[0].password_hash: cannot",
            ),
            (
                json!({"realms": [{"app_hooks": [{"destination": "ftp://example.test/"}]}]}),
                "seed realms[0].app_hooks[0].destination: must be an http or https URL",
            ),
            (
                json!({"realms": [{"users": [{}]}]}),
                "seed realms[0].users[0]: needs",
            ),
            (
                json!({"realms": [{"users": [{"username": "a", "totp_secret": "A"}]}]}),
                "seed realms[0].users[0].totp_secret",
            ),
        ] {
            let text = refusal(seed).await;
            assert!(text.starts_with(place), "{text}");
        }
    }
}
