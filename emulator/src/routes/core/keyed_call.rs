//! What the calls of both versions of the Core API have in common: a good key, the fields, and events. Tested in
//! `tests/api/core/calls.rs` and `tests/api/core/v2/calls.rs`.

use std::sync::Arc;

use axum::extract::{FromRequestParts as _, RawPathParams};
use axum::http::header;
use axum::http::request::Parts;
use serde_json::Value;

use super::permissions::Grant;
use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::rules::context::Context;
use crate::rules::events::NewEvent;
use crate::rules::hooks::MailContext;
use crate::store::Transaction;

/// A call with a good key.
pub struct KeyedCall {
    // What all requests share.
    shared: Arc<Shared>,
    /// The request as it came.
    pub received: Arc<Received>,
    /// What its key allows.
    pub grant: Grant,
    /// Body fields.
    pub body: Fields,
    /// The `{id}` of the path, decoded; empty if the path has none.
    pub id: String,
    // The realm that the call names.
    realm_id: Option<String>,
}

impl KeyedCall {
    /// Reads a request; `in_headers` finds the realm that its headers name.
    ///
    /// # Errors
    /// `NotAcceptable`; `NotFound` for another realm than that of the key; a body that cannot be read.
    pub async fn read(
        parts: &mut Parts,
        shared: &Arc<Shared>,
        in_headers: impl FnOnce(&Received) -> Option<String>,
    ) -> Result<Self, Failure> {
        let received = parts.extensions.get::<Arc<Received>>().cloned();
        let received = received.ok_or(Failure::Internal)?;
        let grant = parts.extensions.get::<Grant>().cloned();
        let grant = grant.ok_or(Failure::Internal)?;
        if !accepts_json(received.header(header::ACCEPT)) {
            return Err(Failure::NotAcceptable);
        }
        let params = RawPathParams::from_request_parts(parts, shared).await.ok();
        let id = params
            .iter()
            .flatten()
            .find(|(name, _)| *name == "id")
            .map(|(_, id)| id.to_owned());
        let body = received.body.clone()?;
        let realm_id = in_fields(&received, &body).or_else(|| in_headers(&received));
        // Other realms are hidden from a key of one realm.
        match (&grant.realm_id, &realm_id) {
            (Some(own), Some(named)) if own != named => Err(Failure::NotFound),
            _ => Ok(Self {
                shared: Arc::clone(shared),
                received,
                grant,
                body,
                id: id.unwrap_or_default(),
                realm_id,
            }),
        }
    }

    /// What rules need.
    pub fn context(&self) -> &Context {
        &self.shared.context
    }

    /// The emulator's time.
    pub fn now_ms(&self) -> i64 {
        self.context().now_ms()
    }

    /// The realm that is named, else the only one that the key knows.
    pub fn realm_id(&self) -> Option<String> {
        let named = self.realm_id.as_ref();
        named.or(self.grant.realm_id.as_ref()).cloned()
    }

    /// The attributes within the wrapper (protocol-v1 §5.2, protocol-v2 §7.2).
    pub fn wrapped(&self, name: &'static str) -> Result<&Fields, Failure> {
        let wrapper = self.body.get(name).and_then(Value::as_object);
        wrapper.ok_or_else(|| Failure::missing(name))
    }

    /// Records an event of a realm, about the records named (`("user_id", "usr_…")`), in the transaction of
    /// the change itself.
    pub fn record(
        &self,
        tx: &Transaction,
        event_type: &'static str,
        realm_id: &str,
        about: &[(&'static str, &str)],
    ) -> Result<(), Failure> {
        let event = NewEvent {
            event_type,
            realm_id,
            about,
            caller: &self.caller(),
            now_ms: self.now_ms(),
        };
        event.record(tx, MailContext::default()).map(drop)
    }

    /// The browser behind the app server, from `request` (protocol-v1 §5.2, protocol-v2 §7.2).
    pub fn caller(&self) -> Caller {
        Caller::behind(&self.body)
    }
}

/// `realm_id` of the query, the body or its wrapper.
fn in_fields(received: &Received, body: &Fields) -> Option<String> {
    let in_wrapper = || {
        let mut wrappers = body.values().filter_map(Value::as_object);
        wrappers.find_map(|wrapper| text(wrapper, "realm_id"))
    };
    text(&received.query, "realm_id")
        .or_else(|| text(body, "realm_id"))
        .or_else(in_wrapper)
}

/// Whether a caller takes JSON, by its `Accept`.
fn accepts_json(accept: Option<&str>) -> bool {
    accept.is_none_or(|accept| {
        accept.trim().is_empty()
            || accept.split(',').any(|range| {
                let range = range.split(';').next().unwrap_or_default().trim();
                ["application/json", "application/*", "*/*"].contains(&range)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::accepts_json;

    #[test]
    fn json_is_acceptable_unless_only_other_types_are_named() {
        for good in [
            None,
            Some(""),
            Some("*/*"),
            Some("text/html, application/json;q=0.9"),
        ] {
            assert!(accepts_json(good), "{good:?}");
        }
        assert!(!accepts_json(Some("text/html")));
        assert!(!accepts_json(Some("application/xml, text/*")));
    }
}
