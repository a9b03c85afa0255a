//! `/v2/credentials`: passwords, TOTP devices, logins of social providers (protocol-v2 §7.8). Tested in
//! `tests/api/core/v2/credentials.rs`.

use axum::routing::{get, post};
use serde_json::{Value, json};

use super::super::credentials::new_password;
use super::super::listing::BY_ID;
use super::users::{keep_sessions, store_password};
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::{qr, render_v2};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::{ProviderType, Realm};
use crate::model::totp;
use crate::rules::accounts;
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::logins::second_factor::with_first_code;
use crate::rules::providers;
use crate::rules::social::link;
use crate::store::credentials::{self, Credential};
use crate::store::users::{self, User};
use crate::store::{By, Transaction, filter};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/credentials", get(list).post(create))
        .route("/v2/credentials/{id}", get(read).put(update).delete(delete))
        .route("/v2/credentials/{id}/verify", post(verify))
}

/// Credentials, of one user if `user_id` says so.
async fn list(call: Call) -> Answer {
    let page = call.page(&BY_ID)?;
    let kind = text(&call.received.query, "credential_type");
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmOfUser, Some(&call.realm(tx)?.id)),
            filter(By::UserId, call.user_id_filter(tx)?.as_deref()),
            filter(By::CredentialType, kind.as_deref()),
        ];
        credentials::list(tx, &filters, &page)
    })?;
    collection(rows.iter().map(render_v2::credential).collect(), more)
}

/// By id; a TOTP credential with its secret as long as that was not verified.
async fn read(call: Call) -> Answer {
    ok(call.transact(|tx| {
        let (realm, user, credential) = find(tx, &call)?;
        body(&realm, &user, &credential)
    })?)
}

/// A password for a user without one, a TOTP credential with its secret, or the login of a social provider.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("credential")?;
    let key =
        text(given, "user_id").ok_or_else(|| Failure::invalid("user_id", "User can't be blank"))?;
    let (realm, user) = call.transact(|tx| {
        let found = call.find_user(tx, &key)?;
        found.ok_or_else(|| Failure::invalid("user_id", "User is unknown"))
    })?;
    let kind = kind(&realm, given)?;
    match (kind.as_str(), ProviderType::named(&kind)) {
        ("password", _) => create_password(&call, &realm, &user, given).await,
        ("totp", _) => create_totp(&call, &realm, &user, given),
        (_, Some(provider)) => {
            let linked =
                call.transact(|tx| link(tx, &realm, &user, provider, given, call.now_ms()))?;
            created(body(&realm, &user, &linked)?)
        }
        (_, None) => Err(not_listed().into()),
    }
}

fn not_listed() -> Failure {
    Failure::invalid(
        "credential_type",
        "Credential type is not included in the list",
    )
}

// Type and provider say the same; either will do.
fn kind(realm: &Realm, given: &Fields) -> Result<String, Failure> {
    let entries = providers::of_realm(realm);
    let named = match text(given, "auth_provider_id") {
        None => None,
        Some(id) => {
            let mut entries = entries.iter();
            let entry = entries.find(|entry| entry.id == id || entry.provider_type == id);
            let unknown = || Failure::invalid("auth_provider_id", "Auth provider is unknown");
            Some(entry.ok_or_else(unknown)?.provider_type)
        }
    };
    match (text(given, "credential_type"), named) {
        (Some(kind), Some(named)) if kind != named => Err(Failure::invalid(
            "auth_provider_id",
            "Auth provider is of another type",
        )),
        (Some(kind), _) => Ok(kind),
        (None, Some(named)) => Ok(named.to_owned()),
        (None, None) => Err(Failure::invalid(
            "credential_type",
            "Credential type can't be blank",
        )),
    }
}

