//! `/v1/credentials`: passwords, TOTP devices, keys of API users, logins of social providers (protocol-v1 §5.9). Tested in
//! `tests/api/core/credentials.rs` and `login/two_factor.rs`.

use axum::routing::{get, post};
use serde_json::{Value, json};

use super::keyed_call::KeyedCall;
use super::limits::with_rate_limit;
use super::listing::BY_ID;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::http::render;
use crate::model::clock::epoch_seconds;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::{ProviderType, Realm};
use crate::model::totp;
use crate::rules::accounts::{self, check_password, check_passwords_on};
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::logins::by_key::{self, API_KEY};
use crate::rules::logins::second_factor;
use crate::rules::providers;
use crate::rules::social::link;
use crate::store::credentials::{self, Credential};
use crate::store::users::{self, User};
use crate::store::{By, Transaction, filter, realms};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/credentials", get(list).post(create))
        .route("/v1/credentials/{id}", get(read).put(update).delete(delete))
        .route("/v1/credentials/{id}/verify", post(verify))
}

/// Credentials, of one user if `user_id` says so.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&BY_ID)?;
    let credential_type = text(&call.received.query, "credential_type");
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmOfUser, call.list_realm_id(tx)?.as_deref()),
            filter(By::OtherApiOfUser, Some("2")),
            filter(By::UserId, call.user_id_filter(tx)?.as_deref()),
            filter(By::CredentialType, credential_type.as_deref()),
        ];
        credentials::list(tx, &filters, &page)
    })?;
    let rows = rows.iter().map(|credential| {
        json!({
            "id": credential.id,
            "object": "credential",
            "user_id": credential.user_id,
            "credential_type": credential.credential_type,
            "name": credential.name,
            "state": credential.state,
        })
    });
    collection(rows.collect(), more)
}

/// By id; a TOTP credential with its secret as long as that was not verified, a key if the realm lets it be read again.
pub async fn read(call: ApiCall) -> Answer {
    ok(call.transact(|tx| {
        let (realm, user, credential) = find(tx, &call)?;
        let mut body = body(&realm, &user, &credential);
        if let Some(key) = by_key::readable(tx, &realm, &credential)? {
            body["api_key"] = json!(key);
        }
        Ok(body)
    })?)
}

/// Creates a password, a TOTP credential with its secret, the login of a social provider, or a key; the key is shown in
/// this answer only.
pub async fn create(call: ApiCall) -> Answer {
    let given = call.wrapped("credential")?;
    let credential_type = text(given, "credential_type")
        .ok_or_else(|| Failure::invalid("credential_type", "Credential type can't be blank"))?;
    let user_id =
        text(given, "user_id").ok_or_else(|| Failure::invalid("user_id", "User can't be blank"))?;
    let (realm, user) = call.transact(|tx| {
        let user = users::find(tx, call.realm_id().as_deref(), &user_id)?
            .ok_or_else(|| Failure::invalid("user_id", "User is unknown"))?;
        check_type(tx, &user, &credential_type)?;
        Ok((call.realm_of(tx, &user)?, user))
    })?;
    match (
        credential_type.as_str(),
        ProviderType::named(&credential_type),
    ) {
        ("password", _) => create_password(&call, &realm, &user, given).await,
        ("totp", _) => create_totp(&call, &realm, &user, given),
        (_, Some(provider)) => {
            let linked =
                call.transact(|tx| link(tx, &realm, &user, provider, given, call.now_ms()))?;
            created(body(&realm, &user, &linked))
        }
        (_, None) => create_key(&call, &realm, &user, given),
    }
}

fn check_type(tx: &Transaction, user: &User, credential_type: &str) -> Result<(), Failure> {
    let refused = |sentence: &str| Err(Failure::invalid("credential_type", sentence));
    let known = ["password", "totp", API_KEY].contains(&credential_type);
    if !known && ProviderType::named(credential_type).is_none() {
        return refused("Credential type is not included in the list");
    }
    if user.is_program() != (credential_type == API_KEY) {
        return refused("Credential type is not available for this type of user");
    }
    match credential_type == "password" && credentials::active(tx, &user.id, "password")?.is_some()
    {
        true => refused("Credential type is one that the user has already"),
        false => Ok(()),
    }
}

async fn create_password(call: &ApiCall, realm: &Realm, user: &User, given: &Fields) -> Answer {
    let hash = new_password(call, realm, user, given).await?;
    let answer = call.transact(|tx| {
        // Another one may have been set while this was hashed.
        check_type(tx, user, "password")?;
        accounts::change_password(tx, &user.id, &hash, call.now_ms())?;
        let credential = credentials::active(tx, &user.id, "password")?;
        Ok(body(realm, user, &credential.ok_or(Failure::Internal)?))
    })?;
    created(answer)
}

