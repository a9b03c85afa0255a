//! A user's own data (protocol-v2 §2.5.8, §2.5.11; V22): changes, and addresses that wait to be verified. Tested in
//! `tests/api/login/v2/profile.rs` and `v2/verify_email.rs`.

use super::conclusion::{Conclusion, accounts_of, conclude, create_account};
use super::passwords::{check_change, store_change};
use super::sessions as live_sessions;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::names::comparable;
use crate::model::problems::Problems;
use crate::model::settings::{EmailVerification, Realm};
use crate::rules::accounts;
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::context::Context;
use crate::rules::events;
use crate::rules::mail::Sender;
use crate::rules::recovery::{self, Purpose, token_refused, verification};
use crate::store::sessions::Session;
use crate::store::users::{self, User};
use crate::store::{Transaction, mail_tokens};

/// Changes the user of a session; only fields that are sent change something. Gives a fresh token.
///
/// # Errors
/// `SessionEnded`; `Invalid` with all problems, and then nothing has changed.
pub async fn update(
    context: &Context,
    realm: &Realm,
    fields: &Fields,
    sender: &Sender,
) -> Result<(Session, Conclusion), Failure> {
    let session_id = text(fields, "session");
    let live =
        |tx: &Transaction| live_sessions::live(tx, realm, session_id.as_deref(), context.now_ms());
    let (user, _) = context.transact(live)?;
    let mut problems = Problems::default();
    let hash = match text(fields, "password") {
        None => None,
        Some(_) => {
            check_change(context, realm, &user, fields, &sender.caller, &mut problems).await?
        }
    };
    let now_ms = context.now_ms();
    context.transact(|tx| {
        let (mut user, session) = live(tx)?;
        let mut problems = problems.clone();
        change(tx, realm, &mut user, fields, sender, now_ms, &mut problems)?;
        if let Some(hash) = &hash {
            store_change(tx, &user, hash, Some(&session.id), &sender.caller, now_ms)?;
        }
        let org_name = text(fields, "org_name").filter(|name| !name.trim().is_empty());
        if org_name.is_some() && accounts_of(tx, &user.id, now_ms)?.is_empty() {
            create_account(tx, &user, org_name.as_deref(), &sender.caller, now_ms)?;
        }
        let account = text(fields, "account");
        let conclusion = conclude(tx, realm, &user, &session, account.as_deref(), now_ms)?;
        Ok((session, conclusion))
    })
}

/// Lays profile fields over a user (`email`, `first_name`, `last_name`, `username`, `locale`), and stores it. A changed
/// address counts at once where the realm verifies nothing; else it waits, and is mailed (V22).
///
/// # Errors
/// `Invalid` with these problems and those found before.
pub fn change(
    tx: &Transaction,
    realm: &Realm,
    user: &mut User,
    fields: &Fields,
    sender: &Sender,
    now_ms: i64,
    problems: &mut Problems,
) -> Result<(), Failure> {
    let before = user.clone();
    let mut given = AttributeReader::new(fields, problems);
    given.text("first_name", &mut user.first_name);
    given.text("last_name", &mut user.last_name);
    given.text("locale", &mut user.locale);
    // One that is stored may stay, whatever the realm has by now.
    let available = user
        .locale
        .as_deref()
        .is_none_or(|locale| offers(realm, locale));
    if !available && user.locale != before.locale {
        given.refuse("locale", "is not included in the list");
    }
    if let Some(username) = given.sent("username") {
        user.username = username.unwrap_or_default();
    }
    if let Some(email) = given.sent("email") {
        user.email = email.unwrap_or_default();
    }
    accounts::normalise(realm, user);
    accounts::check_user(tx, realm, user, Some(&before.id), problems)?;
    accounts::check_names(realm.v2.name_field, user, problems);
    std::mem::take(problems).into_result()?;
    let waits = realm.v2.email_verification != EmailVerification::None;
    let moved = user.email != before.email;
    if moved && waits {
        user.email_pending = Some(std::mem::replace(&mut user.email, before.email.clone()));
    }
    if *user == before {
        return Ok(());
    }
    users::update(tx, user)?;
    events::about_user(tx, "user.profile.updated", user, &sender.caller, now_ms)?;
    if moved && waits {
        recovery::issue(tx, Purpose::Change, user, sender, now_ms)?;
    }
    Ok(())
}

// Whether a realm has a locale, or the language of one.
fn offers(realm: &Realm, locale: &str) -> bool {
    let available = &realm.v2.available_locales;
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    let is_known = |known: &String| known == locale || known == language;
    available.is_empty() || available.iter().any(is_known)
}

/// Verifies an address with the token of a mail: `tve:` the present one, `tue:` the new one, which then takes its place.
pub fn verify_email(
    context: &Context,
    realm: &Realm,
    token: Option<&str>,
    caller: &Caller,
) -> Result<User, Failure> {
    let token = token.ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    let now_ms = context.now_ms();
    context.transact(|tx| match token.starts_with("tue:") {
        true => take_new_address(tx, realm, token, caller, now_ms),
        false => verification::verify(tx, Some(&realm.id), token, caller, now_ms),
    })
}

fn take_new_address(
    tx: &Transaction,
    realm: &Realm,
    token: &str,
    caller: &Caller,
    now_ms: i64,
) -> Result<User, Failure> {
    let token = mail_tokens::live(tx, Purpose::Change, token, now_ms)?.ok_or_else(token_refused)?;
    let address = comparable(&token.email);
    let mut user = users::by_id(tx, &token.user_id)?
        .filter(|user| user.is_active() && user.realm_id == realm.id)
        .filter(|user| user.email_pending.as_ref() == Some(&address))
        .ok_or_else(token_refused)?;
    user.email = address;
    user.email_pending = None;
    user.email_verification = "verified".to_owned();
    // Somebody else may have taken it meanwhile.
    let mut problems = Problems::default();
    accounts::check_user(tx, realm, &user, Some(&user.id), &mut problems)?;
    problems.into_result()?;
    users::update(tx, &user)?;
    mail_tokens::void(tx, &user.id, Purpose::Change)?;
    mail_tokens::void(tx, &user.id, Purpose::Verification)?;
    events::about_user(tx, "user.email.verified", &user, caller, now_ms)?;
    Ok(user)
}
