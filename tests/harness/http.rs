//! A small JSON client for loopback: drivers' `/status`, the emulator's `/_emulator`, the Core API.
//!
//! Tested by the layers that use it.

use anyhow::{Context as _, Result, bail};
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// An HTTP client; cheap to copy.
#[derive(Clone)]
pub struct Http(Client<HttpConnector, Full<Bytes>>);

/// An answer, whole.
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The answer's headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// The body as JSON; `null` when it is empty.
    ///
    /// # Errors
    /// When the body is not JSON.
    pub fn json(&self) -> Result<Value> {
        if self.text.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&self.text).with_context(|| format!("not JSON: {}", self.text))
    }
}

impl Default for Http {
    fn default() -> Self {
        Self(
            Client::builder(TokioExecutor::new())
                .pool_max_idle_per_host(0)
                .build_http(),
        )
    }
}

impl Http {
    /// Sends one request with a JSON body, or none for `null`.
    ///
    /// # Errors
    /// When no answer comes back.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Result<Answer> {
        let bytes = if body.is_null() {
            Bytes::new()
        } else {
            Bytes::from(body.to_string())
        };
        let mut request = Request::builder()
            .method(method.clone())
            .uri(url)
            .header(header::ACCEPT, "application/json");
        if !body.is_null() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(bytes))?;
        let answer = self
            .0
            .request(request)
            .await
            .with_context(|| format!("{method} {url}"))?;
        let (parts, body) = answer.into_parts();
        let text = String::from_utf8_lossy(&body.collect().await?.to_bytes()).into_owned();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            text,
        })
    }

    /// The JSON of a request that must succeed.
    ///
    /// # Errors
    /// When it does not: no answer, a status that is not 2xx, or a body that is not JSON.
    pub async fn json(&self, method: Method, url: &str, body: &Value) -> Result<Value> {
        let answer = self.send(method.clone(), url, &[], body).await?;
        if !answer.status.is_success() {
            bail!("{method} {url}: {} {}", answer.status, answer.text);
        }
        answer.json()
    }
}
