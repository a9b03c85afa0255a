//! Core API v2 resources as JSON (protocol-v2 §7). No secret is ever rendered, but for what a call has just made.
//! Tested in `tests/api/core/v2/` and `tests/api/control/state_v2.rs`.

use serde_json::{Value, json};

use crate::http::render_event::event_body;
use crate::model::client_app::{CLUSTER, ClientApp, Domain, DomainType};
use crate::model::clock::epoch_seconds;
use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::store::Transaction;
use crate::store::credentials::{self, Credential};
use crate::store::events::Event;
use crate::store::invitations::Invitation;
use crate::store::memberships::Membership;
use crate::store::orgs::Org;
use crate::store::sessions::Session;
use crate::store::users::User;

/// Looks of the hosted pages, each an attribute of its own (protocol-v2 §7.9).
pub const LOOKS: &[&str] = &[
    "branding",
    "color_1",
    "logo",
    "logo_icon",
    "privacy_policy",
    "stylesheet",
    "terms_of_service",
];

/// A realm as lists show it.
pub fn realm_in_list(realm: &Realm) -> Value {
    json!({
        "id": realm.id,
        "object": "realm",
        "name": realm.name,
        "public_name": realm.v2.public_name,
        "environment": realm.v2.environment,
        "state": realm.state,
    })
}

/// A realm as single reads show it; `jwt_key` is the secret or the public key, for those who may see it.
pub fn realm(realm: &Realm, jwt_key: Option<String>) -> Value {
    let own = &realm.v2;
    let mut body = realm_in_list(realm);
    let more = json!({
        "custom": realm.custom,
        "signup": own.signup,
        "org_mode": own.org_mode,
        "email_verification": own.email_verification,
        "name_field": own.name_field,
        "org_name_field": own.org_name_field,
        "password_field": own.password_field,
        "username_field": own.username_field,
        "allowed_origins": own.allowed_origins,
        "lr_features": own.lr_features,
        "available_locales": own.available_locales,
        "default_locale": own.default_locale,
        "access_token_minutes": own.access_token_minutes,
        "jwt_algo": realm.jwt_algo,
        "jwt_key": jwt_key,
        "jwt_minutes": own.jwt_minutes,
        "jwt_scopes": own.jwt_scopes,
        "session_minutes": realm.session_minutes,
    });
    add(&mut body, more);
    for name in LOOKS {
        body[*name] = own.look.get(*name).cloned().unwrap_or_default();
    }
    body
}

fn add(body: &mut Value, more: Value) {
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
}

/// A Connected App, without its secret.
pub fn client_app(realm_id: &str, app: &ClientApp) -> Value {
    let mut body = json!({
        "id": app.id,
        "object": "client_app",
        "realm_id": realm_id,
        "client_type": app.client_type,
        "name": app.name,
        "redirect_uris": app.redirect_uris,
        "state": app.state,
    });
    if app.is_oauth2() {
        let more = json!({
            "allowed_scopes": app.allowed_scopes,
            "app_type": app.app_type,
            "logo": app.logo,
            "trusted": app.trusted,
        });
        add(&mut body, more);
    }
    body
}

/// A host; `port` is where LoginRocket listens.
pub fn domain(realm_id: &str, domain: &Domain, port: u16) -> Value {
    let subdomain = domain.subdomain();
    let rest = match domain.domain_type {
        DomainType::Loginrocket => CLUSTER.trim_start_matches('.'),
        DomainType::Custom => &domain.fqdn,
    };
    json!({
        "id": domain.id,
        "object": "domain",
        "realm_id": realm_id,
        "domain_type": domain.domain_type,
        "fqdn": domain.fqdn,
        "uri": format!("http://{}:{port}/", domain.fqdn),
        "subdomain": subdomain,
        "domain": rest,
        "state": domain.state,
        // No certificate and no name server is asked here.
        "cert_state": "active",
        "dns_state": "active",
        "flags": [],
    })
}

