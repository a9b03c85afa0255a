//! Users and their passwords: checks and creation, shared by signup, the Core API and the
//! seed (protocol-v1 §3.5, §5.6, §5.8; sentences: D9). Tested here, in `tests/api/login/signup.rs` and `core/users.rs`.

pub mod attributes;
pub mod by_api;
pub mod memberships;
mod new_org;
mod passwords;

use serde_json::{Map, Value};

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::names::{comparable, is_odd};
use crate::model::problems::Problems;
use crate::model::settings::{FieldMode, Realm};
use crate::rules::events;
use crate::store::Transaction;
use crate::store::credentials::{self, Credential};
use crate::store::mail_tokens::{self, Purpose};
use crate::store::users::{self, Unique, User};

pub use new_org::create_org;
pub use passwords::{check_password, check_passwords_on, hint};

/// A new user of a realm, with nothing else filled in.
pub fn draft(realm: &Realm, now_ms: i64) -> User {
    User {
        id: new_id("usr_"),
        realm_id: realm.id.clone(),
        user_type: "human".to_owned(),
        state: "active".to_owned(),
        username: String::new(),
        email: String::new(),
        email_verification: "none".to_owned(),
        email_pending: None,
        locale: None,
        api_name: None,
        first_name: None,
        last_name: None,
        reference: None,
        custom: Value::Object(Map::new()),
        created_at: now_ms,
        last_login_at: None,
    }
}

/// Brings username and address into the stored form: trimmed, in lower case, and one for both where usernames are
/// addresses (protocol-v1 §3.5, D18).
pub fn normalise(realm: &Realm, user: &mut User) {
    // The id stands in for a username that the user does not have, and keeps its capitals.
    if user.own_username().is_some() {
        user.username = comparable(&user.username);
    }
    user.email = comparable(&user.email);
    if realm.is_v2() && user.username.is_empty() {
        user.username.clone_from(&user.id);
    }
    if is_named_by_address(realm, user) {
        if user.email.is_empty() {
            user.email.clone_from(&user.username);
        }
        user.username.clone_from(&user.email);
    }
}

/// Whether username and address of a user are one.
fn is_named_by_address(realm: &Realm, user: &User) -> bool {
    realm.email_usernames() && user.is_human()
}

/// Adds what is wrong with a normalised user; `except` is its own id if it is stored already.
pub fn check_user(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    except: Option<&str>,
    problems: &mut Problems,
) -> Result<(), Failure> {
    check(tx, realm, user, except, user.is_human(), problems)
}

/// The same for a pending signup: AuthRocket's own example leaves the address empty, to be given when the token becomes
/// a user.
pub fn check_pending(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    problems: &mut Problems,
) -> Result<(), Failure> {
    check(tx, realm, user, None, realm.email_usernames(), problems)
}

fn check(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    except: Option<&str>,
    email_required: bool,
    problems: &mut Problems,
) -> Result<(), Failure> {
    let by_email = is_named_by_address(realm, user) || user.own_username().is_none();
    let taken = |column, value: &str| users::is_taken(tx, &realm.id, column, value, except);
    if !by_email {
        if user.username.trim().is_empty() {
            problems.add("username", "Username can't be blank");
        } else if is_odd(&user.username) || (realm.is_v2() && !is_v2_username(&user.username)) {
            problems.add("username", "Username is invalid");
        } else if taken(Unique::Username, &user.username)? {
            problems.add("username", "Username has already been taken");
        }
    }
    if user.email.trim().is_empty() {
        if email_required {
            problems.add("email", "Email can't be blank");
        }
    } else if !is_email(&user.email) {
        problems.add("email", "Email is invalid");
    } else if (by_email && taken(Unique::Username, &user.email)?)
        || (realm.require_unique_emails && taken(Unique::Email, &user.email)?)
    {
        problems.add("email", "Email has already been taken");
    }
    Ok(())
}

// Nothing that could be taken for an address or an id (V24).
fn is_v2_username(username: &str) -> bool {
    let sound = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    username.chars().all(sound) && !username.starts_with("usr_")
}

/// Whether this is an address: one at sign, and no blanks.
pub fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let sound = |part: Option<&str>| {
        part.is_some_and(|part| {
            !part.is_empty() && !part.contains(char::is_whitespace) && !is_odd(part)
        })
    };
    sound(parts.next()) && sound(parts.next()) && parts.next().is_none()
}

/// Adds missing names where the realm requires them.
pub fn check_names(asked: FieldMode, user: &User, problems: &mut Problems) {
    if asked != FieldMode::Required {
        return;
    }
    let blank = |name: &Option<String>| name.as_deref().is_none_or(|name| name.trim().is_empty());
    if blank(&user.first_name) {
        problems.add("first_name", "First name can't be blank");
    }
    if blank(&user.last_name) {
        problems.add("last_name", "Last name can't be blank");
    }
}

/// As [`insert_user`], and the event of it.
pub fn create_user(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    password_hash: Option<&str>,
    caller: &Caller,
) -> Result<(), Failure> {
    insert_user(tx, realm, user, password_hash)?;
    events::about_user(tx, "user.created", user, caller, user.created_at)
}

/// Checks once more inside the storing transaction, then stores the user with its password.
pub fn insert_user(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    password_hash: Option<&str>,
) -> Result<(), Failure> {
    let mut problems = Problems::default();
    check_user(tx, realm, user, None, &mut problems)?;
    problems.into_result()?;
    users::insert(tx, user)?;
    match password_hash {
        Some(hash) => credentials::set_password(tx, &user.id, hash, user.created_at),
        None => Ok(()),
    }
}

/// Gives a user the credential of a social provider, unless it has one.
pub fn add_credential(tx: &Transaction, new: &Credential) -> Result<(), Failure> {
    match credentials::has_of_provider(tx, new)? {
        true => Ok(()),
        false => credentials::insert(tx, new),
    }
}

/// Sets a new password; reset tokens of the old one are void.
pub fn change_password(
    tx: &Transaction,
    user_id: &str,
    hash: &str,
    now_ms: i64,
) -> Result<(), Failure> {
    credentials::set_password(tx, user_id, hash, now_ms)?;
    mail_tokens::void(tx, user_id, Purpose::Reset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_at_sign_and_no_blanks() {
        for good in ["ada@example.test", "a+b@localhost", "ü@example.test"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "ada",
            "@example.test",
            "ada@",
            "a@b@c",
            "a b@example.test",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn usernames_and_addresses_are_stored_in_lower_case() {
        let mut user = draft(&Realm::default(), 0);
        user.username = "ADA".into();
        user.email = "Ada@Example.Test".into();
        normalise(&Realm::default(), &mut user);
        assert_eq!(
            (user.username.as_str(), user.email.as_str()),
            ("ada", "ada@example.test")
        );
    }
}
