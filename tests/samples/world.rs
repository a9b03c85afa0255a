//! A sample and its emulator, and what a case needs of them.

use std::net::TcpListener;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use authrocket_tests::http::Http;
use authrocket_tests::wait::until;
use axum::http::Method;
use loginrocket_emulator::{Config, PasswordCost, Running, seed_from_text};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey as _, LineEnding};
use rsa::rand_core::OsRng;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::Run;
use crate::sample::{Sample, Setting, Started};
use crate::visitor::Visitor;

const SEED: &str = include_str!("../../docs/app-servers/seed.json");
const SEED_V2: &str = include_str!("../../docs/app-servers/seed-v2.json");

/// What the realm's AuthRocket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// AuthRocket 1.
    V1,
    /// AuthRocket 2.
    V2,
}

impl Version {
    pub const BOTH: [Self; 2] = [Self::V1, Self::V2];

    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }
}

/// How the sample is told to verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verify {
    /// By asking the Core API.
    Managed,
    /// By the JWT's signature.
    Local,
}

impl Verify {
    pub const BOTH: [Self; 2] = [Self::Managed, Self::Local];

    pub fn name(self) -> &'static str {
        match self {
            Self::Managed => "managed",
            Self::Local => "local",
        }
    }
}

/// A running sample and its emulator.
pub struct World {
    pub version: Version,
    pub verify: Verify,
    pub realm: String,
    pub api_key: String,
    /// The realm's secret; empty in AuthRocket 2.
    pub secret: String,
    pub http: Http,
    /// `http://localhost:<port>` of the sample.
    pub origin: String,
    emulator: Option<Running>,
    sample: Option<Started>,
    runtime: Runtime,
}

impl World {
    pub fn start(sample: Sample, version: Version, verify: Verify) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let port = free_port()?;
        let origin = format!("http://localhost:{port}");
        let seed = match version {
            Version::V1 => SEED,
            Version::V2 => SEED_V2,
        };
        let mut seed = seed_from_text(seed, &[("APP".to_owned(), origin.clone())])?;
        if version == Version::V2 {
            seed["realms"][0]["jwt_private_key"] = json!(private_key(0)?);
        }
        let text = |pointer: &str| {
            let value = seed.pointer(pointer).and_then(Value::as_str);
            value
                .map(str::to_owned)
                .with_context(|| format!("the seed lacks {pointer}"))
        };
        let realm = text("/realms/0/id")?;
        let secret = text("/realms/0/jwt_key").unwrap_or_default();
        let api_key = text("/api_keys/0/key")?;
        let config = Config {
            login_port: 0,
            api_port: 0,
            seed: Some(seed),
            password_cost: PasswordCost::TestFast,
            ..Config::default()
        };
        let emulator = runtime.block_on(loginrocket_emulator::start(config))?;
        let settings: Vec<Setting> = vec![
            ("PORT", port.to_string()),
            (
                "LOGINROCKET_URL",
                format!("http://{}/", emulator.login_addr()),
            ),
            (
                "AUTHROCKET_URL",
                format!("http://{}/{}/", emulator.api_addr(), version.name()),
            ),
            ("AUTHROCKET_API_KEY", api_key.clone()),
            ("AUTHROCKET_REALM", realm.clone()),
            ("AUTHROCKET_JWT_SECRET", secret.clone()),
            ("AUTHROCKET_VERIFY", verify.name().to_owned()),
            ("SESSION_SECRET", "0123456789abcdef".repeat(8)),
        ];
        let started = sample.start(&settings, &runtime)?;
        let world = Self {
            version,
            verify,
            realm,
            api_key,
            secret,
            http: Http::default(),
            origin,
            emulator: Some(emulator),
            sample: Some(started),
            runtime,
        };
        let ready = world
            .runtime
            .block_on(until("the sample to answer", async || {
                Ok(Some(world.visitor()?.get("/login").await?))
            }));
        ready.with_context(|| world.last_output())?;
        Ok(world)
    }

    pub fn run(&self, case: Run) -> Result<()> {
        self.runtime.block_on(async {
            self.emulator(Method::POST, "reset", Value::Null).await?;
            case(self).await
        })
    }

    /// A browser that knows nothing.
    pub fn visitor(&self) -> Result<Visitor> {
        Visitor::new(&self.origin)
    }

    pub fn last_output(&self) -> String {
        self.sample
            .as_ref()
            .map(Started::last_output)
            .unwrap_or_default()
    }

    /// A call of the emulator's control endpoints.
    pub async fn emulator(&self, method: Method, path: &str, body: Value) -> Result<Value> {
        let url = format!("{}/_emulator/{path}", self.login_origin()?);
        self.http.json(method, &url, &body).await
    }

    /// A call of the LoginRocket API, as the library in the page makes it.
    pub async fn login_rocket(&self, call: &str, fields: Value) -> Result<Value> {
        let url = format!("{}/{}/{call}", self.login_origin()?, self.version.name());
        self.http.json(Method::POST, &url, &fields).await
    }

    /// A call of the Core API that must succeed.
    pub async fn core(&self, method: Method, path: &str, body: &Value) -> Result<Value> {
        let emulator = self.emulator.as_ref().context("the emulator has stopped")?;
        let url = format!(
            "http://{}/{}/{path}",
            emulator.api_addr(),
            self.version.name()
        );
        let key = format!("Bearer {},{}", self.api_key, self.realm);
        let headers = [("authorization", key.as_str())];
        let answer = self.http.send(method, &url, &headers, body).await?;
        ensure!(answer.status.is_success(), "{path}: {}", answer.text);
        answer.json()
    }

    /// What a login of the seeded user brings: `token` and `url`.
    pub async fn log_in(&self) -> Result<Login> {
        if self.version == Version::V2 {
            let fields = json!({ "email": "ada", "password": "analytical engine" });
            return Login::from_answer_v2(&self.login_rocket("login", fields).await?);
        }
        let fields = json!({ "username": "ada", "password": "analytical engine" });
        Login::from_answer(&self.login_rocket("login", fields).await?)
    }

    /// What a signup of a new user brings: a signup token and the signup handler.
    pub async fn sign_up(&self, name: &str) -> Result<Login> {
        let fields = json!({
            "username": name, "email": format!("{name}@example.test"), "password": "compiler of the first hour",
            "password_confirmation": "compiler of the first hour", "first_name": name,
        });
        Login::from_answer(&self.login_rocket("signup", fields).await?)
    }

    /// A login at another Connected App of the emulator; its host picks it.
    pub async fn log_in_at(&self, host: &str, fields: &Value) -> Result<Value> {
        let url = format!("{}/{}/login", self.login_origin()?, self.version.name());
        let answer = self
            .http
            .send(Method::POST, &url, &[("host", host)], fields)
            .await?;
        answer.json()
    }

    fn login_origin(&self) -> Result<String> {
        let emulator = self.emulator.as_ref().context("the emulator has stopped")?;
        Ok(format!("http://{}", emulator.login_addr()))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.sample.take();
        if let Some(emulator) = self.emulator.take() {
            self.runtime.block_on(emulator.stop());
        }
    }
}

