//! Is this token a login? And the calls that turn a signup token into a user who is logged in.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use reqwest::{Client, Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::keys::KeySet;
use crate::settings::Settings;

const LEEWAY_SECONDS: u64 = 10;
/// A token comes straight from the login; one that was lying about for longer is somebody's find.
const FRESH_SECONDS: u64 = 120;
const UNENDING_TOKEN_SECONDS: u64 = 6 * 3600;
const ISSUER: &str = "https://authrocket.com";
const V2_LEEWAY_SECONDS: u64 = 5;
const DEADLINE: Duration = Duration::from_secs(10);

/// Why it did not work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The token is no proof of anything.
    #[error("not a login of this app")]
    Refused,
    /// AuthRocket's well-formed no to a write, in sentences for the user.
    #[error("{0}")]
    Invalid(String),
    /// AuthRocket gave no usable answer; this says nothing about the token.
    #[error("AuthRocket gave no usable answer: {0}")]
    Unavailable(String),
}

/// Who is logged in; kept in the session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Login {
    /// `usr_…`.
    pub user_id: String,
    /// Display name.
    pub name: String,
    /// `kss_…`, when the session is a managed one.
    pub session_id: Option<String>,
    /// Seconds since the epoch.
    pub ends_at: u64,
}

impl Login {
    /// How long it lasts from now.
    pub fn seconds_left(&self) -> u64 {
        self.ends_at.saturating_sub(now())
    }
}

/// The browser on whose behalf AuthRocket is called; goes into its log.
#[derive(Clone, Debug, Serialize)]
pub struct Browser {
    /// Its address.
    pub ip: String,
    /// Its `User-Agent`.
    pub client: String,
}

#[derive(Deserialize)]
struct Claims {
    uid: String,
    n: Option<String>,
    tk: Option<String>,
    iat: u64,
    exp: Option<u64>,
    aud: Option<String>,
}

#[derive(Deserialize)]
struct ClaimsV2 {
    sub: String,
    rid: String,
    sid: Option<String>,
    name: Option<String>,
    exp: u64,
}

#[derive(Deserialize)]
struct SessionReply {
    id: String,
    expires_at: u64,
    user: UserReply,
}

#[derive(Deserialize)]
struct UserReply {
    id: String,
    name: String,
    realm_id: String,
}

