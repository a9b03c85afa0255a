//! Verification of addresses: asking for it, and the token that proves it (protocol-v1 §3.10, §5.8). Tested in
//! `tests/api/login/verify_email.rs` and `core/user_verification.rs`.

use super::{Purpose, holder, issue, token_refused};
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::rules::context::Context;
use crate::rules::events;
use crate::rules::mail::Sender;
use crate::store::users::{self, User};
use crate::store::{Transaction, mail_tokens};

/// Asks a user to verify the address: a token, mailed.
pub fn request_verification(
    tx: &Transaction,
    user: &mut User,
    sender: &Sender,
    now_ms: i64,
) -> Result<String, Failure> {
    if user.email.is_empty() {
        return Err(Failure::invalid("email", "Email can't be blank"));
    }
    user.email_verification = "requested".to_owned();
    users::update(tx, user)?;
    issue(tx, Purpose::Verification, user, sender, now_ms)
}

/// The same in the name of the realm's default app, for changes that no LoginRocket call made.
pub fn ask_to_verify(
    tx: &Transaction,
    context: &Context,
    realm: &Realm,
    user: &mut User,
    caller: &Caller,
) -> Result<(), Failure> {
    let sender = Sender::of_realm(tx, context, realm, caller.clone())?;
    request_verification(tx, user, &sender, context.now_ms()).map(drop)
}

/// Verifies an address with the token of a LoginRocket call.
pub fn verify_address(
    context: &Context,
    realm: &Realm,
    token: Option<&str>,
    caller: &Caller,
) -> Result<(), Failure> {
    let token = token.ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    let now_ms = context.now_ms();
    context.transact(|tx| verify(tx, Some(&realm.id), token, caller, now_ms))?;
    Ok(())
}

/// Verifies an address by a mail's token.
pub fn verify(
    tx: &Transaction,
    realm_id: Option<&str>,
    token: &str,
    caller: &Caller,
    now_ms: i64,
) -> Result<User, Failure> {
    let mut user =
        holder(tx, realm_id, Purpose::Verification, token, now_ms)?.ok_or_else(token_refused)?;
    user.email_verification = "verified".to_owned();
    users::update(tx, &user)?;
    mail_tokens::void(tx, &user.id, Purpose::Verification)?;
    events::about_user(tx, "user.email.verified", &user, caller, now_ms)?;
    Ok(user)
}
