//! A client and its emulator, and what a case needs of them.

use std::cell::RefCell;
use std::sync::OnceLock;

use anyhow::{Context as _, Result, anyhow, ensure};
use authrocket_tests::http::Http;
use axum::http::Method;
use loginrocket_emulator::{Config, PasswordCost, Running};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey as _, LineEnding};
use rsa::rand_core::OsRng;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::Run;
use crate::client::{Client, Started};

pub const REALM: &str = "rl_0ClientsRealm00000001";
/// The realm of AuthRocket 2, which the bare host stands for.
pub const REALM_V2: &str = "rl_0ClientsRealmOfVersion2";
pub const ISSUER: &str = "https://authrocket.com";
pub const SECRET: &str = "jsk_SecretOfTheRealmOfTheClients-NotASecretAnywhereElse";
pub const API_KEY: &str = "ko_KeyOfTheClients-NotASecretAnywhereElse";
pub const PASSWORD: &str = "analytical engine";

/// A running client and its emulator.
pub struct World {
    client: Client,
    started: RefCell<Started>,
    emulator: Option<Running>,
    http: Http,
    runtime: Runtime,
}

/// What a library says of a token.
#[derive(Debug)]
pub enum Verdict {
    Claims(Value),
    Refused(String),
}

/// An answer that a client got.
#[derive(Debug)]
pub struct Answer {
    pub status: u64,
    pub body: Value,
}

impl World {
    pub fn start(client: Client) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let config = Config {
            login_port: 0,
            api_port: 0,
            seed: Some(seed()?),
            password_cost: PasswordCost::TestFast,
            ..Config::default()
        };
        Ok(Self {
            client,
            started: RefCell::new(Started::new(client)?),
            emulator: Some(runtime.block_on(loginrocket_emulator::start(config))?),
            http: Http::default(),
            runtime,
        })
    }

    pub fn run(&self, case: Run) -> Result<()> {
        self.control(Method::POST, "reset", &Value::Null)?;
        case(self)
    }

    /// A call of the emulator's control endpoints.
    pub fn control(&self, method: Method, path: &str, body: &Value) -> Result<Value> {
        let url = format!("http://{}/_emulator/{path}", self.emulator()?.login_addr());
        self.runtime.block_on(self.http.json(method, &url, body))
    }

    pub fn advance(&self, seconds: i64) -> Result<()> {
        let body = json!({ "advance_seconds": seconds });
        self.control(Method::POST, "clock", &body).map(drop)
    }

    pub fn set_realm(&self, settings: &Value) -> Result<()> {
        let path = format!("realms/{REALM}");
        self.control(Method::PATCH, &path, settings).map(drop)
    }

    /// A call of the LoginRocket API of one app, as a page makes it.
    pub fn login_rocket(&self, subdomain: &str, call: &str, fields: &Value) -> Result<Value> {
        let url = format!("http://{}/v1/{call}", self.emulator()?.login_addr());
        let host = format!("{subdomain}.localhost");
        let headers = [("host", host.as_str())];
        let sent = self.http.send(Method::POST, &url, &headers, fields);
        self.runtime.block_on(sent)?.json()
    }

    /// The login token of the seeded user.
    pub fn log_in(&self) -> Result<String> {
        self.log_in_at("clients")
    }

    /// The same user's, or her namesake's in another realm.
    pub fn log_in_at(&self, subdomain: &str) -> Result<String> {
        let fields = json!({ "username": "ada", "password": PASSWORD });
        let answer = self.login_rocket(subdomain, "login", &fields)?;
        let token = answer["token"].as_str();
        Ok(token
            .with_context(|| format!("no login: {answer}"))?
            .to_owned())
    }

    /// What the client's library says of a token, told the realm's secret.
    pub fn verify(&self, token: &str) -> Result<Verdict> {
        self.verify_with(token, "HS256", &json!({ "": SECRET }))
    }

    /// The same with one algorithm and keys by `kid`.
    pub fn verify_with(&self, token: &str, algorithm: &str, keys: &Value) -> Result<Verdict> {
        self.verify_by(
            token,
            json!({ "algorithm": algorithm, "keys": keys, "audience": REALM }),
        )
    }

    /// The same by the rules of AuthRocket 2, with the algorithm and where the key is from: `keys`, or a set's address as `jwks`.
    pub fn verify_v2(&self, token: &str, algorithm: &str, source: Value) -> Result<Verdict> {
        let mut rules = source;
        rules["algorithm"] = json!(algorithm);
        rules["issuer"] = json!(ISSUER);
        rules["leeway"] = json!(5);
        self.verify_by(token, rules)
    }

    fn verify_by(&self, token: &str, rules: Value) -> Result<Verdict> {
        let mut command = rules;
        command["do"] = json!("verify");
        command["library"] = json!(self.client.jwt);
        command["token"] = json!(token);
        let answer = self.ask(command)?;
        if let Some(why) = answer["refused"].as_str() {
            return Ok(Verdict::Refused(why.to_owned()));
        }
        ensure!(answer["claims"].is_object(), "neither yes nor no: {answer}");
        Ok(Verdict::Claims(answer["claims"].clone()))
    }

    pub fn verified(&self, token: &str) -> Result<Value> {
        self.verify(token)?.claims()
    }

    pub fn refused(&self, token: &str) -> Result<()> {
        self.verify(token)?.refused()
    }

    /// A call of the Core API by the client's library.
    pub fn call(&self, method: &str, path: &str, json: &Value) -> Result<Answer> {
        self.send(method, path, API_KEY, json!({ "json": json }))
    }

    pub fn get(&self, path: &str) -> Result<Answer> {
        self.call("GET", path, &Value::Null)
    }

    /// The same with a key and whatever the command names besides.
    pub fn send(&self, method: &str, path: &str, key: &str, more: Value) -> Result<Answer> {
        let mut command = more;
        command["headers"] = json!({
            "Accept": "application/json",
            "X-Authrocket-Api-Key": key,
            "X-Authrocket-Realm": REALM,
        });
        self.send_to(method, &format!("{}{path}", self.api()?), command)
    }

    /// A call of any address by the client's library, with what the command names: `headers`, and `json` or `form`.
    pub fn send_to(&self, method: &str, url: &str, more: Value) -> Result<Answer> {
        let mut command = more;
        command["do"] = json!("call");
        command["library"] = json!(self.client.http);
        command["method"] = json!(method);
        command["url"] = json!(url);
        Answer::from(&self.ask(command)?)
    }

    /// A text as a segment of a path, by the language's own means.
    pub fn escaped(&self, text: &str) -> Result<String> {
        let answer = self.ask(json!({ "do": "escape", "text": text }))?;
        Ok(answer["text"].as_str().context("no text")?.to_owned())
    }

    pub fn ask(&self, command: Value) -> Result<Value> {
        self.started.borrow_mut().ask(&command)
    }

    /// `AUTHROCKET_URL`.
    pub fn api(&self) -> Result<String> {
        Ok(format!("http://{}/v1/", self.emulator()?.api_addr()))
    }

    /// `AUTHROCKET_URL` of AuthRocket 2.
    pub fn api_v2(&self) -> Result<String> {
        Ok(format!("http://{}/v2/", self.emulator()?.api_addr()))
    }

    /// `LOGINROCKET_URL` of AuthRocket 2.
    pub fn login_rocket_v2(&self) -> Result<String> {
        Ok(format!("http://{}/", self.emulator()?.login_addr()))
    }

    fn emulator(&self) -> Result<&Running> {
        self.emulator.as_ref().context("the emulator has stopped")
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(emulator) = self.emulator.take() {
            self.runtime.block_on(emulator.stop());
        }
    }
}

