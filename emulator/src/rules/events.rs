//! What happens is recorded as events, in the transaction in which it happens (protocol-v1 §3.6, §3.10). Tested in
//! `tests/api/core/events.rs`.

use serde_json::{Value, json};

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::rules::hooks::{self, MailContext};
use crate::store::Transaction;
use crate::store::events::{self, Event};
use crate::store::users::User;

/// An event that is about to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewEvent<'a> {
    /// One of `EVENT_TYPES`.
    pub event_type: &'static str,
    /// The realm.
    pub realm_id: &'a str,
    /// Ids of the records concerned, by name: `("user_id", "usr_…")`.
    pub about: &'a [(&'static str, &'a str)],
    /// Who caused it.
    pub caller: &'a Caller,
    /// Epoch milliseconds.
    pub now_ms: i64,
}

impl NewEvent<'_> {
    /// Stores the event and runs its hooks. Returns the event's id.
    pub fn record(&self, tx: &Transaction, mail: MailContext) -> Result<String, Failure> {
        let about = self.about.iter();
        let about = about.map(|(name, id)| ((*name).to_owned(), json!(id)));
        let event = Event {
            id: new_id("ev_"),
            realm_id: self.realm_id.to_owned(),
            event_type: self.event_type.to_owned(),
            about: Value::Object(about.collect()),
            ip: self.caller.ip.clone(),
            client: self.caller.user_agent.clone(),
            event_at: self.now_ms,
            token: mail.token_link.map(|it| it.token.to_owned()),
            expires_at: mail.token_link.map(|it| it.expires_at),
        };
        events::insert(tx, &event)?;
        hooks::fire(tx, &event, mail)?;
        Ok(event.id)
    }
}

/// Records an event about a user.
pub fn about_user(
    tx: &Transaction,
    event_type: &'static str,
    user: &User,
    caller: &Caller,
    now_ms: i64,
) -> Result<(), Failure> {
    let event = NewEvent {
        event_type,
        realm_id: &user.realm_id,
        about: &[("user_id", &user.id)],
        caller,
        now_ms,
    };
    let mail = MailContext {
        user: Some(user),
        token_link: None,
    };
    event.record(tx, mail).map(drop)
}
