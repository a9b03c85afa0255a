//! Starting and stopping: both ports, the webhook worker, and an end that waits for all of them. Tested in `tests/api/app/server.rs`.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;

use crate::app::access::Access;
use crate::app::config::Config;
use crate::app::connections::serve;
use crate::app::listeners::{address, listen};
use crate::app::mails;
use crate::app::start_error::StartError;
use crate::app::webhooks;
use crate::http::faults::Faults;
use crate::http::middleware;
use crate::http::port::Port;
use crate::http::request_log::RequestLog;
use crate::http::shared::Shared;
use crate::model::clock::Clock;
use crate::model::failure::Failure;
use crate::model::ids::Ids;
use crate::model::key_pool::KeyPool;
use crate::model::password::Passwords;
use crate::model::seed_error::SeedError;
use crate::model::settings::Realm;
use crate::routes;
use crate::rules::context::Context;
use crate::rules::logins::attempts::Attempts;
use crate::rules::seed::PreparedSeed;
use crate::store::{Cached, Store, realms};

/// A running emulator. Dropping it stops it too, but does not wait.
#[derive(Debug)]
pub struct Running {
    login_addr: SocketAddr,
    api_addr: SocketAddr,
    stop: watch::Sender<()>,
    listeners: Vec<JoinHandle<()>>,
    deliveries: Ends,
    mails: JoinHandle<()>,
    shared: Arc<Shared>,
}

// A task that ends with its owner.
#[derive(Debug)]
struct Ends(JoinHandle<()>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Running {
    /// Where LoginRocket and control listen.
    pub fn login_addr(&self) -> SocketAddr {
        self.login_addr
    }

    /// Where the Core API listens.
    pub fn api_addr(&self) -> SocketAddr {
        self.api_addr
    }

    /// What an app server needs to reach it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn access(&self) -> Result<Access, StartError> {
        Access::read(&self.shared, self.login_addr, self.api_addr)
    }

    /// Closes the listeners and all open connections, and returns when they are closed.
    pub async fn stop(mut self) {
        drop(self.stop);
        for listener in self.listeners {
            // An error means that the task is gone, which is what we want.
            let _ = listener.await;
        }
        let _ = self.mails.await;
        // Until it is gone, the database stays open.
        self.deliveries.0.abort();
        let _ = (&mut self.deliveries.0).await;
    }
}

/// Starts an emulator.
///
/// # Errors
/// A port is taken, the database cannot be used, or the seed is bad; each with one line for people.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let ids = Ids::new(config.id_seed.clone());
    ids.scope(start_with(&ids, config)).await
}

async fn start_with(ids: &Ids, config: Config) -> Result<Running, StartError> {
    // Ports first: hashing a seed takes a while, and a taken port should be reported at once.
    let login = listen(config.host, config.login_port, "--login-port").await?;
    let api = listen(config.host, config.api_port, "--api-port").await?;
    let passwords = Passwords::new(config.password_cost).map_err(|_| StartError::Internal)?;
    let initial = match &config.seed {
        Some(seed) => Some(PreparedSeed::new(seed, &passwords).await?),
        None => None,
    };
    let store = Store::open(config.database.as_deref()).map_err(|cause| StartError::Database {
        path: config.database.clone().unwrap_or_default(),
        cause,
    })?;
    let addresses = (address(&login)?, address(&api)?);
    let context = Context {
        store,
        clock: Clock::new(config.clock),
        ids: ids.clone(),
        passwords,
        keys: KeyPool::default(),
        attempts: Attempts::default(),
        login_port: addresses.0.port(),
        magic: config.magic,
    };
    let (mails, jobs) = mpsc::unbounded_channel();
    let shared = Arc::new(Shared {
        context,
        api_keys: Cached::default(),
        faults: Faults::default(),
        request_log: RequestLog::default(),
        deliveries: Notify::new(),
        mails,
        read_timeout: config.read_timeout,
        initial,
    });
    store_initial(&shared)?;
    if config.keys_ahead && has_v2(&shared)? {
        shared.context.keys.warm().await;
    }
    let (stop, stopped) = watch::channel(());
    let login_app = middleware::around(
        Port::Login,
        &shared,
        routes::login::router(&shared)
            .merge(routes::hosted::router(&shared))
            .merge(routes::control::router(&shared)),
    );
    let api_app = middleware::around(Port::Api, &shared, routes::core::router(&shared));
    let mut listeners = Vec::new();
    for (sockets, app) in [(login, login_app), (api, api_app)] {
        for socket in sockets {
            listeners.push(tokio::spawn(serve(
                socket,
                app.clone(),
                config.read_timeout,
                stopped.clone(),
            )));
        }
    }
    let mails = tokio::spawn(mails::run(Arc::clone(&shared), jobs, stopped.clone()));
    let deliveries = tokio::spawn({
        let (ids, shared) = (ids.clone(), Arc::clone(&shared));
        async move { ids.scope(webhooks::run(shared)).await }
    });
    Ok(Running {
        login_addr: addresses.0,
        api_addr: addresses.1,
        stop,
        listeners,
        deliveries: Ends(deliveries),
        mails,
        shared,
    })
}

fn has_v2(shared: &Shared) -> Result<bool, StartError> {
    let realms = shared.context.transact(realms::realms);
    let realms = realms.map_err(|_| StartError::Internal)?;
    Ok(realms.iter().any(Realm::is_v2))
}

// A database that already holds a realm keeps what it has.
fn store_initial(shared: &Shared) -> Result<(), StartError> {
    let Some(seed) = &shared.initial else {
        return Ok(());
    };
    let now_ms = shared.context.now_ms();
    let stored = shared.context.transact(|tx| {
        if realms::realms(tx)?.is_empty() {
            seed.apply(tx, now_ms)?;
        }
        Ok(())
    });
    stored.map_err(|failure| match failure {
        Failure::Invalid(problems) => {
            StartError::Seed(SeedError::at("", problems.sentences().join("; ")))
        }
        _ => StartError::Internal,
    })
}
