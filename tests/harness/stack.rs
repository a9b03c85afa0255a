//! The whole product in this process, once for each browser: the emulator and the demo app, on ports of their own.
//!
//! Whatever the app's server gets is recorded in front of it. The emulator can be stopped and started again on the same
//! ports, as an outage. Tested by `tests/e2e`.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context as _, Result, anyhow, ensure};
use authrocket_demo::Config as AppConfig;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use loginrocket_emulator::{Config, PasswordCost, Running};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::browsers::root;
use crate::http::Http;
use crate::log;
use crate::record::Recorder;
use crate::serve::Server;
use crate::wait;

/// The emulator and the demo app of one browser.
pub struct Stack {
    /// What the app's server got.
    pub app: Recorder,
    emulator: Option<Running>,
    seed: Value,
    login_port: u16,
    api_port: u16,
    app_port: u16,
    router: Arc<RwLock<Router>>,
    scripts: Arc<AtomicU8>,
    /// Seconds that the app's clock is ahead of the machine's.
    ahead: Arc<AtomicU64>,
    http: Http,
    _server: Server,
}

impl Stack {
    /// Starts both.
    ///
    /// # Errors
    /// When one does not start.
    pub async fn start() -> Result<Self> {
        log::keep();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let app_port = listener.local_addr()?.port();
        let text = std::fs::read_to_string(root().join("www/seed.json"))
            .context("reading www/seed.json")?;
        let variables = [("APP".to_owned(), format!("http://localhost:{app_port}"))];
        let seed = loginrocket_emulator::seed_from_text(&text, &variables)
            .map_err(|error| anyhow!("{error}"))?;
        let emulator = start_emulator(&seed, 0, 0).await?;
        let router = Arc::new(RwLock::new(Router::new()));
        let (app, scripts) = (Recorder::default(), Arc::new(AtomicU8::new(SERVED)));
        let server = Server::on(listener, in_front(&app, &router, &scripts))?;
        let stack = Self {
            login_port: emulator.login_addr().port(),
            api_port: emulator.api_addr().port(),
            emulator: Some(emulator),
            seed,
            app,
            app_port,
            router,
            scripts,
            ahead: Arc::default(),
            http: Http::default(),
            _server: server,
        };
        stack.fresh_app()?;
        Ok(stack)
    }

    /// Brings back the first state: seeded users, no faults, no sessions, nothing recorded.
    ///
    /// # Errors
    /// When the emulator cannot be reset.
    pub async fn reset(&mut self) -> Result<()> {
        self.start_login_rocket().await?;
        self.control(Method::POST, "/reset", &Value::Null).await?;
        self.control(Method::DELETE, "/faults", &Value::Null)
            .await?;
        self.control(Method::DELETE, "/requests", &Value::Null)
            .await?;
        self.scripts.store(SERVED, Ordering::SeqCst);
        self.ahead.store(0, Ordering::SeqCst);
        self.fresh_app()?;
        self.app.clear();
        Ok(())
    }

    /// Replaces the app by one that knows no visitor, with its settings as at the start.
    fn fresh_app(&self) -> Result<()> {
        let (ahead, now) = (
            Arc::clone(&self.ahead),
            authrocket_demo::config::system_clock(),
        );
        let config = AppConfig {
            clock: Arc::new(move || now() + ahead.load(Ordering::SeqCst)),
            login_url: self.login_url("").parse()?,
            api_url: self.api_url("").parse()?,
            bundle: root().join("pkg"),
            site: root().join("www"),
            jquery: root().join("node_modules/jquery/dist/jquery.min.js"),
            ..AppConfig::default()
        };
        config.check()?;
        *self.router.write().unwrap_or_else(PoisonError::into_inner) = authrocket_demo::app(config);
        Ok(())
    }

    /// An address of the demo app.
    #[must_use]
    pub fn app_url(&self, path: &str) -> String {
        format!(
            "http://localhost:{}/{}",
            self.app_port,
            path.trim_start_matches('/')
        )
    }

    /// An address on the LoginRocket port, as the default app's pages reach it.
    #[must_use]
    pub fn login_url(&self, path: &str) -> String {
        format!(
            "http://localhost:{}/{}",
            self.login_port,
            path.trim_start_matches('/')
        )
    }

    /// An address of the Core API, below `/v1/`.
    #[must_use]
    pub fn api_url(&self, path: &str) -> String {
        format!(
            "http://127.0.0.1:{}/v1/{}",
            self.api_port,
            path.trim_start_matches('/')
        )
    }

    /// A client for all of them.
    #[must_use]
    pub const fn http(&self) -> &Http {
        &self.http
    }

    /// Asks the emulator's control, below `/_emulator`.
    ///
    /// # Errors
    /// When it does not answer with success.
    pub async fn control(&self, method: Method, path: &str, body: &Value) -> Result<Value> {
        let url = format!("http://127.0.0.1:{}/_emulator{path}", self.login_port);
        self.http.json(method, &url, body).await
    }

    /// Makes the emulator answer a path with a fault.
    ///
    /// # Errors
    /// When the emulator does not take it.
    pub async fn fault(&self, fault: Value) -> Result<()> {
        self.control(Method::POST, "/faults", &fault)
            .await
            .map(|_| ())
    }

