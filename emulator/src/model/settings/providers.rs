//! Settings of a realm's LoginRocket and Passwords providers (protocol-v1 §7.2, §7.3).

use serde::{Deserialize, Serialize};

use super::State;

/// The LoginRocket provider (protocol-v1 §7.2).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LoginRocket {
    /// Whether the realm has this provider at all; without it no app of the realm has a host.
    pub enabled: bool,
    /// Logins on or off.
    pub login: bool,
    /// Signups on or off.
    pub signup: bool,
    /// What a signup makes (D22).
    pub signup_mode: SignupMode,
    /// First and last name at signup.
    pub name_field: FieldMode,
    /// Password asked once or twice.
    pub password_field: PasswordField,
    /// Organization name at signup, in mode `user_org`.
    pub org_name_field: FieldMode,
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
            enabled: true,
            login: true,
            signup: true,
            signup_mode: SignupMode::User,
            name_field: FieldMode::Ask,
            password_field: PasswordField::Once,
            org_name_field: FieldMode::Ask,
            membership_permissions: Vec::new(),
            verify: Verify::Off,
            rate_limit: 0,
            two_factor_error: false,
            strict_email: false,
            sso: Sso::Basic,
        }
    }
}

impl LoginRocket {
    /// Of a realm without this provider.
    pub fn missing() -> Self {
        Self {
            enabled: false,
            ..Self::default()
        }
    }
}

/// The Passwords provider (protocol-v1 §7.3).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordRules {
    /// Whether the realm has this provider at all; without it every password function is off.
    pub enabled: bool,
    /// Shortest password, in characters.
    pub min_length: usize,
    /// How hard to guess a password has to be.
    pub min_complexity: Complexity,
    /// Kinds of characters that a password must include.
    pub required_chars: Vec<CharacterKind>,
    /// Inactive turns every password function off.
    pub state: State,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self {
            enabled: true,
            min_length: 8,
            min_complexity: Complexity::Off,
            required_chars: Vec::new(),
            state: State::Active,
        }
    }
}

impl PasswordRules {
    /// Of a realm without this provider.
    pub fn missing() -> Self {
        Self {
            enabled: false,
            ..Self::default()
        }
    }

    /// Whether passwords are in use.
    pub fn are_on(&self) -> bool {
        self.enabled && self.state == State::Active
    }
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
pub enum FieldMode {
    /// Refused without it.
    Required,
    /// Taken if given.
    Ask,
    /// Not shown on hosted pages; the API still takes it (protocol-v1 §3.5).
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

/// Single Sign-On (protocol-v1 §7.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sso {
    /// Every login asks.
    Basic,
    /// A remembered login is sent on at once.
    Seamless,
}

/// `min_complexity`: levels of zxcvbn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Complexity {
    /// Anything goes.
    Off,
    /// Guessed within minutes, but not at once.
    Insecure,
    /// Guessed within hours.
    Low,
    /// Guessed within days.
    Medium,
    /// Guessed within years.
    High,
}

/// A member of `required_chars`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CharacterKind {
    /// A lower-case letter.
    Lowercase,
    /// An upper-case letter.
    Uppercase,
    /// A digit.
    Digit,
    /// Anything that is neither letter nor digit.
    Special,
}

impl CharacterKind {
    /// All kinds, in the order of the messages.
    pub const ALL: [Self; 4] = [Self::Lowercase, Self::Uppercase, Self::Digit, Self::Special];
}
