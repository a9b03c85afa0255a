//! What the store holds, without secrets. Tested in `tests/api/control/state.rs` and `control/page.rs`.

use axum::Extension;
use axum::extract::State;
use serde_json::{Value, json};

use super::{Answer, Emulator, Request, collection};
use crate::http::fields::Received;
use crate::http::render_event::{event_body, notification_body};
use crate::http::{render, render_v2};
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::store::{
    By, Page, app_hooks, client_apps, domains, events, filter, invitations, notifications, orgs,
    sessions, signup_tokens, users,
};

/// All rows, or the newest (`?newest=n`), which is what the page for people shows.
pub fn newest(received: &Received) -> Result<Page, Failure> {
    let Some(wanted) = text(&received.query, "newest") else {
        return Ok(Page::everything());
    };
    let wanted = wanted.parse::<u32>().ok().filter(|wanted| *wanted > 0);
    let wanted = wanted.ok_or_else(|| Failure::BadRequest("newest must be at least 1".into()))?;
    Ok(Page {
        max_results: wanted as usize,
        descending: true,
        ..Page::everything()
    })
}

fn oldest_first<T>(page: &Page, rows: &mut [T]) {
    if page.descending {
        rows.reverse();
    }
}

pub async fn list_users(State(shared): Emulator, Extension(received): Request) -> Answer {
    let newest = newest(&received)?;
    let realm_id = text(&received.query, "realm_id");
    let rows = shared.context.transact(|tx| {
        let filters = [filter(By::RealmId, realm_id.as_deref())];
        let (mut users, _) = users::list(tx, &filters, &newest)?;
        oldest_first(&newest, &mut users);
        let bodies = users.iter().map(|user| render::user(tx, user));
        bodies.collect::<Result<Vec<_>, _>>()
    })?;
    collection(rows)
}

pub async fn list_sessions(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let now_ms = shared.context.now_ms();
    let filters = [filter(By::RealmId, realm_id.as_deref())];
    let newest = newest(&received)?;
    let rows = shared.context.transact(|tx| {
        let (mut rows, _) = sessions::list(tx, &filters, now_ms, &newest)?;
        oldest_first(&newest, &mut rows);
        let bodies = rows.iter().map(|session| render::session(tx, session));
        bodies.collect::<Result<Vec<_>, _>>()
    })?;
    collection(rows)
}

pub async fn list_signup_tokens(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let now_ms = shared.context.now_ms();
    let newest = newest(&received)?;
    let mut rows = shared
        .context
        .transact(|tx| signup_tokens::list(tx, realm_id.as_deref(), now_ms))?;
    rows.drain(..rows.len().saturating_sub(newest.max_results));
    collection(rows.iter().map(render::signup_token).collect::<Vec<_>>())
}

pub async fn list_events(State(shared): Emulator, Extension(received): Request) -> Answer {
    let filters = [filter(
        By::RealmId,
        text(&received.query, "realm_id").as_deref(),
    )];
    let newest = newest(&received)?;
    let (mut rows, _) = shared
        .context
        .transact(|tx| events::list(tx, &filters, &newest))?;
    oldest_first(&newest, &mut rows);
    collection(rows.iter().map(event_body).collect::<Vec<_>>())
}

pub async fn list_notifications(State(shared): Emulator, Extension(received): Request) -> Answer {
    let newest = newest(&received)?;
    let mut rows = shared
        .context
        .transact(|tx| notifications::list(tx, &newest))?;
    oldest_first(&newest, &mut rows);
    let bodies = rows.iter().map(notification_body);
    collection(bodies.collect::<Vec<_>>())
}

pub async fn list_app_hooks(State(shared): Emulator, Extension(received): Request) -> Answer {
    let newest = newest(&received)?;
    let (mut rows, _) = shared
        .context
        .transact(|tx| app_hooks::list(tx, &[], &newest))?;
    oldest_first(&newest, &mut rows);
    collection(rows)
}

/// Rows of a realm, or of all.
fn of_realm(received: &Received) -> [crate::store::Filter; 1] {
    let realm_id = text(&received.query, "realm_id");
    [filter(By::RealmId, realm_id.as_deref())]
}

pub async fn list_client_apps(State(shared): Emulator, Extension(received): Request) -> Answer {
    let (filters, newest) = (of_realm(&received), newest(&received)?);
    let (mut rows, _) = shared
        .context
        .transact(|tx| client_apps::list(tx, &filters, &newest))?;
    oldest_first(&newest, &mut rows);
    let bodies = rows.iter_mut().map(|(realm_id, app)| {
        app.secret.clear();
        with_realm(realm_id, app)
    });
    collection(bodies.collect::<Result<Vec<_>, _>>()?)
}

pub async fn list_domains(State(shared): Emulator, Extension(received): Request) -> Answer {
    let (filters, newest) = (of_realm(&received), newest(&received)?);
    let (mut rows, _) = shared
        .context
        .transact(|tx| domains::list(tx, &filters, &newest))?;
    oldest_first(&newest, &mut rows);
    let bodies = rows
        .iter()
        .map(|(realm_id, domain)| with_realm(realm_id, domain));
    collection(bodies.collect::<Result<Vec<_>, _>>()?)
}

fn with_realm(realm_id: &str, row: &impl serde::Serialize) -> Result<Value, Failure> {
    let mut body = serde_json::to_value(row).map_err(Failure::internal)?;
    body["realm_id"] = json!(realm_id);
    Ok(body)
}

pub async fn list_orgs(State(shared): Emulator, Extension(received): Request) -> Answer {
    let (filters, newest) = (of_realm(&received), newest(&received)?);
    let (mut rows, _) = shared
        .context
        .transact(|tx| orgs::list(tx, &filters, &newest))?;
    oldest_first(&newest, &mut rows);
    collection(rows.iter().map(render::org_in_list).collect::<Vec<_>>())
}

pub async fn list_invitations(State(shared): Emulator, Extension(received): Request) -> Answer {
    let (filters, newest) = (of_realm(&received), newest(&received)?);
    let (mut rows, _) = shared
        .context
        .transact(|tx| invitations::list(tx, &filters, &newest))?;
    oldest_first(&newest, &mut rows);
    collection(rows.iter().map(render_v2::invitation).collect::<Vec<_>>())
}
