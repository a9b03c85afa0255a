//! The answers the fake instance can give: by name, or built from parts.
//!
//! `tests/browser/README.md` lists them for authors of tests. Tested by the unit tests below and by
//! `tests/browser/fake.test.js`.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Map, Value, json};

/// What was asked, as far as an answer depends on it.
#[derive(Default)]
pub struct Asked {
    /// The request's method.
    pub method: Method,
    /// The path alone.
    pub path: String,
    /// The query without its question mark, as sent.
    pub query: String,
    /// The fields of a form or JSON body, or else of the query.
    pub fields: Map<String, Value>,
    /// The field `username`, or else `email`.
    pub username: Option<String>,
    /// The asking page's origin.
    origin: Option<String>,
    /// The preflight's `Access-Control-Request-Headers`.
    preflight_headers: Option<String>,
    /// The origin that a redirect leads to; none at that origin itself.
    other: Option<String>,
}

impl Asked {
    /// Reads a request.
    #[must_use]
    pub fn new(parts: &Parts, body: &Bytes, other: Option<String>) -> Self {
        let text = |name: &str| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let fields = match text("content-type").as_deref().unwrap_or_default() {
            kind if kind.starts_with("application/json") => {
                serde_json::from_slice(body).unwrap_or_default()
            }
            kind if kind.starts_with("application/x-www-form-urlencoded") => form(body),
            _ => form(query.as_bytes()),
        };
        let field = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query,
            username: field("username").or_else(|| field("email")),
            fields,
            // An opaque origin has no login handler.
            origin: text("origin").filter(|origin| origin != "null"),
            preflight_headers: text("access-control-request-headers"),
            other,
        }
    }

    /// Whether a call of version 2 was asked for.
    fn is_v2(&self) -> bool {
        self.path.starts_with("/v2/")
    }

    fn handler(&self) -> String {
        format!(
            "{}/app/login",
            self.origin.as_deref().unwrap_or("http://app.example.test")
        )
    }
}

fn form(bytes: &[u8]) -> Map<String, Value> {
    form_urlencoded::parse(bytes)
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect()
}

/// An answer ready to be sent.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// All headers, CORS included.
    pub headers: HeaderMap,
    /// The body.
    pub body: Option<String>,
    /// Announce more than is sent.
    pub truncate: bool,
    /// Close the connection instead of answering.
    pub hangup: bool,
    /// Wait for `/_fake/release` first.
    pub hold: bool,
}

/// A token in the shape of a JWT, of which nobody could take the signature for a real one.
const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJ1aWQiOiJ1c3JfZmFrZSIsInVuIjoiYWRhIn0.fake_signature-of_the_fake";

/// A session of version 2.
const SESSION: &str = "kss_0fakefakefakefakefake";

/// When every session of the fake ends, in epoch seconds.
const EXPIRY: u64 = 4_102_444_800;

impl Answer {
    /// The answer that `wanted` describes (a name, or an object with parts; null: by user name, else `ok`).
    ///
    /// # Errors
    /// When there is no such answer; the text says what is wrong.
    pub fn read(wanted: &Value, asked: &Asked) -> Result<Self, String> {
        match wanted {
            Value::Null if asked.method == Method::OPTIONS => Ok(preflight(asked)),
            Value::Null => {
                let name = asked
                    .username
                    .as_deref()
                    .and_then(|name| name.strip_prefix("fake-"));
                named(name.unwrap_or("ok"), asked)
            }
            Value::String(name) => named(name, asked),
            Value::Object(parts) => built(parts, asked),
            _ => Err("an answer is a name or an object".to_owned()),
        }
    }

    fn new(status: u16, body: &Value) -> Self {
        let text = if let Value::String(text) = body {
            text.clone()
        } else {
            body.to_string()
        };
        let mut headers = HeaderMap::new();
        let kind = if body.is_string() {
            "text/html; charset=utf-8"
        } else {
            "application/json"
        };
        headers.insert("content-type", HeaderValue::from_static(kind));
        headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
        headers.insert("x-request-id", HeaderValue::from_static("fake-request"));
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            status,
            headers,
            body: Some(text),
            truncate: false,
            hangup: false,
            hold: false,
        }
    }

    fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }
}

