//! A failure as the APIs of version 2 word it (protocol-v2 §2.3, §7.3; V8, V12, V13). Tested in `tests/api/login/v2/`
//! and `tests/api/core/v2/`.

use std::time::{Duration, UNIX_EPOCH};

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::model::failure::Failure;
use crate::rules::v2::sentences::{Language, translate};

const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// The answer to a failed call: its status, and `{result, error, errors}` in the caller's language. `now_ms` is the
/// emulator's time, for the end of a rate limit.
pub fn failed(failure: &Failure, language: Language, now_ms: i64) -> Response {
    let errors = sentences(failure, language);
    let body = json!({"result": "error", "error": errors.join(" "), "errors": errors});
    answer(failure, &body, now_ms)
}

/// The same of the Core API v2: `{errors}` (protocol-v2 §7.3), and beside it where a failed social login can be tried
/// again.
pub fn core_failed(
    failure: &Failure,
    retry_url: Option<&str>,
    language: Language,
    now_ms: i64,
) -> Response {
    let mut body = json!({"errors": sentences(failure, language)});
    if let Some(url) = retry_url {
        body["retry_url"] = json!(url);
    }
    answer(failure, &body, now_ms)
}

fn sentences(failure: &Failure, language: Language) -> Vec<&str> {
    let sentences = failure.sentences().into_iter();
    sentences
        .map(|sentence| translate(sentence, language))
        .collect()
}

fn answer(failure: &Failure, body: &Value, now_ms: i64) -> Response {
    let status = match failure {
        // 401 is not used for failed logins.
        Failure::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        other => other.status(),
    };
    let mut response = (status, Json(body)).into_response();
    if let Failure::RateLimited { retry_after } = failure {
        let at_ms = now_ms + i64::from(*retry_after) * 1000;
        let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(at_ms).unwrap_or_default());
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
        if let Ok(date) = HeaderValue::from_str(&httpdate::fmt_http_date(at)) {
            headers.insert(RESET, date);
        }
    }
    response
}