/// A session id (`kss_…`) would do for the API as well, but is no secret: only a JWT is a proof. No `/` gets through either.
fn is_jwt(token: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    token.len() <= 8192 && token.split('.').count() == 3 && token.split('.').all(is_part)
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The way to AuthRocket.
pub struct AuthRocket {
    settings: Settings,
    http: Client,
    keys: KeySet,
}

impl AuthRocket {
    /// A client that pools its connections.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            http: Client::new(),
            keys: KeySet::default(),
        }
    }

    /// Whether it may be a signup token. AuthRocket 2 has none: there a signup is a login.
    pub fn is_signup_token(&self, token: &str) -> bool {
        let rest = token.strip_prefix("utk_").unwrap_or_default();
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        !self.settings.is_v2 && (1..=60).contains(&rest.len()) && is_plain
    }

    /// Verifies a login token.
    pub async fn verify_login(&self, token: &str) -> Result<Login, Failure> {
        if !is_jwt(token) {
            return Err(Failure::Refused);
        }
        match &self.settings.jwt_secret {
            Some(secret) => self.verify_by_secret(token, secret),
            None if self.settings.is_local => self.verify_by_key_set(token).await,
            None => self.verify_by_api(token).await,
        }
    }

    async fn verify_by_api(&self, token: &str) -> Result<Login, Failure> {
        let (status, body) = self
            .call(Method::GET, &format!("sessions/{token}"), None)
            .await?;
        if status != StatusCode::OK {
            return Err(Failure::Refused);
        }
        let session: SessionReply = read(body)?;
        if session.user.realm_id != self.settings.realm {
            return Err(Failure::Refused);
        }
        Ok(Login {
            user_id: session.user.id,
            name: session.user.name,
            session_id: Some(session.id),
            ends_at: session.expires_at,
        })
    }

    fn verify_by_secret(&self, token: &str, secret: &str) -> Result<Login, Failure> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.leeway = LEEWAY_SECONDS;
        // Checked when present; v1 may leave out `exp`, and `aud` below.
        rules.required_spec_claims.clear();
        rules.validate_aud = false;
        let key = DecodingKey::from_secret(secret.as_bytes());
        let claims = decode::<Claims>(token, &key, &rules)
            .map_err(|_| Failure::Refused)?
            .claims;
        let age = now().saturating_sub(claims.iat);
        let is_from_the_future = claims.iat > now() + LEEWAY_SECONDS;
        let is_foreign = claims
            .aud
            .as_ref()
            .is_some_and(|aud| *aud != self.settings.realm);
        if age > FRESH_SECONDS + LEEWAY_SECONDS || is_from_the_future || is_foreign {
            return Err(Failure::Refused);
        }
        Ok(Login {
            name: claims.n.unwrap_or_else(|| claims.uid.clone()),
            user_id: claims.uid,
            // Other content when the realm's sessions are unmanaged.
            session_id: claims.tk.filter(|id| id.starts_with("kss_")),
            ends_at: claims.exp.unwrap_or(claims.iat + UNENDING_TOKEN_SECONDS),
        })
    }

    async fn verify_by_key_set(&self, token: &str) -> Result<Login, Failure> {
        let header = decode_header(token).map_err(|_| Failure::Refused)?;
        // The algorithm is ours to choose, not the token's.
        let kid = header.kid.filter(|_| header.alg == Algorithm::RS256);
        let kid = kid.ok_or(Failure::Refused)?;
        let url = self.settings.instance_url.join("/connect/jwks");
        let url = url.map_err(|error| Failure::Unavailable(error.to_string()))?;
        let key = self.keys.find(&self.http, url, &kid).await?;
        let mut rules = Validation::new(Algorithm::RS256);
        rules.leeway = V2_LEEWAY_SECONDS;
        rules.set_issuer(&[ISSUER]);
        rules.set_required_spec_claims(&["exp", "iss", "sub"]);
        // A token is handed out again while its session is remembered, so its age says nothing.
        let claims = decode::<ClaimsV2>(token, &key, &rules)
            .map_err(|_| Failure::Refused)?
            .claims;
        if claims.rid != self.settings.realm {
            return Err(Failure::Refused);
        }
        Ok(Login {
            name: claims.name.unwrap_or_else(|| claims.sub.clone()),
            user_id: claims.sub,
            session_id: claims.sid,
            ends_at: claims.exp,
        })
    }

    /// Makes a user of a signup token. It works once: call this when the app has decided that it wants the user.
    pub async fn create_user(
        &self,
        signup_token: &str,
        browser: &Browser,
    ) -> Result<String, Failure> {
        let body = json!({ "user": { "token": signup_token }, "request": browser });
        let user: UserReply = read(self.write("users", body).await?)?;
        Ok(user.id)
    }

    /// Logs a user in without a password.
    pub async fn log_in_user(&self, user_id: &str, browser: &Browser) -> Result<Login, Failure> {
        let body = json!({ "session": { "user_id": user_id }, "request": browser });
        let session = self.write("sessions", body).await?;
        self.verify_login(session["token"].as_str().unwrap_or_default())
            .await
    }

    /// Ends a session; one that is over already counts as ended.
    pub async fn end_session(&self, session_id: &str) -> Result<(), Failure> {
        self.call(Method::DELETE, &format!("sessions/{session_id}"), None)
            .await?;
        Ok(())
    }

    async fn write(&self, path: &str, body: Value) -> Result<Value, Failure> {
        let (status, reply) = self.call(Method::POST, path, Some(body)).await?;
        if status.is_success() {
            return Ok(reply);
        }
        let lists = reply["errors"]
            .as_object()
            .into_iter()
            .flat_map(|errors| errors.values());
        let sentences: Vec<&str> = lists
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        Err(Failure::Invalid(match sentences.as_slice() {
            [] => "AuthRocket refused this signup.".to_owned(),
            _ => sentences.join("; "),
        }))
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<(StatusCode, Value), Failure> {
        let url = self
            .settings
            .api_url
            .join(path)
            .map_err(|error| Failure::Unavailable(error.to_string()))?;
        let x = if self.settings.is_v2 { "" } else { "x-" };
        let mut request = self
            .http
            .request(method, url)
            .timeout(DEADLINE)
            .header("accept", "application/json")
            .header(format!("{x}authrocket-api-key"), &self.settings.api_key)
            .header(format!("{x}authrocket-realm"), &self.settings.realm);
        if let Some(body) = body {
            request = request.json(&body);
        }
        // An error of reqwest names the address, and this one may hold the token.
        let no_answer =
            |error: reqwest::Error| Failure::Unavailable(error.without_url().to_string());
        let response = request.send().await.map_err(no_answer)?;
        let status = response.status();
        // A wrong API key (403), too many calls (429), an outage: the user is not told that the login was wrong.
        if status.is_server_error() || [401, 402, 403, 429].contains(&status.as_u16()) {
            return Err(Failure::Unavailable(format!("status {status}")));
        }
        let text = response.text().await.map_err(no_answer)?;
        let body = if text.is_empty() {
            Ok(Value::Null)
        } else {
            serde_json::from_str(&text)
        };
        Ok((
            status,
            body.map_err(|_| Failure::Unavailable("not JSON".to_owned()))?,
        ))
    }
}

fn read<T: for<'a> Deserialize<'a>>(body: Value) -> Result<T, Failure> {
    serde_json::from_value(body)
        .map_err(|_| Failure::Unavailable("a body of the wrong shape".to_owned()))
}