fn preflight(asked: &Asked) -> Answer {
    let mut answer = Answer::new(204, &Value::Null).header(
        "access-control-allow-methods",
        "GET, POST, PUT, DELETE, OPTIONS",
    );
    if let Some(headers) = &asked.preflight_headers {
        answer = answer.header("access-control-allow-headers", headers);
    }
    answer.body = None;
    answer
}

/// What the service says when a call works.
fn fine(asked: &Asked) -> Value {
    match asked.path.as_str() {
        "/v1/logout" | "/v1/forgot_password" | "/v1/reset_password" | "/v1/verify_email" => {
            json!({})
        }
        "/v1/session" => {
            json!({"token": asked.fields.get("token"), "user_id": "usr_fake", "expires_at": EXPIRY})
        }
        "/v1/signup" => {
            json!({"token": TOKEN, "url": format!("{}?token={TOKEN}&signup=true", asked.handler())})
        }
        "/v2/password/forgot"
        | "/v2/profile/password"
        | "/v2/signup/request"
        | "/v2/email/verify" => json!({"result": "okay"}),
        "/v2/session" if asked.method == Method::DELETE => json!({"result": "okay"}),
        _ if asked.is_v2() => {
            json!({"result": "full_login", "token": TOKEN, "session": SESSION, "account": "org_fake"})
        }
        _ => json!({"token": TOKEN, "url": format!("{}?token={TOKEN}", asked.handler())}),
    }
}

/// A refusal with this body: version 2 also says it by its status and by `result`.
fn refusal(asked: &Asked, mut body: Value) -> Answer {
    if asked.is_v2() {
        body["result"] = json!("error");
        return Answer::new(422, &body);
    }
    Answer::new(200, &body)
}

/// A conditional login of version 2, with these conditions.
fn conditional(conditions: &[&str]) -> Value {
    json!({"result": "conditional_login", "session": SESSION, "account": null, "conditions": conditions})
}

