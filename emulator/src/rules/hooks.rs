//! App hooks: which events lead to a webhook or to a mail (protocol-v1 §0.2, §3.10). Webhooks go to this machine only;
//! mails land in the outbox; what is meant for a mailing list is recorded and not sent. Tested in
//! `tests/api/core/app_hooks.rs`, `core/v2/hooks.rs`, `app/webhooks.rs` and `email_hooks.rs`.

mod check;

use crate::model::app_hook::{AppHook, HookType, UserType};
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::local_url::{NOT_LOCAL, is_local};
use crate::rules::mail::{self, TokenLink};
use crate::store::events::Event;
use crate::store::notifications::{self, Notification};
use crate::store::pending_mails::PendingMail;
use crate::store::users::{self, User};
use crate::store::{Transaction, app_hooks, mails, realms};

const NO_LIST: &str = "not sent: the emulator calls no mailing list";

/// What the mails of an event need besides the event.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailContext<'a> {
    /// The user it is about, if it is not stored, or no longer.
    pub user: Option<&'a User>,
    /// The token that the mail carries, and where to use it.
    pub token_link: Option<TokenLink<'a>>,
}

/// Makes the deliveries of an event: mails for the end of the transaction, webhooks for the worker.
pub fn fire(tx: &Transaction, event: &Event, context: MailContext) -> Result<(), Failure> {
    let hooks = app_hooks::of_realm(tx, &event.realm_id)?;
    let own_mail = hooks
        .iter()
        .any(|hook| hook.hook_type == HookType::Email && hook.answers_to(&event.event_type));
    for hook in &hooks {
        if !hook.is_active() || !hook.answers_to(&event.event_type) {
            continue;
        }
        match hook.hook_type {
            HookType::Webhook => plan(tx, hook, event)?,
            HookType::Email => write(tx, hook, event, context)?,
            HookType::MailingList => note_for_list(tx, hook, event, context)?,
        }
    }
    // Every realm has a mail for these events; an email hook of the realm replaces it.
    if let (false, Some(token_link)) = (own_mail, context.token_link)
        && let Some(user) = recipient(tx, event, context)?.filter(|user| !user.email.is_empty())
    {
        mails::insert(tx, &mail::builtin(event, &user, token_link))?;
    }
    Ok(())
}

fn plan(tx: &Transaction, hook: &AppHook, event: &Event) -> Result<(), Failure> {
    let destination = hook.destination.clone().unwrap_or_default();
    let can_be_sent = is_local(&destination);
    let own_time = event.event_at + i64::from(hook.delay) * 1000;
    // The first event of several that go together says when, unless this one may wait less: because the delay
    // has become shorter, or the clock was moved back.
    let together = match hook.accumulate {
        true => notifications::first_attempt_within(tx, &hook.id, event.event_at, own_time)?,
        false => None,
    };
    let due_at = together.unwrap_or(own_time);
    let planned = new_notification(hook, event, "webhook", destination);
    let planned = match can_be_sent {
        true => Notification {
            due_at: Some(due_at),
            ..planned
        },
        false => Notification {
            state: "failed".to_owned(),
            last_result: Some(NOT_LOCAL.to_owned()),
            ..planned
        },
    };
    notifications::insert(tx, &planned)
}

fn new_notification(
    hook: &AppHook,
    event: &Event,
    hook_type: &str,
    destination: String,
) -> Notification {
    Notification {
        id: new_id("ent_"),
        event_id: event.id.clone(),
        app_hook_id: hook.id.clone(),
        hook_type: hook_type.to_owned(),
        state: "in_progress".to_owned(),
        attempts: 0,
        destination,
        last_attempt_at: None,
        last_destination: None,
        last_result: None,
        due_at: None,
    }
}

fn write(
    tx: &Transaction,
    hook: &AppHook,
    event: &Event,
    context: MailContext,
) -> Result<(), Failure> {
    let Some(user) = recipient(tx, event, context)?.filter(|user| is_meant(hook.user_type, user))
    else {
        return Ok(());
    };
    let to = hook.email_to.as_deref().filter(|to| !to.is_empty());
    let to = to.unwrap_or(&user.email);
    // Silently skipped for users without an address, as documented.
    if to.is_empty() {
        return Ok(());
    }
    let realm = realms::realm(tx, &event.realm_id)?.ok_or(Failure::NotFound)?;
    let notification = Notification {
        last_attempt_at: Some(event.event_at),
        last_destination: Some(to.to_owned()),
        ..new_notification(hook, event, "email", to.to_owned())
    };
    notifications::insert(tx, &notification)?;
    let draft = mail::draft(hook, &realm, event, &user, to, context.token_link);
    let pending = PendingMail {
        id: new_id("ml_"),
        realm_id: realm.id,
        event_id: event.id.clone(),
        notification_id: notification.id,
        discarded: false,
        draft: Some(draft),
    };
    mail::pending::store(tx, &pending)
}

// Records who would be added to the list, and that nothing was sent.
fn note_for_list(
    tx: &Transaction,
    hook: &AppHook,
    event: &Event,
    context: MailContext,
) -> Result<(), Failure> {
    let user = recipient(tx, event, context)?.filter(|user| is_meant(hook.user_type, user));
    let Some(user) = user.filter(|user| !user.email.is_empty()) else {
        return Ok(());
    };
    let provider = hook.mailing_list_provider_id.as_ref();
    let list = hook.destination.as_ref().or(provider).cloned();
    let notification = Notification {
        state: "completed".to_owned(),
        last_destination: Some(user.email),
        last_result: Some(NO_LIST.to_owned()),
        ..new_notification(hook, event, "mailing_list", list.unwrap_or_default())
    };
    notifications::insert(tx, &notification)
}

// Whether a hook writes to this user.
fn is_meant(user_type: UserType, user: &User) -> bool {
    match user_type {
        UserType::All => true,
        UserType::Human => user.is_human(),
        UserType::Api => user.is_program(),
    }
}

fn recipient(
    tx: &Transaction,
    event: &Event,
    context: MailContext,
) -> Result<Option<User>, Failure> {
    match context.user {
        Some(user) => Ok(Some(user.clone())),
        None => match event.about.get("user_id").and_then(|id| id.as_str()) {
            Some(id) => users::by_id(tx, id),
            None => Ok(None),
        },
    }
}
