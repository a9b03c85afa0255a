//! What a user may do with an account (protocol-v2 §6.1, §7.6, §7.7): see it and its team; with `ar:owner` or `ar:admin`
//! also rename it and invite. Tested in `tests/api/hosted/v2/accounts.rs`.

use super::conclusion::accounts_of;
use super::invitations::{self, Change};
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::rules::accounts::is_email;
use crate::rules::events::NewEvent;
use crate::rules::hooks::MailContext;
use crate::rules::login_token::v2::Account;
use crate::rules::mail::Sender;
use crate::store::Transaction;
use crate::store::memberships::{self, Membership};
use crate::store::orgs;
use crate::store::users::{self, User};

/// A user's account with this id.
///
/// # Errors
/// `NotFound` if it is not one of theirs, whether it exists or not.
pub fn account(
    tx: &Transaction,
    user: &User,
    org_id: &str,
    now_ms: i64,
) -> Result<Account, Failure> {
    let accounts = accounts_of(tx, &user.id, now_ms)?;
    let found = accounts.into_iter().find(|(_, org)| org.id == org_id);
    found.ok_or(Failure::NotFound)
}

/// Whether a membership lets its user change the account.
pub fn may_manage(membership: &Membership) -> bool {
    let given = membership.permissions.as_array();
    given.is_some_and(|given| {
        given
            .iter()
            .any(|permission| permission == "ar:owner" || permission == "ar:admin")
    })
}

/// The active users of an account, by name.
pub fn members(tx: &Transaction, org_id: &str, now_ms: i64) -> Result<Vec<User>, Failure> {
    let mut members = Vec::new();
    for membership in memberships::of_org(tx, org_id)? {
        if membership.expires_at.is_none_or(|at| at > now_ms) {
            members.extend(users::by_id(tx, &membership.user_id)?.filter(User::is_active));
        }
    }
    members.sort_by_key(User::name);
    Ok(members)
}

/// Gives an account another name.
pub fn rename(
    tx: &Transaction,
    (_, org): &Account,
    name: Option<&str>,
    caller: &Caller,
    now_ms: i64,
) -> Result<(), Failure> {
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Failure::invalid("org_name", "Org name can't be blank"))?;
    if org.name == name {
        return Ok(());
    }
    let mut org = org.clone();
    name.clone_into(&mut org.name);
    orgs::update(tx, &org)?;
    let event = NewEvent {
        event_type: "org.updated",
        realm_id: &org.realm_id,
        about: &[("org_id", &org.id)],
        caller,
        now_ms,
    };
    event.record(tx, MailContext::default()).map(drop)
}

/// Mails an invitation into an account.
pub fn invite(
    tx: &Transaction,
    realm: &Realm,
    (_, org): &Account,
    inviting: &User,
    email: Option<&str>,
    sender: &Sender,
    now_ms: i64,
) -> Result<(), Failure> {
    let email = email.ok_or_else(|| Failure::invalid("email", "Email can't be blank"))?;
    let mut invitation = invitations::draft(&realm.id, "org", email.trim(), now_ms);
    if !is_email(&invitation.email) {
        return Err(Failure::invalid("email", "Email is invalid"));
    }
    invitation.org_id = Some(org.id.clone());
    invitation.inviting_user_id = Some(inviting.id.clone());
    crate::store::invitations::save(tx, &invitation)?;
    let caller = &sender.caller;
    invitations::record(tx, &invitation, Change::Created, caller, now_ms, None)?;
    invitations::invite(tx, &mut invitation, sender, now_ms)
}
