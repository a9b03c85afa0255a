//! Which keys may do what (protocol-v1 §5.1, §5.3). Checked before everything else, so that nothing can be learned
//! without a key. Tested in `tests/api/core/permissions.rs`.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::password::same_secret;
use crate::model::permission::Permission;
use crate::store::api_keys::{self, ApiKey};

/// What the key of a call allows.
#[derive(Debug, Clone)]
pub struct Grant {
    /// What it may do.
    pub permission: Permission,
    /// The only realm that it knows.
    pub realm_id: Option<String>,
}

/// Passes a request on if its key is valid and permits the call.
pub async fn check(
    State(shared): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Response {
    let grant = match shared.context.store.cached(&shared.api_keys, api_keys::all) {
        Ok(keys) => grant(&keys, request.headers()),
        Err(failure) => return failure.into_response(),
    };
    let Some(grant) = grant else {
        return Failure::Forbidden.into_response();
    };
    let needed = needed(request.method(), request.uri().path());
    if grant.permission < needed {
        return Failure::NotPermitted(needed).into_response();
    }
    request.extensions_mut().insert(grant);
    next.run(request).await
}

/// The key that a call names. No early end: the time must not tell which key came close.
pub fn find<'a>(keys: &'a [ApiKey], given: &str) -> Option<&'a ApiKey> {
    keys.iter()
        .fold(None, |found, key| match same_secret(&key.key, given) {
            true => Some(key),
            false => found,
        })
}

fn grant(keys: &[ApiKey], headers: &HeaderMap) -> Option<Grant> {
    let header = |name| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    };
    let found = find(keys, header("x-authrocket-api-key"))?;
    let account = found.account.as_deref();
    if account.is_some_and(|account| !same_secret(account, header("x-authrocket-account"))) {
        return None;
    }
    Some(Grant {
        permission: found.permission,
        realm_id: found.realm_id.clone(),
    })
}

// Settings of a realm can be read by all; changing them, and its signing keys, are for those who manage it.
fn needed(method: &Method, path: &str) -> Permission {
    let mut segments = path.trim_start_matches('/').split('/').skip(1);
    let resource = segments.next().unwrap_or_default();
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    match resource {
        "jwt_keys" => Permission::AdminRealm,
        _ if is_read => Permission::Read,
        // A login by a social provider changes users, not the provider.
        "auth_providers" if segments.last() == Some("authorize") => Permission::Write,
        "app_hooks" | "auth_providers" | "login_policies" | "realms" => Permission::AdminRealm,
        _ => Permission::Write,
    }
}
