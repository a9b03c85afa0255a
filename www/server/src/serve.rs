//! Listening and stopping. Tested in `tests/demo/serve.rs`.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::{Config, ConfigError};

/// How long open requests may take after [`Running::stop`].
const PATIENCE: Duration = Duration::from_secs(2);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings cannot work.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Another program listens there.
    #[error(
        "port {0} on {1} is taken by another program; stop that one, or choose another port with --port"
    )]
    PortTaken(u16, IpAddr),
    /// Listening failed for another reason.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
}

/// A server that runs until it is stopped or dropped with its runtime.
#[derive(Debug)]
pub struct Running {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<io::Result<()>>>,
}

impl Running {
    /// The address it listens on; with port 0 in the configuration, the port it got.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops listening, lets open requests end, and closes what is left after two seconds.
    pub async fn stop(self) {
        // No receiver left means that the tasks ended by themselves.
        let _ = self.stop.send(true);
        for mut task in self.tasks {
            if tokio::time::timeout(PATIENCE, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

/// Starts the app. On a loopback address the other family's loopback is served too, where there is one.
///
/// # Errors
/// The settings are invalid, or the port cannot be used.
pub async fn start(config: Config) -> Result<Running, StartError> {
    config.check()?;
    let listeners = listen(config.host, config.port).await?;
    let first = listeners
        .first()
        .and_then(|listener| listener.local_addr().ok());
    let addr = first.unwrap_or_else(|| SocketAddr::new(config.host, config.port));
    let read_timeout = config.read_timeout;
    let router = crate::app(config);
    let (stop, stopped) = watch::channel(false);
    let tasks = listeners
        .into_iter()
        .map(|listener| tokio::spawn(run(listener, router.clone(), read_timeout, stopped.clone())))
        .collect();
    Ok(Running { addr, stop, tasks })
}

async fn run(
    listener: TcpListener,
    router: Router,
    read_timeout: Duration,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    let connections = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    // Counts while a connection is idle as well.
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(read_timeout);
    loop {
        let accepted = tokio::select! {
            // An error means that the sender is gone, which is a stop as well.
            _ = stopped.wait_for(|stop| *stop) => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(cause) => {
                tracing::warn!(%cause, "connection not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let router = router.clone().layer(Extension(ConnectInfo(peer)));
        let service = TowerToHyperService::new(router);
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connections.watch(connection));
    }
    drop(listener);
    connections.shutdown().await;
    Ok(())
}

async fn listen(host: IpAddr, port: u16) -> Result<Vec<TcpListener>, StartError> {
    let first = bind(SocketAddr::new(host, port)).await?;
    let port = first.local_addr().map_or(port, |addr| addr.port());
    let other = match host {
        IpAddr::V4(Ipv4Addr::LOCALHOST) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::LOCALHOST) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        _ => return Ok(vec![first]),
    };
    match bind(SocketAddr::new(other, port)).await {
        Ok(second) => Ok(vec![first, second]),
        // Somebody else's page would answer in browsers that try this family first.
        Err(taken @ StartError::PortTaken(..)) => Err(taken),
        // No such family on this machine.
        Err(_) => Ok(vec![first]),
    }
}

async fn bind(addr: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(addr)
        .await
        .map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => StartError::PortTaken(addr.port(), addr.ip()),
            _ => StartError::Listen(addr, error),
        })
}
