//! Logins at the Core API v2 (protocol-v2 §7.5): the steps are those of the LR API, but the token holds all accounts
//! with none selected, there are no conditions, and no account is made on the fly. Tested in
//! `tests/api/core/v2/user_logins.rs` and `v2/user_passwords.rs`.

use super::logins::{CODE_WRONG, LOCKED};
use crate::model::caller::Caller;
use crate::model::failure::{CODE_REFUSED, Failure, LOGIN_FAILED};
use crate::model::settings::Realm;
use crate::rules::context::Context;
use crate::rules::logins::live_sessions::sign_token;
use crate::rules::logins::{FirstFactor, after_password, ask_code, begin_session, second_factor};
use crate::rules::recovery::{self, NewPassword};
use crate::store::sessions::Session;
use crate::store::users::User;
use crate::store::{Transaction, credentials};

/// What a login leads to.
#[derive(Debug)]
pub enum CoreStep {
    /// A session, with its user and its token.
    Session(Box<(User, Session, String)>),
    /// A code is due; the token begins with `tmf:`.
    CodeDue(String),
}

/// Opens a session and signs its token, whatever second factor the user has.
pub fn open(
    tx: &Transaction,
    realm: &Realm,
    user: User,
    caller: &Caller,
    now_ms: i64,
) -> Result<CoreStep, Failure> {
    let (user, session) = begin_session(tx, realm, user, caller, now_ms)?;
    let token = sign_token(tx, realm, &user, &session, now_ms)?;
    Ok(CoreStep::Session(Box::new((user, session, token))))
}

/// What follows from a proved first factor: a session, or the question for a code.
pub fn open_or_ask(
    tx: &Transaction,
    realm: &Realm,
    user: User,
    caller: &Caller,
    now_ms: i64,
) -> Result<CoreStep, Failure> {
    if realm.totp && credentials::active(tx, &user.id, "totp")?.is_some() {
        return match ask_code(tx, user, caller, now_ms)? {
            FirstFactor::CodeDue(_, token) => Ok(CoreStep::CodeDue(token)),
            FirstFactor::Done(_) => Err(Failure::Internal),
        };
    }
    open(tx, realm, user, caller, now_ms)
}

/// Checks a password.
///
/// # Errors
/// `Refused` if it is wrong, or if there were too many wrong ones of this user; `RateLimited`.
pub async fn authenticate(
    context: &Context,
    realm: &Realm,
    user: &User,
    password: String,
    caller: &Caller,
) -> Result<CoreStep, Failure> {
    let limit = context
        .attempts
        .begin_for_user(realm, &user.id, context.now_ms())
        .map_err(|_| LOCKED)?;
    let end = |tx: &Transaction, user: User, now_ms: i64| {
        open_or_ask(tx, realm, user, caller, now_ms).map(Some)
    };
    let outcome = after_password(context, realm, Some(user), password, caller, end).await;
    context.attempts.settle(limit, &outcome);
    outcome
}

/// Checks the code for a `tmf:` token. After a wrong code the token stays good (V2).
pub fn authenticate_token(
    context: &Context,
    realm: &Realm,
    token: &str,
    code: &str,
    caller: &Caller,
) -> Result<CoreStep, Failure> {
    let end = |tx: &Transaction, user: User, now_ms: i64| open(tx, realm, user, caller, now_ms);
    let outcome = second_factor::after_code(context, realm, token, code.trim(), caller, end);
    outcome.map_err(|failure| match failure {
        CODE_REFUSED | LOGIN_FAILED => CODE_WRONG,
        other => other,
    })
}

/// Sets a new password by a `tpw:` token, which ends all sessions, and logs the user in.
pub async fn reset(
    context: &Context,
    realm: &Realm,
    given: NewPassword,
    caller: &Caller,
) -> Result<CoreStep, Failure> {
    let user = recovery::reset_for(context, realm, given, None, false, caller).await?;
    let now_ms = context.now_ms();
    context.transact(|tx| open_or_ask(tx, realm, user, caller, now_ms))
}