async fn create_password(call: &Call, realm: &Realm, user: &User, given: &Fields) -> Answer {
    let hash = new_password(call, realm, user, given).await?;
    let answer = call.transact(|tx| {
        if credentials::active(tx, &user.id, "password")?.is_some() {
            let sentence = "Credential type is one that the user has already";
            return Err(Failure::invalid("credential_type", sentence));
        }
        accounts::change_password(tx, &user.id, &hash, call.now_ms())?;
        let credential = credentials::active(tx, &user.id, "password")?;
        body(realm, user, &credential.ok_or(Failure::Internal)?)
    })?;
    created(answer)
}

fn create_totp(call: &Call, realm: &Realm, user: &User, given: &Fields) -> Answer {
    if !realm.totp {
        let sentence = "Auth provider is inactive in this realm";
        return Err(Failure::invalid("auth_provider_id", sentence).into());
    }
    let credential = Credential {
        name: text(given, "name"),
        state: "new".to_owned(),
        ..Credential::new(&user.id, "totp", totp::new_secret(), call.now_ms())
    };
    call.transact(|tx| credentials::insert(tx, &credential))?;
    created(body(realm, user, &credential)?)
}

/// Changes name or password.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("credential")?;
    let (realm, user, credential) = call.transact(|tx| find(tx, &call))?;
    let kind = credential.credential_type.as_str();
    if !["password", "totp"].contains(&kind) {
        let sentence = "Credential type is one that only its provider changes";
        return Err(Failure::invalid("credential_type", sentence).into());
    }
    let mut problems = Problems::default();
    let name = AttributeReader::new(given, &mut problems).sent("name");
    let keep = keep_sessions(given, &mut problems);
    problems.into_result()?;
    let hash = match kind == "password" && given.contains_key("password") {
        true => Some(new_password(&call, &realm, &user, given).await?),
        false => None,
    };
    ok(call.transact(|tx| {
        let (_, _, mut credential) = find(tx, &call)?;
        if let Some(name) = name {
            credentials::set_name(tx, &credential.id, name.as_deref())?;
            credential.name = name;
        }
        if let Some(hash) = &hash {
            store_password(tx, &call, &user, hash, keep)?;
        }
        body(&realm, &user, &credential)
    })?)
}

/// Takes a credential from its user; without its TOTP one, the user logs in by password alone.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let (_, _, credential) = find(tx, &call)?;
        credentials::delete(tx, &credential.id)
    })?;
    gone()
}

/// Activates a TOTP credential by its first code.
async fn verify(call: Call) -> Answer {
    let code = text(call.action("credential"), "code").unwrap_or_default();
    let (realm, user, credential) = call.transact(|tx| find(tx, &call))?;
    if credential.credential_type != "totp" {
        return Err(Failure::NotFound.into());
    }
    let (context, caller) = (call.context(), call.caller());
    let active = with_first_code(context, &realm, &credential.id, code.trim(), &caller)?;
    ok(body(&realm, &user, &active)?)
}

fn find(tx: &Transaction, call: &Call) -> Result<(Realm, User, Credential), Failure> {
    let credential = credentials::by_id(tx, &call.id)?.ok_or(Failure::NotFound)?;
    let user = users::by_id(tx, &credential.user_id)?.ok_or(Failure::NotFound)?;
    let realm = call.within(tx, &user.realm_id)?;
    Ok((realm, user, credential))
}

fn body(realm: &Realm, user: &User, credential: &Credential) -> Result<Value, Failure> {
    let mut body = render_v2::credential(credential);
    body["auth_provider_id"] = json!(providers::of_credential(realm, credential));
    if credential.credential_type == "totp" && credential.state == "new" {
        let secret = &credential.secret;
        let account = user.own_username().unwrap_or(&user.email);
        let uri = totp::provisioning_uri(&realm.name, account, secret);
        body["otp_secret"] = json!(secret);
        body["provisioning_svg"] = json!(qr::svg(&uri)?);
        body["provisioning_uri"] = json!(uri);
    }
    Ok(body)
}
