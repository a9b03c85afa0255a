//! `/v1/users` (protocol-v1 §5.7, §5.8). Tested in `tests/api/core/users.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::listing::Sorting;
use super::{Answer, ApiCall, Routes, collection, created, gone, ok};
use crate::http::render;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::accounts::{self, attributes};
use crate::rules::events;
use crate::rules::logins::by_key;
use crate::rules::pending_signups;
use crate::rules::recovery::Purpose;
use crate::rules::recovery::verification::ask_to_verify;
use crate::store::users::{self, User};
use crate::store::{By, Transaction, filter, mail_tokens};

const SORTING: Sorting = Sorting {
    keys: users::SORT_KEYS,
    descending: false,
};

/// The routes of users, without the actions.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/users", get(list).post(create))
        .route("/v1/users/{id}", get(read).put(update).delete(delete))
}

/// Users of the realm, in order of creation unless told otherwise.
pub async fn list(call: ApiCall) -> Answer {
    let page = call.page(&SORTING)?;
    let query = |name| text(&call.received.query, name);
    let (user_type, state) = (query("user_type"), query("state"));
    let (username, email) = (query("username"), query("email"));
    let lower = |text: Option<String>| text.map(|text| text.to_lowercase());
    let custom = call.expands("custom");
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, call.list_realm_id(tx)?.as_deref()),
            filter(By::UserType, user_type.as_deref()),
            filter(By::State, state.as_deref()),
            filter(By::Username, lower(username).as_deref()),
            filter(By::Email, lower(email).as_deref()),
            filter(By::Reference, query("reference").as_deref()),
            filter(
                By::EmailVerification,
                query("email_verification").as_deref(),
            ),
        ];
        let (rows, more) = users::list(tx, &filters, &page)?;
        let rows = rows.iter().map(|user| {
            let mut body = render::user_in_list(tx, user)?;
            if custom {
                body["custom"] = user.custom.clone();
            }
            Ok(body)
        });
        Ok((rows.collect::<Result<Vec<_>, Failure>>()?, more))
    })?;
    collection(rows, more)
}

/// By id or username.
pub async fn read(call: ApiCall) -> Answer {
    let body = call.transact(|tx| {
        let user = call.user(tx)?;
        let key = readable_key(tx, &call, &user)?;
        Ok(with_key(call.user_body(tx, &user)?, key.as_deref()))
    })?;
    ok(body)
}

/// From attributes, or from a signup token.
pub async fn create(call: ApiCall) -> Answer {
    let given = &call.wrapped_new("user")?;
    let now_ms = call.now_ms();
    if let Some(token) = text(given, "token") {
        let body = call.transact(|tx| {
            let (context, realm_id) = (call.context(), call.realm_id());
            let realm_id = realm_id.as_deref();
            let user =
                pending_signups::redeem(tx, context, realm_id, &token, given, &call.caller())?;
            call.user_body(tx, &user)
        })?;
        return created(body);
    }
    let new = call.transact(|tx| new_user(tx, &call, given, now_ms))?;
    let (realm, mut user) = (new.realm, new.user);
    let hash = match new.password {
        Some(password) => Some(call.context().passwords.hash(password).await?),
        None => None,
    };
    let body = call.transact(|tx| {
        accounts::create_user(tx, &realm, &user, hash.as_deref(), &call.caller())?;
        if user.email_verification == "requested" {
            ask_to_verify(tx, call.context(), &realm, &mut user, &call.caller())?;
        }
        if let Some(key) = &new.api_key {
            by_key::set_first(tx, &realm, &user.id, key, now_ms)?;
        }
        Ok(with_key(call.user_body(tx, &user)?, new.api_key.as_deref()))
    })?;
    created(body)
}

struct NewUser {
    realm: Realm,
    user: User,
    password: Option<String>,
    api_key: Option<String>,
}

fn new_user(
    tx: &Transaction,
    call: &ApiCall,
    given: &Fields,
    now_ms: i64,
) -> Result<NewUser, Failure> {
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
    let api_key = if user.is_program() {
        check_no_password(&user, given, &mut problems);
        Some(by_key::given_or_new(&realm, text(given, "api_key")))
    } else {
        let confirmation = text(given, "password_confirmation");
        let (password, confirmation) = (password.as_deref(), confirmation.as_deref());
        accounts::check_password(
            &realm,
            Some(&user),
            password,
            confirmation,
            false,
            &mut problems,
        );
        None
    };
    problems.into_result()?;
    Ok(NewUser {
        realm,
        user,
        password,
        api_key,
    })
}

fn check_no_password(user: &User, given: &Fields, problems: &mut Problems) {
    if user.is_program() && text(given, "password").is_some() {
        problems.add("password", "Password is not for API users");
    }
}

fn readable_key(tx: &Transaction, call: &ApiCall, user: &User) -> Result<Option<String>, Failure> {
    match by_key::first(tx, &user.id)? {
        Some(credential) => by_key::readable(tx, &call.realm_of(tx, user)?, &credential),
        None => Ok(None),
    }
}

// A key is shown when it is set, and again only if the realm says so.
fn with_key(mut body: Value, key: Option<&str>) -> Value {
    if let Some(key) = key {
        body["api_key"] = json!(key);
    }
    body
}

/// Changes the attributes sent, and no others.
pub async fn update(call: ApiCall) -> Answer {
    let given = call.wrapped("user")?;
    let password = text(given, "password");
    let mut problems = Problems::default();
    let (realm, found) = call.transact(|tx| {
        let user = call.user(tx)?;
        Ok((call.realm_of(tx, &user)?, user))
    })?;
    check_no_password(&found, given, &mut problems);
    let key = text(given, "api_key").filter(|_| found.is_program());
    let key = key.map(|key| by_key::given_or_new(&realm, Some(key)));
    let hash = match password {
        None => None,
        Some(password) => {
            let confirmation = text(given, "password_confirmation");
            let confirmation = confirmation.as_deref();
            accounts::check_password(
                &realm,
                Some(&found),
                Some(&password),
                confirmation,
                false,
                &mut problems,
            );
            Some(call.context().passwords.hash(password).await?)
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
        events::about_user(tx, "user.updated", &user, &call.caller(), call.now_ms())?;
        let newly = moved || user.email_verification != before.email_verification;
        match user.email_verification.as_str() {
            "requested" if newly => {
                ask_to_verify(tx, call.context(), &realm, &mut user, &call.caller())?
            }
            "verified" if newly => mail_tokens::void(tx, &user.id, Purpose::Verification)?,
            _ => {}
        }
        if let Some(hash) = &hash {
            accounts::change_password(tx, &user.id, hash, call.now_ms())?;
        }
        if let Some(key) = &key {
            by_key::set_first(tx, &realm, &user.id, key, call.now_ms())?;
        }
        Ok(with_key(call.user_body(tx, &user)?, key.as_deref()))
    })?;
    ok(body)
}

/// Removes a user with its sessions, credentials and memberships.
pub async fn delete(call: ApiCall) -> Answer {
    call.transact(|tx| {
        let user = call.user(tx)?;
        events::about_user(tx, "user.deleted", &user, &call.caller(), call.now_ms())?;
        users::delete(tx, &user.id)
    })?;
    gone()
}