fn named(name: &str, asked: &Asked) -> Result<Answer, String> {
    let json = |body: Value| Answer::new(200, &body);
    let html = |status: u16, text: &str| {
        Answer::new(status, &json!(format!("<!doctype html><h1>{text}</h1>")))
    };
    let with_url = |url: &str| json(json!({"token": TOKEN, "url": url}));
    Ok(match name {
        "ok" => json(fine(asked)),
        "refused" => refusal(asked, json!({"error": "Login failed"})),
        "refused-fields" => refusal(
            asked,
            json!({
                "error": "Username has already been taken; Password is too short (minimum is 8 characters)",
                "errors": ["Username has already been taken", "Password is too short (minimum is 8 characters)"],
            }),
        ),
        "code" if asked.is_v2() => json(json!({
            "result": "conditional_login", "session": null, "account": null,
            "conditions": ["mfa_required"], "token": "tmf:0fakefakefakefakefake",
        })),
        "code" => json(json!({"token": "kli_0fakefakefakefakefake"})),
        "signup-token" => {
            let url = asked
                .handler()
                .replace("/app/login", "/app/signup?token=utk_0fakefakefakefakefake");
            json(json!({"token": "utk_0fakefakefakefakefake", "url": url}))
        }
        "choose-account" => json(conditional(&["no_account_selected"])),
        "complete-profile" => json(conditional(&["must_complete_profile"])),
        "ended" => Answer::new(
            403,
            &json!({"result": "error", "error": "Session expired", "errors": ["Session expired"]}),
        ),
        "refused-token" => refusal(
            asked,
            json!({"error": "Token is used or expired", "errors": ["Token is used or expired"]}),
        ),
        "not-found" => Answer::new(404, &json!({"error": "Not found"})),
        "limited" => Answer::new(429, &json!({"error": "Too many attempts"}))
            .header("retry-after", "7")
            .header("access-control-expose-headers", "retry-after"),
        "html-500" => html(500, "Internal Server Error"),
        "html-502" => html(502, "Bad Gateway"),
        "html-200" => html(200, "Welcome"),
        "empty" => Answer::new(200, &json!("")).header("content-type", "application/json"),
        "cut-json" => Answer::new(200, &json!(r#"{"token":"eyJ0eX"#))
            .header("content-type", "application/json"),
        "truncated" => Answer {
            truncate: true,
            ..json(fine(asked))
        },
        "array" => json(json!([TOKEN])),
        "null" => json(Value::Null),
        "number" => json(json!(42)),
        "no-members" => json(json!({"hello": "world"})),
        "token-number" => json(json!({"token": 42, "url": asked.handler()})),
        "error-object" => json(json!({"error": {"text": "no"}})),
        "error-empty" => json(json!({"error": ""})),
        "url-javascript" => with_url("javascript:document.title='owned'"),
        "url-data" => with_url("data:text/html,owned"),
        "url-relative" => with_url("/app/login"),
        "url-missing" => json(json!({"token": TOKEN})),
        "redirect" => match &asked.other {
            Some(other) => {
                Answer::new(307, &Value::Null).header("location", &format!("{other}{}", asked.path))
            }
            None => json(fine(asked)),
        },
        "drop" => Answer {
            hangup: true,
            ..json(Value::Null)
        },
        "no-cors" => {
            let mut answer = json(fine(asked));
            answer.headers.remove("access-control-allow-origin");
            answer
        }
        "hang" => Answer {
            hold: true,
            ..json(fine(asked))
        },
        "hang-refused" => Answer {
            hold: true,
            ..refusal(asked, json!({"error": "Login failed"}))
        },
        _ => return Err(format!("there is no answer named {name:?}")),
    })
}

fn built(parts: &Map<String, Value>, asked: &Asked) -> Result<Answer, String> {
    let mut answer = match (
        parts.get("like").and_then(Value::as_str),
        parts.get("refusal"),
    ) {
        (Some(name), _) => named(name, asked)?,
        (None, Some(body @ Value::Object(_))) => refusal(asked, body.clone()),
        (None, _) => Answer::new(200, &fine(asked)),
    };
    for (name, value) in parts {
        match (name.as_str(), value) {
            ("like", Value::String(_)) | ("refusal", Value::Object(_)) => {}
            ("status", Value::Number(number)) => {
                let status = number
                    .as_u64()
                    .and_then(|number| u16::try_from(number).ok());
                let status = status.and_then(|number| StatusCode::from_u16(number).ok());
                answer.status = status.ok_or("status is no HTTP status")?;
            }
            ("body", Value::String(text)) => answer.body = Some(text.clone()),
            ("body", body) => answer.body = Some(body.to_string()),
            ("headers", Value::Object(headers)) => merge(&mut answer.headers, headers)?,
            ("cors", Value::Bool(false)) => {
                drop(answer.headers.remove("access-control-allow-origin"))
            }
            ("hold", Value::Bool(on)) => answer.hold = *on,
            ("truncate", Value::Bool(on)) => answer.truncate = *on,
            ("hangup", Value::Bool(on)) => answer.hangup = *on,
            _ => return Err(format!("unknown or wrong part {name:?}")),
        }
    }
    Ok(answer)
}

fn merge(into: &mut HeaderMap, from: &Map<String, Value>) -> Result<(), String> {
    for (name, value) in from {
        let name = HeaderName::try_from(name).map_err(|_| format!("no header name: {name:?}"))?;
        match value.as_str() {
            Some(text) => {
                into.insert(
                    name,
                    HeaderValue::from_str(text).map_err(|_| "no header value".to_owned())?,
                );
            }
            None => drop(into.remove(name)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_built_from_parts_changes_only_those() {
        let wanted = json!({"like": "limited", "status": 503, "headers": {"retry-after": null, "x-more": "1"}, "hold": true});
        let answer = Answer::read(&wanted, &Asked::default()).unwrap();
        assert_eq!(answer.status, 503);
        assert!(answer.hold && !answer.hangup);
        assert!(answer.headers.get("retry-after").is_none());
        assert_eq!(answer.headers["x-more"], "1");
        assert_eq!(
            answer.body.as_deref(),
            Some(r#"{"error":"Too many attempts"}"#)
        );
    }

    #[test]
    fn a_mistake_in_a_test_is_named() {
        assert!(
            Answer::read(&json!("no-such"), &Asked::default())
                .unwrap_err()
                .contains("no-such")
        );
        assert!(
            Answer::read(&json!({"boddy": ""}), &Asked::default())
                .unwrap_err()
                .contains("boddy")
        );
    }

    #[test]
    fn a_user_name_chooses_an_answer() {
        let asked = Asked {
            username: Some("fake-not-found".to_owned()),
            ..Asked::default()
        };
        assert_eq!(Answer::read(&Value::Null, &asked).unwrap().status, 404);
    }
}
