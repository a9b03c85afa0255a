//! A sample and its emulator, and what a case needs of them.

use std::net::TcpListener;

use anyhow::{Context as _, Result, bail};
use authrocket_tests::http::Http;
use authrocket_tests::wait::until;
use axum::http::Method;
use loginrocket_emulator::{Config, PasswordCost, Running, seed_from_text};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::Run;
use crate::sample::{Sample, Setting, Started};
use crate::visitor::Visitor;

const SEED: &str = include_str!("../../docs/app-servers/seed.json");

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
    pub verify: Verify,
    pub secret: String,
    pub http: Http,
    /// `http://localhost:<port>` of the sample.
    pub origin: String,
    emulator: Option<Running>,
    sample: Option<Started>,
    runtime: Runtime,
}

impl World {
    pub fn start(sample: Sample, verify: Verify) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let port = free_port()?;
        let origin = format!("http://localhost:{port}");
        let seed = seed_from_text(SEED, &[("APP".to_owned(), origin.clone())])?;
        let text = |pointer: &str| {
            let value = seed.pointer(pointer).and_then(Value::as_str);
            value
                .map(str::to_owned)
                .with_context(|| format!("the seed lacks {pointer}"))
        };
        let realm = text("/realms/0/id")?;
        let secret = text("/realms/0/jwt_key")?;
        let key = text("/api_keys/0/key")?;
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
                format!("http://{}/v1/", emulator.api_addr()),
            ),
            ("AUTHROCKET_API_KEY", key),
            ("AUTHROCKET_REALM", realm),
            ("AUTHROCKET_JWT_SECRET", secret.clone()),
            ("AUTHROCKET_VERIFY", verify.name().to_owned()),
            ("SESSION_SECRET", "0123456789abcdef".repeat(8)),
        ];
        let started = sample.start(&settings, &runtime)?;
        let world = Self {
            verify,
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
        let url = format!("{}/v1/{call}", self.login_origin()?);
        self.http.json(Method::POST, &url, &fields).await
    }

    /// What a login of the seeded user brings: `token` and `url`.
    pub async fn log_in(&self) -> Result<Login> {
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
        let url = format!("{}/v1/login", self.login_origin()?);
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
}

/// Free when asked; the sample takes it right after.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
