//! Users as the page adds, changes, enrols and removes them, by the rules of the Core API. Tested in
//! `tests/api/control/users.rs`.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};

use super::{Answer, Emulator, Request};
use crate::http::fields::Received;
use crate::http::render;
use crate::http::shared::Shared;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::model::settings::Realm;
use crate::model::totp;
use crate::rules::accounts::by_api;
use crate::rules::events;
use crate::store::credentials::{self, Credential};
use crate::store::users::User;
use crate::store::{Transaction, realms, users};

/// In the realm `realm_id`, from the attributes of the Core API.
pub async fn create(State(shared): Emulator, Extension(received): Request) -> Answer {
    let given = received.body.clone()?;
    let realm_id = text(&given, "realm_id").ok_or_else(|| Failure::missing("realm_id"))?;
    let checked = shared.context.transact(|tx| {
        let realm = realms::realm(tx, &realm_id)?;
        let realm = realm.ok_or_else(|| Failure::invalid("realm_id", "Realm is unknown"))?;
        by_api::check_new(tx, realm, &given, shared.context.now_ms())
    })?;
    let (user, _) = by_api::create(&shared.context, checked, &caller(&received)).await?;
    answer(&shared, StatusCode::CREATED, &user)
}

/// Changes the attributes sent, and no others. Sessions go on.
pub async fn update(
    State(shared): Emulator,
    Extension(received): Request,
    Path(id): Path<String>,
) -> Answer {
    let given = received.body.clone()?;
    let (realm, user) = shared.context.transact(|tx| find(tx, &id))?;
    let caller = caller(&received);
    let (user, _) = by_api::update(&shared.context, &realm, &user, &given, &caller).await?;
    answer(&shared, StatusCode::OK, &user)
}

/// Removes a user with its sessions, credentials and memberships.
pub async fn delete(
    State(shared): Emulator,
    Extension(received): Request,
    Path(id): Path<String>,
) -> Answer {
    let now_ms = shared.context.now_ms();
    shared.context.transact(|tx| {
        let (_, user) = find(tx, &id)?;
        events::about_user(tx, "user.deleted", &user, &caller(&received), now_ms)?;
        users::delete(tx, &user.id)
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A second factor that is due from the next login on, in place of an earlier one.
pub async fn enrol(State(shared): Emulator, Path(id): Path<String>) -> Answer {
    let now_ms = shared.context.now_ms();
    let user = shared.context.transact(|tx| {
        let (realm, user) = find(tx, &id)?;
        if !realm.totp || !user.is_human() {
            let sentence = "Auth provider is not available for this user";
            return Err(Failure::invalid("auth_provider_id", sentence));
        }
        remove_totp(tx, &user)?;
        let device = Credential::new(&user.id, "totp", totp::new_secret(), now_ms);
        credentials::insert(tx, &device)?;
        Ok(user)
    })?;
    answer(&shared, StatusCode::CREATED, &user)
}

/// Logins need the password alone again.
pub async fn unenrol(State(shared): Emulator, Path(id): Path<String>) -> Answer {
    shared.context.transact(|tx| {
        let (_, user) = find(tx, &id)?;
        remove_totp(tx, &user)
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn remove_totp(tx: &Transaction, user: &User) -> Result<(), Failure> {
    for credential in credentials::of_user(tx, &user.id)? {
        if credential.credential_type == "totp" {
            credentials::delete(tx, &credential.id)?;
        }
    }
    Ok(())
}

fn find(tx: &Transaction, id: &str) -> Result<(Realm, User), Failure> {
    let user = users::by_id(tx, id)?.ok_or(Failure::NotFound)?;
    let realm = realms::realm(tx, &user.realm_id)?.ok_or(Failure::NotFound)?;
    Ok((realm, user))
}

fn caller(received: &Received) -> Caller {
    Caller {
        ip: received.ip.map(|ip| ip.to_string()),
        user_agent: received.header(header::USER_AGENT).map(str::to_owned),
    }
}

fn answer(shared: &Shared, status: StatusCode, user: &User) -> Answer {
    let body = shared.context.transact(|tx| render::user(tx, user))?;
    Ok((status, Json(body)).into_response())
}
