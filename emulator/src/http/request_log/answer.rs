//! What the log keeps of an answer: how the call ended, and its JSON without secrets, bounded in size. Tested here and in
//! `tests/api/control/answers.rs`.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::Response;
use http_body::Body as _;
use serde::Serialize;
use serde_json::Value;

use super::mask::bounded;
use super::mask_answer::{masked, masked_text};

/// Longer answers are not read.
const LONGEST_READ: u64 = 256 * 1024;
/// Characters kept of an answer's JSON, and of an address, after masking.
const LONGEST_KEPT: usize = 2_000;

/// What a hosted page says against a form that it refused, in the extensions of its answer.
#[derive(Debug, Clone)]
pub struct PageProblems(pub String);

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// The browser goes elsewhere.
    Redirect,
    /// A login goes on: a code, or another condition, is due.
    Incomplete,
    /// The service refused it, whatever the status.
    Refused,
    /// An outage, or an answer that cannot be read.
    Failed,
}

/// One answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    outcome: Outcome,
    /// The message of a refusal, or what a login still needs.
    reason: Option<String>,
    content_type: Option<String>,
    /// Bytes of the body; `null` if it was cut off.
    length: Option<u64>,
    /// Where a redirect leads, without secrets.
    location: Option<String>,
    /// JSON without secrets; for single reads only.
    #[serde(skip)]
    pub body: Option<String>,
}

/// Reads the answer to a call of this method, which is about to be sent; it goes on with the same body.
pub async fn read(method: &Method, response: Response) -> (Answer, Response) {
    let length = response.body().size_hint().exact();
    let (parts, body) = response.into_parts();
    let problems = parts.extensions.get::<PageProblems>();
    let mut answer = Answer {
        outcome: by_status(parts.status),
        reason: problems.map(|problems| shown(&problems.0)),
        content_type: text(&parts.headers, header::CONTENT_TYPE).map(|kind| shown(&kind)),
        length,
        location: text(&parts.headers, header::LOCATION).map(|place| cut(&masked_text(&place))),
        body: None,
    };
    if problems.is_some() {
        answer.outcome = Outcome::Refused;
    }
    let Some(length) = length else {
        answer.outcome = Outcome::Failed;
        answer.reason = Some("The answer is cut off".to_owned());
        return (answer, Response::from_parts(parts, body));
    };
    if length > LONGEST_READ || method == Method::HEAD {
        return (answer, Response::from_parts(parts, body));
    }
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    answer.add(&bytes);
    (answer, Response::from_parts(parts, Body::from(bytes)))
}

impl Answer {
    fn add(&mut self, bytes: &Bytes) {
        let kind = self.content_type.as_deref().unwrap_or_default();
        let json = if kind.contains("json") {
            serde_json::from_slice(bytes).ok()
        } else if kind.contains("javascript") {
            from_jsonp(bytes)
        } else {
            return;
        };
        let Some(json) = json else {
            if self.outcome != Outcome::Refused {
                self.outcome = Outcome::Failed;
                self.reason = Some("The answer is not JSON".to_owned());
            }
            return;
        };
        if let Some(reason) = refusal(&json) {
            self.reason = Some(shown(&reason));
            if self.outcome == Outcome::Done {
                self.outcome = Outcome::Refused;
            }
        } else if self.outcome == Outcome::Done
            && let Some(due) = due(&json)
        {
            self.outcome = Outcome::Incomplete;
            self.reason = Some(shown(&due));
        }
        self.body = Some(cut(&masked(&json).to_string()));
    }
}

// Secrets go first: the rest of a token that is cut may not look like one.
fn shown(text: &str) -> String {
    bounded(&masked_text(text))
}

// The beginning of a masked text that may be long, with a sign that there was more.
fn cut(text: &str) -> String {
    let mut kept: String = text.chars().take(LONGEST_KEPT).collect();
    if text.chars().nth(LONGEST_KEPT).is_some() {
        kept.push('…');
    }
    kept
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    Some(text.to_owned())
}

fn by_status(status: StatusCode) -> Outcome {
    match status.as_u16() {
        300..400 => Outcome::Redirect,
        400..500 => Outcome::Refused,
        500.. => Outcome::Failed,
        _ => Outcome::Done,
    }
}

// `callback({…});`
fn from_jsonp(bytes: &Bytes) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, rest) = text.split_once('(')?;
    let (inner, _) = rest.rsplit_once(')')?;
    serde_json::from_str(inner).ok()
}

/// The messages of an answer that says no: `error`, or `errors`, or the `message` of the Core API.
fn refusal(json: &Value) -> Option<String> {
    if let Some(error) = json.get("error").and_then(Value::as_str) {
        return Some(error.to_owned());
    }
    let errors = json.get("errors")?;
    let mut sentences = Vec::new();
    collect(errors, &mut sentences);
    match sentences.is_empty() {
        true => Some(json.get("message")?.as_str()?.to_owned()),
        false => Some(sentences.join("; ")),
    }
}

