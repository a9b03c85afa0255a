//! Core API resources as JSON (spec 5.5, 5.6, 5.8, 5.9). No secret is ever rendered, but for the
//! `otp_secret` of a credential just made.

use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::clock::epoch_seconds;
use crate::error::Failure;
use crate::store::credentials::{self, Credential};
use crate::store::orgs::{self, Membership, MembershipFilter, Org};
use crate::store::sessions::Session;
use crate::store::signup_tokens::SignupToken;
use crate::store::users::User;

/// A user as lists show it.
pub fn user_in_list(user: &User) -> Value {
    json!({
        "id": user.id,
        "object": "user",
        "realm_id": user.realm_id,
        "user_type": user.user_type,
        "state": user.state,
        "username": user.username,
        "email": user.email,
        "email_verification": user.email_verification,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "name": user.name(),
        "reference": user.reference,
        "created_at": epoch_seconds(user.created_at),
        "last_login_at": user.last_login_at.map(epoch_seconds),
    })
}

/// A user as single reads show it.
pub fn user(tx: &Transaction, user: &User) -> Result<Value, Failure> {
    let credentials: Vec<Value> = credentials::of_user(tx, &user.id)?
        .iter()
        .map(credential)
        .collect();
    let filter = MembershipFilter {
        user_id: Some(&user.id),
        ..MembershipFilter::default()
    };
    let mut body = user_in_list(user);
    body["custom"] = user.custom.clone();
    body["credentials"] = json!(credentials);
    body["membership_count"] = json!(orgs::count(tx, filter)?);
    Ok(body)
}

/// A user's memberships, each with its org, for `expand=memberships`.
pub fn memberships_of(tx: &Transaction, user: &User) -> Result<Value, Failure> {
    let pairs = orgs::of_user(tx, &user.id)?;
    let mut list = Vec::new();
    for (entry, its_org) in &pairs {
        let mut body = membership(entry);
        body["org"] = org(tx, its_org)?;
        list.push(body);
    }
    Ok(json!(list))
}

/// A credential without its secret.
pub fn credential(credential: &Credential) -> Value {
    let mut body = json!({
        "id": credential.id,
        "object": "credential",
        "credential_type": credential.credential_type,
    });
    if credential.credential_type == "totp" {
        body["name"] = json!(credential.name);
        body["state"] = json!(credential.state);
        body["created_at"] = json!(epoch_seconds(credential.created_at));
    }
    body
}

/// A session as lists show it, without its user.
pub fn session(session: &Session) -> Value {
    json!({
        "id": session.id,
        "object": "session",
        "user_id": session.user_id,
        "created_at": epoch_seconds(session.created_at),
        "expires_at": session.expires_at / 1000,
        "request": {"ip": session.ip, "client": session.client},
    })
}

/// A signup token.
pub fn signup_token(token: &SignupToken) -> Value {
    json!({
        "id": token.id,
        "object": "user_token",
        "realm_id": token.realm_id,
        "username": token.username,
        "email": token.email,
        "first_name": token.first_name,
        "last_name": token.last_name,
        "credential_type": token.credential_type,
    })
}

/// An org.
pub fn org(tx: &Transaction, org: &Org) -> Result<Value, Failure> {
    let filter = MembershipFilter {
        org_id: Some(&org.id),
        ..MembershipFilter::default()
    };
    Ok(json!({
        "id": org.id,
        "object": "org",
        "realm_id": org.realm_id,
        "name": org.name,
        "state": org.state,
        "custom": org.custom,
        "created_at": epoch_seconds(org.created_at),
        "membership_count": orgs::count(tx, filter)?,
    }))
}

/// A membership.
pub fn membership(membership: &Membership) -> Value {
    json!({
        "id": membership.id,
        "object": "membership",
        "org_id": membership.org_id,
        "user_id": membership.user_id,
        "permissions": membership.permissions,
        "custom": membership.custom,
        "created_at": epoch_seconds(membership.created_at),
    })
}
