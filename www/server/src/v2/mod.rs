//! AuthRocket 2: its realms' LoginRocket, as this server reaches it, and the verification of its login tokens
//! (protocol-v2 §4, §7.11). Tested in `tests/demo/v2.rs`.

mod keys;
mod verify;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use url::{Host, Url};

use self::keys::Keys;
pub use self::verify::verify;
use crate::config::{Config, RealmV2};
use crate::core_api::Outage;

const DEADLINE: Duration = Duration::from_secs(10);

/// The realms of AuthRocket 2.
pub struct LoginRocket {
    http: reqwest::Client,
    realms: Vec<(RealmV2, Url, Keys)>,
}

impl LoginRocket {
    /// Knows their addresses; asks nothing yet.
    #[allow(
        clippy::expect_used,
        reason = "without TLS there is nothing in a client that can fail to build"
    )]
    pub fn new(config: &Config) -> Self {
        let mut http = reqwest::Client::builder().timeout(DEADLINE).no_proxy();
        let mut realms = Vec::new();
        for realm in &config.realms_v2 {
            let url = config.instance_url_v2(realm);
            if let Some(Host::Domain(name)) = url.host()
                && name.ends_with(".localhost")
            {
                // Browsers know that these are this machine; not every resolver does.
                let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
                http = http.resolve(name, here);
            }
            realms.push((realm.clone(), url, Keys::default()));
        }
        let http = http.build().expect("a plain http client");
        Self { http, realms }
    }

    /// The realm at this place.
    pub fn realm(&self, index: usize) -> Option<(&RealmV2, &Url)> {
        let (realm, url, _) = self.realms.get(index)?;
        Some((realm, url))
    }

    /// Ends a session. One that is gone already counts as ended.
    pub async fn end_session(&self, realm: usize, session: &str) -> Result<(), Outage> {
        let (_, url) = self.realm(realm).ok_or(Outage::Unreachable)?;
        let mut url = url.join("v2/session").map_err(|_| Outage::Unreachable)?;
        url.query_pairs_mut().append_pair("session", session);
        // The error's own text would hold the address, and that holds the session.
        let sent = self.http.delete(url).send().await;
        match sent.map_err(|_| Outage::Unreachable)?.status().as_u16() {
            200 | 403 => Ok(()),
            status => Err(Outage::Status(status)),
        }
    }
}
