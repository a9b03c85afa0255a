//! Users as the Core API creates and changes them: checks, then one transaction (protocol-v1 §5.7, §5.8). Tested in
//! `tests/api/core/users.rs` and `core/api_users.rs`.

use super::{attributes, check_password, check_user};
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::events;
use crate::rules::logins::by_key;
use crate::rules::recovery::Purpose;
use crate::rules::recovery::verification::ask_to_verify;
use crate::store::users::{self, User};
use crate::store::{Transaction, mail_tokens};

/// A user whose attributes were found good, before the password is hashed.
#[derive(Debug)]
pub struct Checked {
    realm: Realm,
    user: User,
    password: Option<String>,
    api_key: Option<String>,
}

/// A user, with its new key if one was set.
pub type Stored = (User, Option<String>);

/// Checks the attributes of a new user.
pub fn check_new(
    tx: &Transaction,
    realm: Realm,
    given: &Fields,
    now_ms: i64,
) -> Result<Checked, Failure> {
    let mut problems = Problems::default();
    let mut user = accounts::draft(&realm, now_ms);
    match text(given, "user_type").as_deref() {
        None | Some("human") => {}
        Some("api") => user.user_type = "api".to_owned(),
        Some(_) => problems.add("user_type", "User type is not included in the list"),
    }
    attributes::set(&realm, &mut user, given, &mut problems);
    check_user(tx, &realm, &user, None, &mut problems)?;
    let password = text(given, "password");
    let api_key = if user.is_program() {
        check_no_password(&user, given, &mut problems);
        Some(by_key::given_or_new(&realm, text(given, "api_key")))
    } else {
        // Users of version 2 need no password (protocol-v2 §7.5).
        if password.is_some() || !realm.is_v2() {
            check_new_password(&realm, &user, given, password.as_deref(), &mut problems);
        }
        None
    };
    problems.into_result()?;
    Ok(Checked {
        realm,
        user,
        password,
        api_key,
    })
}

/// Stores a new user.
pub async fn create(
    context: &Context,
    checked: Checked,
    caller: &Caller,
) -> Result<Stored, Failure> {
    let Checked {
        realm,
        mut user,
        password,
        api_key,
    } = checked;
    let hash = match password {
        Some(password) => Some(context.passwords.hash(password).await?),
        None => None,
    };
    context.transact(|tx| {
        accounts::create_user(tx, &realm, &user, hash.as_deref(), caller)?;
        if user.email_verification == "requested" {
            ask_to_verify(tx, context, &realm, &mut user, caller)?;
        }
        if let Some(key) = &api_key {
            by_key::set_first(tx, &realm, &user.id, key, user.created_at)?;
        }
        Ok((user, api_key))
    })
}

/// Changes the attributes given, and no others.
pub async fn update(
    context: &Context,
    realm: &Realm,
    found: &User,
    given: &Fields,
    caller: &Caller,
) -> Result<Stored, Failure> {
    let mut problems = Problems::default();
    check_no_password(found, given, &mut problems);
    let key = text(given, "api_key").filter(|_| found.is_program());
    let key = key.map(|key| by_key::given_or_new(realm, Some(key)));
    let hash = match text(given, "password") {
        None => None,
        Some(password) => {
            check_new_password(realm, found, given, Some(&password), &mut problems);
            Some(context.passwords.hash(password).await?)
        }
    };
    context.transact(|tx| {
        let now_ms = context.now_ms();
        let before = users::by_id(tx, &found.id)?.ok_or(Failure::NotFound)?;
        let mut user = before.clone();
        attributes::set(realm, &mut user, given, &mut problems);
        check_user(tx, realm, &user, Some(&user.id), &mut problems)?;
        let moved = user.email != before.email;
        if moved && !given.contains_key("email_verification") {
            user.email_verification = "none".to_owned();
        }
        problems.into_result()?;
        users::update(tx, &user)?;
        events::about_user(tx, "user.updated", &user, caller, now_ms)?;
        let newly = moved || user.email_verification != before.email_verification;
        match user.email_verification.as_str() {
            "requested" if newly => ask_to_verify(tx, context, realm, &mut user, caller)?,
            "verified" if newly => mail_tokens::void(tx, &user.id, Purpose::Verification)?,
            _ => {}
        }
        if let Some(hash) = &hash {
            accounts::change_password(tx, &user.id, hash, now_ms)?;
        }
        if let Some(key) = &key {
            by_key::set_first(tx, realm, &user.id, key, now_ms)?;
        }
        Ok((user, key))
    })
}

fn check_new_password(
    realm: &Realm,
    user: &User,
    given: &Fields,
    password: Option<&str>,
    problems: &mut Problems,
) {
    let confirmation = text(given, "password_confirmation");
    let confirmation = confirmation.as_deref();
    check_password(realm, Some(user), password, confirmation, false, problems);
}

fn check_no_password(user: &User, given: &Fields, problems: &mut Problems) {
    if user.is_program() && text(given, "password").is_some() {
        problems.add("password", "Password is not for API users");
    }
}
