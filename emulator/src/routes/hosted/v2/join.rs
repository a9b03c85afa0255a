//! Somebody who has a user already accepts an invitation into an org (protocol-v2 §7.7): after a login, and a button.
//! Tested in `tests/api/hosted/v2/signup.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::profile::back;
use super::visit::{Known, Visit};
use super::wire::Wanted;
use crate::model::failure::Failure;
use crate::routes::hosted::page::{Button, Form};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::v2::invitations::{accept_for, find};
use crate::store::invitations::Invitation;
use crate::store::orgs;

/// The live invitation into an org that the visit is for.
pub fn wanted(visit: &Visit<'_>) -> Result<Option<Invitation>, Failure> {
    let Some(token) = &visit.wishes.invitation else {
        return Ok(None);
    };
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let now_ms = context.now_ms();
    match context.transact(|tx| find(tx, realm, token, now_ms)) {
        Ok(invitation) => Ok(Some(invitation).filter(|found| found.org_id.is_some())),
        // A signup has just used it up.
        Err(Failure::Invalid(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Asks.
pub fn page(
    visit: &Visit<'_>,
    known: &Known,
    invitation: &Invitation,
) -> Result<Response, Failure> {
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let id = invitation.org_id.as_deref().unwrap_or_default();
    let org = context.transact(|tx| orgs::by_id(tx, Some(&realm.id), id))?;
    let name = org.map(|org| org.name).unwrap_or_default();
    let mut page = visit.page("You are invited");
    page.texts = vec![format!("Somebody invites you to {name}.")];
    let mut form = visit.carrying(Form::new("/signup", Vec::new(), ""));
    form.buttons = vec![
        Button {
            quiet: false,
            ..button(known)
        },
        Button {
            label: "Not now".to_owned(),
            ..back()
        },
    ];
    page.form = Some(form);
    page.links = vec![visit.link("Log out", "/logout")];
    Ok(page.show(StatusCode::OK))
}

/// The button that says yes.
pub fn button(known: &Known) -> Button {
    Button {
        label: format!("Join as {}", known.user.email),
        name: "",
        value: "join".to_owned(),
        quiet: true,
    }
}

/// Makes the membership, and goes on to the app with that account.
pub fn join(visit: &mut Visit<'_>, invitation: &Invitation) -> Result<Response, Failure> {
    let known = visit.known.as_ref().ok_or(Failure::SessionEnded)?;
    let (context, caller) = (visit.request.context, &visit.request.caller);
    let now_ms = context.now_ms();
    context.transact(|tx| accept_for(tx, invitation, &known.user, caller, now_ms))?;
    visit.wishes.invitation = None;
    if let Some(id) = &invitation.org_id {
        visit.wishes.account = Wanted::Account(id.clone());
    }
    visit.go_on()
}