fn collect(errors: &Value, sentences: &mut Vec<String>) {
    match errors {
        Value::String(text) => sentences.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|each| collect(each, sentences)),
        Value::Object(members) => members.values().for_each(|each| collect(each, sentences)),
        _ => {}
    }
}

/// What a login still needs (protocol-v1 §3.7, protocol-v2 §2.3).
fn due(json: &Value) -> Option<String> {
    if let Some(conditions) = json.get("conditions") {
        let mut names = Vec::new();
        collect(conditions, &mut names);
        return Some(names.join(", ")).filter(|names| !names.is_empty());
    }
    let token = json.get("token").and_then(Value::as_str)?;
    token
        .starts_with("kli_")
        .then(|| "A code is due".to_owned())
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use serde_json::json;

    use super::*;

    async fn of(status: u16, kind: &'static str, body: impl Into<Body>) -> Answer {
        let mut response = body.into().into_response();
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        let kind = header::HeaderValue::from_static(kind);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        read(&Method::POST, response).await.0
    }

    #[tokio::test]
    async fn the_outcome_is_what_the_answer_means_and_not_its_status() {
        let json = "application/json";
        for (status, body, outcome, reason) in [
            (200, r#"{"token":"eyJ"}"#, Outcome::Done, None),
            (200, "{}", Outcome::Done, None),
            (
                200,
                r#"{"error":"Login failed","errors":["Login failed"]}"#,
                Outcome::Refused,
                Some("Login failed"),
            ),
            (
                422,
                r#"{"message":"Validation failed","errors":{"email":["Email is taken"]}}"#,
                Outcome::Refused,
                Some("Email is taken"),
            ),
            (
                404,
                r#"{"error":"Not found"}"#,
                Outcome::Refused,
                Some("Not found"),
            ),
            (
                200,
                r#"{"token":"kli_abc"}"#,
                Outcome::Incomplete,
                Some("A code is due"),
            ),
            (
                200,
                r#"{"result":"conditional_login","conditions":["mfa_required"],"token":"tmf:a"}"#,
                Outcome::Incomplete,
                Some("mfa_required"),
            ),
            (200, "{", Outcome::Failed, Some("The answer is not JSON")),
            (200, "", Outcome::Failed, Some("The answer is not JSON")),
            (
                500,
                r#"{"error":"Broken"}"#,
                Outcome::Failed,
                Some("Broken"),
            ),
        ] {
            let answer = of(status, json, body).await;
            assert_eq!(
                (answer.outcome, answer.reason.as_deref()),
                (outcome, reason),
                "{status} {body}"
            );
        }
        let head = Response::builder().header(header::CONTENT_TYPE, json);
        let head = head.body(Body::empty()).unwrap();
        let (head, _) = read(&Method::HEAD, head).await;
        assert_eq!(head.outcome, Outcome::Done);
        let html = of(502, "text/html", "<h1>Bad Gateway</h1>").await;
        assert_eq!((html.outcome, html.body), (Outcome::Failed, None));
        let jsonp = of(200, "text/javascript", r#"f({"error":"Login failed"});"#).await;
        assert_eq!(jsonp.reason.as_deref(), Some("Login failed"));
    }

    #[tokio::test]
    async fn no_text_of_an_answer_is_kept_whole_if_it_is_long() {
        let long = "x".repeat(5_000);
        let mut response = Response::builder()
            .header(header::CONTENT_TYPE, format!("text/{long}"))
            .header(header::LOCATION, format!("/in?token=eyJ.abc&state={long}"))
            .body(Body::empty())
            .unwrap();
        let said = PageProblems(format!("ada@example.test is taken, kss_abc {long}"));
        response.extensions_mut().insert(said);
        let answer = read(&Method::POST, response).await.0;
        let length = |text: &Option<String>| text.as_ref().unwrap().chars().count();
        assert_eq!(length(&answer.content_type), 200);
        assert_eq!(length(&answer.location), LONGEST_KEPT + 1);
        assert!(answer.location.unwrap().starts_with("/in?token=…&state=xx"));
        assert_eq!(length(&answer.reason), 200);
        let reason = answer.reason.unwrap();
        assert!(
            reason.starts_with("ada@example.test is taken, kss_… xx"),
            "{reason}"
        );
    }

    #[tokio::test]
    async fn a_refusal_about_an_address_is_kept_with_the_address() {
        let body = r#"{"error":"The email ada@example.test is taken"}"#;
        let answer = of(422, "application/json", body).await;
        let expected = Some("The email ada@example.test is taken");
        assert_eq!(answer.reason.as_deref(), expected);
    }

    #[tokio::test]
    async fn a_long_answer_is_cut_and_sent_as_it_is() {
        let long = json!({"names": vec!["ada"; 2_000]}).to_string();
        let answer = of(200, "application/json", long.clone()).await;
        let kept = answer.body.unwrap();
        assert_eq!(kept.chars().count(), LONGEST_KEPT + 1);
        assert_eq!(answer.length, Some(long.len() as u64));
        let response = Response::new(Body::from(long.clone()));
        let (_, response) = read(&Method::POST, response).await;
        let sent = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(sent, long.as_bytes());
    }
}
