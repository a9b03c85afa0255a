//! What the Core API sends (protocol-v1 §5.4 to §5.9), as far as the app reads it.

use serde::Deserialize;
use serde_json::{Value, json};

/// A managed session (protocol-v1 §5.5).
#[derive(Debug, Deserialize)]
pub struct Session {
    /// `kss_…`.
    pub id: String,
    /// End, in seconds since the epoch.
    pub expires_at: f64,
    /// Whose it is; always embedded in a single read.
    pub user: User,
}

/// A user (protocol-v1 §5.5, §5.8), as far as the app shows one.
#[derive(Debug, Deserialize)]
pub struct User {
    /// `usr_…`.
    pub id: String,
    /// `rl_…`.
    #[serde(default)]
    pub realm_id: Option<String>,
    /// What the user types to log in.
    #[serde(default)]
    pub username: Option<String>,
    /// Address.
    #[serde(default)]
    pub email: Option<String>,
    /// Display name, always filled.
    #[serde(default)]
    pub name: Option<String>,
    /// Password, second factor.
    #[serde(default)]
    pub credentials: Vec<Credential>,
    /// Orgs the user belongs to; only when asked for.
    #[serde(default)]
    pub memberships: Vec<Value>,
}

impl User {
    /// Whether a code is due at the next login.
    pub fn has_second_factor(&self) -> bool {
        let on = |credential: &Credential| {
            credential.credential_type == "totp" && credential.state.as_deref() != Some("new")
        };
        self.credentials.iter().any(on)
    }

    /// Names of the user's orgs, where the service sends them.
    pub fn org_names(&self) -> Vec<String> {
        let name = |membership: &Value| {
            let named = membership
                .pointer("/org/name")
                .or_else(|| membership.get("org_name"));
            named
                .or_else(|| membership.get("org_id"))?
                .as_str()
                .map(str::to_owned)
        };
        self.memberships.iter().filter_map(name).collect()
    }
}

/// A credential (protocol-v1 §5.9).
#[derive(Debug, Deserialize)]
pub struct Credential {
    /// `crd_…`.
    pub id: String,
    /// `password`, `totp`, ….
    #[serde(default)]
    pub credential_type: String,
    /// `new` until its first code.
    #[serde(default)]
    pub state: Option<String>,
    /// Only in the answer to its creation.
    #[serde(default)]
    pub otp_secret: Option<String>,
    /// Only in the answer to its creation.
    #[serde(default)]
    pub provisioning_uri: Option<String>,
}

/// A pending signup (protocol-v1 §5.6).
#[derive(Debug, Deserialize)]
pub struct UserToken {
    /// What the person wants to be called.
    #[serde(default)]
    pub username: Option<String>,
    /// Address.
    #[serde(default)]
    pub email: Option<String>,
}

/// The browser on whose behalf a call is made; becomes part of AuthRocket's events (protocol-v1 §5.2).
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// IP address.
    pub ip: Option<String>,
    /// `User-Agent`.
    pub agent: Option<String>,
}

impl Browser {
    /// The `request` member of a call.
    pub fn to_json(&self) -> Value {
        json!({ "ip": self.ip, "client": self.agent })
    }
}

/// The messages of an error body: of its hash, or its one text (protocol-v1 §5.4).
pub fn sentences(body: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut found: Vec<String> = match body.get("errors") {
        Some(Value::Object(by_field)) => by_field
            .values()
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(text)
            .collect(),
        Some(Value::Array(list)) => list.iter().filter_map(text).collect(),
        _ => Vec::new(),
    };
    if found.is_empty() {
        found.extend(
            body.get("error")
                .or_else(|| body.get("message"))
                .and_then(text),
        );
    }
    if found.is_empty() {
        found.push("AuthRocket refused this without saying why.".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_an_error_body_gives_at_least_one_sentence() {
        let hash = json!({ "message": "Validation failed", "errors": { "username": ["Username can't be blank"] } });
        assert_eq!(sentences(&hash), ["Username can't be blank"]);
        assert_eq!(sentences(&json!({ "errors": ["A", "B"] })), ["A", "B"]);
        assert_eq!(sentences(&json!({ "error": "Not found" })), ["Not found"]);
        assert_eq!(sentences(&Value::Null).len(), 1);
    }
}
