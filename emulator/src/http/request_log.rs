//! The log of requests, for tests and people: what arrived, without any secret. Tested in
//! `tests/api/control/requests.rs` and `control/request_log.rs`.

mod answer;
mod follow;
mod mask;
mod mask_answer;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::http::header;
use axum::response::Response;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::http::faults::FaultKind;
use crate::http::fields::Received;
use crate::http::port::Port;
use crate::model::clock::epoch_seconds;
use answer::Answer;
use follow::{Followers, Live};
use mask::Seen;

pub use answer::PageProblems;
pub use mask::without_secrets;

const CAPACITY: usize = 10_000;
/// Past entries that a new follower gets.
const SENT_AT_FIRST: usize = 200;

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Counted since the start, from 1.
    number: u64,
    /// When it arrived, in epoch seconds of the emulator's clock.
    at: f64,
    port: Port,
    method: String,
    host: Option<String>,
    path: String,
    /// `null` until answered, and for ever if the connection was dropped.
    status: Option<u16>,
    /// How long the answer took.
    milliseconds: Option<u64>,
    /// The realm that it was for, if the call got so far.
    realm_id: Option<String>,
    /// What was answered.
    answer: Option<Answer>,
    /// The fault that was played.
    fault: Option<FaultKind>,
    origin: Option<String>,
    content_type: Option<String>,
    accept: Option<String>,
    cookie: bool,
    fields: Vec<String>,
    /// Those of `fields` that stood in the address.
    query: Vec<String>,
    /// Length in characters of each secret field.
    secrets: BTreeMap<String, usize>,
    /// Length of each header that holds a secret.
    secret_headers: BTreeMap<String, usize>,
    /// Length of each token that was cut out of the path.
    path_secrets: Vec<usize>,
    /// Milliseconds since it arrived, by the machine's clock: the emulator's may be moved.
    #[serde(rename = "age", serialize_with = "age")]
    arrived: Instant,
}

fn age<S: Serializer>(arrived: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
    arrived.elapsed().as_millis().serialize(serializer)
}

#[derive(Debug, Default)]
struct Inner {
    last: u64,
    entries: VecDeque<Entry>,
    followers: Followers,
}

/// The newest requests, oldest first.
#[derive(Debug, Default)]
pub struct RequestLog(Mutex<Inner>);

impl RequestLog {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a request on arrival, so that the log also shows requests whose caller gave up.
    pub fn note(&self, port: Port, received: &Received, now_ms: i64) -> u64 {
        let mut seen = Seen::default();
        seen.add(&received.query);
        let query = seen.names.clone();
        if let Ok(body) = &received.body {
            seen.add(body);
        }
        seen.names.dedup();
        let text = |name| received.header(name).map(mask::short);
        let mut inner = self.lock();
        inner.last += 1;
        let number = inner.last;
        if inner.entries.len() == CAPACITY {
            inner.entries.pop_front();
        }
        let entry = Entry {
            number,
            at: epoch_seconds(now_ms),
            port,
            method: mask::short(received.method.as_str()),
            host: text(header::HOST),
            path: without_secrets(&received.path),
            status: None,
            milliseconds: None,
            realm_id: None,
            answer: None,
            fault: None,
            origin: text(header::ORIGIN),
            content_type: text(header::CONTENT_TYPE),
            accept: text(header::ACCEPT),
            cookie: received.headers.contains_key(header::COOKIE),
            fields: seen.names,
            query,
            secrets: seen.secrets,
            secret_headers: mask::secret_headers(&received.headers),
            path_secrets: mask::secrets_of_path(&received.path),
            arrived: Instant::now(),
        };
        inner.followers.send("request", &entry);
        inner.entries.push_back(entry);
        number
    }

    /// Adds the answer, which is about to be sent.
    pub async fn answered(&self, number: u64, received: &Received, response: Response) -> Response {
        let (answer, response) = answer::read(&received.method, response).await;
        let realm_id = received.about.get().map(|(realm_id, _)| realm_id.clone());
        let status = response.status().as_u16();
        self.change(number, |entry| {
            let taken = entry.arrived.elapsed().as_millis();
            entry.milliseconds = u64::try_from(taken).ok();
            entry.status = Some(status);
            entry.realm_id = realm_id;
            entry.answer = Some(answer);
        });
        response
    }

    /// Adds the fault that was played.
    pub fn met(&self, number: u64, fault: FaultKind) {
        self.change(number, |entry| entry.fault = Some(fault));
    }

    fn change(&self, number: u64, change: impl FnOnce(&mut Entry)) {
        let mut inner = self.lock();
        let Inner {
            entries, followers, ..
        } = &mut *inner;
        let found = entries
            .iter_mut()
            .rev()
            .find(|entry| entry.number == number);
        if let Some(entry) = found {
            change(entry);
            followers.send("request", entry);
        }
    }

    /// All entries, oldest first.
    pub fn list(&self) -> Vec<Entry> {
        self.lock().entries.iter().cloned().collect()
    }

    /// One entry, with the body of its answer.
    pub fn entry(&self, number: u64) -> Option<Value> {
        let inner = self.lock();
        let entry = inner.entries.iter().find(|entry| entry.number == number)?;
        let mut body = serde_json::to_value(entry).ok()?;
        if let Some(answer) = &entry.answer {
            body["answer"]["body"] = json!(answer.body);
        }
        Some(body)
    }

    /// Forgets all entries.
    pub fn clear(&self) {
        let mut inner = self.lock();
        inner.entries.clear();
        inner.followers.send("cleared", &json!({}));
    }

    /// Sends followers the news that stored data changed.
    pub fn changed(&self) {
        self.lock().followers.send("changed", &json!({}));
    }

    /// The newest entries, then each new one, as Server-Sent Events.
    pub fn follow(&self) -> Live {
        let mut inner = self.lock();
        let past = inner.entries.len().saturating_sub(SENT_AT_FIRST);
        let entries: Vec<&Entry> = inner.entries.iter().skip(past).collect();
        let first = follow::words(
            "snapshot",
            &json!({"collection": entries, "all": inner.entries.len()}),
        );
        inner.followers.add(first)
    }
}
