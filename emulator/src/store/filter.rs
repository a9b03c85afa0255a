//! What lists can be limited by (protocol-v1 §5.2). Tested through the lists of the Core API.

use rusqlite::types::Value;

/// What a list can be limited by.
#[derive(Debug, Clone, Copy)]
pub enum By {
    /// An id that an event names, such as `user_id`.
    About(&'static str),
    /// `credential_type`.
    CredentialType,
    /// `email`.
    Email,
    /// `email_verification`.
    EmailVerification,
    /// Not of a realm of this version.
    OtherApi,
    /// The same, of what belongs to a user.
    OtherApiOfUser,
    /// The beginning of `event_type`.
    EventType,
    /// `invitation_type`.
    InvitationType,
    /// The end of what expires: later than this, or never.
    ExpiresAfter,
    /// `event_at`: at this time or later.
    HappenedSince,
    /// `id`.
    Id,
    /// `kind`.
    Kind,
    /// `org_id`.
    OrgId,
    /// `realm_id`.
    RealmId,
    /// `realm_id`, or none.
    RealmIdOrNone,
    /// The realm of the user whom a row belongs to.
    RealmOfUser,
    /// `reference`.
    Reference,
    /// The version of a realm, `1` or `2`.
    SettingsApi,
    /// `reference` among the settings.
    SettingsReference,
    /// `state` among the settings.
    SettingsState,
    /// `state`.
    State,
    /// The state of the user whom a row belongs to.
    StateOfUser,
    /// `user_id`.
    UserId,
    /// `user_type`.
    UserType,
    /// `username`.
    Username,
}

impl By {
    fn condition(self) -> String {
        let condition = match self {
            Self::About(member) => return format!("json_extract(about, '$.{member}') = ?"),
            Self::CredentialType => "credential_type = ?",
            Self::Email => "email = ?",
            Self::EmailVerification => "email_verification = ?",
            // Left-anchored, as documented; types hold no wildcard.
            Self::EventType => "instr(event_type, ?) = 1",
            Self::ExpiresAfter => "ifnull(expires_at > ?, 1)",
            Self::HappenedSince => "event_at >= ?",
            Self::Id => "id = ?",
            // Other than null: hooks for all realms, and events of realms that are gone, stay.
            Self::OtherApi => {
                "ifnull(realm_id, '') NOT IN
                   (SELECT id FROM realms WHERE json_extract(settings, '$.api') || '' = ?)"
            }
            Self::OtherApiOfUser => {
                "user_id NOT IN (SELECT id FROM users WHERE realm_id IN
                   (SELECT id FROM realms WHERE json_extract(settings, '$.api') || '' = ?))"
            }
            Self::InvitationType => "invitation_type = ?",
            Self::Kind => "kind = ?",
            Self::OrgId => "org_id = ?",
            Self::RealmId => "realm_id = ?",
            Self::RealmIdOrNone => "realm_id IS NULL OR realm_id = ?",
            Self::RealmOfUser => "user_id IN (SELECT id FROM users WHERE realm_id = ?)",
            Self::Reference => "reference = ?",
            Self::SettingsApi => "ifnull(json_extract(settings, '$.api'), 1) || '' = ?",
            Self::SettingsReference => "json_extract(settings, '$.reference') = ?",
            Self::SettingsState => "json_extract(settings, '$.state') = ?",
            Self::State => "state = ?",
            Self::StateOfUser => "user_id IN (SELECT id FROM users WHERE state = ?)",
            Self::UserId => "user_id = ?",
            Self::UserType => "user_type = ?",
            Self::Username => "username = ?",
        };
        condition.to_owned()
    }
}

/// A limit and its value; without a value it limits nothing.
#[derive(Debug, Clone)]
pub struct Filter(By, Option<Value>);

impl Filter {
    /// The condition with one `?`, and its value; nothing if there is no value.
    pub fn sql(&self) -> Option<(String, Value)> {
        let value = self.1.clone()?;
        Some((self.0.condition(), value))
    }
}

/// A filter by text.
pub fn filter(by: By, text: Option<&str>) -> Filter {
    Filter(by, text.map(|text| Value::Text(text.to_owned())))
}

/// A filter by time, in epoch milliseconds.
pub fn filter_time(by: By, at_ms: Option<f64>) -> Filter {
    Filter(by, at_ms.map(Value::Real))
}

/// Only what has not expired.
pub(super) fn not_expired(now_ms: i64) -> Filter {
    Filter(By::ExpiresAfter, Some(Value::Integer(now_ms)))
}
