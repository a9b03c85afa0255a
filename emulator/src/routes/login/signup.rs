//! `/v1/signup` in its three modes (spec 3.5, 3.8, D19, D21). Tested in `tests/api/signup.rs`.

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::Call;
use crate::accounts;
use crate::logins::{self, Login};
use crate::magic::people;
use crate::model::failure::{Failure, Problems};
use crate::model::redirect::{login_url, signup_url};
use crate::model::settings::{Asked, PasswordField, SignupMode, Verify};
use crate::recovery;
use crate::store::users::User;

/// A new user, logged in; or a signup token.
pub async fn signup(call: &Call<'_>) -> Result<Value, Failure> {
    match register(call).await? {
        Registered::LoggedIn(login) => {
            let url = login_url(&call.app, &login.token, true, &call.wishes());
            Ok(json!({"token": login.token, "url": url}))
        }
        Registered::Parked(token) => {
            let url = signup_url(&call.app, &token, &call.wishes());
            Ok(json!({"token": token, "url": url}))
        }
        Registered::Unverified => Err(Failure::Refused(
            "Thank you. Please check your mail and verify your email address, then log in",
        )),
    }
}

/// Checks the fields and stores what the realm's mode asks for.
pub async fn register(call: &Call<'_>) -> Result<Registered, Failure> {
    let now_ms = call.context.now_ms();
    let mut user = new_user(call, now_ms);
    if people::signup(call.context, &call.realm, &mut user)? == people::Signup::Unverified {
        return Ok(Registered::Unverified);
    }
    let password = check(call, &user)?;
    let hash = call.context.passwords.hash(password).await?;
    call.context
        .transact(|tx| store(tx, call, &user, &hash, now_ms))
}

/// What a signup led to.
pub enum Registered {
    /// A new user, logged in.
    LoggedIn(Box<Login>),
    /// A signup token.
    Parked(String),
    /// A new user who has to verify an address before the first login.
    Unverified,
}

fn new_user(call: &Call<'_>, now_ms: i64) -> User {
    let mut user = accounts::draft(&call.realm, now_ms);
    // D18: where usernames are addresses, `username` is ignored.
    if !call.realm.email_usernames() {
        user.username = call.text("username").unwrap_or_default();
    }
    user.email = call.text("email").unwrap_or_default();
    user.first_name = call.text("first_name");
    user.last_name = call.text("last_name");
    accounts::normalise(&call.realm, &mut user);
    user
}

/// Everything that can be refused before hashing; gives the password.
fn check(call: &Call<'_>, user: &User) -> Result<String, Failure> {
    let settings = &call.realm.login_rocket;
    let mut problems = Problems::default();
    call.context
        .transact(|tx| accounts::check_user(tx, &call.realm, user, None, &mut problems))?;
    let confirmation = call.text("email_confirmation");
    if confirmation.is_some_and(|confirmation| confirmation.to_lowercase() != user.email) {
        problems.add(
            "email_confirmation",
            "Email confirmation doesn't match Email",
        );
    }
    let password = call.text("password");
    accounts::check_password(
        &call.realm,
        Some(user),
        password.as_deref(),
        call.text("password_confirmation").as_deref(),
        settings.password_field == PasswordField::Twice,
        &mut problems,
    );
    accounts::check_names(settings.name_field, user, &mut problems);
    if settings.signup_mode == SignupMode::UserOrg
        && settings.org_name_field == Asked::Required
        && org_name(call).is_none()
    {
        problems.add("org_name", "Org name can't be blank");
    }
    match password {
        Some(password) if problems.is_empty() => Ok(password),
        _ => Err(Failure::Invalid(problems)),
    }
}

fn org_name(call: &Call<'_>) -> Option<String> {
    call.text("org_name").filter(|name| !name.trim().is_empty())
}

fn store(
    tx: &Transaction,
    call: &Call<'_>,
    user: &User,
    password_hash: &str,
    now_ms: i64,
) -> Result<Registered, Failure> {
    let realm = &call.realm;
    let settings = &realm.login_rocket;
    if settings.signup_mode == SignupMode::UserToken {
        let token = accounts::park_user(tx, realm, user, password_hash)?;
        return Ok(Registered::Parked(token.id));
    }
    let mut user = user.clone();
    accounts::create_user(tx, realm, &user, Some(password_hash), &call.caller)?;
    if settings.verify != Verify::Off {
        recovery::request_verification(tx, &mut user, &call.sender(), now_ms)?;
    }
    if settings.signup_mode == SignupMode::UserOrg {
        accounts::create_org(tx, realm, &user, org_name(call).as_deref(), &call.caller)?;
    }
    if settings.verify == Verify::Require {
        return Ok(Registered::Unverified);
    }
    let login = logins::open_session(tx, realm, user, &call.caller, now_ms)?;
    Ok(Registered::LoggedIn(Box::new(login)))
}
