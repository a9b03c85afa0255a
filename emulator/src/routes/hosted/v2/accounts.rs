//! `/accounts`: the choice of an account (protocol-v2 §6.1; V16). Tested in `tests/api/hosted/v2/accounts.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::login;
use super::visit::{Known, Visit};
use super::wire::Wanted;
use crate::model::failure::Failure;
use crate::routes::hosted::page::{Button, Form};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::v2::conclusion::accounts_of;

/// Shows the choice, or takes it; one account alone is chosen by itself, unless `force`.
pub fn accounts(visit: &mut Visit<'_>) -> Result<Response, Failure> {
    let Some(known) = &visit.known else {
        return Ok(login::first(visit, "/accounts"));
    };
    // Whoever comes here has arrived.
    visit.wishes.next = None;
    if visit.is_post() {
        return visit.go_on();
    }
    let (context, now_ms) = (visit.request.context, visit.request.context.now_ms());
    let accounts = context.transact(|tx| accounts_of(tx, &known.user.id, now_ms))?;
    match accounts.len() {
        0 => visit.go_on(),
        1 if !visit.wishes.force => visit.go_on(),
        _ => choice(visit, known),
    }
}

/// A button for each account.
pub fn choice(visit: &Visit<'_>, known: &Known) -> Result<Response, Failure> {
    let (context, now_ms) = (visit.request.context, visit.request.context.now_ms());
    let accounts = context.transact(|tx| accounts_of(tx, &known.user.id, now_ms))?;
    let mut page = visit.page("Choose an account");
    page.texts = vec![format!(
        "You are {}. Which account do you want to use?",
        known.user.name()
    )];
    let mut form = visit.carrying(Form::new("/accounts", Vec::new(), ""));
    // The button says it.
    form.hidden.retain(|(name, _)| name != "account");
    form.buttons = accounts
        .iter()
        .map(|(_, org)| Button {
            label: org.name.clone(),
            name: "account",
            value: org.id.clone(),
            quiet: visit.wishes.account != Wanted::Account(org.id.clone()),
        })
        .collect();
    page.form = Some(form);
    page.links = vec![
        visit.link("Your profile", "/profile"),
        visit.link("Log out", "/logout"),
    ];
    Ok(page.show(StatusCode::OK))
}
