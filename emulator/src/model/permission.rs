//! What keys of the Core API may do (protocol-v1 §5.1).

use serde::{Deserialize, Serialize};

/// What a key may do; each includes the ones before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Reading users and most settings.
    Read,
    /// Changing users and what belongs to them.
    Write,
    /// Changing realms and their settings, and reading their keys.
    AdminRealm,
}

impl Permission {
    /// All, least first.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::AdminRealm];

    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::AdminRealm => "admin_realm",
        }
    }
}
