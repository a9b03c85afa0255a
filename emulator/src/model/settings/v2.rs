//! What a realm of version 2 has besides the settings that both versions share (protocol-v2 §7.9), with the names of
//! the Core API v2. In a seed they stand among the realm's members; stored, they are one object, `v2`. Tested in
//! `tests/api/control/state_v2.rs`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{FieldMode, PasswordField};

/// Which version of AuthRocket a realm speaks (V34): `1` or `2` in a seed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Api {
    /// Version 1.
    #[default]
    V1,
    /// Version 2.
    V2,
}

impl TryFrom<u8> for Api {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        match number {
            1 => Ok(Self::V1),
            2 => Ok(Self::V2),
            _ => Err("must be 1 or 2"),
        }
    }
}

impl From<Api> for u8 {
    fn from(api: Api) -> Self {
        match api {
            Api::V1 => 1,
            Api::V2 => 2,
        }
    }
}

/// The settings of a realm of version 2 alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct V2 {
    /// What people read instead of `name`.
    pub public_name: Option<String>,
    /// `production`, `staging` and the like; means nothing here.
    pub environment: Option<String>,
    /// Who may sign up (protocol-v2 §2.5.10, V7).
    pub signup: Signup,
    /// Whether a login chooses among several accounts (protocol-v2 §5).
    pub org_mode: OrgMode,
    /// Whether addresses are verified, and when (V6).
    pub email_verification: EmailVerification,
    /// First and last name at signup.
    pub name_field: FieldMode,
    /// The org's name at signup.
    pub org_name_field: FieldMode,
    /// Password asked once or twice.
    pub password_field: PasswordField,
    /// Username at signup.
    pub username_field: FieldMode,
    /// Origins whose pages may read answers of the LR API: scheme, host and port, without a path (protocol-v2 §2.6).
    pub allowed_origins: Vec<String>,
    /// Answers calls of other origins with 403 before anything happens (V10).
    pub refuse_origins: bool,
    /// Whether the realm has the LR API at all (V38).
    pub lr_api: bool,
    /// Hosted pages add `session` and `account` to the `token` that they send to the app (V27).
    pub return_session: bool,
    /// Kept as given; means nothing here.
    pub lr_features: Vec<String>,
    /// Languages of texts: `en`, `es`, `ja`.
    pub available_locales: Vec<String>,
    /// The language where a caller asks for none.
    pub default_locale: String,
    /// Lifetime of a login token, in minutes; never past its session's end (V18).
    pub jwt_minutes: u32,
    /// What a login token includes, separated by blanks (V19).
    pub jwt_scopes: String,
    /// Whether the scope `email` brings the claim `email_verified` (V19).
    pub jwt_email_verified: bool,
    /// Lifetime of an OAuth2 access token, in minutes; kept as given.
    pub access_token_minutes: u32,
    /// Wrong passwords of one user within a minute, after which more are refused with 422; 0 is off (V12).
    pub user_rate_limit: u32,
    /// Looks of the hosted pages, by attribute: `color_1`, `logo`, `terms_of_service` and so on.
    pub look: Map<String, Value>,
}

impl Default for V2 {
    fn default() -> Self {
        Self {
            public_name: None,
            environment: None,
            signup: Signup::Open,
            org_mode: OrgMode::SingleUser,
            email_verification: EmailVerification::None,
            name_field: FieldMode::Ask,
            org_name_field: FieldMode::Hidden,
            password_field: PasswordField::Once,
            username_field: FieldMode::Hidden,
            allowed_origins: Vec::new(),
            refuse_origins: false,
            lr_api: true,
            return_session: false,
            lr_features: Vec::new(),
            available_locales: ["en", "es", "ja"].map(str::to_owned).to_vec(),
            default_locale: "en".to_owned(),
            jwt_minutes: 60,
            jwt_scopes: "profile email ar.orgs".to_owned(),
            jwt_email_verified: true,
            access_token_minutes: 60,
            user_rate_limit: 0,
            look: Map::new(),
        }
    }
}

impl V2 {
    /// Whether nothing differs from the defaults, as in every realm of version 1.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Whether login tokens include a scope.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.jwt_scopes
            .split_whitespace()
            .any(|known| known == scope)
    }

    /// The first thing that is wrong, as member and reason.
    pub fn problem(&self) -> Option<(&'static str, &'static str)> {
        if self.jwt_minutes == 0 {
            return Some(("jwt_minutes", "must be at least 1"));
        }
        let odd = |origin: &String| !is_origin(origin);
        if self.allowed_origins.iter().any(odd) {
            return Some((
                "allowed_origins",
                "must be origins such as https://app.example.test, without a path",
            ));
        }
        None
    }

    /// The names of its members.
    pub fn members() -> Vec<String> {
        match serde_json::to_value(Self::default()) {
            Ok(Value::Object(members)) => members.into_iter().map(|(name, _)| name).collect(),
            _ => Vec::new(),
        }
    }
}

/// Whether this is an origin as browsers send it: scheme, host, and a port if it is not the scheme's own.
fn is_origin(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        ["http", "https"].contains(&url.scheme()) && url.origin().ascii_serialization() == text
    })
}

/// `signup`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signup {
    /// Everybody.
    Open,
    /// With an invitation, which anybody may ask for.
    Invitation,
    /// With an invitation.
    Closed,
}

/// `org_mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgMode {
    /// An account is always chosen.
    SingleUser,
    /// The caller chooses.
    MultiUser,
}

/// `email_verification` of a realm (V6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EmailVerification {
    /// Nothing is verified.
    None,
    /// Asked for; logins work without.
    Request,
    /// No login token before it is done.
    Require,
    /// A signup begins with a mail to the address, and makes a user afterwards.
    Preverify,
}
