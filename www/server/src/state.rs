//! What all handlers share.

use std::sync::{Arc, PoisonError, RwLock};

use crate::config::{Config, Realm, Verify};
use crate::core_api::CoreApi;
use crate::v2::LoginRocket;
use crate::visit::Visits;

/// The app; one per server.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The browsers' sessions.
    pub visits: Arc<Visits>,
    /// The way to AuthRocket's Core API.
    pub api: CoreApi,
    /// The realms of AuthRocket 2, and their keys.
    pub v2: LoginRocket,
    verify: RwLock<Verify>,
}

/// As handlers take it.
pub type Shared = Arc<App>;

impl App {
    /// Puts the parts together.
    pub fn new(config: Config) -> Self {
        Self {
            visits: Arc::new(Visits::new(Arc::clone(&config.clock))),
            v2: LoginRocket::new(&config),
            api: CoreApi::new(config.api_url.clone(), config.api_key.clone()),
            verify: RwLock::new(config.verify),
            config,
        }
    }

    /// How logins are verified right now.
    pub fn verify(&self) -> Verify {
        *self.verify.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes how later logins are verified; earlier logins keep the way they were verified.
    pub fn set_verify(&self, verify: Verify) {
        *self.verify.write().unwrap_or_else(PoisonError::into_inner) = verify;
    }

    /// The realm at `index`, or the default one.
    pub fn realm(&self, index: usize) -> &Realm {
        self.config
            .realms
            .get(index)
            .unwrap_or(&self.config.realms[0])
    }
}
