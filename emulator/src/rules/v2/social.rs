//! Social logins in realms of version 2, once the provider has answered (protocol-v2 §6.2; V25): matched by address; a
//! new person is a user at once. Tested in `tests/api/hosted/v2/social.rs`.

use super::conclusion::UNVERIFIED;
use super::invitations;
use super::logins::{Step, step};
use super::signups::settle;
use crate::model::failure::{Failure, LOGIN_FAILED};
use crate::model::names::comparable;
use crate::model::settings::{Provider, Realm, Signup};
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::logins::{self, FirstFactor};
use crate::rules::mail::Sender;
use crate::rules::social::{Profile, credential, known_user};
use crate::store::Transaction;
use crate::store::users::User;

const NO_USER: Failure = Failure::Refused(
    "There is no account for this email address, and new accounts need an invitation",
);

/// Logs the person in, or signs them up; `invitation` is the token of one, `account` the id of the wanted org.
///
/// # Errors
/// `Invalid` without an address; `Refused` for inactive users, and where nobody may sign up.
pub fn enter(
    context: &Context,
    realm: &Realm,
    provider: &Provider,
    profile: &Profile,
    invitation: Option<&str>,
    account: Option<&str>,
    sender: &Sender,
) -> Result<Step, Failure> {
    let email = comparable(profile.email.trim());
    if email.is_empty() {
        return Err(Failure::invalid("email", "Email can't be blank"));
    }
    let now_ms = context.now_ms();
    let first = context.transact(|tx| {
        let user = match known_user(tx, realm, provider, &email)? {
            Some(user) if !user.is_active() => return Err(LOGIN_FAILED),
            Some(user) => user,
            None => sign_up(tx, realm, &email, &profile.name, invitation, sender, now_ms)?,
        };
        accounts::add_credential(tx, &credential(realm, provider, &user, now_ms))?;
        logins::first_factor_passed(tx, context, realm, user, &sender.caller, now_ms)
    })?;
    // In version 2, an address to be verified is a condition.
    let first: FirstFactor = first.ok_or_else(|| Failure::internal(UNVERIFIED))?;
    step(context, realm, first, account)
}

fn sign_up(
    tx: &Transaction,
    realm: &Realm,
    email: &str,
    name: &str,
    invitation: Option<&str>,
    sender: &Sender,
    now_ms: i64,
) -> Result<User, Failure> {
    let invitation = invitation
        .map(|token| invitations::find(tx, realm, token, now_ms))
        .transpose()?;
    if realm.v2.signup != Signup::Open && invitation.is_none() {
        return Err(NO_USER);
    }
    let mut user = accounts::draft(realm, now_ms);
    email.clone_into(&mut user.email);
    // The provider vouches for it.
    "verified".clone_into(&mut user.email_verification);
    let (first, last) = name.trim().split_once(' ').unwrap_or((name.trim(), ""));
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    (user.first_name, user.last_name) = (given(first), given(last));
    accounts::normalise(realm, &mut user);
    accounts::create_user(tx, realm, &user, None, &sender.caller)?;
    settle(tx, &user, invitation.as_ref(), None, sender, now_ms)?;
    Ok(user)
}
