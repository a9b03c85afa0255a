//! Starting and stopping: listeners on loopback, one task per connection, and an end that waits for all
//! of them. Tested in `tests/api/app/server.rs`.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::app::access::Access;
use crate::app::config::Config;
use crate::app::start_error::StartError;
use crate::app::webhooks;
use crate::http::faults::{Dropped, Faults};
use crate::http::middleware;
use crate::http::port::Port;
use crate::http::request_log::RequestLog;
use crate::http::shared::Shared;
use crate::model::clock::Clock;
use crate::model::failure::{Failure, SeedError};
use crate::model::ids::Ids;
use crate::model::password::Passwords;
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
    pub async fn stop(self) {
        drop(self.stop);
        for listener in self.listeners {
            // An error means that the task is gone, which is what we want.
            let _ = listener.await;
        }
        drop(self.deliveries);
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
        attempts: Attempts::default(),
        login_port: addresses.0.port(),
        magic: config.magic,
    };
    let shared = Arc::new(Shared {
        context,
        api_keys: Cached::default(),
        faults: Faults::default(),
        request_log: RequestLog::default(),
        deliveries: Notify::new(),
        initial,
    });
    store_initial(&shared)?;
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
            listeners.push(tokio::spawn(serve(socket, app.clone(), stopped.clone())));
        }
    }
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
        shared,
    })
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

// Browsers may resolve `localhost` to ::1 first, so the default host listens there as well if it can.
async fn listen(
    host: IpAddr,
    port: u16,
    flag: &'static str,
) -> Result<Vec<TcpListener>, StartError> {
    let asked = SocketAddr::new(host, port);
    let first = TcpListener::bind(asked).await.map_err(|cause| {
        if cause.kind() == ErrorKind::AddrInUse {
            StartError::PortTaken { port, flag }
        } else {
            StartError::Listen {
                address: asked,
                cause,
            }
        }
    })?;
    let mut listeners = vec![first];
    if host == IpAddr::V4(Ipv4Addr::LOCALHOST) {
        let port = address(&listeners)?.port();
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(second) => listeners.push(second),
            Err(cause) => tracing::debug!(%cause, port, "not listening on [::1]"),
        }
    }
    Ok(listeners)
}

fn address(listeners: &[TcpListener]) -> Result<SocketAddr, StartError> {
    listeners
        .first()
        .and_then(|listener| listener.local_addr().ok())
        .ok_or(StartError::Internal)
}

async fn serve(listener: TcpListener, app: Router, mut stopped: watch::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // Fails once the sender is gone: the only signal there is.
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection(stream, peer, app.clone()));
                }
                Err(cause) => tracing::warn!(%cause, "connection not accepted"),
            },
        }
    }
    drop(listener);
    connections.shutdown().await;
}

/// Longest head of a request, in bytes. hyper answers 431.
const HEAD_LIMIT: usize = 64 * 1024;

#[derive(Debug, thiserror::Error)]
enum ConnectionError {
    #[error("dropped by a fault")]
    Dropped,
}

// No keep-alive: browsers resend a request whose reused connection closes, which would turn one dropped
// request into two.
async fn connection(stream: TcpStream, peer: SocketAddr, app: Router) {
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer.ip());
        let app = TowerToHyperService::new(app.clone());
        async move {
            let answer = hyper::service::Service::call(&app, request.map(Body::new)).await;
            let response: Response = answer.unwrap_or_else(|never| match never {});
            match response.extensions().get::<Dropped>() {
                // hyper closes the connection without a byte.
                Some(Dropped) => Err(ConnectionError::Dropped),
                None => Ok(response),
            }
        }
    });
    let served = http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(HEAD_LIMIT)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(cause) = served {
        tracing::debug!(%cause, "connection ended early");
    }
}
