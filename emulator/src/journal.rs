//! The journal of requests, for tests: what arrived, without any secret. Tested in
//! `tests/api/control.rs`.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::header;
use serde::Serialize;
use serde_json::Value;

use crate::fields::{Fields, Received};
use crate::state::Port;

const CAPACITY: usize = 10_000;
const SECRET_NAMES: &[&str] = &[
    "password",
    "password_confirmation",
    "current_password",
    "code",
    "token",
    "api_key",
    "otp_secret",
];

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    #[serde(skip)]
    number: u64,
    port: Port,
    method: String,
    path: String,
    /// `null` until answered, and for ever if the connection was dropped.
    status: Option<u16>,
    origin: Option<String>,
    content_type: Option<String>,
    accept: Option<String>,
    cookie: bool,
    fields: Vec<String>,
    /// Length in characters of each secret field.
    secrets: BTreeMap<String, usize>,
}

#[derive(Debug, Default)]
struct Inner {
    last: u64,
    entries: VecDeque<Entry>,
}

/// The newest requests, oldest first.
#[derive(Debug, Default)]
pub struct Journal(Mutex<Inner>);

impl Journal {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a request on arrival, so that one whose caller gave up is seen too.
    pub fn note(&self, port: Port, received: &Received) -> u64 {
        let mut names = Vec::new();
        let mut secrets = BTreeMap::new();
        collect(&received.query, "", &mut names, &mut secrets);
        if let Ok(body) = &received.body {
            collect(body, "", &mut names, &mut secrets);
        }
        names.dedup();
        let text = |name| received.header(name).map(str::to_owned);
        let mut inner = self.lock();
        inner.last += 1;
        let number = inner.last;
        if inner.entries.len() == CAPACITY {
            inner.entries.pop_front();
        }
        inner.entries.push_back(Entry {
            number,
            port,
            method: received.method.to_string(),
            path: without_secrets(&received.path),
            status: None,
            origin: text(header::ORIGIN),
            content_type: text(header::CONTENT_TYPE),
            accept: text(header::ACCEPT),
            cookie: received.headers.contains_key(header::COOKIE),
            fields: names,
            secrets,
        });
        number
    }

    /// Adds the status of the answer.
    pub fn answered(&self, number: u64, status: u16) {
        let mut inner = self.lock();
        if let Some(entry) = inner
            .entries
            .iter_mut()
            .rev()
            .find(|entry| entry.number == number)
        {
            entry.status = Some(status);
        }
    }

    /// All entries, oldest first.
    pub fn list(&self) -> Vec<Entry> {
        self.lock().entries.iter().cloned().collect()
    }

    /// Forgets all entries.
    pub fn clear(&self) {
        self.lock().entries.clear();
    }
}

fn collect(
    fields: &Fields,
    prefix: &str,
    names: &mut Vec<String>,
    secrets: &mut BTreeMap<String, usize>,
) {
    for (name, value) in fields {
        let whole = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}[{name}]")
        };
        match value {
            Value::Object(inner) => collect(inner, &whole, names, secrets),
            Value::String(text) if SECRET_NAMES.contains(&name.as_str()) => {
                secrets.insert(whole.clone(), text.chars().count());
                names.push(whole);
            }
            _ => names.push(whole),
        }
    }
}

/// A path whose tokens are cut to their kind, for the journal and the log.
pub fn without_secrets(path: &str) -> String {
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| match segment.get(..4) {
            Some("kss_") => "kss_…",
            Some("kli_") => "kli_…",
            Some("utk_") => "utk_…",
            Some("kpw_") => "kpw_…",
            _ if segment.len() > 60 => "…",
            _ => segment,
        })
        .collect();
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_in_a_path_are_cut() {
        assert_eq!(
            without_secrets("/v1/sessions/kss_abc"),
            "/v1/sessions/kss_…"
        );
        let long = format!("/v1/sessions/{}", "e".repeat(200));
        assert_eq!(without_secrets(&long), "/v1/sessions/…");
        assert_eq!(
            without_secrets("/v1/users/ada/authenticate"),
            "/v1/users/ada/authenticate"
        );
    }
}
