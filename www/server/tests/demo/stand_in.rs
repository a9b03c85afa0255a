//! A stand-in for the Core API (protocol-v1 §5.5 to §5.9): just enough of it, over real HTTP, with a journal of the calls.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use authrocket_demo::{Config, Realm};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

/// The tests' time.
pub const START: u64 = 1_900_000_000;
/// Life of a session.
pub const SESSION_SECONDS: u64 = 3600;

#[derive(Default)]
pub struct Facts {
    /// Realm id and session, by session id.
    pub sessions: HashMap<String, (String, Value)>,
    /// Parked signups by id.
    pub user_tokens: HashMap<String, Value>,
    /// Users by id.
    pub users: HashMap<String, Value>,
    /// Method and path of each call, in order.
    pub calls: Vec<String>,
    /// Bodies of the writes, in order.
    pub bodies: Vec<Value>,
    /// Answer to everything, when set.
    pub broken: Option<StatusCode>,
}

#[derive(Clone)]
pub struct StandIn {
    facts: Arc<Mutex<Facts>>,
    now: Arc<AtomicU64>,
    realms: Arc<Vec<Realm>>,
    pub config: Config,
}

impl StandIn {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let now = Arc::new(AtomicU64::new(START));
        let clock = Arc::clone(&now);
        let config = Config {
            port: 0,
            api_url: format!("http://{}/v1/", listener.local_addr().unwrap())
                .parse()
                .unwrap(),
            site: concat!(env!("CARGO_MANIFEST_DIR"), "/..").into(),
            clock: Arc::new(move || clock.load(Ordering::Relaxed)),
            ..Config::default()
        };
        let stand_in = Self {
            facts: Arc::default(),
            now,
            realms: Arc::new(config.realms.clone()),
            config,
        };
        let routes = Router::new()
            .route(
                "/v1/sessions/{id}",
                get(read_session).delete(delete_session),
            )
            .route("/v1/sessions", post(create_session))
            .route("/v1/user_tokens/{id}", get(read_user_token))
            .route("/v1/users", post(create_user))
            .route("/v1/users/{id}", get(read_user))
            .route("/v1/credentials", post(create_credential))
            .route("/v1/credentials/{id}/verify", post(verify_credential))
            .layer(from_fn_with_state(stand_in.clone(), note_call))
            .with_state(stand_in.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        stand_in
    }

    pub fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap()
    }

    pub fn advance(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    fn now(&self) -> u64 {
        self.now.load(Ordering::Relaxed)
    }

    /// A login of `username` in the realm at `index`, as LoginRocket makes one.
    pub fn log_in(&self, index: usize, username: &str) -> String {
        let user = user(username, &self.realms[index].id);
        self.session(index, &user)
    }

    /// A parked signup.
    pub fn park(&self, username: &str) -> String {
        let id = format!("utk_{username}00000000000000");
        let parked = json!({ "id": id, "object": "user_token", "username": username,
            "email": format!("{username}@example.test"), "credential_type": "password" });
        self.facts().user_tokens.insert(id.clone(), parked);
        id
    }

    fn session(&self, index: usize, user: &Value) -> String {
        let realm = &self.realms[index];
        let mut facts = self.facts();
        let id = format!("kss_{:021}", facts.sessions.len());
        let ends_at = self.now() + SESSION_SECONDS;
        let session = json!({ "id": id, "object": "session", "user_id": user["id"],
            "created_at": self.now(), "expires_at": ends_at, "user": user });
        facts
            .sessions
            .insert(id.clone(), (realm.id.clone(), session));
        facts
            .users
            .insert(user["id"].as_str().unwrap().to_owned(), user.clone());
        let claims = json!({ "iat": self.now(), "exp": ends_at, "uid": user["id"], "un": user["username"],
            "n": user["name"], "tk": id, "aud": realm.id });
        sign(&claims, realm.jwt_secret.reveal())
    }
}

/// A JWT of the realm that knows `secret`.
pub fn sign(claims: &Value, secret: &str) -> String {
    encode(
        &Header::default(),
        claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )
    .unwrap()
}

fn user(username: &str, realm_id: &str) -> Value {
    json!({ "id": format!("usr_{username}"), "object": "user", "realm_id": realm_id, "username": username,
        "email": format!("{username}@example.test"), "name": format!("{username} <the user>"),
        "credentials": [{ "id": "crd_password", "credential_type": "password" }],
        "memberships": [{ "org": { "name": "Engine Co" } }] })
}

