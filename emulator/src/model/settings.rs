//! Settings of realms and Connected Apps (protocol-v1 §7), with the member names of the seed. They are
//! stored as JSON documents and patched member by member. Tested here and in `tests/api/control/state.rs`.

mod app;
mod providers;
mod social;
mod v2;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use app::{App, is_url};
pub use providers::{
    CharacterKind, Complexity, FieldMode, LoginRocket, PasswordField, PasswordRules, SignupMode,
    Sso, Verify,
};
pub use social::{Provider, ProviderType};
pub use v2::{Api, EmailVerification, OrgMode, Signup, V2};

/// A realm's settings (protocol-v1 §7.1), with those of its LoginRocket and Passwords providers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Realm {
    /// `rl_…`; made up if the seed has none.
    pub id: String,
    /// Which version it speaks; never changes (V34).
    pub api: Api,
    /// For people.
    pub name: String,
    /// An inactive realm answers 404.
    pub state: State,
    /// The app's own name for it.
    pub reference: Option<String>,
    /// The app's own data.
    pub custom: Map<String, Value>,
    /// What keys made for API users begin with.
    pub api_key_prefix: Option<String>,
    /// Whether keys of API users can be read again.
    pub api_key_policy: ApiKeyPolicy,
    /// Lifetime of a login by such a key; 0 is that of any login.
    pub api_key_minutes: u32,
    /// Whether usernames are addresses.
    pub username_validation_human: Usernames,
    /// Whether two users may share an address.
    pub require_unique_emails: bool,
    /// Whether sessions are stored.
    pub session_type: SessionType,
    /// Lifetime of a login.
    pub session_minutes: u32,
    /// Signature of login tokens.
    pub jwt_algo: JwtAlgo,
    /// A new HS256 secret, used as it stands. Taken into the realm's keys when the realm is stored.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub jwt_key: String,
    /// A new private RSA key in PEM, likewise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub jwt_private_key: String,
    /// Extra claims.
    pub jwt_fields: Vec<JwtField>,
    /// Whether login tokens carry `aud` (D25).
    pub jwt_aud: bool,
    /// Whether users and sessions also have the members that they had in 2015 (protocol-v1 §12, C20).
    pub members_of_2015: bool,
    /// The LoginRocket provider.
    pub login_rocket: LoginRocket,
    /// The Passwords provider.
    pub password: PasswordRules,
    /// Whether the realm has a TOTP provider.
    pub totp: bool,
    /// Social providers.
    pub social: Vec<Provider>,
    /// The settings of version 2.
    #[serde(skip_serializing_if = "V2::is_default")]
    pub v2: V2,
}

impl Default for Realm {
    fn default() -> Self {
        Self {
            id: String::new(),
            api: Api::V1,
            name: String::new(),
            state: State::Active,
            reference: None,
            custom: Map::new(),
            api_key_prefix: None,
            api_key_policy: ApiKeyPolicy::Hash,
            api_key_minutes: 0,
            username_validation_human: Usernames::Standard,
            require_unique_emails: true,
            session_type: SessionType::Managed,
            session_minutes: 360,
            jwt_algo: JwtAlgo::Hs256,
            jwt_key: String::new(),
            jwt_private_key: String::new(),
            jwt_fields: Vec::new(),
            jwt_aud: true,
            members_of_2015: false,
            login_rocket: LoginRocket::default(),
            password: PasswordRules::default(),
            totp: true,
            social: Vec::new(),
            v2: V2::default(),
        }
    }
}

impl Realm {
    /// A new realm of a version, with that version's defaults (V18).
    pub fn of_api(api: Api) -> Self {
        match api {
            Api::V1 => Self::default(),
            Api::V2 => Self {
                api,
                session_minutes: 1440,
                jwt_algo: JwtAlgo::Rs256,
                ..Self::default()
            },
        }
    }

    /// Whether it speaks version 2.
    pub fn is_v2(&self) -> bool {
        self.api == Api::V2
    }

    /// Whether usernames of people are addresses here.
    pub fn email_usernames(&self) -> bool {
        self.username_validation_human == Usernames::Email
    }
}

/// Active or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// In use.
    #[default]
    Active,
    /// Switched off.
    Inactive,
}

/// `username_validation_human`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Usernames {
    /// Free text.
    Standard,
    /// Addresses; `username` and `email` are kept equal.
    Email,
}

/// `session_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionType {
    /// Stored; can be read and ended.
    Managed,
    /// Only the token exists.
    Unmanaged,
}

/// `api_key_policy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ApiKeyPolicy {
    /// Shown once, when made.
    Hash,
    /// Shown on every read.
    Encrypt,
}

/// `jwt_algo`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JwtAlgo {
    /// HMAC with SHA-256.
    Hs256,
    /// RSA with SHA-256.
    Rs256,
}

impl JwtAlgo {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "hs256",
            Self::Rs256 => "rs256",
        }
    }
}

/// A member of `jwt_fields`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JwtField {
    /// Claim `cs`.
    Custom,
    /// Claim `m`.
    Memberships,
    /// Org members within `m`.
    Orgs,
}

/// Lays `patch` over `base`, objects member by member, anything else as a whole.
pub fn merge(base: &mut Value, patch: Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (name, value) in patch {
                merge(base.entry(name).or_insert(Value::Null), value);
            }
        }
        (base, patch) => *base = patch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn merging_keeps_members_that_the_patch_does_not_name() {
        let mut base = json!({"login_rocket": {"login": true, "signup": true}, "totp": true});
        merge(&mut base, json!({"login_rocket": {"signup": false}}));
        assert_eq!(
            base,
            json!({"login_rocket": {"login": true, "signup": false}, "totp": true})
        );
    }

    #[test]
    fn a_realm_without_members_has_the_documented_defaults() {
        let realm: Realm = serde_json::from_value(json!({})).unwrap();
        assert_eq!(realm.session_minutes, 360);
        assert_eq!(realm.password.min_length, 8);
        assert_eq!(realm.login_rocket.signup_mode, SignupMode::User);
    }
}
