//! An app hook's settings, with the names of the Core API. Tested here and in `tests/api/core/app_hooks.rs`.

use serde::{Deserialize, Serialize};

use crate::model::settings::State;

/// What a hook does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HookType {
    /// Posts the event to a URL.
    #[default]
    Webhook,
    /// Mails the event's user.
    Email,
}

/// How `email_template` is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Renderer {
    /// HTML only.
    #[serde(rename = "html")]
    Html,
    /// HTML with a plain part made of it.
    #[serde(rename = "html+text")]
    HtmlText,
    /// Markdown, sent as HTML with a plain part.
    #[default]
    #[serde(rename = "markdown")]
    Markdown,
    /// Plain text.
    #[serde(rename = "text")]
    Text,
}

/// Whose events lead to mails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserType {
    /// Everybody's.
    #[default]
    All,
    /// Those of people.
    Human,
    /// Those of API users.
    Api,
}

/// A webhook or an email on events.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AppHook {
    /// `hk_…`.
    pub id: String,
    /// Its realm; none means all realms.
    pub realm_id: Option<String>,
    /// An inactive hook does nothing.
    pub state: State,
    /// What it does.
    pub hook_type: HookType,
    /// Events that trigger it; for a webhook none means all.
    pub event_type: Vec<String>,
    /// Seconds from the event to the first attempt.
    pub delay: u32,
    /// Where a webhook posts to.
    pub destination: Option<String>,
    /// Sender's address.
    pub email_from: Option<String>,
    /// Sender's name.
    pub email_from_name: Option<String>,
    /// How the template is read.
    pub email_renderer: Renderer,
    /// Subject line, a template too.
    pub email_subject: Option<String>,
    /// Body, with members such as `{{token}}` and `{{username}}`.
    pub email_template: Option<String>,
    /// Takes the place of the user's address.
    pub email_to: Option<String>,
    /// Whose events lead to mails.
    pub user_type: UserType,
}

impl AppHook {
    /// Whether it does anything.
    pub fn is_active(&self) -> bool {
        self.state == State::Active
    }

    /// Whether events of this type trigger it.
    pub fn answers_to(&self, event_type: &str) -> bool {
        let all = self.event_type.is_empty() && self.hook_type == HookType::Webhook;
        all || self.event_type.iter().any(|known| known == event_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_without_event_types_answers_to_all_and_an_email_to_none() {
        let hook = |hook_type| AppHook {
            hook_type,
            ..AppHook::default()
        };
        assert!(hook(HookType::Webhook).answers_to("org.created"));
        assert!(!hook(HookType::Email).answers_to("user.created"));
    }
}
