//! The app's settings: where AuthRocket is, how this app proves itself to it, and how it verifies logins.
//! The defaults are in `seeded` and equal `www/seed.json`.

mod seeded;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use url::{Host, Url};

pub use self::seeded::{SEEDED, SEEDED_V2, SeededUser};

/// Where the app gets the time from: seconds since the epoch. Tests bring their own.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The system's clock.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    })
}

/// A value that must not reach a log: its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps `value`.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself; call it only where it is sent or checked.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

/// How a login token is verified (protocol-v1 §8): ask the Core API, or check the JWT here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Verify {
    /// `GET /v1/sessions/:token`, again on each view of the account: a logout elsewhere counts at once.
    #[default]
    Session,
    /// The JWT's signature and end, checked here with the realm's secret: no call, good until it ends.
    Jwt,
}

impl Verify {
    /// The value as the command line and the pages spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Jwt => "jwt",
        }
    }

    /// The reverse of [`Verify::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Session, Self::Jwt]
            .into_iter()
            .find(|verify| verify.name() == name)
    }
}

/// One realm with its Connected App, as the app knows it (protocol-v1 §5.1, §6, §7.4).
#[derive(Clone, Debug)]
pub struct Realm {
    /// Short name, for page addresses: `demo`, `org`, `token` and so on.
    pub key: String,
    /// Name shown on pages.
    pub name: String,
    /// What the realm is there to show.
    pub about: String,
    /// `rl_…`, sent as `X-Authrocket-Realm`.
    pub id: String,
    /// `jsk_…`: the key that signs the realm's JWTs (HS256).
    pub jwt_secret: Secret,
    /// The Connected App's subdomain, from which the instance URL is made.
    pub subdomain: String,
    /// The instance URL, when it is not made from `login_url` and `subdomain`.
    pub instance_url: Option<Url>,
    /// Where the token handlers stand: `""` for `/login` and `/signup`, `"/org"` for `/org/login`.
    pub prefix: String,
}

/// One realm of AuthRocket 2, as the app knows it. Its keys come from its LoginRocket (protocol-v2 §4.3).
#[derive(Clone, Debug)]
pub struct RealmV2 {
    /// Short name, for page addresses: `demo`, `teams`, `verified`.
    pub key: &'static str,
    /// Name shown on pages.
    pub name: &'static str,
    /// What the realm is there to show.
    pub about: &'static str,
    /// `rl_…`, the claim `rid` of its tokens.
    pub id: &'static str,
    /// Its LoginRocket is `<subdomain>.e2.<host of LoginRocket>`.
    pub subdomain: &'static str,
    /// Where its token handler stands: `/v2` for `/v2/login`.
    pub prefix: &'static str,
}

/// Everything [`crate::app`] and [`crate::start`] need.
#[derive(Clone)]
pub struct Config {
    /// Address to listen on. A loopback address also gets its other family, so that `localhost` works in every browser.
    pub host: IpAddr,
    /// TCP port; 0 takes a free one.
    pub port: u16,
    /// LoginRocket, as the browser reaches it. The first realm uses it as it is, the others with their subdomain.
    pub login_url: Url,
    /// The Core API, as this server reaches it; `http` only.
    pub api_url: Url,
    /// `ko_…`, sent as `X-Authrocket-Api-Key`.
    pub api_key: Secret,
    /// How logins are verified at the start; a control on the pages changes it while running.
    pub verify: Verify,
    /// Folder with the built library: `authrocket.js`, `module.js` and what they load.
    pub bundle: PathBuf,
    /// Folder with `pages/` and `assets/`.
    pub site: PathBuf,
    /// jQuery, for the old-style page.
    pub jquery: PathBuf,
    /// Marks the session cookie `Secure`: for an app behind https.
    pub secure_cookie: bool,
    /// The realms; the first is the default.
    pub realms: Vec<Realm>,
    /// The realms of AuthRocket 2.
    pub realms_v2: Vec<RealmV2>,
    /// How long a caller may take to send the head of a request, and again to send its body.
    pub read_timeout: Duration,
    /// The time.
    pub clock: Clock,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 4100,
            login_url: known_url("http://localhost:4101/"),
            api_url: known_url("http://127.0.0.1:4102/v1/"),
            api_key: Secret::new("ko_DemoKeyForTheEmulator-NotASecretAnywhereElse"),
            verify: Verify::Session,
            bundle: PathBuf::from("pkg"),
            site: PathBuf::from("www"),
            jquery: PathBuf::from("node_modules/jquery/dist/jquery.min.js"),
            secure_cookie: false,
            realms: seeded::realms(),
            realms_v2: seeded::REALMS_V2.to_vec(),
            read_timeout: Duration::from_secs(30),
            clock: system_clock(),
        }
    }
}

