//! One attempt to deliver a webhook. Tested in `tests/api/app/webhooks.rs`.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::model::local_url::LocalUrl;

const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Posts a payload; the status of the answer, or one line on why there is none.
pub async fn attempt(destination: &str, payload: String) -> Result<StatusCode, String> {
    let url = LocalUrl::parse(destination).map_err(|problem| format!("destination {problem}"))?;
    match timeout(ANSWER_WITHIN, post(&url, payload)).await {
        Ok(outcome) => outcome.map_err(|cause| cause.to_string()),
        Err(_) => Err(format!("no answer within {} s", ANSWER_WITHIN.as_secs())),
    }
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

async fn post(url: &LocalUrl, payload: String) -> Result<StatusCode, Cause> {
    let stream = TcpStream::connect(SocketAddr::new(url.address, url.port)).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    // Ends by itself once `sender` is gone.
    tokio::spawn(connection);
    let path = url.uri.path_and_query().map_or("/", |path| path.as_str());
    let host = url
        .uri
        .authority()
        .map_or("localhost", |host| host.as_str());
    let request = Request::post(path)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "loginrocket-emulator")
        .header(header::CONNECTION, "close")
        .body(Body::from(payload))?;
    Ok(sender.send_request(request).await?.status())
}
