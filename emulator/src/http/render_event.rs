//! Events and notifications as JSON, for the Core API, for the control and for webhooks (protocol-v1 §5.9). Tested in
//! `tests/api/core/events.rs` and `app/webhooks.rs`.

use serde_json::{Value, json};

use crate::model::clock::epoch_seconds;
use crate::store::events::Event;
use crate::store::notifications::Notification;

/// An event without its notifications: what a webhook posts.
pub fn event_body(event: &Event) -> Value {
    let mut body = json!({
        "id": event.id,
        "object": "event",
        "realm_id": event.realm_id,
        "event_type": event.event_type,
        "event_at": epoch_seconds(event.event_at),
        "request": {"ip": event.ip, "client": event.client},
    });
    if let (Some(members), Some(about)) = (body.as_object_mut(), event.about.as_object()) {
        members.extend(about.clone());
    }
    body
}

/// A notification of an event.
pub fn notification_body(row: &Notification) -> Value {
    json!({
        "id": row.id,
        "object": "notification",
        "event_id": row.event_id,
        "app_hook_id": row.app_hook_id,
        "hook_type": row.hook_type,
        "state": row.state,
        "attempts": row.attempts,
        "last_attempt_at": row.last_attempt_at.map(epoch_seconds),
        "last_destination": row.last_destination,
        "last_result": row.last_result,
    })
}