async fn note_call(State(it): State<StandIn>, request: Request, next: Next) -> Response {
    let call = format!("{} {}", request.method(), request.uri().path());
    let broken = {
        let mut facts = it.facts();
        facts.calls.push(call);
        facts.broken
    };
    let key = request
        .headers()
        .get("x-authrocket-api-key")
        .and_then(|key| key.to_str().ok());
    if key != Some(it.config.api_key.reveal()) {
        return (StatusCode::FORBIDDEN, Json(json!({ "error": "bad key" }))).into_response();
    }
    match broken {
        Some(status) => (status, "<h1>Sorry</h1>").into_response(),
        None => next.run(request).await,
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "error": "Not found" }))).into_response()
}

fn invalid(field: &str, sentence: &str) -> Response {
    let body = json!({ "message": "Validation failed", "errors": { field: [sentence] } });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

/// The id behind an id or a whole token, for the realm of the request.
fn session_id(it: &StandIn, headers: &HeaderMap, id: &str) -> Option<String> {
    let realm = headers.get("x-authrocket-realm")?.to_str().ok()?;
    let facts = it.facts();
    let known = |id: &str| {
        facts.sessions.get(id).is_some_and(|(of, session)| {
            of == realm && session["expires_at"].as_u64() > Some(it.now())
        })
    };
    if known(id) {
        return Some(id.to_owned());
    }
    let secret = it
        .realms
        .iter()
        .find(|known| known.id == realm)?
        .jwt_secret
        .reveal()
        .as_bytes();
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::HS256);
    rules.validate_exp = false;
    rules.validate_aud = false;
    let key = jsonwebtoken::DecodingKey::from_secret(secret);
    let claims = jsonwebtoken::decode::<Value>(id, &key, &rules).ok()?.claims;
    claims["tk"]
        .as_str()
        .filter(|id| known(id))
        .map(str::to_owned)
}

async fn read_session(
    State(it): State<StandIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let found = session_id(&it, &headers, &id).and_then(|id| it.facts().sessions.get(&id).cloned());
    found.map_or_else(not_found, |(_, session)| Json(session).into_response())
}

async fn delete_session(
    State(it): State<StandIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match session_id(&it, &headers, &id) {
        Some(id) => {
            it.facts().sessions.remove(&id);
            StatusCode::NO_CONTENT.into_response()
        }
        None => not_found(),
    }
}

async fn create_session(
    State(it): State<StandIn>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    it.facts().bodies.push(body.clone());
    let realm = headers["x-authrocket-realm"].to_str().unwrap();
    let index = it
        .realms
        .iter()
        .position(|known| known.id == realm)
        .unwrap();
    let user = it
        .facts()
        .users
        .get(body["session"]["user_id"].as_str().unwrap())
        .cloned();
    let token = it.session(index, &user.unwrap());
    (
        StatusCode::CREATED,
        Json(json!({ "object": "session", "token": token })),
    )
        .into_response()
}

async fn read_user_token(State(it): State<StandIn>, Path(id): Path<String>) -> Response {
    let found = it.facts().user_tokens.get(&id).cloned();
    found.map_or_else(not_found, |parked| Json(parked).into_response())
}

async fn create_user(
    State(it): State<StandIn>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let mut facts = it.facts();
    facts.bodies.push(body.clone());
    let id = body["user"]["token"].as_str().unwrap_or_default();
    let Some(parked) = facts.user_tokens.get(id).cloned() else {
        return invalid("token", "Token is not valid");
    };
    let name = parked["username"].as_str().unwrap();
    if facts.users.contains_key(&format!("usr_{name}")) {
        return invalid("username", "Username has already been taken");
    }
    let user = user(name, headers["x-authrocket-realm"].to_str().unwrap());
    facts.user_tokens.remove(id);
    facts.users.insert(format!("usr_{name}"), user.clone());
    (StatusCode::CREATED, Json(user)).into_response()
}

async fn read_user(State(it): State<StandIn>, Path(id): Path<String>) -> Response {
    let found = it.facts().users.get(&id).cloned();
    found.map_or_else(not_found, |user| Json(user).into_response())
}

async fn create_credential(State(it): State<StandIn>, Json(body): Json<Value>) -> Response {
    it.facts().bodies.push(body);
    let credential = json!({ "id": "crd_totp", "object": "credential", "credential_type": "totp", "state": "new",
        "otp_secret": "JBSWY3DPEHPK3PXP", "provisioning_uri": "otpauth://totp/demo:ada?secret=JBSWY3DPEHPK3PXP" });
    (StatusCode::CREATED, Json(credential)).into_response()
}

async fn verify_credential(State(it): State<StandIn>, Json(body): Json<Value>) -> Response {
    if body["credential"]["code"] != "123456" {
        return invalid("code", "Verification failed");
    }
    for user in it.facts().users.values_mut() {
        let totp = json!({ "id": "crd_totp", "credential_type": "totp", "state": "active" });
        user["credentials"].as_array_mut().unwrap().push(totp);
    }
    Json(json!({ "id": "crd_totp", "credential_type": "totp", "state": "active" })).into_response()
}
