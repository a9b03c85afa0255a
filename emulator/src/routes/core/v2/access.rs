//! Which keys may do what, and how a call names its key and its realm (protocol-v2 §7.1). Checked before everything
//! else, so that nothing can be learned without a key. Tested in `tests/api/core/v2/access.rs`.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};

use super::super::permissions::{Grant, find};
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::permission::Permission;
use crate::store::api_keys;

const CONFIGURATION: &[&str] = &[
    "auth_providers",
    "client_apps",
    "domains",
    "hooks",
    "mailing_list_providers",
    "named_permissions",
    "realms",
    "resource_links",
    "smtp_providers",
];

/// What a call says of itself in its headers.
#[derive(Debug, Clone, Default)]
pub struct Named {
    key: String,
    /// The realm that it is for.
    pub realm_id: Option<String>,
}

/// Key and realm of a call: headers of their own, else `Authorization: Bearer ks_…,rl_…`.
pub fn named(headers: &HeaderMap) -> Named {
    let text = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.map(str::trim).filter(|value| !value.is_empty())
    };
    let bearer = text(header::AUTHORIZATION.as_str()).and_then(bearer);
    let (key, realm) = match bearer.map(|bearer| bearer.split_once(',').ok_or(bearer)) {
        None => (None, None),
        Some(Err(key)) => (Some(key), None),
        Some(Ok((key, realm))) => (Some(key), Some(realm)),
    };
    let realm_id = text("authrocket-realm").or(realm);
    Named {
        key: text("authrocket-api-key")
            .or(key)
            .unwrap_or_default()
            .to_owned(),
        realm_id: realm_id.filter(|id| !id.is_empty()).map(str::to_owned),
    }
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, rest) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(rest.trim_start())
}

/// Lets a request pass if its key is valid and permits the call; the request then carries what the key allows.
///
/// # Errors
/// `Forbidden` without a good key; `NotPermitted`.
pub fn admit(shared: &Shared, request: &mut Request) -> Result<(), Failure> {
    let keys = shared
        .context
        .store
        .cached(&shared.api_keys, api_keys::all)?;
    let named = named(request.headers());
    let key = find(&keys, &named.key).ok_or(Failure::Forbidden)?;
    let needed = needed(request.method(), request.uri().path());
    if key.permission < needed {
        return Err(Failure::NotPermitted(needed));
    }
    let grant = Grant {
        permission: key.permission,
        realm_id: key.realm_id.clone(),
    };
    request.extensions_mut().insert(grant);
    Ok(())
}

// As in version 1: settings can be read by all; changing them, and the signing keys, are for those who manage a realm.
fn needed(method: &Method, path: &str) -> Permission {
    let mut segments = path.trim_start_matches('/').split('/').skip(1);
    let resource = segments.next().unwrap_or_default();
    match resource {
        "jwt_keys" => Permission::AdminRealm,
        _ if matches!(*method, Method::GET | Method::HEAD) => Permission::Read,
        // A login by a social provider changes users, not the provider.
        "auth_providers" if segments.last() == Some("authorize") => Permission::Write,
        _ if CONFIGURATION.contains(&resource) => Permission::AdminRealm,
        _ => Permission::Write,
    }
}
