//! `/v2/invitations` (protocol-v2 §7.7). Tested in `tests/api/core/v2/invitations.rs`.

use axum::routing::{get, post};

use super::super::listing::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::render_v2;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::names::comparable;
use crate::model::problems::Problems;
use crate::rules::accounts;
use crate::rules::accounts::memberships::permissions;
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::v2::invitations::{Change, draft, invite, record};
use crate::store::invitations::{self, Invitation};
use crate::store::{By, Transaction, filter, orgs};

const SORTING: Sorting = Sorting {
    keys: invitations::SORT_KEYS,
    descending: false,
};

const TYPES: &[&str] = &["request", "referral", "org", "preverify"];

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/invitations", get(list).post(create))
        .route("/v2/invitations/{id}", get(read).put(update).delete(delete))
        .route("/v2/invitations/{id}/invite", post(send))
}

/// Live invitations of the realm.
async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let query = |name| text(&call.received.query, name);
    let email = query("email").map(|email| comparable(&email));
    let (rows, more) = call.transact(|tx| {
        let filters = [
            filter(By::RealmId, Some(&call.realm(tx)?.id)),
            filter(By::Email, email.as_deref()),
            filter(By::OrgId, query("org_id").as_deref()),
            filter(By::InvitationType, query("invitation_type").as_deref()),
        ];
        invitations::list(tx, &filters, &page)
    })?;
    collection(rows.iter().map(render_v2::invitation).collect(), more)
}

/// By id.
async fn read(call: Call) -> Answer {
    let invitation = call.transact(|tx| find(tx, &call))?;
    ok(render_v2::invitation(&invitation))
}

/// A new invitation; its mail is a call of its own.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("invitation")?;
    let invitation = call.transact(|tx| {
        let realm = call.realm(tx)?;
        let mut problems = Problems::default();
        let kind = text(given, "invitation_type").unwrap_or_default();
        if !TYPES.contains(&kind.as_str()) {
            let sentence = "Invitation type is not included in the list";
            problems.add("invitation_type", sentence);
        }
        let mut invitation = draft(&realm.id, &kind, "", call.now_ms());
        change(tx, &call, &mut invitation, given, problems)?;
        invitations::save(tx, &invitation)?;
        note(tx, &call, &invitation, Change::Created)?;
        Ok(invitation)
    })?;
    created(render_v2::invitation(&invitation))
}

/// Changes the attributes sent, and no others; the type stays.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("invitation")?;
    let invitation = call.transact(|tx| {
        let mut invitation = find(tx, &call)?;
        let mut problems = Problems::default();
        let kind = text(given, "invitation_type");
        if kind.is_some_and(|kind| kind != invitation.invitation_type) {
            problems.add("invitation_type", "Invitation type cannot be changed");
        }
        change(tx, &call, &mut invitation, given, problems)?;
        invitations::save(tx, &invitation)?;
        note(tx, &call, &invitation, Change::Updated)?;
        Ok(invitation)
    })?;
    ok(render_v2::invitation(&invitation))
}

/// Withdraws an invitation.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let invitation = find(tx, &call)?;
        invitations::delete(tx, &invitation.id)
    })?;
    gone()
}

/// Sends the mail.
async fn send(call: Call) -> Answer {
    let invitation = call.transact(|tx| {
        let mut invitation = find(tx, &call)?;
        let realm = call.within(tx, &invitation.realm_id)?;
        let sender = call.sender(tx, &realm)?;
        invite(tx, &mut invitation, &sender, call.now_ms())?;
        Ok(invitation)
    })?;
    ok(render_v2::invitation(&invitation))
}

fn find(tx: &Transaction, call: &Call) -> Result<Invitation, Failure> {
    let invitation = invitations::by_id(tx, &call.id)?.ok_or(Failure::NotFound)?;
    call.within(tx, &invitation.realm_id).map(|_| invitation)
}

fn note(
    tx: &Transaction,
    call: &Call,
    invitation: &Invitation,
    change: Change,
) -> Result<(), Failure> {
    record(tx, invitation, change, &call.caller(), call.now_ms(), None)
}

fn change(
    tx: &Transaction,
    call: &Call,
    invitation: &mut Invitation,
    given: &Fields,
    mut problems: Problems,
) -> Result<(), Failure> {
    if let Some(given) = given.get("permissions") {
        invitation.permissions = permissions(given, &mut problems);
    }
    let mut reader = AttributeReader::new(given, &mut problems);
    reader.required("email", &mut invitation.email);
    invitation.email = comparable(&invitation.email);
    if !invitation.email.is_empty() && !accounts::is_email(&invitation.email) {
        reader.refuse("email", "is invalid");
    }
    reader.text("locale", &mut invitation.locale);
    reader.text("auth_provider_id", &mut invitation.auth_provider_id);
    reader.text("org_id", &mut invitation.org_id);
    let into_org = invitation.invitation_type == "org";
    match &invitation.org_id {
        None if into_org => reader.refuse("org_id", "can't be blank"),
        None => {}
        Some(_) if !into_org => reader.refuse("org_id", "is for the type org only"),
        Some(id) => {
            let org = orgs::by_id(tx, Some(&invitation.realm_id), id)?;
            if org.is_none_or(|org| org.state == "closed") {
                reader.refuse("org_id", "is unknown or closed");
            }
        }
    }
    if let Some(key) = reader.sent("inviting_user_id") {
        invitation.inviting_user_id = match key {
            None => None,
            Some(key) => {
                let found = call.find_user(tx, &key)?;
                if found.is_none() {
                    reader.refuse("inviting_user_id", "is unknown");
                }
                found.map(|(_, user)| user.id)
            }
        };
    }
    let mut expires_at = None;
    reader.time("expires_at", call.now_ms(), &mut expires_at);
    invitation.expires_at = expires_at.unwrap_or(invitation.expires_at);
    problems.into_result()
}
