//! A LoginRocket instance with answers that a test sets, for the tests of the browser adapters.
//!
//! Unlike the emulator it knows no users and keeps no rules: a test says how the next requests are answered
//! (a rule, or a user name `fake-<answer>`) and reads what was sent. It runs on two origins, so that a redirect to
//! another host can be seen. Used from pages through `tests/browser/harness.js`; tested by `tests/browser/fake.test.js`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use http_body_util::BodyExt as _;
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use crate::fake_answers::{Answer, Asked};

/// How requests that match are answered, until `times` are used up. The newest rule that matches wins.
#[derive(Clone, Debug)]
struct Rule {
    path: Option<String>,
    method: Option<String>,
    username: Option<String>,
    answer: Value,
    times: Option<u64>,
}

/// What one fake instance holds, on both its origins.
#[derive(Default)]
struct Held {
    rules: Vec<Rule>,
    log: Vec<Value>,
}

/// The fake instance; cheap to copy, all copies are one.
#[derive(Clone)]
pub struct Fake {
    held: Arc<Mutex<Held>>,
    /// Counts releases and resets; a held answer goes on when it changes.
    released: watch::Sender<u64>,
    /// The origin a `redirect` answer points to.
    other: Arc<Mutex<String>>,
    /// The connections of the other origin, which no test asks for anything else.
    connections: Arc<Mutex<Arc<AtomicUsize>>>,
}

impl Default for Fake {
    fn default() -> Self {
        Self {
            held: Arc::default(),
            released: watch::channel(0).0,
            other: Arc::default(),
            connections: Arc::default(),
        }
    }
}

impl Fake {
    /// The router of one origin; `server` names it in the log.
    pub fn router(&self, server: &'static str) -> Router {
        Router::new()
            .route("/_fake/set", post(set))
            .route("/_fake/reset", post(reset))
            .route("/_fake/release", post(release))
            .route("/_fake/log", get(log))
            .route("/_fake/connections", get(connections))
            .fallback(any(move |state: State<Self>, request: Request| {
                answer(server, state, request)
            }))
            .with_state(self.clone())
    }

    /// Says where a `redirect` answer leads.
    pub fn set_other(&self, origin: String) {
        *self.other.lock().unwrap_or_else(PoisonError::into_inner) = origin;
    }

    /// Says where the connections of the other origin are counted.
    pub fn count(&self, connections: Arc<AtomicUsize>) {
        *self
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = connections;
    }

    /// The requests so far, oldest first.
    #[must_use]
    pub fn log(&self) -> Vec<Value> {
        self.held().log.clone()
    }

    /// Forgets rules and requests, and lets held answers go.
    pub fn reset(&self) {
        *self.held() = Held::default();
        self.release();
    }

    /// Lets held answers go.
    pub fn release(&self) {
        self.released.send_modify(|count| *count += 1);
    }

    /// Changes when held answers may go.
    pub(crate) fn released(&self) -> watch::Receiver<u64> {
        self.released.subscribe()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How the app's server is to answer: only a rule that names its path is meant for it.
    pub async fn for_app(&self, parts: &Parts, body: &Bytes) -> Option<Response> {
        let mut released = self.released.subscribe();
        let asked = Asked::new(parts, body, None);
        let wanted = self.ruled(&asked, |rule| rule.path.is_some())?;
        Some(match Answer::read(&wanted, &asked) {
            Ok(answer) => answer.given(&mut released).await,
            Err(problem) => open(StatusCode::NOT_IMPLEMENTED, &problem),
        })
    }

    /// The answer the newest matching rule asks for, using one of its times.
    fn ruled(&self, asked: &Asked, meant: impl Fn(&Rule) -> bool) -> Option<Value> {
        let mut held = self.held();
        let index = held
            .rules
            .iter()
            .rposition(|rule| meant(rule) && matches(rule, asked))?;
        let rule = &mut held.rules[index];
        let answer = rule.answer.clone();
        if let Some(times) = &mut rule.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                held.rules.remove(index);
            }
        }
        Some(answer)
    }
}

fn matches(rule: &Rule, asked: &Asked) -> bool {
    let same = |wanted: &Option<String>, given: &str| {
        wanted.as_deref().is_none_or(|wanted| wanted == given)
    };
    let preflight = asked.method == Method::OPTIONS && rule.method.is_none();
    !preflight
        && same(&rule.path, &asked.path)
        && same(&rule.method, asked.method.as_str())
        && same(
            &rule.username,
            asked.username.as_deref().unwrap_or_default(),
        )
}

