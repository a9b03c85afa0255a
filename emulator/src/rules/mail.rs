//! Mails as they land in the outbox: text, and the link to the hosted page or to the app's own
//! (protocol-v1 §3.10). Tested in `tests/api/control/outbox.rs` and `email_hooks.rs`.

pub mod pending;
mod sender;
pub mod template;

pub use sender::Sender;

use serde_json::{Map, Value, json};

use crate::model::app_hook::{AppHook, Localized};
use crate::model::ids::new_id;
use crate::model::settings::{App, Realm};
use crate::store::events::Event;
use crate::store::mail_tokens::Purpose;
use crate::store::mails::Mail;
use crate::store::pending_mails::{Draft, PendingMail};
use crate::store::users::User;

// Unless a hook says otherwise (protocol-v1 §7.2).
const NOREPLY: &str = "noreply@loginrocket.com";

/// A token that a mail carries, and where to use it.
#[derive(Debug, Clone, Copy)]
pub struct TokenLink<'a> {
    /// What it is good for.
    pub purpose: Purpose,
    /// The token.
    pub token: &'a str,
    /// When it ends; epoch milliseconds.
    pub expires_at: i64,
    /// Where it is used; nowhere in a realm without an app.
    pub link: Option<&'a str>,
    /// The Connected App that the link belongs to.
    pub app: Option<&'a App>,
}

/// The mail that every realm has for an event with a token, unless a hook replaces it.
pub fn builtin(event: &Event, user: &User, token_link: TokenLink) -> Mail {
    let place = token_link.link.unwrap_or(token_link.token);
    let name = user.name();
    let username = user.own_username().unwrap_or(&user.email);
    let (subject, text) = match token_link.purpose {
        Purpose::Reset => (
            "Set a new password",
            format!(
                "Hello {name},\n\nsomebody asked for a new password for \"{username}\". If it was you, set \
                 one within an hour:\n\n{place}\n\nIf it was not you, there is nothing to do: your password \
                 has not changed.\n"
            ),
        ),
        Purpose::Verification => (
            "Verify your email address",
            format!(
                "Hello {name},\n\nplease confirm within a day that this is the address of \
                 \"{username}\":\n\n{place}\n\nIf you do not know that name, ignore this mail.\n"
            ),
        ),
        Purpose::Change => (
            "Verify your new email address",
            format!(
                "Hello {name},\n\nplease confirm within a day that this is the new address of \
                 \"{username}\":\n\n{place}\n\nIf you do not know that name, ignore this mail.\n"
            ),
        ),
        Purpose::Invitation => (
            "You are invited",
            format!(
                "Hello,\n\nplease sign up within 30 days:\n\n{place}\n\nIf you did not expect this, \
                 ignore this mail.\n"
            ),
        ),
    };
    Mail {
        subject: match token_link.app {
            Some(app) => format!("{}: {subject}", app.name),
            None => subject.to_owned(),
        },
        text,
        html: None,
        id: new_id("ml_"),
        realm_id: event.realm_id.clone(),
        app_id: token_link.app.map(|app| app.id.clone()),
        event: event.event_type.clone(),
        event_id: Some(event.id.clone()),
        from: NOREPLY.to_owned(),
        to: address_of(user, token_link),
        token: Some(token_link.token.to_owned()),
        link: token_link.link.map(str::to_owned),
        created_at: event.event_at,
    }
}

// A changed address is the one to ask.
fn address_of(user: &User, token_link: TokenLink) -> String {
    let changed = token_link.purpose == Purpose::Change;
    match user.email_pending.as_ref().filter(|_| changed) {
        Some(address) => address.clone(),
        None => user.email.clone(),
    }
}

/// What the mail of an email hook is made of.
pub fn draft(
    hook: &AppHook,
    realm: &Realm,
    event: &Event,
    user: &User,
    to: &str,
    token_link: Option<TokenLink>,
) -> Draft {
    let link = token_link.and_then(|token_link| token_link.link);
    let app = token_link.and_then(|token_link| token_link.app);
    let values = json!({
        "token": token_link.map(|token_link| token_link.token),
        "link": link,
        "app": app.map(|app| app.name.as_str()),
        "realm": realm.name,
        "event_type": event.event_type,
        "user_id": user.id,
        "username": user.username,
        "email": user.email,
        "name": user.name(),
        "first_name": user.first_name,
        "last_name": user.last_name,
        "reference": user.reference,
        "custom": user.custom,
        "ip": event.ip,
        "client": event.client,
    });
    let address = hook.email_from.as_deref().filter(|from| !from.is_empty());
    let address = address.unwrap_or(NOREPLY);
    let text = |text: &Option<Localized>| {
        let text = text.as_ref();
        let text = text.map(|text| text.for_user(user.locale.as_deref(), &realm.v2.default_locale));
        text.unwrap_or_default().to_owned()
    };
    Draft {
        app_id: app.map(|app| app.id.clone()),
        event: event.event_type.clone(),
        from: match text(&hook.email_from_name) {
            name if name.is_empty() => address.to_owned(),
            name => format!("{name} <{address}>"),
        },
        to: to.to_owned(),
        renderer: hook.email_renderer,
        subject: text(&hook.email_subject),
        template: text(&hook.email_template),
        values: match values {
            Value::Object(values) => values,
            _ => Map::new(),
        },
        token: token_link.map(|token_link| token_link.token.to_owned()),
        link: link.map(str::to_owned),
        created_at: event.event_at,
    }
}

/// The mail of a draft, with its templates filled.
///
/// # Errors
/// One line on what is wrong with a template.
pub fn filled(pending: &PendingMail) -> Result<Mail, String> {
    let draft = pending.draft.as_ref().ok_or("the draft cannot be read")?;
    let values = minijinja::Value::from_serialize(&draft.values);
    let body = template::body(draft.renderer, &draft.template, &values)?;
    Ok(Mail {
        id: pending.id.clone(),
        realm_id: pending.realm_id.clone(),
        app_id: draft.app_id.clone(),
        event: draft.event.clone(),
        event_id: Some(pending.event_id.clone()),
        from: draft.from.clone(),
        to: draft.to.clone(),
        subject: template::line(&draft.subject, &values)?,
        text: body.text,
        html: body.html,
        token: draft.token.clone(),
        link: draft.link.clone(),
        created_at: draft.created_at,
    })
}
