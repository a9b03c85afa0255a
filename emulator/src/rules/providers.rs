//! The auth providers of a realm as one list (protocol-v1 §7.2, §7.3): they are kept in its settings, each in its own
//! way. Ids that the settings do not name are made of the realm and the type, so they never change. Tested
//! in `tests/api/core/auth_providers.rs`.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::model::ids::derived_id;
use crate::model::settings::{Provider, ProviderType, Realm};
use crate::store::credentials::Credential;

/// Which provider of a realm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderKind {
    /// Passwords.
    Password,
    /// Hosted logins and signups.
    LoginRocket,
    /// Second factor.
    Totp,
    /// Place in `Realm::social`.
    Social(usize),
}

/// A provider of a realm.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `ap_…`.
    pub id: String,
    /// Which provider.
    pub kind: ProviderKind,
    /// Its type on the wire.
    pub provider_type: &'static str,
}

/// The providers that a realm has.
pub fn of_realm(realm: &Realm) -> Vec<Entry> {
    let mut kinds = Vec::new();
    if realm.password.enabled || realm.is_v2() {
        kinds.push((ProviderKind::Password, "password"));
    }
    if realm.login_rocket.enabled && !realm.is_v2() {
        kinds.push((ProviderKind::LoginRocket, "login_rocket"));
    }
    // In version 2 it is always there, active or not (protocol-v2 §7.8).
    if realm.totp || realm.is_v2() {
        kinds.push((ProviderKind::Totp, "totp"));
    }
    let social = realm.social.iter().enumerate();
    kinds.extend(social.map(|(at, known)| (ProviderKind::Social(at), known.provider_type.name())));
    let entries = kinds.into_iter().map(|(kind, provider_type)| Entry {
        id: match kind {
            ProviderKind::Social(at) => social_id(realm, &realm.social[at]),
            _ => derived_id("ap_", &[&realm.id, provider_type]),
        },
        kind,
        provider_type,
    });
    entries.collect()
}

/// The place of the provider that `key` names: by its id, or by its type if there is one of that type only.
pub fn position<'a>(entries: impl Iterator<Item = &'a Entry> + Clone, key: &str) -> Option<usize> {
    let by_id = entries.clone().position(|entry| entry.id == key);
    by_id.or_else(|| {
        let mut same = entries
            .enumerate()
            .filter(|(_, entry)| entry.provider_type == key);
        let (at, _) = same.next()?;
        same.next().is_none().then_some(at)
    })
}

/// The id of the provider that a credential is of: where none is stored, that of the one of its type, if there is only one.
pub fn of_credential(realm: &Realm, credential: &Credential) -> Option<String> {
    if credential.auth_provider_id.is_some() {
        return credential.auth_provider_id.clone();
    }
    let mut entries = of_realm(realm);
    // A type is never the beginning of an id.
    let at = position(entries.iter(), &credential.credential_type)?;
    Some(entries.swap_remove(at).id)
}

/// The id of a social provider.
pub fn social_id(realm: &Realm, provider: &Provider) -> String {
    let name = provider.provider_type.name();
    let made = || derived_id("ap_", &[&realm.id, name]);
    provider.id.clone().unwrap_or_else(made)
}

/// The social provider that `/auth/<key>` means.
pub fn social_by_key<'a>(realm: &'a Realm, key: &str) -> Option<&'a Provider> {
    let mut providers = realm.social.iter();
    providers.find(|known| known.answers_to(key) || social_id(realm, known) == key)
}

/// Whether a realm may have several of a type.
pub fn is_single(provider_type: &str) -> bool {
    provider_type != ProviderType::OAuth2.name()
}

/// The settings of a provider, by attribute.
pub fn settings(realm: &Realm, kind: ProviderKind) -> Map<String, Value> {
    let settings = match kind {
        ProviderKind::Password => json!(realm.password),
        ProviderKind::LoginRocket => json!(realm.login_rocket),
        ProviderKind::Totp => json!({}),
        ProviderKind::Social(at) => {
            let known = &realm.social[at];
            json!({"client_id": known.client_id, "scopes": known.scopes})
        }
    };
    match settings {
        Value::Object(settings) => settings,
        _ => Map::new(),
    }
}

#[derive(Deserialize)]
struct SocialSettings {
    client_id: Option<String>,
    scopes: Option<String>,
}

/// Replaces all settings of a provider.
///
/// # Errors
/// A setting has the wrong form.
pub fn set(
    realm: &mut Realm,
    kind: ProviderKind,
    settings: Map<String, Value>,
) -> Result<(), serde_json::Error> {
    let whole = Value::Object(settings);
    match kind {
        ProviderKind::Password => realm.password = serde_json::from_value(whole)?,
        ProviderKind::LoginRocket => realm.login_rocket = serde_json::from_value(whole)?,
        ProviderKind::Totp => {}
        ProviderKind::Social(at) => {
            let texts: SocialSettings = serde_json::from_value(whole)?;
            realm.social[at].client_id = texts.client_id;
            realm.social[at].scopes = texts.scopes;
        }
    }
    Ok(())
}
