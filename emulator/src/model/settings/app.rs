//! A Connected App's settings (protocol-v1 §7.4). Tested here and in `tests/api/control/state.rs`.

use serde::{Deserialize, Serialize};

use super::State;

const NO_URL: &str = "must be an http or https URL";

/// A Connected App, `login_policy` on the wire (protocol-v1 §7.4).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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
    /// What a `redirect_uri` may be: one of these or below, compared by scheme, host, port and path.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Page of the app that mails about password resets link to; the hosted one if blank.
    #[serde(default)]
    pub reset_url: Option<String>,
    /// Page of the app that verification mails link to; the hosted one if blank.
    #[serde(default)]
    pub verify_url: Option<String>,
    /// HTML above the hosted pages.
    #[serde(default)]
    pub header: Option<String>,
    /// HTML below the hosted pages.
    #[serde(default)]
    pub footer: Option<String>,
    /// Address of a style sheet for the hosted pages.
    #[serde(default)]
    pub external_css: Option<String>,
}

impl App {
    /// The first thing that is wrong with the settings, as member and reason.
    pub fn problem(&self) -> Option<(&'static str, &'static str)> {
        self.problems().into_iter().next()
    }

    /// All that is wrong with the settings, as members and reasons.
    pub fn problems(&self) -> Vec<(&'static str, &'static str)> {
        let urls = [
            ("signup_handler", self.signup_handler.as_ref()),
            ("reset_url", self.reset_url.as_ref()),
            ("verify_url", self.verify_url.as_ref()),
            ("external_css", self.external_css.as_ref()),
        ];
        let is_odd = |url: Option<&String>| url.is_some_and(|url| !url.is_empty() && !is_url(url));
        let mut problems = Vec::new();
        if !is_url(&self.login_handler) {
            problems.push(("login_handler", NO_URL));
        }
        let odd = urls.into_iter().filter(|(_, url)| is_odd(*url));
        problems.extend(odd.map(|(member, _)| (member, NO_URL)));
        if !is_subdomain(&self.subdomain) {
            problems.push((
                "subdomain",
                "must be up to 63 lower-case letters, digits and hyphens",
            ));
        }
        problems
    }
}

/// Whether this is an address that a browser may be sent to.
pub fn is_url(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://"))
        && !text.contains(|c: char| c.is_control() || c == ' ')
}

fn is_subdomain(text: &str) -> bool {
    text.len() <= 63
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
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
