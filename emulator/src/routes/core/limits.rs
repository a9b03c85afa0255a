//! The headers that tell of the limit on password, key and code attempts (spec 5.3, D12). Tested in
//! `tests/api/core/rate_limit_headers.rs`.

use axum::http::{HeaderName, HeaderValue};
use axum::response::IntoResponse;

use super::{Answer, Call};
use crate::model::settings::Realm;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// An answer, good or bad, with where its caller stands, if the realm has a limit.
pub fn tell(call: &Call, realm: &Realm, answer: Answer) -> Answer {
    let attempts = &call.context().attempts;
    let Some(standing) = attempts.standing(realm, &call.caller(), call.now_ms()) else {
        return answer;
    };
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    let headers = response.headers_mut();
    headers.insert(LIMIT, HeaderValue::from(standing.limit));
    headers.insert(REMAINING, HeaderValue::from(standing.remaining));
    headers.insert(RESET, HeaderValue::from(standing.reset_at));
    Ok(response)
}
