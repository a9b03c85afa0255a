//! Logins at the LR API v2 (protocol-v2 §2.5.1, §2.5.2; V2, V12, V24): the steps are those of version 1, with
//! another end. Tested in `tests/api/login/v2/authenticate.rs` and `v2/two_factor.rs`.

use super::conclusion::{Conclusion, conclude};
use super::names;
use crate::model::caller::Caller;
use crate::model::failure::{CODE_REFUSED, Failure, LOGIN_FAILED};
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::context::Context;
use crate::rules::logins::{FirstFactor, Login, second_factor, with_password};
use crate::rules::magic::people;
use crate::store::sessions::Session;

/// The sentence of a wrong code.
pub const CODE_WRONG: Failure = Failure::Refused("Verification failed");
/// Too many wrong passwords of one user.
pub const LOCKED: Failure =
    Failure::Refused("Too many failed logins for this user; please wait a little");

/// What a step of a login leads to.
#[derive(Debug)]
pub enum Step {
    /// A session, with a token or with conditions.
    Session(Session, Conclusion),
    /// A code is due; the token begins with `tmf:`.
    CodeDue(String),
}

/// Checks name and password: opens a session, or asks for the code.
///
/// # Errors
/// `Invalid` if something is missing; `Refused` if the login failed; `RateLimited`.
pub async fn log_in(
    context: &Context,
    realm: &Realm,
    fields: &Fields,
    caller: &Caller,
) -> Result<Step, Failure> {
    let mut problems = Problems::default();
    let (name, password) = (text(fields, "email"), text(fields, "password"));
    if name.is_none() {
        problems.add("email", "Email can't be blank");
    }
    if password.is_none() {
        problems.add("password", "Password can't be blank");
    }
    let (name, password) = name.zip(password).ok_or(Failure::Invalid(problems))?;
    let account = text(fields, "account");
    let user = context.transact(|tx| names::find(tx, &realm.id, &name))?;
    let typed = crate::model::names::comparable(&name);
    let first = match people::login(context, realm, &typed, user.as_ref(), caller) {
        Some(ended) => ended?,
        None => {
            let user = user.filter(|user| !people::is_refused(context, realm, user));
            let now_ms = context.now_ms();
            let limit = user
                .as_ref()
                .map(|user| context.attempts.begin_for_user(realm, &user.id, now_ms))
                .transpose()
                .map_err(|_| LOCKED)?;
            let outcome = with_password(context, realm, user.as_ref(), password, caller).await;
            if let Some(limit) = limit {
                context.attempts.settle(limit, &outcome);
            }
            outcome?
        }
    };
    step(context, realm, first, account.as_deref())
}

/// Checks the code for the `tmf:` token of the first step. After a wrong code the token stays good (V2).
pub fn verify_code(
    context: &Context,
    realm: &Realm,
    fields: &Fields,
    caller: &Caller,
) -> Result<Step, Failure> {
    let mut problems = Problems::default();
    let (token, code) = (text(fields, "token"), text(fields, "code"));
    if token.is_none() {
        problems.add("token", "Token can't be blank");
    }
    if code.is_none() {
        problems.add("code", "Code can't be blank");
    }
    let (token, code) = token.zip(code).ok_or(Failure::Invalid(problems))?;
    let login = second_factor::with_code(context, realm, &token, code.trim(), caller);
    let login = login.map_err(|failure| match failure {
        CODE_REFUSED | LOGIN_FAILED => CODE_WRONG,
        other => other,
    })?;
    let account = text(fields, "account");
    step(
        context,
        realm,
        FirstFactor::Done(Box::new(login)),
        account.as_deref(),
    )
}

/// What follows from a proved first factor.
pub fn step(
    context: &Context,
    realm: &Realm,
    first: FirstFactor,
    account: Option<&str>,
) -> Result<Step, Failure> {
    let login = match first {
        FirstFactor::CodeDue(_, token) => return Ok(Step::CodeDue(token)),
        FirstFactor::Done(login) => *login,
    };
    let Login {
        user,
        session,
        token,
        conclusion,
    } = login;
    let known = conclusion.unwrap_or_else(|| Conclusion {
        token: String::new(),
        account: None,
        conditions: Vec::new(),
    });
    if account.is_none() || account == known.account.as_deref() {
        // Magic names change the token.
        let conclusion = Conclusion { token, ..known };
        return Ok(Step::Session(session, conclusion));
    }
    let now_ms = context.now_ms();
    let other = context.transact(|tx| conclude(tx, realm, &user, &session, account, now_ms))?;
    Ok(Step::Session(session, other))
}
