//! `/v2/events` with their notifications (protocol-v2 §7.10), read only. Tested in `tests/api/core/v2/events.rs`.

use axum::routing::get;
use serde_json::Value;

use super::super::listing::NEWEST_FIRST;
use super::{Answer, Call, Routes, collection, ok};
use crate::http::render_event::notification_body;
use crate::http::render_v2;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::model::permission::Permission;
use crate::store::events::{self, Event};
use crate::store::notifications;
use crate::store::{By, Transaction, filter};

const MEMBERS: &[&str] = &[
    "auth_provider_id",
    "client_app_id",
    "invitation_id",
    "membership_id",
    "org_id",
    "session_id",
    "user_id",
];

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/events", get(list))
        .route("/v2/events/{id}", get(read))
}

/// Events of the realm, newest first, by the records concerned, and by their type or its beginning.
async fn list(call: Call) -> Answer {
    let page = call.page(&NEWEST_FIRST)?;
    let query = |name| text(&call.received.query, name);
    let (bodies, more) = call.transact(|tx| {
        let mut filters = vec![
            filter(By::RealmId, Some(&call.realm(tx)?.id)),
            filter(By::EventType, query("event_type").as_deref()),
        ];
        for member in MEMBERS {
            filters.push(filter(By::About(member), query(member).as_deref()));
        }
        let (rows, more) = events::list(tx, &filters, &page)?;
        let bodies = rows
            .iter()
            .map(|event| match call.expands("notifications") {
                true => with_notifications(tx, &call, event),
                false => Ok(body(&call, event)),
            });
        Ok((bodies.collect::<Result<Vec<_>, _>>()?, more))
    })?;
    collection(bodies, more)
}

/// By id, with its notifications.
async fn read(call: Call) -> Answer {
    ok(call.transact(|tx| {
        let event = events::by_id(tx, &call.id)?.ok_or(Failure::NotFound)?;
        call.within(tx, &event.realm_id)?;
        with_notifications(tx, &call, &event)
    })?)
}

fn body(call: &Call, event: &Event) -> Value {
    render_v2::event(event, call.grant.permission >= Permission::Write)
}

fn with_notifications(tx: &Transaction, call: &Call, event: &Event) -> Result<Value, Failure> {
    let rows = notifications::of_event(tx, &event.id)?;
    let mut body = body(call, event);
    body["notifications"] = rows.iter().map(notification_body).collect();
    Ok(body)
}
