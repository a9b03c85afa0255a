//! Serving a router on a free loopback port, with the two things real services do that a framework hides: closing a
//! connection without an answer, and going away with connections open.
//!
//! Tested by the self tests in `tests/browser`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt as _;

/// As an extension of a response: close the connection instead of answering.
#[derive(Clone, Copy)]
pub struct Hangup;

/// A running server; dropping it closes the port and every open connection.
pub struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves `router` on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(router: Router) -> Result<Self> {
        Self::on(TcpListener::bind("127.0.0.1:0").await?, router)
    }

    /// Serves `router` on a port that was taken before, for a router that must know its own address.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn on(listener: TcpListener, router: Router) -> Result<Self> {
        let address = listener.local_addr()?;
        let connections = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&connections);
        let task = tokio::spawn(async move {
            // Dropped with the task, and with it every connection.
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                open.spawn(answer(stream, router.clone()));
                while open.try_join_next().is_some() {}
            }
        });
        Ok(Self {
            address,
            connections,
            task,
        })
    }

    /// How many connections browsers have opened.
    #[must_use]
    pub fn connections(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.connections)
    }

    /// The port it listens on.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(stream: TcpStream, router: Router) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = match router.oneshot(request.map(Body::new)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            if response.extensions().get::<Hangup>().is_some() {
                return Err("closed on purpose");
            }
            Ok(response)
        }
    });
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
