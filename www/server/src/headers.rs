//! Response headers of every page: what the browser may load, send and tell (contract §5, promise 3).
//! Tested in `tests/demo/pages.rs`.

use std::collections::BTreeSet;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

use crate::config::Config;
use crate::state::Shared;

/// The policy of the pages. `trusted_types` is left out only where an old jQuery could not run with it.
pub fn content_security_policy(config: &Config, trusted_types: bool) -> String {
    let v1 = (0..config.realms.len()).map(|index| config.instance_url(index));
    let v2 = config.realms_v2.iter();
    let v2 = v2.map(|realm| config.instance_url_v2(realm));
    let origins: BTreeSet<String> = v1
        .chain(v2)
        .map(|url| url.origin().ascii_serialization())
        .collect();
    let instances = origins.into_iter().collect::<Vec<_>>().join(" ");
    let mut policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self' {instances}; form-action 'self' {instances}; base-uri 'none'; frame-ancestors 'none'"
    );
    if trusted_types {
        policy.push_str("; require-trusted-types-for 'script'");
    }
    policy
}

/// The middleware: adds what a handler has not set itself.
pub async fn add_headers(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    if let Ok(policy) = HeaderValue::try_from(content_security_policy(&app.config, true)) {
        set(CONTENT_SECURITY_POLICY, policy);
    }
    set(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    set(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