/// What the LoginRocket API gave the page.
pub struct Login {
    pub token: String,
    /// Path and query of `url`.
    pub path: String,
}

impl Login {
    fn from_answer(answer: &Value) -> Result<Self> {
        let (Some(token), Some(url)) = (answer["token"].as_str(), answer["url"].as_str()) else {
            bail!("no token: {answer}");
        };
        let path = url.splitn(4, '/').nth(3).context("a url without a path")?;
        Ok(Self {
            token: token.to_owned(),
            path: format!("/{path}"),
        })
    }

    // There the answer has no address: the page's own setting says where the token goes.
    fn from_answer_v2(answer: &Value) -> Result<Self> {
        let token = answer["token"].as_str();
        let token = token.with_context(|| format!("no token: {answer}"))?;
        Ok(Self {
            token: token.to_owned(),
            path: format!("/login?token={token}"),
        })
    }
}

/// One of two private keys in PEM; they are made once, since that takes a second. The first is that of the realm of AuthRocket 2.
pub fn private_key(index: usize) -> Result<String> {
    static KEYS: OnceLock<Result<[String; 2], String>> = OnceLock::new();
    let make = || -> Result<String> {
        let key = RsaPrivateKey::new(&mut OsRng, 2048)?;
        Ok(key.to_pkcs8_pem(LineEnding::LF)?.to_string())
    };
    let both = || Ok([make()?, make()?]);
    let made = KEYS.get_or_init(|| both().map_err(|error: anyhow::Error| format!("{error:#}")));
    let keys = made.as_ref().map_err(|error| anyhow!("{error}"))?;
    Ok(keys.get(index).context("no such key")?.clone())
}

/// A port below those that the system gives to whoever asks for any, so that nobody gets it before the sample has started.
fn free_port() -> Result<u16> {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    // Each test run begins elsewhere.
    let first = 20_000 + std::process::id() % 400 * 20;
    for _ in 0..1000 {
        let port = u16::try_from(first + ASKED.fetch_add(1, Ordering::Relaxed))?;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port is free")
}
