//! A call of the Core API with a good key: its realm and the record its path names (protocol-v1 §5.1,
//! §5.2). Tested in `tests/api/core/calls.rs`.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;

use super::keyed_call::KeyedCall;
use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::settings::Realm;
use crate::rules::accounts::memberships::end_expired;
use crate::store::users::{User, find as find_user};
use crate::store::{Transaction, realms};

/// A call with a good key.
pub struct ApiCall(KeyedCall);

impl Deref for ApiCall {
    type Target = KeyedCall;

    fn deref(&self) -> &KeyedCall {
        &self.0
    }
}

impl FromRequestParts<Arc<Shared>> for ApiCall {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Failure> {
        let in_headers = |received: &Received| {
            let named = received.header("x-authrocket-realm");
            named.filter(|id| !id.is_empty()).map(str::to_owned)
        };
        KeyedCall::read(parts, shared, in_headers).await.map(Self)
    }
}

/// A required field.
pub fn needed(given: &Fields, name: &str) -> Result<String, Failure> {
    text(given, name).ok_or_else(|| Failure::missing(name))
}

impl ApiCall {
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

    /// The attributes of a create: blank choices are as if missing (protocol-v1 §12, C11).
    pub fn wrapped_new(&self, name: &'static str) -> Result<Fields, Failure> {
        let mut given = self.wrapped(name)?.clone();
        given.retain(|name, value| {
            let blank = value.is_null() || value.as_str().is_some_and(str::is_empty);
            !(blank && ["state", "user_type", "email_verification"].contains(&name.as_str()))
        });
        Ok(given)
    }

    /// Whether this call may know of what belongs to a realm.
    pub fn knows(&self, realm_id: &str) -> bool {
        self.realm_id().is_none_or(|known| known == realm_id)
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
}
