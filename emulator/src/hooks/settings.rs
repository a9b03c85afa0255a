//! An app hook's settings, with the names of the Core API. Tested here and in `tests/api/app_hooks.rs`.

use serde::{Deserialize, Serialize};

use crate::events::EVENT_TYPES;
use crate::mail::template;
use crate::model::settings::State;
use crate::store::users::User;

use super::delivery::Url;

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

impl UserType {
    /// Whether this user is meant.
    pub fn includes(self, user: &User) -> bool {
        match self {
            Self::All => true,
            Self::Human => user.is_human(),
            Self::Api => user.is_program(),
        }
    }
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

    /// What is wrong with it: attributes, each with what is to be said after its name.
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        let mut say = |attribute, reason: &str| found.push((attribute, reason.to_owned()));
        let known = |name: &String| EVENT_TYPES.contains(&name.as_str());
        if !self.event_type.iter().all(known) {
            say("event_type", "is not included in the list");
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        if self.hook_type == HookType::Webhook {
            match text(&self.destination) {
                empty if empty.is_empty() => say("destination", "can't be blank"),
                destination => {
                    if let Err(reason) = Url::parse(&destination) {
                        say("destination", reason);
                    }
                }
            }
            return found;
        }
        let about_users = |name: &String| name.starts_with("user.");
        if self.event_type.len() != 1 || !self.event_type.iter().all(about_users) {
            say("event_type", "must be exactly one user event");
        }
        for (attribute, template) in [
            ("email_subject", text(&self.email_subject)),
            ("email_template", text(&self.email_template)),
        ] {
            if template.trim().is_empty() {
                say(attribute, "can't be blank");
            } else if let Err(reason) = template::check(&template) {
                say(attribute, &format!("cannot be read: {reason}"));
            }
        }
        found
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
