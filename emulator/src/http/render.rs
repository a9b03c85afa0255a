//! Core API resources as JSON (protocol-v1 §5.5, §5.6, §5.8, §5.9). No secret is ever rendered, but for the
//! `otp_secret` of a credential just made.

use serde_json::{Value, json};

use crate::model::clock::epoch_seconds;
use crate::model::failure::Failure;
use crate::store::Transaction;
use crate::store::credentials::{self, Credential};
use crate::store::memberships::{self, Membership};
use crate::store::orgs::Org;
use crate::store::realms;
use crate::store::sessions::Session;
use crate::store::signup_tokens::SignupToken;
use crate::store::users::{self, User};

/// A user as lists show it.
pub fn user_in_list(tx: &Transaction, user: &User) -> Result<Value, Failure> {
    let mut body = json!({
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
    });
    if realms::shows_members_of_2015(tx, &user.realm_id)? {
        body["last_login_on"] = body["last_login_at"].clone();
    }
    Ok(body)
}

/// A user as single reads show it.
pub fn user(tx: &Transaction, user: &User) -> Result<Value, Failure> {
    let credentials: Vec<Value> = credentials::of_user(tx, &user.id)?
        .iter()
        .map(credential)
        .collect();
    let mut body = user_in_list(tx, user)?;
    body["custom"] = user.custom.clone();
    body["credentials"] = json!(credentials);
    body["membership_count"] = json!(memberships::count_of_user(tx, &user.id)?);
    Ok(body)
}

/// A user's memberships, each with its org, for `expand=memberships`.
pub fn memberships_of(tx: &Transaction, user: &User) -> Result<Value, Failure> {
    let pairs = memberships::of_user(tx, &user.id)?;
    let list = pairs.iter().map(|(entry, org)| {
        let mut body = membership(entry);
        body["org"] = json!(org.as_ref().map(org_in_list));
        body
    });
    Ok(list.collect())
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
pub fn session(tx: &Transaction, session: &Session) -> Result<Value, Failure> {
    let mut body = json!({
        "id": session.id,
        "object": "session",
        "user_id": session.user_id,
        "created_at": epoch_seconds(session.created_at),
        "expires_at": session.expires_at / 1000,
        "request": {"ip": session.ip, "client": session.client},
    });
    if realms::shows_members_of_2015(tx, &session.realm_id)? {
        body["ip"] = json!(session.ip);
        body["client"] = json!(session.client);
    }
    Ok(body)
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
pub fn org(tx: &Transaction, org: &Org) -> Result<Value, Failure> {
    let mut body = org_in_list(org);
    body["custom"] = org.custom.clone();
    body["membership_count"] = json!(memberships::count_of_org(tx, &org.id)?);
    Ok(body)
}

/// An org's memberships, each with its user, for `expand=memberships`.
pub fn memberships_of_org(tx: &Transaction, org: &Org) -> Result<Value, Failure> {
    let mut list = Vec::new();
    for entry in memberships::of_org(tx, &org.id)? {
        let mut body = membership(&entry);
        if let Some(user) = users::by_id(tx, &entry.user_id)? {
            body["user"] = user_in_list(tx, &user)?;
        }
        list.push(body);
    }
    Ok(json!(list))
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
        "expires_at": membership.expires_at.map(|at| at / 1000),
    })
}
