//! A Connected App's settings (spec 7.4). Tested here and in `tests/api/control.rs`.

use serde::{Deserialize, Serialize};

use super::State;

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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
