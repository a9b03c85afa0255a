//! Connected Apps and Domains of version 2 (protocol-v2 §7.9), with the names of the Core API v2. Tested in
//! `tests/api/login/v2/hosts.rs`.

use serde::{Deserialize, Serialize};

use crate::model::ids::random_text;
use crate::model::settings::{App, State, is_url};

const SECRET_LENGTH: usize = 40;

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
    /// Scopes that an OAuth2 app may ask for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_scopes: Vec<String>,
    /// What kind of OAuth2 app it is; kept as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_type: Option<String>,
    /// Picture of an OAuth2 app; kept as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Secret of an OAuth2 app; made up if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret: String,
    /// Whether an OAuth2 app needs no consent of its users.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trusted: bool,
}

/// `client_type`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientType {
    /// Logins by LoginRocket.
    #[default]
    Standard,
    /// OAuth2: configuration only. Logins of LoginRocket never end at such an app.
    Oauth2,
}

impl ClientApp {
    /// Whether it is an OAuth2 app.
    pub fn is_oauth2(&self) -> bool {
        self.client_type == ClientType::Oauth2
    }

    /// Makes a missing secret for an OAuth2 app; removes OAuth2 attributes from any other app.
    pub fn settle(&mut self) {
        if !self.is_oauth2() {
            self.allowed_scopes.clear();
            (self.app_type, self.logo) = (None, None);
            self.secret.clear();
            self.trusted = false;
        } else if self.secret.is_empty() {
            self.secret = random_text(SECRET_LENGTH);
        }
    }

    fn has_members_of_oauth2(&self) -> bool {
        let has_texts = self.app_type.is_some() || self.logo.is_some();
        has_texts || self.trusted || !self.allowed_scopes.is_empty() || !self.secret.is_empty()
    }

    /// The first thing that is wrong with the settings, as member and reason.
    pub fn problem(&self) -> Option<(&'static str, &'static str)> {
        const NO_URL: &str = "must be an http or https URL";
        if self.is_oauth2() && self.default {
            return Some(("default", "is for apps of the type standard"));
        }
        if !self.is_oauth2() && self.has_members_of_oauth2() {
            let reason = "must be oauth2 for scopes, app_type, logo, secret and trusted";
            return Some(("client_type", reason));
        }
        // An OAuth2 app may do without, for grants that have no redirect.
        if self.redirect_uris.is_empty() && !self.is_oauth2() {
            return Some(("redirect_uris", "can't be blank"));
        }
        let fits = |uri: &String| is_url(uri) || (self.is_oauth2() && has_private_scheme(uri));
        if !self.redirect_uris.iter().all(fits) {
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

/// Whether a URI has a scheme of a native app's own: a domain backwards, such as `com.example.app` (RFC 8252).
fn has_private_scheme(uri: &str) -> bool {
    url::Url::parse(uri).is_ok_and(|uri| uri.scheme().contains('.'))
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
