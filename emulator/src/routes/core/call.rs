//! A call of the Core API with a good key: its realm and the record its path names (protocol-v1 §5.1,
//! §5.2). Tested in `tests/api/core/calls.rs`.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::header;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::permissions::Grant;
use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::settings::Realm;
use crate::rules::accounts::memberships::end_expired;
use crate::rules::context::Context;
use crate::rules::events::NewEvent;
use crate::rules::hooks::MailContext;
use crate::store::users::{User, find as find_user};
use crate::store::{Transaction, realms};

/// A call with a good key.
pub struct ApiCall {
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
}

impl FromRequestParts<Arc<Shared>> for ApiCall {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Failure> {
        let received = parts
            .extensions
            .get::<Arc<Received>>()
            .cloned()
            .ok_or(Failure::Internal)?;
        let grant = parts
            .extensions
            .get::<Grant>()
            .cloned()
            .ok_or(Failure::Internal)?;
        if !accepts_json(received.header(header::ACCEPT)) {
            return Err(Failure::NotAcceptable);
        }
        let params = RawPathParams::from_request_parts(parts, shared).await.ok();
        let id = params
            .iter()
            .flatten()
            .find(|(name, _)| *name == "id")
            .map(|(_, id)| id.to_owned());
        let call = Self {
            shared: Arc::clone(shared),
            body: received.body.clone()?,
            received,
            grant,
            id: id.unwrap_or_default(),
        };
        // Other realms are hidden from a key of one realm.
        match (&call.grant.realm_id, call.named_realm_id()) {
            (Some(own), Some(named)) if *own != named => Err(Failure::NotFound),
            _ => Ok(call),
        }
    }
}

/// A required field.
pub fn needed(given: &Fields, name: &str) -> Result<String, Failure> {
    text(given, name).ok_or_else(|| Failure::missing(name))
}

/// Whether a caller takes JSON, by its `Accept`.
pub fn accepts_json(accept: Option<&str>) -> bool {
    accept.is_none_or(|accept| {
        accept.trim().is_empty()
            || accept.split(',').any(|range| {
                let range = range.split(';').next().unwrap_or_default().trim();
                ["application/json", "application/*", "*/*"].contains(&range)
            })
    })
}

impl ApiCall {
    /// What rules need.
    pub fn context(&self) -> &Context {
        &self.shared.context
    }

    pub fn now_ms(&self) -> i64 {
        self.context().now_ms()
    }

