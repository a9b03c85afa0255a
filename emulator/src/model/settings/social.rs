//! A social provider as a realm's settings name it: by type (`"facebook"`), by id (`"ap_…"`, then of type
//! `oauth2`), or by both in an object. Pure; tested here.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A provider of a realm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Provider {
    /// What it is.
    pub provider_type: ProviderType,
    /// `ap_…`, if it can be addressed by one.
    pub id: Option<String>,
    /// What the app is called there; kept for the app, since the real provider is never asked.
    pub client_id: Option<String>,
    /// What is asked for there, likewise.
    pub scopes: Option<String>,
}

impl Provider {
    /// Of a type, and no more.
    pub fn of_type(provider_type: ProviderType) -> Self {
        Self {
            provider_type,
            id: None,
            client_id: None,
            scopes: None,
        }
    }

    /// Whether `/auth/<key>` means this provider.
    pub fn answers_to(&self, key: &str) -> bool {
        self.id.as_deref() == Some(key) || self.provider_type.name() == key
    }

    /// How to address it so that no other of its type is meant.
    pub fn key(&self) -> &str {
        self.id
            .as_deref()
            .unwrap_or_else(|| self.provider_type.name())
    }
}

/// The social types of protocol-v1 §5.9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderType {
    Facebook,
    GitHub,
    Google,
    LinkedIn,
    Slack,
    Yahoo,
    OAuth2,
}

impl ProviderType {
    const ALL: [Self; 7] = [
        Self::Facebook,
        Self::GitHub,
        Self::Google,
        Self::LinkedIn,
        Self::Slack,
        Self::Yahoo,
        Self::OAuth2,
    ];

    /// The type of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Its name on the wire; also the `credential_type` of its users.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::GitHub => "github",
            Self::Google => "google",
            Self::LinkedIn => "linkedin",
            Self::Slack => "slack",
            Self::Yahoo => "yahoo",
            Self::OAuth2 => "oauth2",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Facebook => "Facebook",
            Self::GitHub => "GitHub",
            Self::Google => "Google",
            Self::LinkedIn => "LinkedIn",
            Self::Slack => "Slack",
            Self::Yahoo => "Yahoo",
            Self::OAuth2 => "OAuth 2",
        }
    }
}

impl TryFrom<Value> for Provider {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let known = |name: &str| {
            ProviderType::named(name).ok_or_else(|| {
                let names = ProviderType::ALL.map(ProviderType::name).join(", ");
                format!("unknown provider type; one of {names}, or an id that begins with ap_")
            })
        };
        match value {
            Value::String(id) if is_id(&id) => Ok(Self {
                id: Some(id),
                ..Self::of_type(ProviderType::OAuth2)
            }),
            Value::String(name) => Ok(Self::of_type(known(&name)?)),
            Value::Object(members) => {
                let both: Full = serde_json::from_value(Value::Object(members))
                    .map_err(|cause| cause.to_string())?;
                if !is_id(&both.id) {
                    return Err("id must be ap_ and letters or digits".to_owned());
                }
                Ok(Self {
                    provider_type: known(&both.provider_type)?,
                    id: Some(both.id),
                    client_id: both.client_id,
                    scopes: both.scopes,
                })
            }
            _ => Err("a provider is a provider type, an id, or an object with both".to_owned()),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Full {
    id: String,
    provider_type: String,
    client_id: Option<String>,
    scopes: Option<String>,
}

// Letters and digits only: ids stand in addresses as they are.
fn is_id(text: &str) -> bool {
    text.strip_prefix("ap_").is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

impl From<Provider> for Value {
    fn from(provider: Provider) -> Self {
        let name = provider.provider_type.name();
        let Some(id) = provider.id else {
            return json!(name);
        };
        let mut whole = json!({"id": id, "provider_type": name});
        for (name, text) in [
            ("client_id", provider.client_id),
            ("scopes", provider.scopes),
        ] {
            if let Some(text) = text {
                whole[name] = json!(text);
            }
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_addressed_by_its_type_and_by_its_id() {
        let both = json!({"id": "ap_1", "provider_type": "google"});
        for (setting, known, unknown) in [
            (
                json!("facebook"),
                vec!["facebook"],
                vec!["ap_1", "Facebook", "google"],
            ),
            (json!("ap_1"), vec!["ap_1", "oauth2"], vec!["ap_2", ""]),
            (both, vec!["ap_1", "google"], vec!["oauth2"]),
        ] {
            let provider = Provider::try_from(setting.clone()).unwrap();
            assert!(
                known.iter().all(|key| provider.answers_to(key)),
                "{setting}"
            );
            assert!(
                !unknown.iter().any(|key| provider.answers_to(key)),
                "{setting}"
            );
            let again = Provider::try_from(Value::from(provider.clone())).unwrap();
            assert_eq!(again, provider);
        }
    }

    #[test]
    fn an_unknown_type_and_a_bad_id_are_refused() {
        for setting in [
            json!("myspace"),
            json!("password"),
            json!("ap_"),
            json!("ap_a/b"),
            json!(7),
            json!({"id": "ap_1"}),
            json!({"id": "1", "provider_type": "google"}),
            json!({"id": "ap_1", "provider_type": "google", "secret": "x"}),
        ] {
            assert!(Provider::try_from(setting.clone()).is_err(), "{setting}");
        }
    }
}
