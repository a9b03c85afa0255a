//! What happens is recorded as events, in the transaction in which it happens (spec 3.6, 3.10). Tested in
//! `tests/api/events.rs`.

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use crate::error::Failure;
use crate::ids::new_id;
use crate::logins::Client;
use crate::store::events;

/// The event types that there are.
pub const EVENT_TYPES: &[&str] = &[
    "app_hook.created",
    "app_hook.deleted",
    "app_hook.updated",
    "auth_provider.created",
    "auth_provider.deleted",
    "auth_provider.updated",
    "login_policy.created",
    "login_policy.deleted",
    "login_policy.updated",
    "membership.created",
    "membership.deleted",
    "membership.updated",
    "org.created",
    "org.deleted",
    "org.updated",
    "realm.created",
    "realm.deleted",
    "realm.updated",
    "user.created",
    "user.deleted",
    "user.email.verification_requested",
    "user.email.verified",
    "user.login.failed",
    "user.login.initiated",
    "user.login.succeeded",
    "user.password_token.consumed",
    "user.password_token.created",
    "user.password_token.failed",
    "user.updated",
];

/// Something that happens now.
#[derive(Debug, Clone, Copy)]
pub struct Happening<'a> {
    /// One of [`EVENT_TYPES`].
    pub event_type: &'static str,
    /// Where.
    pub realm_id: &'a str,
    /// Ids of the records concerned, by name: `("user_id", "usr_…")`.
    pub about: &'a [(&'static str, &'a str)],
    /// Who caused it.
    pub client: &'a Client,
    /// Epoch milliseconds.
    pub now_ms: i64,
}

/// Records an event.
pub fn record(tx: &Transaction, happening: &Happening) -> Result<(), Failure> {
    let about: Map<String, Value> = happening
        .about
        .iter()
        .map(|(name, id)| ((*name).to_owned(), json!(id)))
        .collect();
    let event = events::Event {
        id: new_id("ev_"),
        realm_id: happening.realm_id.to_owned(),
        event_type: happening.event_type.to_owned(),
        about: Value::Object(about),
        ip: happening.client.ip.clone(),
        client: happening.client.client.clone(),
        event_at: happening.now_ms,
    };
    events::insert(tx, &event)
}