/// The hash of a new password that the realm accepts.
pub async fn new_password(
    call: &KeyedCall,
    realm: &Realm,
    user: &User,
    given: &Fields,
) -> Result<String, Failure> {
    check_passwords_on(realm)?;
    let password = text(given, "password");
    let confirmation = text(given, "password_confirmation");
    let mut problems = Problems::default();
    let (one, two) = (password.as_deref(), confirmation.as_deref());
    check_password(realm, Some(user), one, two, false, &mut problems);
    problems.into_result()?;
    let passwords = &call.context().passwords;
    passwords.hash(password.unwrap_or_default()).await
}

fn create_totp(call: &ApiCall, realm: &Realm, user: &User, given: &Fields) -> Answer {
    if !realm.totp {
        let sentence = "Auth provider is not available in this realm";
        return Err(Failure::invalid("auth_provider_id", sentence));
    }
    let credential = Credential {
        name: text(given, "name"),
        state: "new".to_owned(),
        ..Credential::new(&user.id, "totp", totp::new_secret(), call.now_ms())
    };
    call.transact(|tx| credentials::insert(tx, &credential))?;
    created(body(realm, user, &credential))
}

fn create_key(call: &ApiCall, realm: &Realm, user: &User, given: &Fields) -> Answer {
    let key = by_key::given_or_new(realm, text(given, "api_key"));
    let name = text(given, "name");
    let credential =
        call.transact(|tx| by_key::add(tx, realm, &user.id, &key, name, call.now_ms()))?;
    let mut body = body(realm, user, &credential);
    body["api_key"] = json!(key);
    created(body)
}

/// Changes name, password or key; a new key is shown in this answer only.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("credential")?;
    let (realm, user, credential) = call.transact(|tx| find(tx, &call))?;
    let kind = credential.credential_type.as_str();
    if !["password", "totp", API_KEY].contains(&kind) {
        let sentence = "Credential type is one that only its provider changes";
        return Err(Failure::invalid("credential_type", sentence));
    }
    let mut problems = Problems::default();
    let name = AttributeReader::new(given, &mut problems).sent("name");
    problems.into_result()?;
    let hash = match kind == "password" && given.contains_key("password") {
        true => Some(new_password(&call, &realm, &user, given).await?),
        false => None,
    };
    let key = text(given, "api_key").filter(|_| kind == API_KEY);
    let key = key.map(|key| by_key::given_or_new(&realm, Some(key)));
    let answer = call.transact(|tx| {
        let (_, _, mut credential) = find(tx, &call)?;
        if let Some(name) = name {
            credentials::set_name(tx, &credential.id, name.as_deref())?;
            credential.name = name;
        }
        if let Some(hash) = &hash {
            accounts::change_password(tx, &user.id, hash, call.now_ms())?;
        }
        let mut body = body(&realm, &user, &credential);
        if let Some(key) = &key {
            by_key::replace(tx, &realm, &credential, key)?;
            body["api_key"] = json!(key);
        }
        Ok(body)
    })?;
    ok(answer)
}

/// Takes a credential from its user; without its TOTP one, the user logs in by password alone.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let (_, _, credential) = find(tx, &call)?;
        credentials::delete(tx, &credential.id)
    })?;
    gone()
}

/// Activates a TOTP credential by its first code.
pub async fn verify(call: ApiCall) -> Answer {
    let given = call.wrapped("credential")?;
    let code = text(given, "code").unwrap_or_default();
    let (realm, user, credential) = call.transact(|tx| find(tx, &call))?;
    if credential.credential_type != "totp" {
        return Err(Failure::NotFound);
    }
    let (context, caller) = (call.context(), call.caller());
    let verified = second_factor::with_first_code(context, &realm, &call.id, code.trim(), &caller);
    let answer = verified.and_then(|credential| ok(body(&realm, &user, &credential)));
    with_rate_limit(&call, &realm, answer)
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<(Realm, User, Credential), Failure> {
    let credential = credentials::by_id(tx, &call.id)?.ok_or(Failure::NotFound)?;
    let user = users::by_id(tx, &credential.user_id)?
        .filter(|user| call.knows(&user.realm_id))
        .ok_or(Failure::NotFound)?;
    let realm = realms::realm(tx, &user.realm_id)?.ok_or(Failure::NotFound)?;
    Ok((realm, user, credential))
}

fn body(realm: &Realm, user: &User, credential: &Credential) -> Value {
    let mut body = render::credential(credential);
    if credential.credential_type != "password" && credential.credential_type != API_KEY {
        let provider = providers::of_credential(realm, credential);
        body["auth_provider_id"] = json!(provider);
    }
    body["user_id"] = json!(user.id);
    body["name"] = json!(credential.name);
    if let Some(id) = &credential.provider_user_id {
        body["provider_user_id"] = json!(id);
    }
    body["state"] = json!(credential.state);
    body["created_at"] = json!(epoch_seconds(credential.created_at));
    if credential.credential_type == "totp" && credential.state == "new" {
        let secret = &credential.secret;
        body["otp_secret"] = json!(secret);
        body["provisioning_uri"] =
            json!(totp::provisioning_uri(&realm.name, &user.username, secret));
    }
    body
}
