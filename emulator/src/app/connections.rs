//! Connections: one task and one request each. Tested in `tests/api/app/server.rs`, `http/limits.rs` and
//! `http/time_limits.rs`.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::http::faults::Dropped;

/// Serves a port until `stopped` says so, then closes its connections.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    read_timeout: Duration,
    mut stopped: watch::Receiver<()>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // Fails once the sender is gone: the only signal there is.
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection(stream, peer, app.clone(), read_timeout));
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
async fn connection(stream: TcpStream, peer: SocketAddr, app: Router, read_timeout: Duration) {
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
        .timer(TokioTimer::new())
        // Counts from the connection on, so it ends idle ones too.
        .header_read_timeout(read_timeout)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(cause) = served {
        tracing::debug!(%cause, "connection ended early");
    }
}
