//! User attributes as the Core API takes them: only those sent are changed, null and empty clear
//! (spec 5.2). Tested in `tests/api/users.rs`.

use serde_json::Value;

use crate::error::Problems;
use crate::fields::Fields;
use crate::settings::Realm;
use crate::store::users::User;

/// Lays the attributes sent over a user, and normalises it. Passwords are not among them.
pub fn set(realm: &Realm, user: &mut User, given: &Fields, problems: &mut Problems) {
    let mut text = |name, label: &str| match given.get(name)? {
        Value::Null => Some(None),
        Value::String(text) => Some(Some(text.clone()).filter(|text| !text.is_empty())),
        Value::Number(number) => Some(Some(number.to_string())),
        _ => {
            problems.add(name, format!("{label} is invalid"));
            None
        }
    };
    let username = text("username", "Username").map(Option::unwrap_or_default);
    let email = text("email", "Email").map(Option::unwrap_or_default);
    let names = [
        (&mut user.first_name, text("first_name", "First name")),
        (&mut user.last_name, text("last_name", "Last name")),
        (&mut user.reference, text("reference", "Reference")),
    ];
    for (place, name) in names {
        if let Some(name) = name {
            *place = name;
        }
    }
    // Where usernames are addresses, either one sets both.
    let both = realm.email_usernames() && user.user_type == "human";
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
    match given.get("state").map(Value::as_str) {
        None => {}
        Some(Some(state @ ("active" | "inactive"))) => user.state = state.to_owned(),
        Some(_) => problems.add("state", "State is not included in the list"),
    }
    match given.get("custom") {
        None => {}
        Some(custom @ Value::Object(_)) => user.custom = custom.clone(),
        Some(_) => problems.add("custom", "Custom must be an object"),
    }
    super::normalise(realm, user);
}
