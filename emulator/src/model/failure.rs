//! What can go wrong with a call, in sentences for people (D9). How each port words it as an answer is
//! `http/answer.rs`.

use std::fmt::Display;

use crate::model::permission::Permission;
use crate::model::problems::Problems;

/// Why a call was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Attributes break a rule: 422, or 200 with `error`.
    Invalid(Problems),
    /// It cannot be done as things stand, such as deleting what is in use: 409.
    Conflict(Problems),
    /// The user did not authenticate: 401, or 200 with `error`.
    Refused(&'static str),
    /// The request cannot be read or lacks a parameter: 400, or 200 with `error`.
    BadRequest(String),
    /// A session that is missing, unknown or over, in the LR API v2: 403.
    SessionEnded,
    /// A page of an origin that is not listed, in a realm that refuses those (V10): 403.
    OriginRefused,
    /// Bad or missing API key: 403.
    Forbidden,
    /// A good API key without the permission for this: 403.
    NotPermitted(Permission),
    /// Too many failed logins (D12): 429, or 200 with `error` and `retry_after`.
    RateLimited {
        /// Seconds until another one is let through.
        retry_after: u32,
    },
    /// Unknown, expired, hidden or switched off: 404.
    NotFound,
    /// Known path, wrong verb: 405.
    MethodNotAllowed,
    /// The caller does not accept JSON: 406.
    NotAcceptable,
    /// Body over the limit: 413.
    TooLarge,
    /// Body not there in time: 408.
    TooSlow,
    /// URL over the limit: 414.
    UrlTooLong,
    /// Body neither JSON nor url-encoded: 415, or 200 with `error`.
    UnsupportedMediaType,
    /// A defect of the emulator: 500; the cause is logged, never sent.
    Internal,
}

/// One wording for wrong password, unknown and inactive user (D9).
pub const LOGIN_FAILED: Failure = Failure::Refused("Login failed");
/// A wrong or used code.
pub const CODE_REFUSED: Failure = Failure::Refused("Error validating code");

/// A login before the address is verified, where that is required.
pub const UNVERIFIED: Failure = Failure::Refused(
    "Please verify your email address before you log in: see the mail that we have sent you",
);

impl Problems {
    /// `Ok` if there are no messages.
    pub fn into_result(self) -> Result<(), Failure> {
        match self.is_empty() {
            true => Ok(()),
            false => Err(Failure::Invalid(self)),
        }
    }
}

impl Failure {
    /// One message about one attribute.
    pub fn invalid(attribute: &'static str, sentence: impl Into<String>) -> Self {
        let mut problems = Problems::default();
        problems.add(attribute, sentence);
        Self::Invalid(problems)
    }

    /// A conflict, with one message about what prevents the change.
    pub fn conflict(attribute: &'static str, sentence: impl Into<String>) -> Self {
        let mut problems = Problems::default();
        problems.add(attribute, sentence);
        Self::Conflict(problems)
    }

    /// A required parameter is missing.
    pub fn missing(parameter: &str) -> Self {
        Self::BadRequest(format!("{parameter} is missing"))
    }

    /// Logs a cause that holds no user data, and hides it.
    pub fn internal(cause: impl Display) -> Self {
        tracing::error!(%cause, "internal failure");
        Self::Internal
    }

    /// Its messages for people, as full sentences.
    pub fn sentences(&self) -> Vec<&str> {
        match self {
            Self::Invalid(problems) | Self::Conflict(problems) => problems.sentences(),
            Self::Refused(text) => vec![text],
            Self::BadRequest(text) => vec![text],
            Self::RateLimited { .. } => vec!["Too many failed logins; please wait a little"],
            Self::SessionEnded => vec!["Session expired or access denied"],
            Self::OriginRefused => vec!["This origin is not among the realm's allowed origins"],
            Self::Forbidden => vec!["API key is missing or not known"],
            Self::NotPermitted(Permission::Read) => vec!["API key lacks the permission read"],
            Self::NotPermitted(Permission::Write) => vec!["API key lacks the permission write"],
            Self::NotPermitted(Permission::AdminRealm) => {
                vec!["API key lacks the permission admin_realm"]
            }
            Self::NotFound => vec!["Not found"],
            Self::MethodNotAllowed => vec!["Method not allowed"],
            Self::NotAcceptable => vec!["Only application/json is available"],
            Self::TooLarge => vec!["Request is too large (256 KiB at most)"],
            Self::TooSlow => vec!["The request did not arrive in time"],
            Self::UrlTooLong => vec!["The URL is too long (16 KiB at most)"],
            Self::UnsupportedMediaType => {
                vec!["Content-Type must be application/json or application/x-www-form-urlencoded"]
            }
            Self::Internal => vec!["Internal error of the emulator; see its log"],
        }
    }
}
