//! An emulator with a realm of version 2, and short ways to call its LR API and the Core API v2.

use std::sync::LazyLock;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use loginrocket_emulator::Config;
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use rsa::rand_core::OsRng;
use serde_json::{Value, json};

use crate::client::{Answer, Request};
use crate::fixture::{Emulator, PASSWORD, TOTP_SECRET, config, lay, text_of};

pub const REALM: &str = "rl_two";
pub const HOST: &str = "two.e2.localhost:4101";
pub const CORE_KEY: &str = "ks_test-key";
pub const ORIGIN: &str = "http://app.example.test:4000";

/// Made once, since making one takes a while.
static PRIVATE_KEY: LazyLock<String> = LazyLock::new(|| {
    let key = RsaPrivateKey::new(&mut OsRng, 2048).unwrap();
    key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
});

/// The realm of version 2 with `settings` laid over it: ada (in Engines), grace (a second factor), and two orgs.
pub fn seed(settings: &Value) -> Value {
    let mut realm = json!({
        "id": REALM,
        "api": 2,
        "name": "Two",
        "subdomain": "two",
        "jwt_private_key": *PRIVATE_KEY,
        "allowed_origins": [ORIGIN],
        "client_apps": [{"id": "cap_two", "name": "Two", "default": true,
            "redirect_uris": ["http://app.example.test:4000/in"]}],
        "orgs": [
            {"id": "org_engines", "name": "Engines", "reference": "e-1"},
            {"id": "org_looms", "name": "Looms"}
        ],
        "users": [
            {"id": "usr_ada", "username": "ada", "email": "ada@example.test", "password": PASSWORD,
             "first_name": "Ada", "last_name": "L",
             "memberships": [{"id": "mb_ada", "org_id": "org_engines", "permissions": ["ar:owner"]}]},
            {"id": "usr_grace", "email": "grace@example.test", "password": PASSWORD,
             "totp_secret": TOTP_SECRET}
        ]
    });
    lay(&mut realm, settings);
    json!({"api_keys": [{"key": CORE_KEY}], "realms": [realm]})
}

/// Settings for a realm where ada is in both orgs, and chooses.
pub fn two_accounts() -> Value {
    json!({"org_mode": "multi_user", "users": [
        {"id": "usr_ada", "email": "ada@example.test", "password": PASSWORD,
         "memberships": [{"org_id": "org_engines"}, {"org_id": "org_looms"}]}
    ]})
}

impl Emulator {
    pub async fn v2() -> Self {
        Self::v2_with(json!({})).await
    }

    pub async fn v2_with(settings: Value) -> Self {
        let config = Config {
            keys_ahead: false,
            ..config(seed(&settings))
        };
        Self {
            running: loginrocket_emulator::start(config).await.expect("starts"),
        }
    }

    /// A call of the LR API v2.
    pub fn lr(&self, method: &str, path: &str) -> Request {
        self.login_port(method, path).header("host", HOST)
    }

    pub async fn lr_post(&self, path: &str, body: Value) -> Answer {
        self.lr("POST", path).json(&body).send().await
    }

    /// Logs in; the body of the answer.
    pub async fn lr_login(&self, email: &str) -> Value {
        let body = json!({"email": email, "password": PASSWORD});
        let answer = self.lr_post("/v2/login", body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    pub async fn lr_session(&self, fields: &[(&str, &str)]) -> Answer {
        self.lr("GET", "/v2/session").query(fields).send().await
    }

    pub async fn patch_v2(&self, settings: Value) {
        self.control("PATCH", &format!("realms/{REALM}"), settings)
            .await;
    }

    /// A call of the Core API v2, with key and realm.
    pub fn core(&self, method: &str, path: &str) -> Request {
        Request::new(self.running.api_addr(), method, path)
            .header("authrocket-api-key", CORE_KEY)
            .header("authrocket-realm", REALM)
    }

    pub async fn core_send(&self, method: &str, path: &str, body: Value) -> Answer {
        self.core(method, path).json(&body).send().await
    }

    /// A read of the Core API v2 that must succeed.
    pub async fn core_get(&self, path: &str) -> Value {
        done(&self.core("GET", path).send().await)
    }

    /// A list of the Core API v2.
    pub async fn core_list(&self, path: &str) -> Vec<Value> {
        let body = self.core_get(path).await;
        assert!(body["more_results"].is_boolean(), "{body}");
        body["collection"].as_array().unwrap().clone()
    }

    /// A record that must be made.
    pub async fn core_create(&self, path: &str, body: Value) -> Value {
        let answer = self.core_send("POST", path, body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()
    }

    /// A record that must go.
    pub async fn core_delete(&self, path: &str) {
        let answer = self.core("DELETE", path).send().await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""), "{path}");
    }

    /// Types of the realm's events, oldest first.
    pub async fn event_types(&self) -> Vec<String> {
        let events = self.core_list("/v2/events?direction=asc").await;
        events
            .iter()
            .map(|event| text_of(event, "event_type"))
            .collect()
    }

    /// The token of the newest mail.
    pub async fn mailed(&self) -> String {
        text_of(&self.newest_mail().await, "token")
    }
}

/// The body of an answer to a call that is done.
pub fn done(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// The sentences of a refused call, after a look at the body's form (V8, V13).
pub fn refused(answer: &Answer, status: u16) -> Vec<String> {
    assert_eq!(answer.status, status, "{answer:?}");
    let body = answer.json();
    assert_eq!(body.as_object().unwrap().len(), 3, "{body}");
    assert_eq!(body["result"], "error");
    let errors: Vec<String> = serde_json::from_value(body["errors"].clone()).unwrap();
    assert!(!errors.is_empty());
    assert_eq!(body["error"], errors.join(" "));
    errors
}

/// Header and claims of a login token, its signature checked with a stock library and a key of the key set.
pub async fn claims(emulator: &Emulator, token: &str) -> Value {
    let set = done(&emulator.lr("GET", "/connect/jwks").send().await);
    let header = jsonwebtoken::decode_header(token).unwrap();
    assert_eq!(header.alg, Algorithm::RS256);
    let keys = set["keys"].as_array().unwrap();
    let key = keys
        .iter()
        .find(|key| key["kid"] == json!(header.kid))
        .expect("the token's key");
    let key =
        DecodingKey::from_rsa_components(key["n"].as_str().unwrap(), key["e"].as_str().unwrap());
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_exp = false;
    rules.set_issuer(&["https://authrocket.com"]);
    jsonwebtoken::decode::<Value>(token, &key.unwrap(), &rules)
        .expect("a genuine token")
        .claims
}

/// The sentences of a refused call of the Core API v2, whose body holds nothing else.
pub fn errors(answer: &Answer, status: u16) -> Vec<String> {
    assert_eq!(answer.status, status, "{answer:?}");
    let body = answer.json();
    assert_eq!(body.as_object().unwrap().len(), 1, "{body}");
    let errors: Vec<String> = serde_json::from_value(body["errors"].clone()).unwrap();
    assert!(!errors.is_empty());
    errors
}
