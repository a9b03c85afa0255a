//! Calls to AuthRocket's Core API (protocol-v1 §5): the only way this server talks to AuthRocket.
//! The bodies it reads are in `records`. Nothing here logs a token or a body. Tested through `tests/demo/`, against a stand-in.

mod records;

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;

use self::records::sentences;
pub use self::records::{Browser, Credential, Session, User, UserToken};
use crate::config::{Realm, Secret};

/// How long a call may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// The Core API gave no usable answer. This says nothing about the token or the user it was asked about.
#[derive(Debug, thiserror::Error)]
pub enum Outage {
    /// No answer: refused, dropped, or too late.
    #[error("no answer")]
    Unreachable,
    /// An answer that is no yes and no no: 5xx, 429, or 403 for a wrong API key (protocol-v1 §5.3).
    #[error("status {0}")]
    Status(u16),
    /// A success with a body of the wrong shape.
    #[error("a body of the wrong shape")]
    Shape,
}

/// The service's well-formed "no" to a write: sentences to show (protocol-v1 §5.4).
#[derive(Debug)]
pub struct Invalid(pub Vec<String>);

/// The client; cheap to share, as it pools its connections.
pub struct CoreApi {
    http: reqwest::Client,
    base: Url,
    key: Secret,
}

struct Reply {
    status: StatusCode,
    body: Value,
}

impl CoreApi {
    /// A client for the API at `base` (`http://…/v1/`).
    #[allow(
        clippy::expect_used,
        reason = "without TLS there is nothing in a client that can fail to build"
    )]
    pub fn new(base: Url, key: Secret) -> Self {
        let http = reqwest::Client::builder()
            .timeout(DEADLINE)
            .no_proxy()
            .build();
        Self {
            http: http.expect("a plain http client"),
            base,
            key,
        }
    }

    /// The session of a login token or session id. `None`: the service does not know it (any more).
    pub async fn session(&self, realm: &Realm, token: &str) -> Result<Option<Session>, Outage> {
        self.read(realm, &["sessions", token], &[]).await
    }

    /// A signup token's data. `None`: unknown, used or expired.
    pub async fn user_token(&self, realm: &Realm, id: &str) -> Result<Option<UserToken>, Outage> {
        self.read(realm, &["user_tokens", id], &[]).await
    }

    /// A user with the orgs it belongs to.
    pub async fn user(&self, realm: &Realm, id: &str) -> Result<Option<User>, Outage> {
        // Documented as `expands`, sent as `expand` by a client that worked (protocol-v1 §5.2).
        let query = [("expands", "memberships"), ("expand", "memberships")];
        self.read(realm, &["users", id], &query).await
    }

    /// Turns a signup token into a user (protocol-v1 §5.7).
    pub async fn create_user(
        &self,
        realm: &Realm,
        token: &Secret,
        browser: &Browser,
    ) -> Result<Result<User, Invalid>, Outage> {
        let body = json!({ "user": { "token": token.reveal() }, "request": browser.to_json() });
        self.write(realm, &["users"], body).await
    }

    /// Logs a user in without a password; the login token comes back.
    pub async fn create_session(
        &self,
        realm: &Realm,
        user_id: &str,
        browser: &Browser,
    ) -> Result<Secret, Outage> {
        #[derive(Deserialize)]
        struct CreatedSession {
            token: String,
        }
        let body = json!({ "session": { "user_id": user_id }, "request": browser.to_json() });
        match self
            .write::<CreatedSession>(realm, &["sessions"], body)
            .await?
        {
            Ok(created) => Ok(Secret::new(created.token)),
            Err(_) => Err(Outage::Status(422)),
        }
    }

    /// Ends a session. One that is gone already counts as ended.
    pub async fn delete_session(&self, realm: &Realm, id: &str) -> Result<(), Outage> {
        let reply = self
            .call(realm, Method::DELETE, &["sessions", id], &[], None)
            .await?;
        match reply.status.as_u16() {
            200 | 204 | 404 => Ok(()),
            status => Err(Outage::Status(status)),
        }
    }

    /// Starts a second factor: the answer holds the secret (protocol-v1 §5.9).
    pub async fn create_totp(
        &self,
        realm: &Realm,
        user_id: &str,
    ) -> Result<Result<Credential, Invalid>, Outage> {
        let body = json!({ "credential": { "user_id": user_id, "credential_type": "totp", "name": "Demo app" } });
        self.write(realm, &["credentials"], body).await
    }

    /// Turns a second factor on, with its first code.
    pub async fn verify_totp(
        &self,
        realm: &Realm,
        id: &str,
        code: &str,
    ) -> Result<Result<(), Invalid>, Outage> {
        let body = json!({ "credential": { "code": code } });
        let reply = self
            .write::<Value>(realm, &["credentials", id, "verify"], body)
            .await?;
        Ok(reply.map(|_| ()))
    }

    async fn read<T: DeserializeOwned>(
        &self,
        realm: &Realm,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Option<T>, Outage> {
        let reply = self.call(realm, Method::GET, path, query, None).await?;
        match reply.status.as_u16() {
            200 => parse(reply.body).map(Some),
            400 | 404 | 410 | 414 | 422 => Ok(None),
            status => Err(Outage::Status(status)),
        }
    }

    async fn write<T: DeserializeOwned>(
        &self,
        realm: &Realm,
        path: &[&str],
        body: Value,
    ) -> Result<Result<T, Invalid>, Outage> {
        let reply = self
            .call(realm, Method::POST, path, &[], Some(body))
            .await?;
        match reply.status.as_u16() {
            200 | 201 => parse(reply.body).map(Ok),
            204 => parse(Value::Null).map(Ok),
            400 | 401 | 404 | 409 | 422 => Ok(Err(Invalid(sentences(&reply.body)))),
            status => Err(Outage::Status(status)),
        }
    }

    async fn call(
        &self,
        realm: &Realm,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<Value>,
    ) -> Result<Reply, Outage> {
        let mut request = self
            .http
            .request(method, self.address(path, query)?)
            .header("Accept", "application/json")
            .header("X-Authrocket-Api-Key", self.key.reveal())
            .header("X-Authrocket-Realm", &realm.id);
        if let Some(body) = &body {
            request = request.json(body);
        }
        // The error's own text would hold the address, and that may hold a token.
        let response = request.send().await.map_err(|_| Outage::Unreachable)?;
        let status = response.status();
        let bytes = response.bytes().await.map_err(|_| Outage::Unreachable)?;
        Ok(Reply {
            status,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        })
    }

    fn address(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Url, Outage> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| Outage::Unreachable)?
            .pop_if_empty()
            .extend(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }
}

fn parse<T: DeserializeOwned>(body: Value) -> Result<T, Outage> {
    serde_json::from_value(body).map_err(|_| Outage::Shape)
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_token_stays_one_path_segment() {
        let api = CoreApi::new(
            "http://127.0.0.1:1/v1/".parse().expect("a URL"),
            Secret::new("ko_x"),
        );
        let url = api
            .address(&["sessions", "a/../b?c"], &[])
            .expect("an address");
        assert_eq!(
            url.as_str(),
            "http://127.0.0.1:1/v1/sessions/a%2F..%2Fb%3Fc"
        );
    }
}