/// Why a configuration cannot work; said once, at the start.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// This build has no TLS.
    #[error(
        "the Core API address must start with http:// (this demo is built without TLS), got {0}"
    )]
    ApiScheme(Url),
    /// An instance URL that a browser could not use.
    #[error("the LoginRocket address must be an http:// or https:// address, got {0}")]
    LoginUrl(Url),
    /// No realm to log in to.
    #[error("at least one realm is needed")]
    NoRealm,
}

impl Config {
    /// Checks what can be checked without a network.
    ///
    /// # Errors
    /// The first thing that cannot work.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.api_url.scheme() != "http" || self.api_url.cannot_be_a_base() {
            return Err(ConfigError::ApiScheme(self.api_url.clone()));
        }
        let login_urls = self
            .realms
            .iter()
            .filter_map(|realm| realm.instance_url.as_ref());
        for url in login_urls.chain([&self.login_url]) {
            if !matches!(url.scheme(), "http" | "https") {
                return Err(ConfigError::LoginUrl(url.clone()));
            }
        }
        if self.realms.is_empty() {
            return Err(ConfigError::NoRealm);
        }
        Ok(())
    }

    /// The instance URL of the realm at `index`, for the pages (protocol-v1 §2.3).
    #[must_use]
    pub fn instance_url(&self, index: usize) -> Url {
        let realm = self.realms.get(index);
        if let Some(url) = realm.and_then(|realm| realm.instance_url.clone()) {
            return url;
        }
        match realm.filter(|_| index > 0) {
            Some(realm) => self.below_login_url(&realm.subdomain),
            None => self.login_url.clone(),
        }
    }

    /// The instance URL of a realm of AuthRocket 2.
    #[must_use]
    pub fn instance_url_v2(&self, realm: &RealmV2) -> Url {
        self.below_login_url(&format!("{}.e2", realm.subdomain))
    }

    fn below_login_url(&self, labels: &str) -> Url {
        let mut url = self.login_url.clone();
        let parent = match url.host() {
            Some(Host::Domain(domain)) => domain.to_owned(),
            // An IP address has no subdomains; browsers send *.localhost to this machine.
            _ => "localhost".to_owned(),
        };
        if url.set_host(Some(&format!("{labels}.{parent}"))).is_err() {
            return self.login_url.clone();
        }
        url
    }
}

/// A URL written in this file.
#[allow(
    clippy::expect_used,
    reason = "constants of this file, parsed in every test"
)]
fn known_url(text: &str) -> Url {
    Url::parse(text).expect("a constant URL")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_realm_uses_the_login_url_and_the_others_their_subdomain() {
        let config = Config::default();
        assert_eq!(config.instance_url(0).as_str(), "http://localhost:4101/");
        assert_eq!(
            config.instance_url(1).as_str(),
            "http://demo-org.localhost:4101/"
        );
    }

    #[test]
    fn an_ip_address_as_login_url_gets_subdomains_of_localhost() {
        let config = Config {
            login_url: known_url("http://127.0.0.1:9/"),
            ..Config::default()
        };
        assert_eq!(
            config.instance_url(2).as_str(),
            "http://demo-token.localhost:9/"
        );
    }

    #[test]
    fn an_https_core_api_is_refused_because_this_build_has_no_tls() {
        let api_url = known_url("https://api-e1.authrocket.com/v1/");
        let config = Config {
            api_url: api_url.clone(),
            ..Config::default()
        };
        assert_eq!(config.check(), Err(ConfigError::ApiScheme(api_url)));
    }

    #[test]
    fn a_secret_shows_nothing_when_printed() {
        assert_eq!(format!("{:?}", Secret::new("jsk_x")), "Secret(…)");
    }
}
