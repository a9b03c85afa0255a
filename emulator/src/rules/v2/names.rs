//! Whom a login name means: an address, a username, or a user's id (V24).

use crate::model::failure::Failure;
use crate::model::names::comparable;
use crate::store::Transaction;
use crate::store::users::{self, User};

/// The person of a realm that a name means; case matters for ids only.
pub fn find(tx: &Transaction, realm_id: &str, name: &str) -> Result<Option<User>, Failure> {
    let trimmed = name.trim();
    let found = match trimmed.starts_with("usr_") {
        true => users::by_id(tx, trimmed)?,
        false => by_name(tx, realm_id, &comparable(trimmed))?,
    };
    Ok(found.filter(|user| user.realm_id == realm_id && user.is_human()))
}

fn by_name(tx: &Transaction, realm_id: &str, name: &str) -> Result<Option<User>, Failure> {
    match users::by_email(tx, realm_id, name)?.into_iter().next() {
        None => users::by_username(tx, realm_id, name),
        known => Ok(known),
    }
}
