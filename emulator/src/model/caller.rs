//! Who calls, as events and sessions record it.

use serde_json::Value;

use super::fields::{Fields, text};

/// Address and program of a caller, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// IP address.
    pub ip: Option<String>,
    /// User agent; `client` on the wire.
    pub user_agent: Option<String>,
}

impl Caller {
    /// The browser behind an app server, from `request` of the server's body (protocol-v1 §5.2, protocol-v2 §7.2).
    pub fn behind(body: &Fields) -> Self {
        let request = body.get("request").and_then(Value::as_object);
        let member = |name| request.and_then(|request| text(request, name));
        Self {
            ip: member("ip"),
            user_agent: member("client"),
        }
    }
}
