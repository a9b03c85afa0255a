//! `/v2/users` (protocol-v2 §7.5). Tested in `tests/api/core/v2/users.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::super::listing::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::render_v2;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::names::comparable;
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::accounts::{self, attributes};
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::events;
use crate::rules::recovery::{self, Purpose, verification};
use crate::rules::v2::passwords::{keep_all_sessions, store_change};
use crate::store::users::{self, Unique, User};
use crate::store::{By, Transaction, filter, mail_tokens, memberships};

const SORTING: Sorting = Sorting {
    keys: users::SORT_KEYS,
    descending: false,
};

/// The routes of users, without the actions.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/users", get(list).post(create))
        .route("/v2/users/{id}", get(read).put(update).delete(delete))
}

/// Users of the realm, in order of creation unless the query says otherwise.
async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let query = |name| text(&call.received.query, name);
    let lower = |name| query(name).map(|text| comparable(&text));
    let custom = call.expands("custom");
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, Some(&call.realm(tx)?.id)),
            filter(By::State, query("state").as_deref()),
            filter(By::Username, lower("username").as_deref()),
            filter(By::Email, lower("email").as_deref()),
            filter(By::Reference, query("reference").as_deref()),
            filter(
                By::EmailVerification,
                query("email_verification").as_deref(),
            ),
        ];
        users::list(tx, &filters, &page)
    })?;
    let rows = rows.iter().map(|user| {
        let mut body = render_v2::user_in_list(user);
        if custom {
            body["custom"] = user.custom.clone();
        }
        body
    });
    collection(rows.collect(), more)
}

/// By id, address or username.
async fn read(call: Call) -> Answer {
    ok(call.transact(|tx| {
        let (_, user) = call.user(tx)?;
        body(tx, &call, &user)
    })?)
}

/// From attributes; a password is not needed.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("user")?;
    let password = text(given, "password");
    let now_ms = call.now_ms();
    let (realm, mut user) = call.transact(|tx| {
        let realm = call.realm(tx)?;
        let mut user = accounts::draft(&realm, now_ms);
        let mut problems = Problems::default();
        lay(tx, &realm, &mut user, None, given, &mut problems)?;
        check_password(&realm, None, given, &mut problems);
        problems.into_result().map(|()| (realm, user))
    })?;
    let hash = match password {
        Some(password) => Some(call.context().passwords.hash(password).await?),
        None => None,
    };
    let body = call.transact(|tx| {
        accounts::create_user(tx, &realm, &user, hash.as_deref(), &call.caller())?;
        send_mails(tx, &call, &realm, None, &mut user)?;
        body(tx, &call, &user)
    })?;
    created(body)
}

/// Changes the attributes sent, and no others. A new password ends all sessions, unless `keep_sessions` is true.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("user")?;
    let (realm, found) = call.transact(|tx| call.user(tx))?;
    let mut problems = Problems::default();
    check_password(&realm, Some(&found), given, &mut problems);
    let hash = match text(given, "password") {
        Some(password) if problems.is_empty() => {
            Some(call.context().passwords.hash(password).await?)
        }
        _ => None,
    };
    let keep = keep_sessions(given, &mut problems);
    let body = call.transact(|tx| {
        let before = users::by_id(tx, &found.id)?.ok_or(Failure::NotFound)?;
        let mut user = before.clone();
        lay(tx, &realm, &mut user, Some(&before), given, &mut problems)?;
        problems.into_result()?;
        users::update(tx, &user)?;
        events::about_user(tx, "user.updated", &user, &call.caller(), call.now_ms())?;
        send_mails(tx, &call, &realm, Some(&before), &mut user)?;
        if let Some(hash) = &hash {
            store_password(tx, &call, &user, hash, keep)?;
        }
        body(tx, &call, &user)
    })?;
    ok(body)
}

/// Removes a user with its sessions, credentials and memberships.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let (_, user) = call.user(tx)?;
        events::about_user(tx, "user.deleted", &user, &call.caller(), call.now_ms())?;
        users::delete(tx, &user.id)
    })?;
    gone()
}

// Lays the attributes sent over a user, and adds what is wrong with it then.
fn lay(
    tx: &Transaction,
    realm: &Realm,
    user: &mut User,
    before: Option<&User>,
    given: &Fields,
    problems: &mut Problems,
) -> Result<(), Failure> {
    attributes::set(realm, user, given, problems);
    let mut reader = AttributeReader::new(given, problems);
    reader.text("locale", &mut user.locale);
    reader.text("email_pending", &mut user.email_pending);
    user.email_pending = user.email_pending.as_deref().map(comparable);
    let except = before.map(|user| user.id.as_str());
    accounts::check_user(tx, realm, user, except, problems)?;
    let known = before.and_then(|before| before.email_pending.as_ref());
    if let Some(pending) = user.email_pending.as_ref().filter(|it| Some(*it) != known) {
        if !accounts::is_email(pending) {
            problems.add("email_pending", "Email pending is invalid");
        } else if users::is_taken(tx, &realm.id, Unique::Email, pending, except)? {
            problems.add("email_pending", "Email pending has already been taken");
        }
    }
    Ok(())
}

/// Adds what is wrong with a new password, if one was sent.
pub fn check_password(realm: &Realm, user: Option<&User>, given: &Fields, problems: &mut Problems) {
    if let Some(password) = text(given, "password") {
        let confirmation = text(given, "password_confirmation");
        let confirmation = confirmation.as_deref();
        accounts::check_password(realm, user, Some(&password), confirmation, false, problems);
    }
}

/// Whether a new password leaves all sessions as they are.
pub fn keep_sessions(given: &Fields, problems: &mut Problems) -> bool {
    let mut keep = false;
    AttributeReader::new(given, problems).flag("keep_sessions", &mut keep);
    keep
}

/// Stores a new password.
pub fn store_password(
    tx: &Transaction,
    call: &Call,
    user: &User,
    hash: &str,
    keep: bool,
) -> Result<(), Failure> {
    let (caller, now_ms) = (call.caller(), call.now_ms());
    match keep {
        true => keep_all_sessions(tx, user, hash, &caller, now_ms),
        false => store_change(tx, user, hash, None, &caller, now_ms),
    }
}

// The mails that a change of the address attributes leads to (protocol-v2 §7.5).
fn send_mails(
    tx: &Transaction,
    call: &Call,
    realm: &Realm,
    before: Option<&User>,
    user: &mut User,
) -> Result<(), Failure> {
    let sender = call.sender(tx, realm)?;
    let now_ms = call.now_ms();
    if user.email_pending.is_some()
        && before.is_none_or(|old| old.email_pending != user.email_pending)
    {
        recovery::issue(tx, Purpose::Change, user, &sender, now_ms)?;
    }
    if before.is_some_and(|old| old.email_verification == user.email_verification) {
        return Ok(());
    }
    match user.email_verification.as_str() {
        "requested" => verification::request_verification(tx, user, &sender, now_ms).map(drop),
        "verified" => mail_tokens::void(tx, &user.id, Purpose::Verification),
        _ => Ok(()),
    }
}

/// A user as single reads show it, with what the call expands.
pub fn body(tx: &Transaction, call: &Call, user: &User) -> Result<Value, Failure> {
    let mut body = render_v2::user(tx, user)?;
    if call.expands("memberships") {
        let pairs = memberships::of_user(tx, &user.id)?;
        let list = pairs.iter().map(|(entry, org)| {
            let mut body = render_v2::membership(entry);
            body["org"] = json!(org.as_ref().map(render_v2::org_in_list));
            body
        });
        body["memberships"] = list.collect();
    }
    Ok(body)
}
