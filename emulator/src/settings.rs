//! Settings of realms and Connected Apps (spec section 7), with the member names of the seed. They are
//! stored as JSON documents and patched member by member. Tested here and in `tests/api/control.rs`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::social::Provider;

/// A realm's settings (spec 7.1), with those of its LoginRocket and Passwords providers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Realm {
    /// `rl_…`; made up if the seed has none.
    pub id: String,
    /// For people.
    pub name: String,
    /// An inactive realm answers 404.
    pub state: State,
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
    /// HS256 secret, used as it stands; made up if the seed has none.
    pub jwt_key: String,
    /// Extra claims.
    pub jwt_fields: Vec<JwtField>,
    /// Whether login tokens carry `aud` (D25).
    pub jwt_aud: bool,
    /// The LoginRocket provider.
    pub login_rocket: LoginRocket,
    /// The Passwords provider.
    pub password: PasswordRules,
    /// Whether the realm has a TOTP provider.
    pub totp: bool,
    /// Social providers.
    pub social: Vec<Provider>,
}

impl Default for Realm {
    fn default() -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            state: State::Active,
            username_validation_human: Usernames::Standard,
            require_unique_emails: true,
            session_type: SessionType::Managed,
            session_minutes: 360,
            jwt_algo: JwtAlgo::Hs256,
            jwt_key: String::new(),
            jwt_fields: Vec::new(),
            jwt_aud: true,
            login_rocket: LoginRocket::default(),
            password: PasswordRules::default(),
            totp: true,
            social: Vec::new(),
        }
    }
}

impl Realm {
    /// Whether usernames are addresses here.
    pub fn email_usernames(&self) -> bool {
        self.username_validation_human == Usernames::Email
    }
}

/// The LoginRocket provider (spec 7.2).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LoginRocket {
    /// Logins on or off.
    pub login: bool,
    /// Signups on or off.
    pub signup: bool,
    /// What a signup makes (D22).
    pub signup_mode: SignupMode,
    /// First and last name at signup.
    pub name_field: Asked,
    /// Password asked once or twice.
    pub password_field: PasswordField,
    /// Organization name at signup, in mode `user_org`.
    pub org_name_field: Asked,
    /// Permissions of the membership that mode `user_org` makes.
    pub membership_permissions: Vec<String>,
    /// Email verification of new users.
    pub verify: Verify,
    /// Failed logins per address within a minute, after which more are refused; 0 is off (D12).
    pub rate_limit: u32,
    /// Answer `error` instead of a `kli_` token (D4).
    pub two_factor_error: bool,
    /// Refuse an extra `email` at login in a standard realm (D17).
    pub strict_email: bool,
    /// Whether hosted pages remember a login.
    pub sso: Sso,
}

impl Default for LoginRocket {
    fn default() -> Self {
        Self {
            login: true,
            signup: true,
            signup_mode: SignupMode::User,
            name_field: Asked::Ask,
            password_field: PasswordField::Once,
            org_name_field: Asked::Ask,
            membership_permissions: Vec::new(),
            verify: Verify::Off,
            rate_limit: 0,
            two_factor_error: false,
            strict_email: false,
            sso: Sso::Basic,
        }
    }
}

/// The Passwords provider (spec 7.3).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordRules {
    /// Shortest password, in characters.
    pub min_length: usize,
    /// Inactive turns every password function off.
    pub state: State,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self {
            min_length: 8,
            state: State::Active,
        }
    }
}

/// A Connected App, `login_policy` on the wire (spec 7.4).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// `lpl_…`; made up if the seed has none.
    #[serde(default)]
    pub id: String,
    /// For people.
    pub name: String,
    /// First label of its host; made up if blank.
    #[serde(default)]
    pub subdomain: String,
    /// Answers on the bare host.
    #[serde(default)]
    pub default: bool,
    /// An inactive app answers 404.
    #[serde(default)]
    pub state: State,
    /// Where logins go.
    pub login_handler: String,
    /// Where signup tokens go; the login handler if blank.
    #[serde(default)]
    pub signup_handler: Option<String>,
    /// Prefixes that a `redirect_uri` may have.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Page of the app that mails about password resets link to; the hosted one if blank.
    #[serde(default)]
    pub reset_url: Option<String>,
    /// Page of the app that verification mails link to; the hosted one if blank.
    #[serde(default)]
    pub verify_url: Option<String>,
}

impl App {
    /// What is wrong with the settings, as member and reason.
    pub fn problem(&self) -> Option<(&'static str, &'static str)> {
        let is_url = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        let optional = [
            ("signup_handler", &self.signup_handler),
            ("reset_url", &self.reset_url),
            ("verify_url", &self.verify_url),
        ];
        let is_odd = |url: &Option<String>| {
            url.as_deref()
                .is_some_and(|url| !url.is_empty() && !is_url(url))
        };
        if !is_url(&self.login_handler) {
            Some(("login_handler", "must be an http or https URL"))
        } else if let Some((member, _)) = optional.into_iter().find(|(_, url)| is_odd(url)) {
            Some((member, "must be an http or https URL"))
        } else if !is_subdomain(&self.subdomain) {
            Some((
                "subdomain",
                "must be lower-case letters, digits and hyphens",
            ))
        } else {
            None
        }
    }
}

fn is_subdomain(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
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

/// `jwt_algo`; RS256 is not built yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JwtAlgo {
    /// HMAC with SHA-256.
    Hs256,
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

/// `signup_mode` (D22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignupMode {
    /// A user, logged in.
    User,
    /// A user with an org and a membership, logged in.
    UserOrg,
    /// A signup token only.
    UserToken,
}

/// Whether a signup field is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// Refused without it.
    Required,
    /// Taken if given.
    Ask,
    /// Not shown on hosted pages; the API still takes it (spec 3.5).
    Hidden,
}

/// `password_field`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PasswordField {
    /// `password_confirmation` is checked if given.
    Once,
    /// `password_confirmation` is required.
    Twice,
}

/// `verify`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verify {
    /// No verification.
    Off,
    /// Asked for; logins work without.
    Request,
    /// No login before it is done (D21).
    Require,
}

/// Single Sign-On (spec 7.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sso {
    /// Every login asks.
    Basic,
    /// A remembered login is sent on at once.
    Seamless,
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

    #[test]
    fn an_app_needs_an_http_login_handler() {
        let app = |handler: &str| -> App {
            serde_json::from_value(json!({"name": "A", "login_handler": handler})).unwrap()
        };
        assert!(app("http://localhost:4100/login").problem().is_none());
        assert!(app("javascript:alert(1)").problem().is_some());
        assert!(app("/login").problem().is_some());
    }
}
