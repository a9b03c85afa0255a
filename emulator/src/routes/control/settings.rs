//! Realms and Connected Apps: their settings without the signing secret, and changing them member by member.
//! Tested in `tests/api/control/state.rs`.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::{Answer, Emulator, Request, collection};
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::model::seed_error::SeedError;
use crate::model::settings::{App, Realm, merge};
use crate::rules::seed::with_settings;
use crate::rules::{apps, signing_keys};
use crate::store::realms;

fn realm_body(realm: &Realm) -> Result<Value, Failure> {
    let mut body = serde_json::to_value(realm).map_err(Failure::internal)?;
    if let Some(members) = body.as_object_mut() {
        members.remove("jwt_key");
        members.remove("jwt_private_key");
        // As a seed has them.
        if let Some(Value::Object(own)) = members.remove("v2") {
            members.extend(own);
        }
    }
    Ok(body)
}

fn app_body(realm_id: &str, app: &App) -> Result<Value, Failure> {
    let mut body = serde_json::to_value(app).map_err(Failure::internal)?;
    body["realm_id"] = json!(realm_id);
    Ok(body)
}

pub async fn list_realms(State(shared): Emulator) -> Answer {
    let rows = shared.context.transact(realms::realms)?;
    collection(rows.iter().map(realm_body).collect::<Result<Vec<_>, _>>()?)
}

pub async fn list_apps(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let rows = shared
        .context
        .transact(|tx| realms::apps(tx, realm_id.as_deref()))?;
    let bodies = rows.iter().map(|(realm_id, app)| app_body(realm_id, app));
    collection(bodies.collect::<Result<Vec<_>, _>>()?)
}

pub async fn patch_realm(
    State(shared): Emulator,
    Extension(received): Request,
    Path(id): Path<String>,
) -> Answer {
    let change = received.body.clone()?;
    let realm = shared.context.transact(|tx| {
        let known = realms::realm(tx, &id)?.ok_or(Failure::NotFound)?;
        let realm = with_settings(known, &change, "").map_err(|error| bad_change(&error))?;
        if realm.id != id {
            return Err(Failure::BadRequest("id cannot be changed".into()));
        }
        signing_keys::save_realm(tx, &realm)?;
        Ok(realm)
    })?;
    Ok(Json(realm_body(&realm)?).into_response())
}

pub async fn patch_app(
    State(shared): Emulator,
    Extension(received): Request,
    Path(id): Path<String>,
) -> Answer {
    let change = Value::Object(received.body.clone()?);
    let body = shared.context.transact(|tx| {
        let (realm_id, known) = realms::app_by_id(tx, &id)?.ok_or(Failure::NotFound)?;
        let mut whole = serde_json::to_value(known).map_err(Failure::internal)?;
        merge(&mut whole, change);
        let app: App = serde_json::from_value(whole)
            .map_err(|cause| Failure::BadRequest(cause.to_string()))?;
        if let Some((member, reason)) = app.problem() {
            return Err(Failure::BadRequest(format!("{member} {reason}")));
        }
        if app.id != id || app.subdomain.is_empty() {
            return Err(Failure::BadRequest(
                "id cannot be changed, and subdomain cannot be emptied".into(),
            ));
        }
        apps::save(tx, &realm_id, &app)?;
        app_body(&realm_id, &app)
    })?;
    Ok(Json(body).into_response())
}

fn bad_change(error: &SeedError) -> Failure {
    Failure::BadRequest(
        format!("{} {}", error.place, error.reason)
            .trim()
            .to_owned(),
    )
}
