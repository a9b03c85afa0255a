//! A user's attributes as the Core API takes them. Tested in `tests/api/users.rs`.

use super::api_keys::is_program;
use crate::attributes::Sent;
use crate::error::Problems;
use crate::fields::Fields;
use crate::ids::random_text;
use crate::settings::Realm;
use crate::store::users::User;

/// Lays the attributes sent over a user, and normalises it. Passwords are not among them.
pub fn set(realm: &Realm, user: &mut User, given: &Fields, problems: &mut Problems) {
    let mut sent = Sent::new(given, problems);
    let username = sent.text("username", "Username");
    let username = username.map(Option::unwrap_or_default);
    let email = sent.text("email", "Email").map(Option::unwrap_or_default);
    let names = [
        (&mut user.first_name, sent.text("first_name", "First name")),
        (&mut user.last_name, sent.text("last_name", "Last name")),
        (&mut user.reference, sent.text("reference", "Reference")),
    ];
    for (place, name) in names {
        if let Some(name) = name {
            *place = name;
        }
    }
    if is_program(user)
        && let Some(name) = sent.text("name", "Name")
    {
        user.api_name = name;
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
    if let Some(state) = sent.state() {
        user.state = state;
    }
    if let Some(verification) = sent.email_verification() {
        user.email_verification = verification;
    }
    if let Some(custom) = sent.custom() {
        user.custom = custom;
    }
    if is_program(user) && user.username.trim().is_empty() {
        user.username = format!("api-{}", random_text(16));
    }
    super::normalise(realm, user);
}