/// A user as lists show it.
pub fn user_in_list(user: &User) -> Value {
    json!({
        "id": user.id,
        "object": "user",
        "realm_id": user.realm_id,
        "state": user.state,
        "email": user.email,
        "email_pending": user.email_pending,
        "email_verification": user.email_verification,
        "username": user.own_username(),
        "first_name": user.first_name,
        "last_name": user.last_name,
        "name": user.name(),
        "locale": user.locale,
        "reference": user.reference,
        "created_at": epoch_seconds(user.created_at),
        "last_login_at": user.last_login_at.map(epoch_seconds),
    })
}

/// A user as single reads show it.
pub fn user(tx: &Transaction, user: &User) -> Result<Value, Failure> {
    let credentials = credentials::of_user(tx, &user.id)?;
    let credentials: Vec<Value> = credentials.iter().map(credential).collect();
    let mut body = user_in_list(user);
    body["custom"] = user.custom.clone();
    body["credentials"] = json!(credentials);
    Ok(body)
}

/// A credential without its secret.
pub fn credential(credential: &Credential) -> Value {
    let mut body = json!({
        "id": credential.id,
        "object": "credential",
        "user_id": credential.user_id,
        "credential_type": credential.credential_type,
        "name": credential.name,
        "state": credential.state,
        "created_at": epoch_seconds(credential.created_at),
    });
    if let Some(id) = &credential.provider_user_id {
        body["provider_user_id"] = json!(id);
    }
    body
}

/// A session without its user.
pub fn session(session: &Session) -> Value {
    json!({
        "id": session.id,
        "object": "session",
        "user_id": session.user_id,
        // OAuth2 only.
        "client_app_id": null,
        "created_at": epoch_seconds(session.created_at),
        "expires_at": session.expires_at / 1000,
        "request": {"ip": session.ip, "client": session.client},
    })
}

/// An org as lists show it.
pub fn org_in_list(org: &Org) -> Value {
    json!({
        "id": org.id,
        "object": "org",
        "realm_id": org.realm_id,
        "name": org.name,
        "state": org.state,
        "reference": org.reference,
        "created_at": epoch_seconds(org.created_at),
    })
}

/// An org as single reads show it.
pub fn org(org: &Org) -> Value {
    let mut body = org_in_list(org);
    body["custom"] = org.custom.clone();
    body
}

/// A membership without its user and its org. Which account is selected is said by tokens only (protocol-v2 §2.5.3).
pub fn membership(membership: &Membership) -> Value {
    json!({
        "id": membership.id,
        "object": "membership",
        "org_id": membership.org_id,
        "user_id": membership.user_id,
        "permissions": membership.permissions,
        "selected": false,
        "created_at": epoch_seconds(membership.created_at),
        "expires_at": membership.expires_at.map(|at| at / 1000),
    })
}

/// An event: that of version 1 with the members of version 2. Its token is for keys that may write (protocol-v2 §7.10).
pub fn event(event: &Event, may_write: bool) -> Value {
    let mut body = event_body(event);
    body["expires_at"] = json!(event.expires_at.map(|at| at / 1000));
    if body.get("session_id").is_none() {
        body["session_id"] = Value::Null;
    }
    if let Some(token) = event.token.as_ref().filter(|_| may_write) {
        body["token"] = json!(token);
    }
    body
}

/// An invitation, with its token.
pub fn invitation(invitation: &Invitation) -> Value {
    json!({
        "id": invitation.id,
        "object": "invitation",
        "realm_id": invitation.realm_id,
        "token": invitation.token,
        "invitation_type": invitation.invitation_type,
        "email": invitation.email,
        "locale": invitation.locale,
        "org_id": invitation.org_id,
        "permissions": invitation.permissions,
        "inviting_user_id": invitation.inviting_user_id,
        "auth_provider_id": invitation.auth_provider_id,
        "created_at": epoch_seconds(invitation.created_at),
        "invited_at": invitation.invited_at.map(epoch_seconds),
        "expires_at": invitation.expires_at / 1000,
    })
}
