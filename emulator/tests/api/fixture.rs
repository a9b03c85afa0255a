//! A running emulator with the standard realm and users, and short ways to call it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use loginrocket_emulator::{Config, PasswordCost, Running, StartTime, start};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::client::{Answer, Request};

pub const REALM: &str = "rl_standard";
pub const API_KEY: &str = "ko_test-key";
pub const JWT_KEY: &str = "jsk_0123456789abcdef0123456789abcdef";
pub const PASSWORD: &str = "correct horse battery";
pub const TOTP_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

pub struct Emulator {
    pub running: Running,
}

/// The fields of a signup.
pub const LIN: [(&str, &str); 3] = [
    ("username", "lin"),
    ("email", "lin@example.test"),
    ("password", PASSWORD),
];

/// Keys, the standard realm with `settings` laid over it, its app, and the users ada and grace.
pub fn seed(settings: &Value) -> Value {
    let mut realm = json!({
        "id": REALM,
        "name": "Standard",
        "jwt_key": JWT_KEY,
        "apps": [{
            "id": "lpl_demo",
            "name": "Demo",
            "subdomain": "demo",
            "default": true,
            "login_handler": "http://localhost:4100/login",
            "signup_handler": "http://localhost:4100/signup"
        }],
        "users": [
            {"id": "usr_ada", "username": "ada", "email": "ada@example.test", "password": PASSWORD,
             "first_name": "Ada", "last_name": "L"},
            {"id": "usr_grace", "username": "grace", "email": "grace@example.test",
             "password": PASSWORD, "totp_secret": TOTP_SECRET}
        ]
    });
    lay(&mut realm, settings);
    json!({"api_keys": [{"key": API_KEY}], "realms": [realm]})
}

/// Ends a test that hangs. No honest work takes as long, even on a machine that is busy with other programs.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// What comes of `work`, which must not take for ever.
pub async fn in_time<T>(work: impl Future<Output = T>) -> T {
    timeout(PATIENCE, work).await.expect("it comes in time")
}

/// Lays members over an object.
pub fn lay(base: &mut Value, members: &Value) {
    for (name, value) in members.as_object().unwrap() {
        base[name] = value.clone();
    }
}

/// Free ports, cheap password hashes, and a clock that stands at the time of the start: codes, lifetimes and limits
/// then do not depend on how fast the machine is. Tests move the clock with [`Emulator::advance`].
pub fn config(seed: Value) -> Config {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Config {
        clock: Some(StartTime {
            at_ms: now.as_millis().try_into().unwrap(),
            frozen: true,
        }),
        login_port: 0,
        api_port: 0,
        seed: Some(seed),
        password_cost: PasswordCost::TestFast,
        ..Config::default()
    }
}

impl Emulator {
    pub async fn start() -> Self {
        Self::with(json!({})).await
    }

    /// With realm settings.
    pub async fn with(settings: Value) -> Self {
        Self::seeded(seed(&settings)).await
    }

    pub async fn seeded(seed: Value) -> Self {
        Self::configured(config(seed)).await
    }

    pub async fn configured(config: Config) -> Self {
        Self {
            running: start(config).await.expect("starts"),
        }
    }

    /// On the LoginRocket port, for the default app.
    pub fn login_port(&self, method: &str, target: &str) -> Request {
        Request::new(self.running.login_addr(), method, target)
    }

    /// On the Core API port, with key and realm.
    pub fn api(&self, method: &str, target: &str) -> Request {
        Request::new(self.running.api_addr(), method, target)
            .header("x-authrocket-api-key", API_KEY)
            .header("x-authrocket-realm", REALM)
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.login_port("POST", path).form(fields).send().await
    }

    pub async fn login(&self, username: &str, password: &str) -> Answer {
        let fields = [("username", username), ("password", password)];
        self.post("/v1/login", &fields).await
    }

    /// The login token of a user without a second factor.
    pub async fn login_token(&self, username: &str) -> String {
        self.login(username, PASSWORD).await.text("token")
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.api("GET", path).send().await
    }