    pub fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.context().transact(|tx| {
            end_expired(tx, self.now_ms())?;
            self.check_version(tx)?;
            work(tx)
        })
    }

    // Realms of version 2 have an API of their own (protocol-v2 §10, V34).
    fn check_version(&self, tx: &Transaction) -> Result<(), Failure> {
        let realm = match self.realm_id() {
            Some(id) => realms::realm(tx, &id)?,
            None => realms::of_record(tx, &self.id)?,
        };
        match realm.is_some_and(|realm| realm.is_v2()) {
            true => Err(Failure::NotFound),
            false => Ok(()),
        }
    }

    /// The attributes within the wrapper (protocol-v1 §5.2).
    pub fn wrapped(&self, name: &'static str) -> Result<&Fields, Failure> {
        self.body
            .get(name)
            .and_then(Value::as_object)
            .ok_or_else(|| Failure::missing(name))
    }

    /// The attributes of a create: blank choices are as if missing (protocol-v1 §12, C11).
    pub fn wrapped_new(&self, name: &'static str) -> Result<Fields, Failure> {
        let mut given = self.wrapped(name)?.clone();
        given.retain(|name, value| {
            let blank = value.is_null() || value.as_str().is_some_and(str::is_empty);
            !(blank && ["state", "user_type", "email_verification"].contains(&name.as_str()))
        });
        Ok(given)
    }

    /// The realm that is named, else the only one that the key knows.
    pub fn realm_id(&self) -> Option<String> {
        self.named_realm_id()
            .or_else(|| self.grant.realm_id.clone())
    }

    /// Whether this call may know of what belongs to a realm.
    pub fn knows(&self, realm_id: &str) -> bool {
        self.realm_id().is_none_or(|known| known == realm_id)
    }

    /// `realm_id` of the query, the body or its wrapper; else the header (protocol-v1 §5.1).
    fn named_realm_id(&self) -> Option<String> {
        let in_wrapper = || {
            self.body
                .values()
                .filter_map(Value::as_object)
                .find_map(|wrapper| text(wrapper, "realm_id"))
        };
        text(&self.received.query, "realm_id")
            .or_else(|| text(&self.body, "realm_id"))
            .or_else(in_wrapper)
            .or_else(|| {
                self.received
                    .header("x-authrocket-realm")
                    .map(str::to_owned)
            })
            .filter(|id| !id.is_empty())
    }

    /// The realm of a call that requires one.
    pub fn realm(&self, tx: &Transaction) -> Result<Realm, Failure> {
        let id = self
            .realm_id()
            .ok_or_else(|| Failure::missing("realm_id"))?;
        let realm = realms::realm(tx, &id)?.ok_or(Failure::NotFound)?;
        let _ = self.received.about.set((realm.id.clone(), None));
        Ok(realm)
    }

    /// The realm that a list is of, if one is named.
    pub fn list_realm_id(&self, tx: &Transaction) -> Result<Option<String>, Failure> {
        match self.realm_id() {
            None => Ok(None),
            Some(_) => Ok(Some(self.realm(tx)?.id)),
        }
    }

    /// The realm that is named, else all.
    pub fn realms(&self, tx: &Transaction) -> Result<Vec<Realm>, Failure> {
        match self.realm_id() {
            None => {
                let mut all = realms::realms(tx)?;
                all.retain(|realm| !realm.is_v2());
                Ok(all)
            }
            Some(_) => Ok(vec![self.realm(tx)?]),
        }
    }

    /// The `user_id` that a list is limited to, where a username will do as well.
    pub fn user_id_filter(&self, tx: &Transaction) -> Result<Option<String>, Failure> {
        let Some(key) = text(&self.received.query, "user_id") else {
            return Ok(None);
        };
        let user = find_user(tx, self.realm_id().as_deref(), &key)?;
        Ok(Some(user.map_or(key, |user| user.id)))
    }

    /// The user that the path names by id or username.
    pub fn user(&self, tx: &Transaction) -> Result<User, Failure> {
        let find = |key: &str| find_user(tx, self.realm_id().as_deref(), key);
        let found = match find(&self.id)? {
            None => self.id_by_form().map_or(Ok(None), |id| find(&id))?,
            found => found,
        };
        let user = found.ok_or(Failure::NotFound)?;
        let _ = self.received.about.set((user.realm_id.clone(), None));
        Ok(user)
    }

    // AuthRocket's Ruby client escapes an id by the rules for forms, where a blank is a plus.
    fn id_by_form(&self) -> Option<String> {
        let raw = self.received.path.split('/').nth(3)?;
        let blanks = raw.contains('+').then(|| raw.replace('+', "%20"))?;
        let decoded = percent_decode_str(&blanks).decode_utf8().ok()?;
        Some(decoded.into_owned())
    }

    /// The same, but nobody for `--`: whoever the token belongs to (protocol-v1 §5.8).
    pub fn user_or_any(&self, tx: &Transaction) -> Result<Option<User>, Failure> {
        match self.id.as_str() {
            "--" => Ok(None),
            _ => self.user(tx).map(Some),
        }
    }

    pub fn realm_of(&self, tx: &Transaction, user: &User) -> Result<Realm, Failure> {
        realms::realm(tx, &user.realm_id)?.ok_or(Failure::NotFound)
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

    /// The browser behind the app server, from `request` (protocol-v1 §5.2).
    pub fn caller(&self) -> Caller {
        Caller::behind(&self.body)
    }
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
