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

/// jQuery 1 tries while it loads whether an event bubbles, with an inline handler whose whole text is `t`. Allowed by its hash,
/// since a refusal would be an error on the console.
const JQUERY_TRIAL: &str =
    "; script-src-attr 'unsafe-hashes' 'sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg='";

/// The policy of the pages. Those with an old jQuery do not require trusted types, which it could not run with.
pub fn content_security_policy(config: &Config, has_jquery: bool) -> String {
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
    policy.push_str(if has_jquery {
        JQUERY_TRIAL
    } else {
        "; require-trusted-types-for 'script'"
    });
    policy
}

/// The middleware: adds what a handler has not set itself.
pub async fn add_headers(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    if let Ok(policy) = HeaderValue::try_from(content_security_policy(&app.config, false)) {
        set(CONTENT_SECURITY_POLICY, policy);
    }
    set(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    set(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
