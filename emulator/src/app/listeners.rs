//! Listening on a port. Tested in `tests/api/app/server.rs`.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

use crate::app::start_error::StartError;

/// Listens on a port, or on a free one for 0. Browsers may resolve `localhost` to ::1 first, so the default host listens there as well if it can.
pub async fn listen(
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

/// Where the first of them listens.
pub fn address(listeners: &[TcpListener]) -> Result<SocketAddr, StartError> {
    listeners
        .first()
        .and_then(|listener| listener.local_addr().ok())
        .ok_or(StartError::Internal)
}
