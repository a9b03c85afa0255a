//! Chosen faults: which request gets which, how often, and how it looks on the wire. Tested in
//! `tests/api/control/faults.rs`.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use http_body::Frame;
use serde::{Deserialize, Serialize};

use crate::http::port::Port;

/// A fault to play, as `POST /_emulator/faults` takes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Set by the emulator.
    #[serde(default, skip_deserializing)]
    pub id: u64,
    /// Exact path, or a prefix that ends in `*`.
    pub path: String,
    /// What happens.
    pub fault: FaultKind,
    /// Milliseconds to hold the request first; with any kind.
    #[serde(default)]
    pub delay_ms: u64,
    /// Status of `status` (500 without it), `body` and `truncate` (200 without it).
    #[serde(default)]
    pub status: Option<u16>,
    /// Body text.
    #[serde(default)]
    pub body: Option<String>,
    /// `application/json` without it.
    #[serde(default)]
    pub content_type: Option<String>,
    /// More headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// How many requests it meets; every one without it.
    #[serde(default)]
    pub times: Option<u32>,
    /// Only this verb; without it any but `OPTIONS`.
    #[serde(default)]
    pub method: Option<String>,
    /// Only this port.
    #[serde(default)]
    pub port: Option<Port>,
    /// False leaves the CORS headers out.
    #[serde(default = "yes")]
    pub cors: bool,
}

fn yes() -> bool {
    true
}

/// The kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FaultKind {
    /// Holds the request, then goes on normally.
    Delay,
    /// Closes the connection without an answer.
    Drop,
    /// Answers with a status.
    Status,
    /// Answers with a body.
    Body,
    /// Announces a longer body than it sends, then closes the connection.
    Truncate,
}

/// Marks a response that must not be sent: the connection is closed instead.
#[derive(Debug, Clone, Copy)]
pub struct Dropped;

impl Fault {
    /// Why the fault cannot be played, if so.
    pub fn problem(&self) -> Option<String> {
        self.respond()?.err()
    }

    /// How long to hold the request.
    pub fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }

    /// The answer instead of the real one; `None` for a mere delay.
    pub fn answer(&self) -> Option<Response> {
        // Checked when the fault was set.
        Some(self.respond()?.unwrap_or_default())
    }

    fn respond(&self) -> Option<Result<Response, String>> {
        let text = self.body.clone();
        match self.fault {
            FaultKind::Delay => None,
            FaultKind::Drop => {
                let mut response = Response::default();
                response.extensions_mut().insert(Dropped);
                Some(Ok(response))
            }
            FaultKind::Status => {
                let default = r#"{"error":"Fault set in the emulator"}"#;
                Some(self.response(
                    500,
                    Body::from(text.unwrap_or_else(|| default.into())),
                    None,
                ))
            }
            FaultKind::Body => Some(self.response(200, Body::from(text.unwrap_or_default()), None)),
            FaultKind::Truncate => {
                let text = text.unwrap_or_else(|| r#"{"token":"eyJ0"#.into());
                let announced = text.len() + 100;
                let body = Body::new(Truncated(Some(Bytes::from(text)), false));
                Some(self.response(200, body, Some(announced)))
            }
        }
    }

    fn response(
        &self,
        status: u16,
        body: Body,
        content_length: Option<usize>,
    ) -> Result<Response, String> {
        let status = self.status.unwrap_or(status);
        let content_type = self.content_type.as_deref().unwrap_or("application/json");
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(status)
            .ok()
            .filter(|status| status.as_u16() >= 200)
            .ok_or("status must be 200 to 999")?;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_str(content_type).map_err(|_| "content_type is no header value")?,
        );
        for (name, value) in &self.headers {
            let bad = || format!("headers.{name} is no header");
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
            headers.insert(name, HeaderValue::from_str(value).map_err(|_| bad())?);
        }
        if let Some(length) = content_length {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        Ok(response)
    }

    fn meets(&self, port: Port, method: &Method, path: &str) -> bool {
        let path_fits = match self.path.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => path == self.path,
        };
        let method_fits = match &self.method {
            Some(wanted) => wanted.eq_ignore_ascii_case(method.as_str()),
            None => method != Method::OPTIONS,
        };
        path_fits && method_fits && self.port.is_none_or(|wanted| wanted == port)
    }
}

/// The faults that are set, oldest first.
#[derive(Debug, Default)]
pub struct Faults(Mutex<(u64, Vec<Fault>)>);

impl Faults {
    fn lock(&self) -> MutexGuard<'_, (u64, Vec<Fault>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets a fault and gives its id.
    pub fn add(&self, mut fault: Fault) -> u64 {
        let mut inner = self.lock();
        inner.0 += 1;
        fault.id = inner.0;
        inner.1.push(fault);
        inner.0
    }

    /// The faults still to play.
    pub fn list(&self) -> Vec<Fault> {
        self.lock().1.clone()
    }

    /// Removes one, or all; false if the one is not there.
    pub fn remove(&self, id: Option<u64>) -> bool {
        let faults = &mut self.lock().1;
        let before = faults.len();
        faults.retain(|fault| id.is_some_and(|id| fault.id != id));
        id.is_none() || faults.len() < before
    }

    /// The fault this request meets, counted as played.
    pub fn take(&self, port: Port, method: &Method, path: &str) -> Option<Fault> {
        let faults = &mut self.lock().1;
        let at = faults
            .iter()
            .position(|fault| fault.meets(port, method, path))?;
        let fault = faults.get_mut(at)?;
        let played = fault.clone();
        if let Some(times) = &mut fault.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                faults.remove(at);
            }
        }
        Some(played)
    }
}

/// Sends its bytes, lets them be flushed, then fails.
struct Truncated(Option<Bytes>, bool);

impl http_body::Body for Truncated {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(bytes) = self.0.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        // hyper flushes what it has when the body is pending.
        if !std::mem::replace(&mut self.1, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(std::io::Error::other("cut off by a fault"))))
    }
}
