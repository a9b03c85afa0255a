//! Connected Apps and Domains of version 2 (protocol-v2 §7.9), with the names of the Core API v2. Tested in
//! `tests/api/login/v2/hosts.rs`.

use serde::{Deserialize, Serialize};

use crate::model::settings::{App, State, is_url};

/// A Connected App, `client_app` on the wire.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientApp {
    /// `cap_…`; made up if the seed has none.
    #[serde(default)]
    pub id: String,
    /// For people.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub client_type: ClientType,
    /// Its realm answers on the bare host (V34).
    #[serde(default)]
    pub default: bool,
    /// Switched off or not.
    #[serde(default)]
    pub state: State,
    /// Login URLs: the first is where logins end, all of them and what is below may be asked for.
    pub redirect_uris: Vec<String>,
    /// Page of the app that mails about password resets link to; the hosted one without it.
    #[serde(default)]
    pub reset_url: Option<String>,
    /// Page of the app that verification mails link to; the hosted one without it.
    #[serde(default)]
    pub verify_url: Option<String>,
    /// Page of the app that invitations link to; the hosted one without it.
    #[serde(default)]
    pub invitation_url: Option<String>,
}

/// `client_type`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientType {
    /// Logins by LoginRocket.
    #[default]
    Standard,
    /// OAuth2.
    Oauth2,
}

impl ClientApp {
    /// The first thing that is wrong with the settings, as member and reason.
    pub fn problem(&self) -> Option<(&'static str, &'static str)> {
        const NO_URL: &str = "must be an http or https URL";
        if self.redirect_uris.is_empty() {
            return Some(("redirect_uris", "can't be blank"));
        }
        if !self.redirect_uris.iter().all(|uri| is_url(uri)) {
            return Some(("redirect_uris", NO_URL));
        }
        let urls = [
            ("reset_url", &self.reset_url),
            ("verify_url", &self.verify_url),
            ("invitation_url", &self.invitation_url),
        ];
        let odd = |url: &Option<String>| url.as_deref().is_some_and(|url| !is_url(url));
        let found = urls.into_iter().find(|(_, url)| odd(url));
        found.map(|(member, _)| (member, NO_URL))
    }

    /// As an app of version 1, for rules that both versions share: targets, and links in mails.
    pub fn as_app(&self) -> App {
        App {
            id: self.id.clone(),
            name: self.name.clone(),
            default: self.default,
            state: self.state,
            login_handler: self.redirect_uris.first().cloned().unwrap_or_default(),
            redirect_uris: self.redirect_uris.clone(),
            // Where invitations go, as signup tokens do in version 1.
            signup_handler: self.invitation_url.clone(),
            reset_url: self.reset_url.clone(),
            verify_url: self.verify_url.clone(),
            ..App::default()
        }
    }
}

/// A host of a realm.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// `dom_…`; made up if the seed has none.
    #[serde(default)]
    pub id: String,
    /// What it is.
    #[serde(default)]
    pub domain_type: DomainType,
    /// The whole name, without a port, in lower case.
    #[serde(default)]
    pub fqdn: String,
    /// Switched off or not.
    #[serde(default)]
    pub state: State,
}

/// `domain_type`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DomainType {
    /// `<subdomain>.e2.localhost`.
    #[default]
    Loginrocket,
    /// Any other name.
    Custom,
}

/// What hosts of LoginRocket end in here.
pub const CLUSTER: &str = ".e2.localhost";

impl Domain {
    /// One of LoginRocket's.
    pub fn of_subdomain(subdomain: &str) -> Self {
        Self {
            fqdn: format!("{}{CLUSTER}", subdomain.to_ascii_lowercase()),
            ..Self::default()
        }
    }

    /// Any name.
    pub fn of_name(fqdn: &str) -> Self {
        let fqdn = fqdn.to_ascii_lowercase();
        let domain_type = match fqdn.ends_with(CLUSTER) {
            true => DomainType::Loginrocket,
            false => DomainType::Custom,
        };
        Self {
            domain_type,
            fqdn,
            ..Self::default()
        }
    }

    /// The first label of a host of LoginRocket.
    pub fn subdomain(&self) -> Option<&str> {
        self.fqdn.strip_suffix(CLUSTER)
    }

    /// The first thing that is wrong, as member and reason.
    pub fn problem(&self) -> Option<(&'static str, &'static str)> {
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        let sound = self.fqdn.len() <= 253 && self.fqdn.split('.').all(is_label);
        (!sound).then_some((
            "fqdn",
            "must be a host's name in lower case, without a port",
        ))
    }
}
