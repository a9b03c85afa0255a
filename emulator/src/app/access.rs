//! What an app server needs to reach this emulator, as its environment variables. Tested in
//! `tests/api/cli/exec.rs`.

use std::net::{IpAddr, SocketAddr};

use crate::app::start_error::StartError;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::store::{api_keys, client_apps, jwt_keys, realms};

/// Addresses and secrets of the realm whose app answers a bare host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Base of the Core API.
    pub url: String,
    /// A key of the Core API, if there is one.
    pub api_key: Option<String>,
    /// The realm, if there is one.
    pub realm: Option<String>,
    /// Whether it is a realm of version 2.
    pub v2: bool,
    /// What its login tokens are checked with: a secret, or a public key in PEM.
    pub jwt_secret: Option<String>,
    /// Its login page.
    pub login_url: String,
}

impl Access {
    /// The names that client libraries read, each with its value, if there is one.
    pub fn variables(&self) -> [(&'static str, Option<&str>); 7] {
        // Clients of version 2 have other names for two of them.
        let of = |v2: bool, text| (self.v2 == v2).then_some(text);
        [
            ("AUTHROCKET_URL", Some(&self.url)),
            ("AUTHROCKET_API_KEY", self.api_key.as_deref()),
            ("AUTHROCKET_REALM", self.realm.as_deref()),
            (
                "AUTHROCKET_JWT_SECRET",
                of(false, self.jwt_secret.as_deref()).flatten(),
            ),
            (
                "AUTHROCKET_JWT_KEY",
                of(true, self.jwt_secret.as_deref()).flatten(),
            ),
            (
                "LOGINROCKET_URL",
                of(true, Some(&*self.login_url)).flatten(),
            ),
            ("AUTHROCKET_LOGIN_URL", Some(&self.login_url)),
        ]
    }

    /// Reads them from the store.
    pub(crate) fn read(
        shared: &Shared,
        login: SocketAddr,
        api: SocketAddr,
    ) -> Result<Self, StartError> {
        let read = shared.context.transact(|tx| {
            let keys = api_keys::all(tx)?;
            let realm = match client_apps::realm_of_bare_host(tx)? {
                None => realms::app_for_host(tx, None)?.map(|(realm, _)| realm),
                known => known,
            };
            let secret = match &realm {
                Some(realm) => jwt_keys::current(tx, &realm.id, realm.jwt_algo)?,
                None => None,
            };
            Ok::<_, Failure>((keys.into_iter().next().map(|key| key.key), realm, secret))
        });
        let (api_key, realm, secret) = read.map_err(|_| StartError::Internal)?;
        let v2 = realm.as_ref().is_some_and(Realm::is_v2);
        let version = if v2 { "v2" } else { "v1" };
        Ok(Self {
            url: format!("http://{}/{version}/", reachable(api)),
            api_key,
            v2,
            realm: realm.map(|realm| realm.id),
            jwt_secret: secret.map(|key| key.material.verifier().to_owned()),
            login_url: match login.ip() {
                // The name that browsers know, so that its cookies are those of the apps' hosts.
                IpAddr::V4(ip) if ip.is_loopback() || ip.is_unspecified() => {
                    format!("http://localhost:{}/", login.port())
                }
                _ => format!("http://{}/", reachable(login)),
            },
        })
    }
}

// Nobody can call an unspecified address.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => ([127, 0, 0, 1], address.port()).into(),
        IpAddr::V6(ip) if ip.is_unspecified() => {
            (std::net::Ipv6Addr::LOCALHOST, address.port()).into()
        }
        _ => address,
    }
}
