//! The second factor: a code for the `kli_` token of the first (protocol-v1 §3.7, §5.9). Tested in
//! `tests/api/login/two_factor.rs`.

use super::{Login, failed, open_session};
use crate::model::caller::Caller;
use crate::model::failure::{CODE_REFUSED, Failure, LOGIN_FAILED};
use crate::model::settings::Realm;
use crate::model::totp;
use crate::rules::context::Context;
use crate::store::Transaction;
use crate::store::credentials::{self, Credential};
use crate::store::users::{self, User};

/// Checks the code for a `kli_` token, under the rate limit, and opens a session.
pub fn with_code(
    context: &Context,
    realm: &Realm,
    login_token: &str,
    code: &str,
    caller: &Caller,
) -> Result<Login, Failure> {
    after_code(
        context,
        realm,
        login_token,
        code,
        caller,
        |tx, user, now_ms| open_session(tx, realm, user, caller, now_ms),
    )
}

/// Checks the code for such a token, under the rate limit, and ends the login as `end` does.
pub fn after_code<T>(
    context: &Context,
    realm: &Realm,
    login_token: &str,
    code: &str,
    caller: &Caller,
    end: impl FnOnce(&Transaction, User, i64) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let now_ms = context.now_ms();
    let attempt = context.attempts.begin(realm, caller, now_ms)?;
    let outcome = context.transact(|tx| {
        let user = check_code(tx, realm, login_token, code, now_ms)?;
        end(tx, user, now_ms)
    });
    context.attempts.settle(attempt, &outcome);
    if let Err(CODE_REFUSED | LOGIN_FAILED) = outcome {
        let user = context.transact(|tx| login_token_user(tx, login_token, now_ms))?;
        let refused = failed(context, realm, user.as_ref(), caller);
        return outcome.map_err(|failure| match refused {
            LOGIN_FAILED => failure,
            other => other,
        });
    }
    outcome
}

/// Checks the first code of a new TOTP credential, under the rate limit, which activates it.
///
/// # Errors
/// `Invalid` after a wrong code; `NotFound` if the credential is gone.
pub fn with_first_code(
    context: &Context,
    realm: &Realm,
    credential_id: &str,
    code: &str,
    caller: &Caller,
) -> Result<Credential, Failure> {
    let now_ms = context.now_ms();
    let attempt = context.attempts.begin(realm, caller, now_ms)?;
    let outcome = context.transact(|tx| {
        let find = || credentials::by_id(tx, credential_id)?.ok_or(Failure::NotFound);
        use_code(tx, &find()?, code, now_ms)?;
        find()
    });
    context.attempts.settle(attempt, &outcome);
    match outcome {
        // A sentence of its own (C9).
        Err(CODE_REFUSED) => Err(Failure::invalid("code", "Verification failed")),
        outcome => outcome,
    }
}

/// The user that a live `kli_` token belongs to.
pub fn login_token_user(
    tx: &Transaction,
    login_token: &str,
    now_ms: i64,
) -> Result<Option<User>, Failure> {
    match credentials::login_token_user(tx, login_token, now_ms)? {
        Some(user_id) => users::by_id(tx, &user_id),
        None => Ok(None),
    }
}

// Checks the code of any of the user's devices for a `kli_` token, and uses the token up. After a wrong code it stays good.
fn check_code(
    tx: &Transaction,
    realm: &Realm,
    login_token: &str,
    code: &str,
    now_ms: i64,
) -> Result<User, Failure> {
    let user = login_token_user(tx, login_token, now_ms)?
        .filter(|user| user.is_active() && user.realm_id == realm.id)
        .ok_or(LOGIN_FAILED)?;
    let mut outcome = Err(LOGIN_FAILED);
    for device in credentials::of_user(tx, &user.id)? {
        if device.credential_type == "totp" && device.state == "active" {
            outcome = use_code(tx, &device, code, now_ms);
        }
        if outcome.is_ok() {
            break;
        }
    }
    outcome?;
    credentials::delete_login_token(tx, login_token)?;
    Ok(user)
}

/// Takes a code of a TOTP credential, once.
fn use_code(
    tx: &Transaction,
    credential: &Credential,
    code: &str,
    now_ms: i64,
) -> Result<(), Failure> {
    let step = totp::accept(&credential.secret, code, now_ms, credential.last_step);
    credentials::use_step(tx, &credential.id, step.ok_or(CODE_REFUSED)?)
}
