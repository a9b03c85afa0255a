//! The seed's document: its shape, and every check that needs no store, with the place in the message.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::model::app_hook::AppHook;
use crate::model::password::{Passwords, is_hash};
use crate::model::permission::Permission;
use crate::model::seed_error::SeedError;
use crate::model::settings::{Api, App, JwtAlgo, Realm, State, merge};
use crate::model::signing_key::Material;
use crate::model::totp;
use crate::store::api_keys;

use super::v2::{SeedMembership, SeedV2, base, nested};

/// The whole document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    #[serde(default)]
    pub api_keys: Vec<ApiKey>,
    #[serde(default)]
    pub realms: Vec<Map<String, Value>>,
}

/// A key of the Core API.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiKey {
    pub key: String,
    pub permissions: Option<Vec<Permission>>,
    pub realm_id: Option<String>,
    pub account: Option<String>,
}

impl ApiKey {
    /// What is wrong with it.
    pub fn check(&self, place: &str) -> Result<(), SeedError> {
        if self.key.is_empty() {
            return Err(SeedError::at(format!("{place}.key"), "must not be empty"));
        }
        if self.permissions.as_ref().is_some_and(Vec::is_empty) {
            let names = Permission::ALL.map(Permission::name).join(", ");
            let reason = format!("needs one of {names}");
            return Err(SeedError::at(format!("{place}.permissions"), reason));
        }
        Ok(())
    }

    /// As it is stored; it may do everything unless the seed says what.
    pub fn stored(&self) -> api_keys::ApiKey {
        let permissions = self.permissions.iter().flatten().copied();
        api_keys::ApiKey {
            key: self.key.clone(),
            permission: permissions.max().unwrap_or(Permission::AdminRealm),
            realm_id: self.realm_id.clone(),
            account: self.account.clone(),
        }
    }
}

/// A realm with its apps and users.
#[derive(Debug)]
pub struct SeedRealm {
    pub apps: Vec<App>,
    // What realms of version 2 have besides.
    pub v2: SeedV2,
    pub app_hooks: Vec<AppHook>,
    // With the hash of the password, if there is one.
    pub users: Vec<(SeedUser, Option<String>)>,
    // Laid over the defaults, or over the settings of a known realm.
    pub settings: Map<String, Value>,
    // RSA key for a realm that should have one and gets none; else empty.
    pub spare_key: String,
}

/// A user.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedUser {
    pub id: Option<String>,
    #[serde(default)]
    pub username: String,
    #[serde(default)]
    pub email: String,
    pub email_verification: Option<String>,
    pub password: Option<String>,
    pub password_hash: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub reference: Option<String>,
    #[serde(default)]
    pub state: State,
    pub totp_secret: Option<String>,
    #[serde(default)]
    pub custom: Map<String, Value>,
    pub locale: Option<String>,
    #[serde(default)]
    pub memberships: Vec<SeedMembership>,
}

impl SeedRealm {
    /// Reads and checks one realm, and hashes its users' passwords.
    pub async fn new(
        mut settings: Map<String, Value>,
        place: &str,
        passwords: &Passwords,
    ) -> Result<Self, SeedError> {
        let mut list = |name: &str| settings.remove(name).unwrap_or_else(|| json!([]));
        let apps: Vec<App> = read(list("apps"), &format!("{place}.apps"))?;
        let app_hooks: Vec<AppHook> = read(list("app_hooks"), &format!("{place}.app_hooks"))?;
        let people: Vec<SeedUser> = read(list("users"), &format!("{place}.users"))?;
        let v2 = SeedV2::take(&mut settings, place)?;
        let realm = with_settings(base(&settings), &settings, place)?;
        v2.check(&realm, &apps, &people, place)?;
        let spare_key = if realm.jwt_algo == JwtAlgo::Rs256 && realm.jwt_private_key.is_empty() {
            let key = Material::new_rs256().await;
            key.map_err(|_| SeedError::at(place, "no RSA key can be made"))?
                .secret
        } else {
            String::new()
        };
        for (a, app) in apps.iter().enumerate() {
            if let Some((member, reason)) = app.problem() {
                return Err(SeedError::at(format!("{place}.apps[{a}].{member}"), reason));
            }
        }
        for (h, hook) in app_hooks.iter().enumerate() {
            let place = format!("{place}.app_hooks[{h}]");
            if hook.realm_id.is_some() {
                return Err(SeedError::at(
                    place,
                    "realm_id is that of the realm it stands in",
                ));
            }
            if let Some((member, reason)) = hook.problems_in(realm.api).into_iter().next() {
                return Err(SeedError::at(format!("{place}.{member}"), reason));
            }
        }
        let mut users = Vec::new();
        for (u, mut user) in people.into_iter().enumerate() {
            let place = format!("{place}.users[{u}]");
            check_user(&user, &place)?;
            let hash = match user.password.take() {
                None => user.password_hash.take(),
                Some(password) => Some(
                    passwords
                        .hash(password)
                        .await
                        .map_err(|_| SeedError::at(&place, "password cannot be hashed"))?,
                ),
            };
            users.push((user, hash));
        }
        Ok(Self {
            apps,
            v2,
            app_hooks,
            users,
            settings,
            spare_key,
        })
    }
}

