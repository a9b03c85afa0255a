//! Forgotten and changed passwords at the LR API v2 (protocol-v2 §2.5.5 to §2.5.7; V21, V23). Tested in
//! `tests/api/login/v2/passwords.rs`.

use super::logins::{Step, step};
use super::{names, sessions as live_sessions};
use crate::model::caller::Caller;
use crate::model::failure::{Failure, UNVERIFIED};
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::{PasswordField, Realm};
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::events;
use crate::rules::logins::{first_factor_passed, is_current_password};
use crate::rules::mail::Sender;
use crate::rules::recovery::{self, NewPassword, Purpose, pretend_reset};
use crate::store::users::User;
use crate::store::{Transaction, remembered, sessions};

/// The sentence of a wrong current password.
pub const CURRENT_WRONG: &str = "Current password does not match";

/// Mails a reset link to the user of a name. Neither the answer nor its time reveals whether there is one (V23).
pub fn forgot(
    context: &Context,
    realm: &Realm,
    fields: &Fields,
    sender: &Sender,
) -> Result<(), Failure> {
    accounts::check_passwords_on(realm)?;
    let name = text(fields, "email").filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| Failure::invalid("email", "Email can't be blank"))?;
    let now_ms = context.now_ms();
    context.transact(|tx| {
        let user = names::find(tx, &realm.id, &name)?;
        match user.filter(|user| user.is_active() && !user.email.is_empty()) {
            Some(user) => recovery::issue(tx, Purpose::Reset, &user, sender, now_ms).map(drop),
            None => pretend_reset(tx, realm, name.trim(), sender, now_ms),
        }
    })
}

/// Sets a new password by a mail's token, ends all sessions, and logs the user in (V21).
pub async fn reset(
    context: &Context,
    realm: &Realm,
    fields: &Fields,
    caller: &Caller,
) -> Result<Step, Failure> {
    let given = NewPassword::read(fields);
    let twice = realm.v2.password_field == PasswordField::Twice;
    let user = recovery::reset_for(context, realm, given, None, twice, caller).await?;
    let now_ms = context.now_ms();
    let first =
        context.transact(|tx| first_factor_passed(tx, context, realm, user, caller, now_ms))?;
    step(context, realm, first.ok_or(UNVERIFIED)?, None)
}

/// Sets a new password for the user of a session, who gives the present one; ends all other sessions (V21).
pub async fn change(
    context: &Context,
    realm: &Realm,
    fields: &Fields,
    caller: &Caller,
) -> Result<(), Failure> {
    let session_id = text(fields, "session");
    let live =
        |tx: &Transaction| live_sessions::live(tx, realm, session_id.as_deref(), context.now_ms());
    let (user, _) = context.transact(live)?;
    accounts::check_passwords_on(realm)?;
    let mut problems = Problems::default();
    let hash = check_change(context, realm, &user, fields, caller, &mut problems).await?;
    let hash = hash.ok_or(Failure::Invalid(problems))?;
    context.transact(|tx| {
        let (user, session) = live(tx)?;
        store_change(
            tx,
            &user,
            &hash,
            Some(&session.id),
            caller,
            context.now_ms(),
        )
    })
}

/// The hash of a new password, if the present one (`current_password`) and the new one are right; else adds what is wrong.
pub async fn check_change(
    context: &Context,
    realm: &Realm,
    user: &User,
    fields: &Fields,
    caller: &Caller,
    problems: &mut Problems,
) -> Result<Option<String>, Failure> {
    let password = text(fields, "password");
    match text(fields, "current_password") {
        None => problems.add("current_password", "Current password can't be blank"),
        Some(current) => {
            if !is_current_password(context, realm, user, current, caller).await? {
                problems.add("current_password", CURRENT_WRONG);
            }
        }
    }
    accounts::check_password(
        realm,
        Some(user),
        password.as_deref(),
        text(fields, "password_confirmation").as_deref(),
        realm.v2.password_field == PasswordField::Twice,
        problems,
    );
    match password {
        Some(password) if problems.is_empty() => context.passwords.hash(password).await.map(Some),
        _ => Ok(None),
    }
}

/// Stores the hash of a new password; of the sessions only `keep` goes on.
pub fn store_change(
    tx: &Transaction,
    user: &User,
    hash: &str,
    keep: Option<&str>,
    caller: &Caller,
    now_ms: i64,
) -> Result<(), Failure> {
    accounts::change_password(tx, &user.id, hash, now_ms)?;
    sessions::delete_of_user_but(tx, &user.id, keep)?;
    remembered::delete_of_user(tx, &user.id)?;
    events::about_user(tx, "user.password.updated", user, caller, now_ms)
}

/// The same, and all sessions go on (V21).
pub fn keep_all_sessions(
    tx: &Transaction,
    user: &User,
    hash: &str,
    caller: &Caller,
    now_ms: i64,
) -> Result<(), Failure> {
    accounts::change_password(tx, &user.id, hash, now_ms)?;
    events::about_user(tx, "user.password.updated", user, caller, now_ms)
}
