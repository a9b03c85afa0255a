//! Invitations (protocol-v2 §2.5.9, §7.7; V7, V18): asking for one, mailing it, using it. Tested in
//! `tests/api/login/v2/invitations.rs`.

use serde_json::json;

use super::conclusion::join;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::names::comparable;
use crate::model::settings::{Realm, Signup};
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::events::NewEvent;
use crate::rules::hooks::MailContext;
use crate::rules::mail::{Sender, TokenLink};
use crate::rules::recovery::Purpose;
use crate::store::Transaction;
use crate::store::invitations::{self, Invitation};
use crate::store::users::User;
use crate::store::{memberships, orgs};

const LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// What may become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was made.
    Created,
    /// It was changed.
    Updated,
    /// Its mail was sent.
    Invited,
    /// A user was made of it.
    Accepted,
    /// Its time is over.
    Expired,
}

/// A new invitation to an address, with nothing else filled in; not stored.
pub fn draft(realm_id: &str, invitation_type: &str, email: &str, now_ms: i64) -> Invitation {
    Invitation {
        id: new_id("nvt_"),
        realm_id: realm_id.to_owned(),
        // Not the id, which nobody may rely on.
        token: new_id("nvt_"),
        invitation_type: invitation_type.to_owned(),
        email: comparable(email),
        locale: None,
        org_id: None,
        permissions: json!([]),
        inviting_user_id: None,
        auth_provider_id: None,
        created_at: now_ms,
        invited_at: None,
        expires_at: ((now_ms + LIFE_MS) / 1000) * 1000,
    }
}

/// Asks for an invitation, in a realm where that can be done. Asking again changes nothing.
///
/// # Errors
/// `Refused` in realms of another mode; `Invalid` if the address is none.
pub fn request(
    context: &Context,
    realm: &Realm,
    email: Option<&str>,
    locale: Option<&str>,
    caller: &Caller,
) -> Result<(), Failure> {
    if realm.v2.signup != Signup::Invitation {
        return Err(Failure::Refused("Invitations cannot be asked for here"));
    }
    let email = email.ok_or_else(|| Failure::invalid("email", "Email can't be blank"))?;
    let now_ms = context.now_ms();
    let mut invitation = draft(&realm.id, "request", email, now_ms);
    if !accounts::is_email(&invitation.email) {
        return Err(Failure::invalid("email", "Email is invalid"));
    }
    invitation.locale = locale.map(str::to_owned);
    context.transact(|tx| {
        end_expired(tx, now_ms)?;
        if invitations::live_to(tx, &realm.id, "request", &invitation.email, now_ms)?.is_some() {
            return Ok(());
        }
        invitations::save(tx, &invitation)?;
        record(tx, &invitation, Change::Created, caller, now_ms, None)
    })
}

/// Sends the mail of an invitation.
pub fn invite(
    tx: &Transaction,
    invitation: &mut Invitation,
    sender: &Sender,
    now_ms: i64,
) -> Result<(), Failure> {
    invitation.invited_at = Some(now_ms);
    invitations::save(tx, invitation)?;
    let link = sender.link(Purpose::Invitation, &invitation.token);
    let token = invitation.token.clone();
    let token_link = TokenLink {
        purpose: Purpose::Invitation,
        token: &token,
        expires_at: invitation.expires_at,
        link: link.as_deref(),
        app: sender.app.as_ref(),
    };
    let caller = &sender.caller;
    record(
        tx,
        invitation,
        Change::Invited,
        caller,
        now_ms,
        Some(token_link),
    )
}

/// A realm's live invitation with this token.
///
/// # Errors
/// `Invalid` if there is none.
pub fn find(
    tx: &Transaction,
    realm: &Realm,
    token: &str,
    now_ms: i64,
) -> Result<Invitation, Failure> {
    let found = invitations::live(tx, &realm.id, token, now_ms)?;
    // Nobody has been invited by a mere request.
    let found =
        found.filter(|found| found.invitation_type != "request" || found.invited_at.is_some());
    found.ok_or_else(|| Failure::invalid("invitation", "Invitation is invalid, used or expired"))
}

/// Uses an invitation up.
pub fn accept(
    tx: &Transaction,
    invitation: &Invitation,
    caller: &Caller,
    now_ms: i64,
) -> Result<(), Failure> {
    invitations::delete(tx, &invitation.id)?;
    record(tx, invitation, Change::Accepted, caller, now_ms, None)
}

/// Uses an invitation up for a user who is there already, who joins the org that it is into.
pub fn accept_for(
    tx: &Transaction,
    invitation: &Invitation,
    user: &User,
    caller: &Caller,
    now_ms: i64,
) -> Result<(), Failure> {
    let org = match invitation.org_id.as_deref() {
        Some(id) => orgs::by_id(tx, Some(&user.realm_id), id)?,
        None => None,
    };
    if let Some(org) = org
        && !memberships::exists(tx, &user.id, Some(&org.id))?
    {
        join(
            tx,
            user,
            &org,
            invitation.permissions.clone(),
            caller,
            now_ms,
        )?;
    }
    accept(tx, invitation, caller, now_ms)
}

/// Deletes the invitations whose time is over. Whoever lists invitations calls this before.
pub fn end_expired(tx: &Transaction, now_ms: i64) -> Result<(), Failure> {
    for invitation in invitations::expired(tx, now_ms)? {
        invitations::delete(tx, &invitation.id)?;
        let nobody = Caller::default();
        record(tx, &invitation, Change::Expired, &nobody, now_ms, None)?;
    }
    Ok(())
}

/// Records what became of an invitation; with a mail, if there is a token to send.
pub fn record(
    tx: &Transaction,
    invitation: &Invitation,
    change: Change,
    caller: &Caller,
    now_ms: i64,
    token_link: Option<TokenLink>,
) -> Result<(), Failure> {
    // For the mail: nobody has signed up yet.
    let mut guest = accounts::draft(&Realm::default(), now_ms);
    guest.realm_id.clone_from(&invitation.realm_id);
    guest.username.clone_from(&guest.id);
    guest.email.clone_from(&invitation.email);
    guest.locale.clone_from(&invitation.locale);
    let mut about = vec![("invitation_id", invitation.id.as_str())];
    about.extend(invitation.org_id.as_deref().map(|id| ("org_id", id)));
    let event = NewEvent {
        event_type: event_type(&invitation.invitation_type, change),
        realm_id: &invitation.realm_id,
        about: &about,
        caller,
        now_ms,
    };
    let mail = MailContext {
        user: Some(&guest),
        token_link,
    };
    event.record(tx, mail).map(drop)
}

fn event_type(invitation_type: &str, change: Change) -> &'static str {
    let of_type = match change {
        Change::Created => [
            "invitation.request.created",
            "invitation.referral.created",
            "invitation.org.created",
            "invitation.preverify.created",
        ],
        Change::Updated => [
            "invitation.request.updated",
            "invitation.referral.updated",
            "invitation.org.updated",
            "invitation.preverify.updated",
        ],
        Change::Invited => [
            "invitation.request.invited",
            "invitation.referral.invited",
            "invitation.org.invited",
            "invitation.preverify.invited",
        ],
        Change::Accepted => [
            "invitation.request.accepted",
            "invitation.referral.accepted",
            "invitation.org.accepted",
            "invitation.preverify.accepted",
        ],
        Change::Expired => [
            "invitation.request.expired",
            "invitation.referral.expired",
            "invitation.org.expired",
            "invitation.preverify.expired",
        ],
    };
    match invitation_type {
        "request" => of_type[0],
        "referral" => of_type[1],
        "org" => of_type[2],
        _ => of_type[3],
    }
}