/// Reads a part of the document.
///
/// # Errors
/// An unknown member or a wrong type, with its path.
pub fn read<T: DeserializeOwned>(value: Value, place: &str) -> Result<T, SeedError> {
    serde_path_to_error::deserialize(value).map_err(|cause| {
        let path = cause.path().to_string();
        let path = if path == "." { String::new() } else { path };
        let dot = if path.is_empty() || place.is_empty() || path.starts_with('[') {
            ""
        } else {
            "."
        };
        SeedError::at(format!("{place}{dot}{path}"), cause.into_inner())
    })
}

/// Lays settings over a realm's.
///
/// # Errors
/// A member that is unknown or of the wrong type.
pub fn with_settings(
    base: Realm,
    patch: &Map<String, Value>,
    place: &str,
) -> Result<Realm, SeedError> {
    let api = base.api;
    let mut whole = serde_json::to_value(base).map_err(|cause| SeedError::at(place, cause))?;
    let patch = match api {
        Api::V1 => patch.clone(),
        Api::V2 => nested(patch.clone()),
    };
    merge(&mut whole, Value::Object(patch));
    let realm: Realm = read(whole, place).map_err(|error| SeedError {
        place: error.place.replace("v2.", ""),
        ..error
    })?;
    if realm.api != api {
        return Err(SeedError::at(member(place, "api"), "cannot be changed"));
    }
    if api == Api::V1 && !realm.v2.is_default() {
        return Err(SeedError::at(
            member(place, "v2"),
            "is for realms with api 2",
        ));
    }
    if let Some((name, reason)) = realm.v2.problem() {
        return Err(SeedError::at(member(place, name), reason));
    }
    if realm.session_minutes == 0 {
        return Err(SeedError::at(place, "session_minutes must be at least 1"));
    }
    if !realm.jwt_private_key.is_empty() {
        Material::from_pem(&realm.jwt_private_key)
            .map_err(|cause| SeedError::at(member(place, "jwt_private_key"), cause))?;
    }
    Ok(realm)
}

fn member(place: &str, name: &str) -> String {
    match place {
        "" => name.to_owned(),
        place => format!("{place}.{name}"),
    }
}

fn check_user(user: &SeedUser, place: &str) -> Result<(), SeedError> {
    if user.username.is_empty() && user.email.is_empty() {
        return Err(SeedError::at(place, "needs a username or an email"));
    }
    if let Some(hash) = &user.password_hash {
        let place = format!("{place}.password_hash");
        if user.password.is_some() {
            return Err(SeedError::at(place, "cannot be given beside a password"));
        }
        if !is_hash(hash) {
            return Err(SeedError::at(place, "must be an argon2 hash, $argon2id$…"));
        }
    }
    if let Some(secret) = &user.totp_secret {
        totp::check_secret(secret)
            .map_err(|cause| SeedError::at(format!("{place}.totp_secret"), cause))?;
    }
    match user.email_verification.as_deref() {
        None | Some("none" | "requested" | "verified") => Ok(()),
        Some(_) => Err(SeedError::at(
            format!("{place}.email_verification"),
            "must be none, requested or verified",
        )),
    }
}
