//! A call of the Core API v2 with a good key: its fields, its realm and the user its path names (protocol-v2 §7.1,
//! §7.2). Tested in `tests/api/core/v2/calls.rs`.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::Value;

use super::super::keyed_call::KeyedCall;
use super::Refusal;
use super::access::named;
use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::settings::Realm;
use crate::rules::accounts::memberships::end_expired;
use crate::rules::mail::Sender;
use crate::rules::v2::{invitations, names};
use crate::store::users::{self, User};
use crate::store::{Transaction, realms};

/// A call with a good key.
pub struct Call(KeyedCall);

impl Deref for Call {
    type Target = KeyedCall;

    fn deref(&self) -> &KeyedCall {
        &self.0
    }
}

impl FromRequestParts<Arc<Shared>> for Call {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let in_headers = |received: &Received| named(&received.headers).realm_id;
        let call = KeyedCall::read(parts, shared, in_headers).await?;
        Ok(Self(call))
    }
}

impl Call {
    pub fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.context().transact(|tx| {
            end_expired(tx, self.now_ms())?;
            invitations::end_expired(tx, self.now_ms())?;
            work(tx)
        })
    }

    /// A field of the query, else of the body: `DELETE` comes with either.
    pub fn given(&self, name: &str) -> Option<String> {
        let plain = |fields: &Fields| match fields.get(name) {
            Some(Value::Bool(flag)) => Some(flag.to_string()),
            _ => text(fields, name),
        };
        plain(&self.received.query).or_else(|| plain(&self.body))
    }

    /// The attributes of an action, which may come without a wrapper.
    pub fn action(&self, name: &str) -> &Fields {
        let wrapper = self.body.get(name).and_then(Value::as_object);
        wrapper.unwrap_or(&self.body)
    }

    /// The realm of a call that requires one.
    pub fn realm(&self, tx: &Transaction) -> Result<Realm, Failure> {
        let id = self.realm_id();
        let id = id.ok_or_else(|| Failure::missing("realm_id"))?;
        self.within(tx, &id)
    }

    /// The realm of a record, if it is one of version 2 that the call may know of (V34).
    pub fn within(&self, tx: &Transaction, realm_id: &str) -> Result<Realm, Failure> {
        let known = self.realm_id();
        let realm = realms::realm(tx, realm_id)?
            .filter(|realm| realm.is_v2())
            .filter(|realm| known.is_none_or(|known| known == realm.id))
            .ok_or(Failure::NotFound)?;
        let _ = self.received.about.set((realm.id.clone(), None));
        Ok(realm)
    }

    /// The user that a key means: an id, an address or a username. Without a realm an id only.
    pub fn find_user(&self, tx: &Transaction, key: &str) -> Result<Option<(Realm, User)>, Failure> {
        if key.starts_with("usr_") {
            let Some(user) = users::by_id(tx, key)? else {
                return Ok(None);
            };
            return match self.within(tx, &user.realm_id) {
                Err(Failure::NotFound) => Ok(None),
                realm => Ok(Some((realm?, user))),
            };
        }
        let realm = self.realm(tx)?;
        let user = names::find(tx, &realm.id, key)?;
        Ok(user.map(|user| (realm, user)))
    }

    /// The user that the path names.
    pub fn user(&self, tx: &Transaction) -> Result<(Realm, User), Failure> {
        self.find_user(tx, &self.id)?.ok_or(Failure::NotFound)
    }

    /// The `user_id` that a list is limited to, where a name will do as well.
    pub fn user_id_filter(&self, tx: &Transaction) -> Result<Option<String>, Failure> {
        let Some(key) = text(&self.received.query, "user_id") else {
            return Ok(None);
        };
        let found = self.find_user(tx, &key)?;
        Ok(Some(found.map_or(key, |(_, user)| user.id)))
    }

    /// On whose behalf mails of this call are sent.
    pub fn sender(&self, tx: &Transaction, realm: &Realm) -> Result<Sender, Failure> {
        Sender::of_realm(tx, self.context(), realm, self.caller())
    }
}