async fn set(State(fake): State<Fake>, body: Bytes) -> Response {
    let Ok(Value::Object(mut wanted)) = serde_json::from_slice::<Value>(&body) else {
        return open(StatusCode::BAD_REQUEST, "a JSON object is wanted");
    };
    let mut text = |name: &str| {
        wanted
            .remove(name)
            .and_then(|value| value.as_str().map(str::to_owned))
    };
    let (path, method, username) = (text("path"), text("method"), text("username"));
    let times = wanted.remove("times").and_then(|value| value.as_u64());
    let answer = wanted.remove("answer").unwrap_or_default();
    if let Some(name) = wanted.keys().next() {
        return open(StatusCode::BAD_REQUEST, &format!("unknown member {name}"));
    }
    if let Err(problem) = Answer::read(&answer, &Asked::default()) {
        return open(StatusCode::BAD_REQUEST, &problem);
    }
    fake.held().rules.push(Rule {
        path,
        method,
        username,
        answer,
        times,
    });
    open(StatusCode::NO_CONTENT, "")
}

async fn reset(State(fake): State<Fake>) -> Response {
    fake.reset();
    open(StatusCode::NO_CONTENT, "")
}

async fn release(State(fake): State<Fake>) -> Response {
    fake.release();
    open(StatusCode::NO_CONTENT, "")
}

async fn connections(State(fake): State<Fake>) -> Response {
    let counter = fake
        .connections
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let count = counter.load(Ordering::Relaxed);
    ([("access-control-allow-origin", "*")], Json(count)).into_response()
}

async fn log(State(fake): State<Fake>) -> Response {
    ([("access-control-allow-origin", "*")], Json(fake.log())).into_response()
}

fn open(status: StatusCode, text: &str) -> Response {
    (
        status,
        [("access-control-allow-origin", "*")],
        text.to_owned(),
    )
        .into_response()
}

async fn answer(server: &'static str, State(fake): State<Fake>, request: Request) -> Response {
    let mut released = fake.released.subscribe();
    let (parts, body) = request.into_parts();
    let body = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    // Only the first origin redirects, or the redirect would never end.
    let other = (server == "instance").then(|| {
        fake.other
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    });
    let asked = Asked::new(&parts, &body, other);
    note(&fake, server, &asked, &parts.headers, &body);
    let wanted = fake.ruled(&asked, |_| true).unwrap_or(Value::Null);
    match Answer::read(&wanted, &asked) {
        Ok(answer) => answer.given(&mut released).await,
        Err(problem) => open(StatusCode::NOT_IMPLEMENTED, &problem),
    }
}

impl Answer {
    /// Waits for the release where it is held.
    async fn given(self, released: &mut watch::Receiver<u64>) -> Response {
        if self.hold {
            let _ = released.changed().await;
        }
        self.into_response()
    }
}

fn note(fake: &Fake, server: &str, asked: &Asked, headers: &HeaderMap, body: &Bytes) {
    let text = |name: &str| {
        headers
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let all: Map<String, Value> = headers
        .keys()
        .map(|name| (name.to_string(), json!(text(name.as_str()))))
        .collect();
    let mut held = fake.held();
    let preflight = asked.method != Method::OPTIONS
        && held
            .log
            .iter()
            .any(|entry| entry["method"] == "OPTIONS" && entry["path"] == asked.path.as_str());
    held.log.push(json!({
        "server": server,
        "method": asked.method.as_str(),
        "path": asked.path,
        "query": asked.query,
        "origin": text("origin"),
        "content_type": text("content-type"),
        "accept": text("accept"),
        "cookie": text("cookie"),
        "headers": all,
        "preflight": preflight,
        "fields": asked.fields,
        "body": String::from_utf8_lossy(body),
    }));
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.body.map_or_else(Body::empty, Body::from));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if self.truncate {
            // More is announced than is sent: the server closes the connection in the middle of the answer.
            let length = axum::http::HeaderValue::from(100_000);
            response
                .headers_mut()
                .insert(axum::http::header::CONTENT_LENGTH, length);
            let sent = std::mem::take(response.body_mut()).into_data_stream();
            *response.body_mut() = Body::from_stream(sent);
        }
        if self.hangup {
            response.extensions_mut().insert(crate::serve::Hangup);
        }
        response
    }
}
