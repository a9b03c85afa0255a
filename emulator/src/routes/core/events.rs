//! `/v1/events` with their notifications (protocol-v1 §0.2, §5.9), read only. Tested in `tests/api/core/events.rs`.

use axum::routing::get;
use serde_json::Value;

use super::listing::NEWEST_FIRST;
use super::{Answer, ApiCall, Routes, collection, ok};
use crate::http::render;
use crate::http::render_event::{event_body, notification_body};
use crate::model::clock::epoch_seconds;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::rules::logins::live_sessions::find_session;
use crate::store::events::{self, Event};
use crate::store::notifications;
use crate::store::{By, Filter, Transaction, filter, filter_time};

// Unless the query says otherwise.
const HISTORY_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/events", get(list))
        .route("/v1/events/{id}", get(read))
        .route("/v1/events/login/{id}", get(login))
}

/// Events, newest first, by the records concerned, their type or its beginning, and their time.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&NEWEST_FIRST)?;
    let query = &call.received.query;
    let realm_id = call.realm_id();
    let mut filters = vec![
        filter(By::RealmId, realm_id.as_deref()),
        filter(By::OtherApi, Some("2")),
        since(&call)?,
    ];
    for member in [
        "app_hook_id",
        "auth_provider_id",
        "login_policy_id",
        "membership_id",
        "org_id",
        "user_id",
    ] {
        filters.push(filter(By::About(member), text(query, member).as_deref()));
    }
    let event_type = text(query, "event_type");
    filters.push(filter(By::EventType, event_type.as_deref()));
    let (bodies, more) = call.transact(|tx| {
        let (rows, more) = events::list(tx, &filters, &page)?;
        let bodies = rows
            .iter()
            .map(|event| match call.expands("notifications") {
                true => with_notifications(tx, event),
                false => Ok(event_body(event)),
            });
        Ok((bodies.collect::<Result<Vec<_>, _>>()?, more))
    })?;
    collection(bodies, more)
}

fn since(call: &ApiCall) -> Result<Filter, Failure> {
    let at_ms = match call.received.query.get("created_at_after") {
        None => Some((epoch_seconds(call.now_ms() - HISTORY_MS) * 1000.0).round()),
        Some(Value::String(given)) if given.is_empty() => None,
        Some(given) => {
            let seconds = given.as_str().and_then(|given| given.parse::<f64>().ok());
            let seconds = seconds.filter(|seconds| seconds.is_finite());
            let seconds = seconds.ok_or_else(|| {
                Failure::BadRequest("created_at_after must be a Unix time".to_owned())
            })?;
            Some(seconds * 1000.0)
        }
    };
    Ok(filter_time(By::HappenedSince, at_ms))
}

/// By id, with its notifications.
pub async fn read(call: ApiCall) -> Answer {
    let body = call.transact(|tx| {
        let event = events::by_id(tx, &call.id)?
            .filter(|event| call.knows(&event.realm_id))
            .ok_or(Failure::NotFound)?;
        with_notifications(tx, &event)
    })?;
    ok(body)
}

/// The older check of a login token: the event of the login, with its user.
pub async fn login(call: ApiCall) -> Answer {
    let body = call.transact(|tx| {
        let (user, session) = find_session(tx, &call.id, call.now_ms())?
            .filter(|(_, session)| call.knows(&session.realm_id))
            .ok_or(Failure::NotFound)?;
        let event =
            events::of_session(tx, &session.realm_id, &session.id)?.ok_or(Failure::NotFound)?;
        let mut body = event_body(&event);
        body["user"] = render::user(tx, &user)?;
        Ok(body)
    })?;
    ok(body)
}

fn with_notifications(tx: &Transaction, event: &Event) -> Result<Value, Failure> {
    let rows = notifications::of_event(tx, &event.id)?;
    let mut body = event_body(event);
    body["notifications"] = rows.iter().map(notification_body).collect();
    Ok(body)
}
