//! The headers that report the limit on password, key and code attempts (protocol-v1 §5.3, D12). Tested in
//! `tests/api/core/rate_limit_headers.rs`.

use axum::http::{HeaderName, HeaderValue};
use axum::response::IntoResponse;

use super::{Answer, ApiCall};
use crate::model::settings::Realm;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Adds the caller's rate limit to an answer, good or bad, if the realm has a limit.
pub fn with_rate_limit(call: &ApiCall, realm: &Realm, answer: Answer) -> Answer {
    let attempts = &call.context().attempts;
    let Some(rate_limit) = attempts.rate_limit(realm, &call.caller(), call.now_ms()) else {
        return answer;
    };
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    let headers = response.headers_mut();
    headers.insert(LIMIT, HeaderValue::from(rate_limit.limit));
    headers.insert(REMAINING, HeaderValue::from(rate_limit.remaining));
    headers.insert(RESET, HeaderValue::from(rate_limit.reset_at));
    Ok(response)
}