    pub async fn create(&self, path: &str, body: Value) -> Answer {
        self.api("POST", path).json(&body).send().await
    }

    /// Waits until a request has arrived.
    pub async fn is_asked(&self) {
        in_time(async { while self.list("requests").await.is_empty() {} }).await;
    }

    /// A new app hook.
    pub async fn create_hook(&self, hook: &Value) -> Value {
        let answer = self
            .create("/v1/app_hooks", json!({"app_hook": hook}))
            .await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.api("PUT", path).json(&body).send().await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.api("DELETE", path).send().await
    }

    /// Switches a user off.
    pub async fn deactivate(&self, username: &str) {
        let change = json!({"user": {"state": "inactive"}});
        let answer = self.put(&format!("/v1/users/{username}"), change).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// A list of the Core API.
    pub async fn collection(&self, path: &str) -> Vec<Value> {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()["collection"].as_array().unwrap().clone()
    }

    /// The first sentence about an attribute that a call must be refused for.
    pub fn problem(answer: &Answer, attribute: &str) -> String {
        assert_eq!(answer.status, 422, "{answer:?}");
        let body = answer.json();
        assert_eq!(body["message"], "Validation failed");
        let sentence = body["errors"][attribute][0].as_str();
        sentence
            .unwrap_or_else(|| panic!("nothing about {attribute} in {body}"))
            .to_owned()
    }

    /// A control call that must succeed.
    pub async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let request = self.login_port(method, &format!("/_emulator/{path}"));
        let answer = request.json(&body).send().await;
        assert!(answer.status < 300, "{path}: {answer:?}");
        match answer.body.is_empty() {
            true => Value::Null,
            false => answer.json(),
        }
    }

    pub async fn patch_realm(&self, settings: Value) {
        self.control("PATCH", &format!("realms/{REALM}"), settings)
            .await;
    }

    /// A LoginRocket call that must be answered by `{}`.
    pub async fn done(&self, path: &str, fields: &[(&str, &str)]) {
        let answer = self.post(path, fields).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "{}"), "{path}");
    }

    /// The newest mail of the outbox.
    pub async fn newest_mail(&self) -> Value {
        let mails = self.list("outbox").await;
        mails.last().expect("a mail").clone()
    }

    /// The token of a new reset mail.
    pub async fn reset_token(&self, username: &str) -> String {
        self.done("/v1/forgot_password", &[("username", username)])
            .await;
        text_of(&self.newest_mail().await, "token")
    }

    /// The token of a new verification mail.
    pub async fn verification_token(&self, username: &str) -> String {
        let path = format!("/v1/users/{username}/request_email_verification");
        let answer = self.create(&path, json!({})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        text_of(&self.newest_mail().await, "token")
    }

    pub async fn advance(&self, seconds: i64) {
        self.control("POST", "clock", json!({"advance_seconds": seconds}))
            .await;
    }

    /// A code that would be accepted now.
    pub async fn code(&self, user: &str) -> String {
        let answer = self
            .control("GET", &format!("users/{user}/totp"), json!({}))
            .await;
        answer["code"].as_str().unwrap().to_owned()
    }

    /// A list of the control's.
    pub async fn list(&self, what: &str) -> Vec<Value> {
        let answer = self.control("GET", what, json!({})).await;
        answer["collection"].as_array().unwrap().clone()
    }
}

/// A member that must be text.
pub fn text_of(body: &Value, member: &str) -> String {
    body[member]
        .as_str()
        .unwrap_or_else(|| panic!("no text {member} in {body}"))
        .to_owned()
}

/// Header and claims of a login token, after checking its signature with a stock library.
pub fn claims(token: &str) -> Value {
    claims_of(token, JWT_KEY)
}

/// The same with another secret.
pub fn claims_of(token: &str, secret: &str) -> Value {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.validate_aud = false;
    rules.validate_exp = false;
    let key = DecodingKey::from_secret(secret.as_bytes());
    let decoded = jsonwebtoken::decode::<Value>(token, &key, &rules).expect("a genuine token");
    decoded.claims
}
