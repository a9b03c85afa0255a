//! `/account/<id>` and `/accounts/<id>`: an account's name and team, and invitations into it (protocol-v2 §6.1, §7.7; V26).
//! Tested in `tests/api/hosted/v2/accounts.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::login;
use super::profile::back;
use super::signup::{email, org_name};
use super::visit::{Known, Visit};
use super::wire::Wanted;
use crate::model::failure::Failure;
use crate::model::settings::{FieldMode, OrgMode};
use crate::routes::hosted::page::{Form, List, Page};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::login_token::v2::Account;
use crate::rules::v2::teams;

/// Shows the account, or takes one of its forms; afterwards the app gets a token for this account.
pub fn account(visit: &mut Visit<'_>, id: &str) -> Result<Response, Failure> {
    let path = format!("/account/{id}");
    let Some(known) = &visit.known else {
        return Ok(login::first(visit, &path));
    };
    let (context, now_ms) = (visit.request.context, visit.request.context.now_ms());
    let account = context.transact(|tx| teams::account(tx, &known.user, id, now_ms))?;
    visit.wishes.account = Wanted::Account(id.to_owned());
    visit.wishes.next = None;
    if visit.decided("back") {
        return visit.go_on();
    }
    let invites = visit.request.text("view").as_deref() == Some("invite");
    let manages = teams::may_manage(&account.0);
    match (visit.is_post() || invites, manages, invites) {
        (false, ..) => Ok(page(visit, known, &account)?.show(StatusCode::OK)),
        (_, false, _) => Err(Failure::NotFound),
        (_, true, false) => rename(visit, known, &account),
        (_, true, true) => invite(visit, known, &account),
    }
}

fn rename(visit: &Visit<'_>, known: &Known, account: &Account) -> Result<Response, Failure> {
    let (context, now_ms) = (visit.request.context, visit.request.context.now_ms());
    let name = visit.request.text("org_name");
    let caller = &visit.request.caller;
    match context.transact(|tx| teams::rename(tx, account, name.as_deref(), caller, now_ms)) {
        Ok(()) => visit.go_on(),
        Err(failure) => visit.blame(page(visit, known, account)?, &failure),
    }
}

fn page(visit: &Visit<'_>, known: &Known, account: &Account) -> Result<Page, Failure> {
    let (context, now_ms) = (visit.request.context, visit.request.context.now_ms());
    let org = &account.1;
    let members = context.transact(|tx| teams::members(tx, &org.id, now_ms))?;
    let path = format!("/account/{}", org.id);
    let manages = teams::may_manage(&account.0);
    let mut page = visit.page(&org.name);
    let typed = visit.typed("org_name");
    let name = if typed.is_empty() {
        org.name.clone()
    } else {
        typed
    };
    let (fields, button) = match manages {
        true => (vec![org_name(FieldMode::Required, name)], "Save"),
        false => (Vec::new(), "Back"),
    };
    let mut form = visit.carrying(Form::new(&path, fields, button));
    match manages {
        true => form.buttons.push(back()),
        false => "back".clone_into(&mut form.buttons[0].value),
    }
    page.form = Some(form);
    page.list = Some(List {
        title: "Team".to_owned(),
        entries: members
            .iter()
            .map(|user| match user.id == known.user.id {
                true => format!("{} ({}), you", user.name(), user.email),
                false => format!("{} ({})", user.name(), user.email),
            })
            .collect(),
    });
    if manages {
        let mut link = visit.link("Invite somebody", &path);
        link.href = visit.address(&path, &[("view", "invite")]);
        page.links.push(link);
    }
    page.links.push(visit.link("Your profile", "/profile"));
    if visit.request.realm.v2.org_mode == OrgMode::MultiUser {
        let mut link = visit.link("Use another account", "/accounts");
        link.href = visit.address("/accounts", &[("force", "1")]);
        page.links.push(link);
    }
    Ok(page)
}

fn invite(visit: &Visit<'_>, known: &Known, account: &Account) -> Result<Response, Failure> {
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let path = format!("/account/{}", account.1.id);
    let mut form_page = visit.page("Invite somebody");
    form_page.texts = vec![format!(
        "To {}. The invitation works for 30 days.",
        account.1.name
    )];
    let mut field = email(visit, String::new());
    field.autocomplete = "off";
    let mut form = visit.carrying(Form::new(&path, vec![field], "Send the invitation"));
    form.hidden.push(("view".to_owned(), "invite".to_owned()));
    form_page.form = Some(form);
    form_page.links = vec![visit.link("Back to the team", &path)];
    if !visit.is_post() {
        return Ok(form_page.show(StatusCode::OK));
    }
    let (now_ms, sender) = (context.now_ms(), visit.request.sender());
    let address = visit.request.text("email");
    let done = context.transact(|tx| {
        let address = address.as_deref();
        teams::invite(tx, realm, account, &known.user, address, &sender, now_ms)
    });
    match done {
        Ok(()) => {
            let mut page = page(visit, known, account)?;
            page.notice = Some("The invitation is on its way.");
            Ok(page.show(StatusCode::OK))
        }
        Err(failure) => visit.blame(form_page, &failure),
    }
}
