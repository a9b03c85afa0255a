//! `GET /connect/jwks` (protocol-v2 §4.3, V20). Tested in `tests/api/login/v2/jwks.rs`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use crate::http::fields::Received;
use crate::http::lr_request::LrRequest;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::store::jwt_keys;

/// The realm's public keys. HS256 keys are secrets and not among them.
pub async fn jwks(
    State(shared): State<Arc<Shared>>,
    Extension(received): Extension<Arc<Received>>,
) -> Response {
    match keys(&shared, &received) {
        Ok(keys) => {
            let mut response = Json(json!({"keys": keys})).into_response();
            let hour = HeaderValue::from_static("public, max-age=3600");
            response.headers_mut().insert(header::CACHE_CONTROL, hour);
            response
        }
        Err(failure) => failure.login_rocket(),
    }
}

fn keys(shared: &Shared, received: &Received) -> Result<Vec<Value>, Failure> {
    if ![Method::GET, Method::HEAD].contains(&received.method) {
        return Err(Failure::NotFound);
    }
    let request = LrRequest::new(&shared.context, received)?;
    let now_ms = shared.context.now_ms();
    let live = shared
        .context
        .transact(|tx| jwt_keys::live(tx, &request.realm.id, now_ms))?;
    let mut keys = Vec::new();
    for key in live {
        if let Some(public) = key.material.public_parts()? {
            keys.push(json!({
                "kid": key.id,
                "kty": "RSA",
                "use": "sig",
                "alg": "RS256",
                "n": public.modulus,
                "e": public.exponent,
                // The bare public key, as the official clients want it, not a certificate.
                "x5c": [public.bare],
            }));
        }
    }
    Ok(keys)
}
