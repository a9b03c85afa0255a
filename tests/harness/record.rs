//! What an app's server got, kept whole, and the proof that no password is in it.
//!
//! A password is looked for as typed and in every dress a browser or a script could put on it: url-encoded, JSON-escaped,
//! base64, hexadecimal. Tested by the unit tests below.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::{self, Next};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use http_body_util::BodyExt as _;
use serde_json::{Map, Value, json};

/// One request as an app's server got it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The path alone.
    pub path: String,
    /// The query without its question mark, as sent.
    pub query: String,
    /// The headers, names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Recorded {
    /// Keeps a request whose body was read already.
    #[must_use]
    pub fn new(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = |value: &axum::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        Self {
            method: method.to_string(),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.to_string(), text(value)))
                .collect(),
            body: body.to_vec(),
        }
    }

    /// The first header of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(each, _)| each == name)
            .map(|(_, value)| value.as_str())
    }

    /// As the pages read it.
    #[must_use]
    pub fn json(&self) -> Value {
        let headers: Map<String, Value> = self
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        json!({
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": headers,
            "body": String::from_utf8_lossy(&self.body),
        })
    }

    /// The whole request as text, for looking things up in it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{} {}?{}\n", self.method, self.path, self.query);
        for (name, value) in &self.headers {
            let _ = writeln!(text, "{name}: {value}");
        }
        text + &String::from_utf8_lossy(&self.body)
    }
}

/// Keeps requests; cheap to copy, all copies are one.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Vec<Recorded>>>);

impl Recorder {
    /// Adds a request.
    pub fn keep(&self, request: Recorded) {
        self.held().push(request);
    }

    /// All requests so far, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Recorded> {
        self.held().clone()
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.held().clear();
    }

    fn held(&self) -> MutexGuard<'_, Vec<Recorded>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `app` with this recorder in front of it.
    pub fn in_front_of(&self, app: Router) -> Router {
        app.layer(middleware::from_fn_with_state(self.clone(), record))
    }
}

async fn record(State(recorder): State<Recorder>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_else(|_| Bytes::new());
    recorder.keep(Recorded::new(
        &parts.method,
        &parts.uri,
        &parts.headers,
        &bytes,
    ));
    next.run(Request::from_parts(parts, Body::from(bytes)))
        .await
}

/// Where in `text` the secret stands in one of its dresses; `None` when it does not.
#[must_use]
pub fn find_secret(text: &str, secret: &str) -> Option<&'static str> {
    if secret.is_empty() {
        return None;
    }
    let decoded = percent_decoded(text);
    let escaped = json!(secret).to_string();
    let hexadecimal = secret.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    });
    let lower = text.to_ascii_lowercase();
    let form = percent_decoded(&text.replace('+', " "));
    if [text, &decoded, &form]
        .iter()
        .any(|text| text.contains(secret))
        || text.contains(escaped.trim_matches('"'))
    {
        return Some("as typed");
    }
    if lower.contains(&hexadecimal) {
        return Some("in hexadecimal");
    }
    // A text in the middle of base64 has three spellings; the parts below do not depend on its neighbours.
    let anywhere = (0..3).any(|before| {
        let padded = [vec![0; before], secret.as_bytes().to_vec()].concat();
        let skip = [0, 2, 3][before];
        let whole = padded.len() / 3 * 4;
        [
            STANDARD_NO_PAD.encode(&padded),
            URL_SAFE_NO_PAD.encode(&padded),
        ]
        .iter()
        .any(|code| {
            code.get(skip..whole)
                .is_some_and(|part| part.len() > 5 && decoded.contains(part))
        })
    });
    anywhere.then_some("in base64")
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "corr\"ect hörse+42%";

    #[test]
    fn a_secret_is_found_in_every_dress() {
        let encoded = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect::<String>();
        let upper = encoded.replace('+', "%20");
        let hexadecimal: String = SECRET.bytes().map(|byte| format!("{byte:02X}")).collect();
        let mut dresses = vec![
            SECRET.to_owned(),
            json!({"password": SECRET}).to_string(),
            encoded,
            upper,
            hexadecimal,
        ];
        for before in ["", "a", "ab", "abc:"] {
            let text = format!("{before}{SECRET} and more");
            dresses.push(STANDARD_NO_PAD.encode(&text));
            dresses.push(URL_SAFE_NO_PAD.encode(&text));
        }
        for dress in dresses {
            assert!(
                find_secret(&format!("x={dress}&y=1"), SECRET).is_some(),
                "{dress}"
            );
        }
    }

    #[test]
    fn other_texts_hold_no_secret() {
        for text in [
            "",
            "token=eyJ0eXAiOiJKV1Qi",
            "corr ect horse 42",
            "user=ada&code=123456",
        ] {
            assert_eq!(find_secret(text, SECRET), None, "{text}");
        }
        assert_eq!(find_secret("anything", ""), None);
    }
}
