//! What the environment says; `../README.md` lists the names.

use url::Url;

/// The settings; a missing one stops the start.
#[derive(Clone)]
pub struct Settings {
    /// Where to listen.
    pub port: u16,
    /// Whether cookies go over https only.
    pub is_production: bool,
    /// The LoginRocket URL, with a slash at the end.
    pub instance_url: Url,
    /// `rl_…`.
    pub realm: String,
    /// Base of the Core API, with a slash at the end.
    pub api_url: Url,
    /// `ko_…`.
    pub api_key: String,
    /// AuthRocket 2: its API's address says so.
    pub is_v2: bool,
    /// Whether to check tokens here instead of asking.
    pub is_local: bool,
    /// `jsk_…`, whose characters are the key as they stand. AuthRocket 2 publishes its keys instead.
    pub jwt_secret: Option<String>,
    /// The library's script; serve it with your other static files.
    pub script: String,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// Names what is missing or malformed.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let required = |name: &str| lookup(name).ok_or_else(|| format!("set {name}"));
        let url = |name: &str| {
            let text = required(name)?;
            Url::parse(&format!("{}/", text.trim_end_matches('/')))
                .map_err(|error| format!("{name}: {error}"))
        };
        let is_local = lookup("AUTHROCKET_VERIFY").as_deref() == Some("local");
        let api_url = url("AUTHROCKET_URL")?;
        let is_v2 = api_url.path().ends_with("/v2/");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../pkg/authrocket.js");
        Ok(Self {
            port: lookup("PORT")
                .map_or(Ok(3000), |port| port.parse().map_err(|_| "PORT is no port"))?,
            is_production: lookup("APP_ENV").as_deref() == Some("production"),
            instance_url: url("LOGINROCKET_URL")?,
            realm: required("AUTHROCKET_REALM")?,
            api_url,
            api_key: required("AUTHROCKET_API_KEY")?,
            is_v2,
            is_local,
            jwt_secret: (is_local && !is_v2)
                .then(|| required("AUTHROCKET_JWT_SECRET"))
                .transpose()?,
            script: lookup("AUTHROCKET_JS").unwrap_or_else(|| script.to_owned()),
        })
    }
}
