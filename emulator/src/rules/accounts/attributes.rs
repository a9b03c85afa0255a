//! A user's attributes as the Core API takes them. Tested in `tests/api/core/users.rs`.

use serde_json::Value;

use crate::model::fields::Fields;
use crate::model::ids::random_text;
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::attribute_reader::AttributeReader;
use crate::store::users::User;

/// Lays the attributes sent over a user, and normalises it. Passwords are not among them.
pub fn set(realm: &Realm, user: &mut User, given: &Fields, problems: &mut Problems) {
    let mut given = AttributeReader::new(given, problems);
    let username = given.sent("username").map(Option::unwrap_or_default);
    let email = given.sent("email").map(Option::unwrap_or_default);
    given.text("first_name", &mut user.first_name);
    given.text("last_name", &mut user.last_name);
    given.text("reference", &mut user.reference);
    if user.is_program() {
        given.text("name", &mut user.api_name);
    }
    // Where usernames are addresses, either one sets both.
    let both = super::is_named_by_address(realm, user);
    match (username, email) {
        (_, Some(email)) if both => {
            user.username.clone_from(&email);
            user.email = email;
        }
        (Some(username), None) if both => {
            user.email.clone_from(&username);
            user.username = username;
        }
        (username, email) => {
            user.username = username.unwrap_or(std::mem::take(&mut user.username));
            user.email = email.unwrap_or(std::mem::take(&mut user.email));
        }
    }
    given.one_of("state", &["active", "inactive"], &mut user.state);
    let states = ["none", "requested", "verified"];
    given.one_of("email_verification", &states, &mut user.email_verification);
    if let Some(custom) = given.custom() {
        user.custom = Value::Object(custom);
    }
    if user.is_program() && user.username.trim().is_empty() {
        user.username = format!("api-{}", random_text(16));
    }
    super::normalise(realm, user);
}