    /// The current TOTP code of a user in the demo's first realm.
    ///
    /// # Errors
    /// When the user has none.
    pub async fn code(&self, username: &str) -> Result<String> {
        let realm = self.seed["realms"][0]["id"].as_str().unwrap_or_default();
        let answer = self
            .control(
                Method::GET,
                &format!("/users/{username}/totp?realm_id={realm}"),
                &Value::Null,
            )
            .await?;
        Ok(answer["code"].as_str().context("no code")?.to_owned())
    }

    /// The requests that LoginRocket got at a path, oldest first, preflights left out.
    ///
    /// # Errors
    /// When the emulator does not say.
    pub async fn requests(&self, path: &str) -> Result<Vec<Value>> {
        let all = self.control(Method::GET, "/requests", &Value::Null).await?;
        let list = all["collection"]
            .as_array()
            .cloned()
            .context("no collection")?;
        Ok(list
            .into_iter()
            .filter(|each| each["path"] == path && each["method"] != "OPTIONS")
            .collect())
    }

    /// Waits for a mail to an address in the emulator's outbox, and answers the newest.
    ///
    /// # Errors
    /// When none comes.
    pub async fn mail(&self, to: &str) -> Result<Value> {
        let found = wait::until(format!("a mail to {to}"), async || {
            let path = format!("/outbox?to={to}");
            let all = self.control(Method::GET, &path, &Value::Null).await?;
            let list = all["collection"].as_array().context("no collection")?;
            Ok(list.last().cloned())
        });
        found.await
    }

    /// Whether the Core API still knows a session, asked by its login token or id.
    ///
    /// # Errors
    /// When the answer is neither yes nor no.
    pub async fn session_lives(&self, token: &str) -> Result<bool> {
        let key = self.seed["api_keys"][0]["key"].as_str().unwrap_or_default();
        let realm = self.seed["realms"][0]["id"].as_str().unwrap_or_default();
        let headers = [("x-authrocket-api-key", key), ("x-authrocket-realm", realm)];
        let url = self.api_url(&format!("sessions/{token}"));
        let answer = self
            .http
            .send(Method::GET, &url, &headers, &Value::Null)
            .await?;
        ensure!(
            matches!(answer.status.as_u16(), 200 | 404),
            "{}: {}",
            answer.status,
            answer.text
        );
        Ok(answer.status == 200)
    }

    /// Ends LoginRocket and the Core API, with every open connection.
    pub async fn stop_login_rocket(&mut self) {
        if let Some(running) = self.emulator.take() {
            running.stop().await;
        }
    }

    /// Starts them again on the same ports, with the seeded users; nothing happens when they run.
    ///
    /// # Errors
    /// When they do not start.
    pub async fn start_login_rocket(&mut self) -> Result<()> {
        if self.emulator.is_none() {
            self.emulator = Some(start_emulator(&self.seed, self.login_port, self.api_port).await?);
        }
        Ok(())
    }

    /// Lets time pass, for LoginRocket, the Core API and the app alike.
    ///
    /// # Errors
    /// When the emulator does not take it.
    pub async fn pass_time(&self, seconds: u64) -> Result<()> {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
        self.control(Method::POST, "/clock", &json!({"advance_seconds": seconds}))
            .await
            .map(|_| ())
    }

    /// Forbids all scripts on the app's pages by a policy, as some visitors' browsers do.
    pub fn block_scripts(&self) {
        self.scripts.store(BLOCKED, Ordering::SeqCst);
    }

    /// Lets the app lose its scripts: the pages come, the scripts are not found.
    pub fn lose_scripts(&self) {
        self.scripts.store(LOST, Ordering::SeqCst);
    }
}

/// How the app's scripts reach the browser: as the app sends them,
const SERVED: u8 = 0;
/// forbidden by a policy,
const BLOCKED: u8 = 1;
/// or not at all.
const LOST: u8 = 2;

async fn start_emulator(seed: &Value, login_port: u16, api_port: u16) -> Result<Running> {
    let config = Config {
        login_port,
        api_port,
        seed: Some(seed.clone()),
        password_cost: PasswordCost::TestFast,
        keys_ahead: false,
        ..Config::default()
    };
    loginrocket_emulator::start(config)
        .await
        .map_err(|error| anyhow!("the emulator did not start: {error}"))
}

/// The recorder and the switch for scripts, around whatever app is the current one.
fn in_front(recorder: &Recorder, current: &Arc<RwLock<Router>>, scripts: &Arc<AtomicU8>) -> Router {
    let current = Arc::clone(current);
    let app = Router::new().fallback(move |request: Request| {
        let app = current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        async move { app.oneshot(request).await.into_response() }
    });
    let app = app.layer(middleware::from_fn_with_state(
        Arc::clone(scripts),
        change_scripts,
    ));
    recorder.in_front_of(app)
}

async fn change_scripts(
    State(scripts): State<Arc<AtomicU8>>,
    request: Request,
    next: Next,
) -> Response {
    let scripts = scripts.load(Ordering::SeqCst);
    if scripts == LOST && request.uri().path().ends_with(".js") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = next.run(request).await;
    if scripts == BLOCKED {
        let policy = HeaderValue::from_static("script-src 'none'");
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// A fault that closes connections without an answer.
#[must_use]
pub fn dropped(path: &str) -> Value {
    json!({"path": path, "fault": "drop", "port": "login"})
}