impl Verdict {
    pub fn claims(self) -> Result<Value> {
        match self {
            Self::Claims(claims) => Ok(claims),
            Self::Refused(why) => anyhow::bail!("a good token was refused: {why}"),
        }
    }

    pub fn refused(self) -> Result<()> {
        match self {
            Self::Refused(_) => Ok(()),
            Self::Claims(claims) => anyhow::bail!("a bad token was taken: {claims}"),
        }
    }
}

impl Answer {
    pub fn from(answer: &Value) -> Result<Self> {
        let status = answer["status"].as_u64();
        Ok(Self {
            status: status.with_context(|| format!("no status: {answer}"))?,
            body: answer["body"].clone(),
        })
    }

    /// The body, if this is the status.
    pub fn with(self, status: u64) -> Result<Value> {
        ensure!(self.status == status, "{status} expected: {self:?}");
        Ok(self.body)
    }
}

// The two realms have one secret, which must not happen; `aud` tells them apart all the same.
fn seed() -> Result<Value> {
    let private_key = private_key(0)?;
    let realm = |id: &str, subdomain: &str| {
        json!({
            "id": id, "name": subdomain, "jwt_key": SECRET, "jwt_private_key": private_key,
            "apps": [{ "name": subdomain, "subdomain": subdomain,
                "login_handler": "http://localhost:9/login" }],
            "users": [{ "username": "ada", "email": "ada@example.test", "password": PASSWORD,
                "first_name": "Žofie", "last_name": "O'Néill-京" }],
        })
    };
    let of_version_2 = json!({
        "api": 2, "id": REALM_V2, "name": "Clients 2", "subdomain": "clients", "jwt_private_key": private_key,
        "client_apps": [{ "name": "Clients 2", "default": true, "redirect_uris": ["http://localhost:9/login"] }],
        "orgs": [{ "id": "org_0Engines00000000000001", "name": "Engines" }],
        "users": [{ "email": "ada@example.test", "password": PASSWORD, "first_name": "Žofie", "last_name": "O'Néill-京",
            "memberships": [{ "org_id": "org_0Engines00000000000001", "permissions": ["ar:owner"] }] }],
    });
    let another = realm("rl_0AnotherRealm000000001", "another");
    Ok(json!({
        "api_keys": [{ "key": API_KEY }],
        "realms": [realm(REALM, "clients"), another, of_version_2],
    }))
}

/// One of two private keys in PEM; they are made once, since that takes a second.
pub fn private_key(index: usize) -> Result<String> {
    static KEYS: OnceLock<Result<[String; 2], String>> = OnceLock::new();
    let make = || -> Result<String> {
        let key = RsaPrivateKey::new(&mut OsRng, 2048)?;
        Ok(key.to_pkcs8_pem(LineEnding::LF)?.to_string())
    };
    let keys = KEYS.get_or_init(|| {
        let both = || Ok([make()?, make()?]);
        both().map_err(|error: anyhow::Error| format!("{error:#}"))
    });
    let keys = keys.as_ref().map_err(|error| anyhow!("{error}"))?;
    Ok(keys.get(index).context("no such key")?.clone())
}
