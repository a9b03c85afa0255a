//! `/v1/users` (spec 5.7, 5.8). Tested in `tests/api/users.rs`.

use axum::routing::{get, post};
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::call::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok, render};
use crate::accounts::{self, attributes};
use crate::error::{Failure, Problems};
use crate::events;
use crate::fields::{Fields, text};
use crate::logins::{self, FirstFactor, LOGIN_FAILED};
use crate::mail::Sender;
use crate::recovery::{self, Purpose};
use crate::settings::{Realm, Verify};
use crate::social;
use crate::store::users::{self, User};
use crate::store::{credentials, filter, mail_tokens, realms, signup_tokens};

const SORTING: Sorting = Sorting {
    keys: &[
        ("id", "seq"),
        ("username", "username"),
        ("email", "email"),
        ("name", users::NAME),
        ("first_name", "lower(first_name)"),
        ("last_name", "lower(last_name)"),
        ("created_at", "created_at"),
        ("last_login_at", "ifnull(last_login_at, 0)"),
    ],
    descending: false,
};

/// Their routes, but for the actions.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/users", get(list).post(create))
        .route("/v1/users/authenticate_key", post(super::not_built))
        .route("/v1/users/{id}", get(read).put(update).delete(delete))
        .route("/v1/users/{id}/authenticate", post(authenticate))
        .route("/v1/users/{id}/authenticate_code", post(authenticate_code))
}

/// Users of the realm, in order of creation unless told otherwise.
pub async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let query = |name| text(&call.received.query, name);
    let (user_type, state) = (query("user_type"), query("state"));
    let (username, email) = (query("username"), query("email"));
    let lower = |text: Option<String>| text.map(|text| text.to_lowercase());
    let custom = call.expands("custom");
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter("realm_id = ?", call.list_realm_id(tx)?.as_deref()),
            filter("user_type = ?", user_type.as_deref()),
            filter("state = ?", state.as_deref()),
            filter("username = ?", lower(username).as_deref()),
            filter("email = ?", lower(email).as_deref()),
            filter("reference = ?", query("reference").as_deref()),
            filter(
                "email_verification = ?",
                query("email_verification").as_deref(),
            ),
        ];
        users::list(tx, &filters, &page)
    })?;
    let rows = rows.iter().map(|user| {
        let mut body = render::user_in_list(user);
        if custom {
            body["custom"] = user.custom.clone();
        }
        body
    });
    collection(rows.collect(), more)
}

/// By id or username.
pub async fn read(call: Call) -> Answer {
    let body = call.transact(|tx| {
        let user = call.user(tx)?;
        let mut body = render::user(tx, &user)?;
        if call.expands("memberships") {
            body["memberships"] = render::memberships_of(tx, &user)?;
        }
        Ok(body)
    })?;
    ok(body)
}

/// From attributes, or from a signup token.
pub async fn create(call: Call) -> Answer {
    let given = call.wrapped("user")?;
    let now_ms = call.now_ms();
    if let Some(token) = text(given, "token") {
        let body = call.transact(|tx| {
            let user = from_token(tx, &call, &token, given, now_ms)?;
            render::user(tx, &user)
        })?;
        return created(body);
    }
    let (realm, mut user, password) = call.transact(|tx| new_user(tx, &call, given, now_ms))?;
    let hash = match password {
        Some(password) => Some(call.shared.passwords.hash(password).await?),
        None => None,
    };
    let body = call.transact(|tx| {
        accounts::create_user(tx, &realm, &user, hash.as_deref(), &call.client())?;
        if user.email_verification == "requested" {
            ask_to_verify(tx, &call, &realm, &mut user)?;
        }
        render::user(tx, &user)
    })?;
    created(body)
}

fn new_user(
    tx: &Transaction,
    call: &Call,
    given: &Fields,
    now_ms: i64,
) -> Result<(Realm, User, Option<String>), Failure> {
    let realm = call.realm(tx)?;
    let mut problems = Problems::default();
    let mut user = accounts::draft(&realm, now_ms);
    match text(given, "user_type").as_deref() {
        None | Some("human") => {}
        Some("api") => user.user_type = "api".to_owned(),
        Some(_) => problems.add("user_type", "User type is not included in the list"),
    }
    attributes::set(&realm, &mut user, given, &mut problems);
    accounts::check_user(tx, &realm, &user, None, &mut problems)?;
    let password = text(given, "password");
    if user.user_type == "human" || password.is_some() {
        let confirmation = text(given, "password_confirmation");
        let (password, confirmation) = (password.as_deref(), confirmation.as_deref());
        accounts::check_password(&realm, password, confirmation, false, &mut problems);
    }
    problems.into_result()?;
    Ok((realm, user, password))
}

