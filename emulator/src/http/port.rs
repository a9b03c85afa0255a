//! Which port is which.

use serde::{Deserialize, Serialize};

/// The two listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Port {
    /// LoginRocket and control.
    Login,
    /// Core API.
    Api,
}

impl Port {
    /// Its name in the request log and in log lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Api => "api",
        }
    }
}
