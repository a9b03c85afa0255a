//! Delivers webhooks, one after another, to this machine only, and tries again as AuthRocket does: for about
//! two days of the emulator's clock. Tested in `tests/api/app/webhooks.rs`.

mod post;

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;
use tokio::time::timeout;

use crate::http::api_json;
use crate::http::render_event::event_body;
use crate::http::shared::Shared;
use crate::model::app_hook::AppHook;
use crate::model::failure::Failure;
use crate::model::local_url::{NOT_LOCAL, is_local};
use crate::store::notifications::{self, Notification};
use crate::store::{Transaction, app_hooks, events};

// Waits between attempts in minutes, 48 hours in all.
const RETRY_AFTER_MINUTES: &[i64] = &[1, 5, 15, 60, 180, 360, 720, 1539];
// The clock may be moved, or stand still, so the queue is read again at this interval.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Delivers what is due until the task is ended.
pub async fn run(shared: Arc<Shared>) {
    loop {
        // Registered before the query, so that nothing that becomes due meanwhile is missed.
        let woken = shared.deliveries.notified();
        let next = shared.context.transact(notifications::next_due);
        let due_at = next.as_ref().ok().and_then(|next| next.as_ref()?.due_at);
        let wait_ms = due_at.map(|due_at| due_at - shared.context.now_ms());
        match (next, wait_ms) {
            (Ok(Some(next)), Some(wait_ms)) if wait_ms <= 0 => {
                if deliver(&shared, next).await.is_err() {
                    // Logged where it happened; not again at once.
                    let _ = timeout(LOOK_AGAIN, woken).await;
                }
            }
            (_, wait_ms) => {
                let wait = wait_ms.and_then(|ms| u64::try_from(ms).ok());
                let wait = wait.map_or(LOOK_AGAIN, |ms| Duration::from_millis(ms).min(LOOK_AGAIN));
                let _ = timeout(wait, woken).await;
            }
        }
    }
}

async fn deliver(shared: &Shared, first: Notification) -> Result<(), Failure> {
    let (mut batch, payload) = shared.context.transact(|tx| batch(tx, first))?;
    match payload {
        None => settle_all(&mut batch, |notification| {
            "canceled".clone_into(&mut notification.state);
            notification.due_at = None;
        }),
        // The hook may have been changed since.
        Some((_, destination)) if !is_local(&destination) => {
            settle_all(&mut batch, |notification| {
                "failed".clone_into(&mut notification.state);
                notification.last_result = Some(NOT_LOCAL.to_owned());
                notification.last_destination = Some(destination.clone());
                notification.due_at = None;
            });
        }
        Some((payload, destination)) => {
            let outcome = post::attempt(&destination, payload).await;
            let now_ms = shared.context.now_ms();
            settle_all(&mut batch, |notification| {
                note(notification, destination.clone(), outcome.clone(), now_ms);
            });
        }
    }
    shared.context.transact(|tx| {
        let mut rows = batch.iter();
        rows.try_for_each(|notification| notifications::settle(tx, notification))
    })
}

fn settle_all(batch: &mut [Notification], change: impl Fn(&mut Notification)) {
    for notification in batch {
        change(notification);
        tracing::info!(
            notification = notification.id,
            state = notification.state,
            result = notification.last_result,
            "webhook"
        );
    }
}

type Payload = Option<(String, String)>;

// The notifications that are delivered together, with body and destination; no body if the hook is off. A hook that
// accumulates posts a collection, even of one event.
fn batch(tx: &Transaction, first: Notification) -> Result<(Vec<Notification>, Payload), Failure> {
    let hook = app_hooks::by_id(tx, None, &first.app_hook_id)?;
    let hook = hook.filter(AppHook::is_active);
    let accumulates = hook.as_ref().is_some_and(|hook| hook.accumulate);
    let batch = match accumulates {
        true => notifications::due_together(tx, &first)?,
        false => vec![first],
    };
    let mut bodies = Vec::new();
    for notification in &batch {
        let event = events::by_id(tx, &notification.event_id)?;
        bodies.extend(event.as_ref().map(event_body));
    }
    let body = match accumulates {
        true => Some(json!({"collection": bodies})),
        false => bodies.pop(),
    };
    let payload = body.zip(hook).map(|(body, hook)| {
        let destination = hook.destination.unwrap_or_default();
        (api_json::text(&body), destination)
    });
    Ok((batch, payload))
}

fn note(
    notification: &mut Notification,
    destination: String,
    outcome: Result<StatusCode, String>,
    now_ms: i64,
) {
    let done = outcome.as_ref().is_ok_and(StatusCode::is_success);
    let waits =
        RETRY_AFTER_MINUTES.get(usize::try_from(notification.attempts).unwrap_or(usize::MAX));
    notification.attempts += 1;
    notification.last_attempt_at = Some(now_ms);
    notification.last_destination = Some(destination);
    notification.last_result = Some(match outcome {
        Ok(status) => status.to_string(),
        Err(problem) => problem,
    });
    let (state, due_at) = match (done, waits) {
        (true, _) => ("completed", None),
        (false, Some(minutes)) => ("in_progress", Some(now_ms + minutes * 60_000)),
        (false, None) => ("failed", None),
    };
    state.clone_into(&mut notification.state);
    notification.due_at = due_at;
}