// Once only, and all or nothing: the token stays if the user cannot be made (D23, D27).
fn from_token(
    tx: &Transaction,
    call: &Call,
    token: &str,
    given: &Fields,
    now_ms: i64,
) -> Result<User, Failure> {
    let parked = signup_tokens::live(tx, call.realm_id().as_deref(), token, now_ms)?
        .ok_or_else(recovery::token_refused)?;
    let realm = realms::realm(tx, &parked.realm_id)?.ok_or(Failure::NotFound)?;
    let mut user = accounts::draft(&realm, now_ms);
    user.username = parked.username;
    user.email.clone_from(&parked.email);
    user.first_name = parked.first_name;
    user.last_name = parked.last_name;
    let mut problems = Problems::default();
    attributes::set(&realm, &mut user, given, &mut problems);
    problems.into_result()?;
    if parked.credential_type == "password" {
        accounts::create_user(
            tx,
            &realm,
            &user,
            Some(&parked.password_hash),
            &call.client(),
        )?;
    } else {
        if user.email == parked.email {
            // The provider vouched for it.
            "verified".clone_into(&mut user.email_verification);
        }
        accounts::create_user(tx, &realm, &user, None, &call.client())?;
        social::add_credential(tx, &user.id, &parked.credential_type, now_ms)?;
    }
    signup_tokens::delete(tx, &parked.id)?;
    // The signup went through LoginRocket, so its rule for new users holds.
    let wanted = realm.login_rocket.verify != Verify::Off && !user.email.is_empty();
    match user.email_verification.as_str() {
        "requested" => ask_to_verify(tx, call, &realm, &mut user)?,
        "none" if wanted => ask_to_verify(tx, call, &realm, &mut user)?,
        _ => {}
    }
    Ok(user)
}

fn ask_to_verify(
    tx: &Transaction,
    call: &Call,
    realm: &Realm,
    user: &mut User,
) -> Result<(), Failure> {
    let sender = Sender::of_realm(tx, &call.shared, realm, call.client())?;
    recovery::request_verification(tx, user, &sender, call.now_ms()).map(drop)
}

/// Changes the attributes sent, and no others.
pub async fn update(call: Call) -> Answer {
    let given = call.wrapped("user")?;
    let password = text(given, "password");
    let mut problems = Problems::default();
    let (realm, found) = call.transact(|tx| {
        let user = call.user(tx)?;
        Ok((call.realm_of(tx, &user)?, user))
    })?;
    let hash = match password {
        None => None,
        Some(password) => {
            let confirmation = text(given, "password_confirmation");
            let confirmation = confirmation.as_deref();
            accounts::check_password(&realm, Some(&password), confirmation, false, &mut problems);
            Some(call.shared.passwords.hash(password).await?)
        }
    };
    let body = call.transact(|tx| {
        let before = users::by_id(tx, &found.id)?.ok_or(Failure::NotFound)?;
        let mut user = before.clone();
        attributes::set(&realm, &mut user, given, &mut problems);
        accounts::check_user(tx, &realm, &user, Some(&user.id), &mut problems)?;
        let moved = user.email != before.email;
        if moved && !given.contains_key("email_verification") {
            user.email_verification = "none".to_owned();
        }
        problems.into_result()?;
        users::update(tx, &user)?;
        events::about_user(tx, "user.updated", &user, &call.client(), call.now_ms())?;
        let newly = moved || user.email_verification != before.email_verification;
        match user.email_verification.as_str() {
            "requested" if newly => ask_to_verify(tx, &call, &realm, &mut user)?,
            "verified" if newly => mail_tokens::void(tx, &user.id, Purpose::Verification)?,
            _ => {}
        }
        if let Some(hash) = &hash {
            accounts::change_password(tx, &user.id, hash, call.now_ms())?;
        }
        render::user(tx, &user)
    })?;
    ok(body)
}

/// Removes a user with its sessions, credentials and memberships.
pub async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let user = call.user(tx)?;
        events::about_user(tx, "user.deleted", &user, &call.client(), call.now_ms())?;
        users::delete(tx, &user.id)
    })?;
    gone()
}

/// Checks a password: the user with its new login token, or with a `kli_` token if a code is due.
pub async fn authenticate(call: Call) -> Answer {
    let given = call.wrapped("user").unwrap_or(&call.body);
    let password = text(given, "password")
        .ok_or_else(|| Failure::BadRequest("password is missing".to_owned()))?;
    let (realm, user) = call.transact(|tx| {
        let user = call.user(tx)?;
        Ok((call.realm_of(tx, &user)?, user))
    })?;
    let client = call.client();
    let first = logins::with_password(&call.shared, &realm, Some(&user), password, &client).await?;
    let (user, token) = match first {
        FirstFactor::Done(login) => (login.user, login.token),
        FirstFactor::CodeDue(user, token) => (*user, token),
    };
    let body = call.transact(|tx| with_token(tx, &user, &token))?;
    ok(body)
}

/// Checks the code for a `kli_` token; the id may be `--`.
pub async fn authenticate_code(call: Call) -> Answer {
    let given = call.wrapped("user").unwrap_or(&call.body);
    let missing = |name| Failure::BadRequest(format!("{name} is missing"));
    let token = text(given, "token").ok_or_else(|| missing("token"))?;
    let code = text(given, "code").ok_or_else(|| missing("code"))?;
    let now_ms = call.now_ms();
    let realm = call.transact(|tx| {
        let user_id = credentials::login_token_user(tx, &token, now_ms)?.ok_or(LOGIN_FAILED)?;
        let user = users::by_id(tx, &user_id)?.ok_or(LOGIN_FAILED)?;
        let named = call.user_or_any(tx)?;
        if named.is_some_and(|named| named.id != user.id) {
            return Err(LOGIN_FAILED);
        }
        call.realm_of(tx, &user)
    })?;
    if call.realm_id().is_some_and(|id| id != realm.id) {
        return Err(LOGIN_FAILED);
    }
    let login = logins::second_factor(&call.shared, &realm, &token, code.trim(), &call.client())?;
    ok(call.transact(|tx| with_token(tx, &login.user, &login.token))?)
}

fn with_token(tx: &Transaction, user: &User, token: &str) -> Result<Value, Failure> {
    let mut body = render::user(tx, user)?;
    body["token"] = json!(token);
    Ok(body)
}
