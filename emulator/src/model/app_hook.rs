//! An app hook's settings, with the names of the Core API. Tested here and in `tests/api/core/app_hooks.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::kept::kept;
use crate::model::settings::State;

/// Attributes of hooks that write mails.
pub const EMAIL_ATTRIBUTES: &[&str] = &[
    "email_from",
    "email_from_name",
    "email_renderer",
    "email_subject",
    "email_template",
    "email_to",
];

// Further ones that are not kept beside those of a mailing list.
const OTHER_ATTRIBUTES: &[&str] = &[
    "accumulate",
    "delay",
    "destination",
    "event_type",
    "hook_type",
    "mailing_list",
    "mailing_list_provider_id",
    "state",
    "user_type",
];

/// What a hook does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HookType {
    /// Posts the event to a URL.
    #[default]
    Webhook,
    /// Mails the event's user.
    Email,
    /// Would add the event's user to a mailing list; of version 2 only.
    MailingList,
}

/// A text, or one for each locale, which only version 2 has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Localized {
    /// For everybody.
    One(String),
    /// By locale: `en`, `es-MX`.
    ByLocale(BTreeMap<String, String>),
}

impl From<String> for Localized {
    fn from(text: String) -> Self {
        Self::One(text)
    }
}

impl Localized {
    /// The text for a user: in their locale or its language, else in that of the realm, else in English, else the first.
    pub fn for_user(&self, locale: Option<&str>, default_locale: &str) -> &str {
        let texts = match self {
            Self::One(text) => return text,
            Self::ByLocale(texts) => texts,
        };
        let wanted = [locale, Some(default_locale), Some("en")];
        let mut found = wanted.into_iter().flatten().filter_map(|tag| {
            let tag = plain(tag);
            let language = tag.split('-').next().unwrap_or_default();
            let named = |name: &str| texts.iter().find(|(known, _)| plain(known) == name);
            named(&tag).or_else(|| named(language))
        });
        let text = found.next().or_else(|| texts.iter().next());
        text.map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    /// All of its texts.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::ByLocale(texts) => texts.values().map(String::as_str).collect(),
        }
    }

    /// Its locales; none of a text for everybody.
    pub fn locales(&self) -> Vec<&str> {
        match self {
            Self::One(_) => Vec::new(),
            Self::ByLocale(texts) => texts.keys().map(String::as_str).collect(),
        }
    }
}

// `es_MX` and `es-mx` are one locale.
fn plain(locale: &str) -> String {
    locale.replace('_', "-").to_ascii_lowercase()
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
    pub email_from_name: Option<Localized>,
    /// How the template is read.
    pub email_renderer: Renderer,
    /// Subject line, a template too.
    pub email_subject: Option<Localized>,
    /// Body, with members such as `{{token}}` and `{{username}}`.
    pub email_template: Option<Localized>,
    /// Takes the place of the user's address.
    pub email_to: Option<String>,
    /// Whose events lead to mails.
    pub user_type: UserType,
    /// Whether a webhook posts the events of its delay together; of version 2 only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub accumulate: bool,
    /// The provider of a mailing list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mailing_list_provider_id: Option<String>,
    /// Further attributes of a mailing list, kept as given, but for secrets.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub mailing_list: Map<String, Value>,
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

    /// Keeps attributes of a mailing list that hooks of the other types lack.
    pub fn keep(&mut self, given: &Map<String, Value>) {
        let mut others = kept(given);
        let known =
            |name: &str| EMAIL_ATTRIBUTES.contains(&name) || OTHER_ATTRIBUTES.contains(&name);
        others.retain(|name, _| !known(name));
        self.mailing_list.extend(others);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_chosen_by_the_users_locale_then_by_that_of_the_realm() {
        let texts = [("en", "Hello"), ("es", "Hola"), ("es-MX", "Qué onda")];
        let texts = texts.map(|(locale, text)| (locale.to_owned(), text.to_owned()));
        let texts = Localized::ByLocale(texts.into());
        for (locale, default_locale, expected) in [
            (Some("es"), "en", "Hola"),
            (Some("es_mx"), "en", "Qué onda"),
            (Some("es-AR"), "en", "Hola"),
            (Some("ja"), "es", "Hola"),
            (None, "es", "Hola"),
            (None, "ja", "Hello"),
        ] {
            let text = texts.for_user(locale, default_locale);
            assert_eq!(text, expected, "{locale:?} {default_locale}");
        }
        let german = Localized::ByLocale([("de".to_owned(), "Hallo".to_owned())].into());
        assert_eq!(german.for_user(Some("ja"), "es"), "Hallo");
        assert_eq!(
            Localized::One("Hi".to_owned()).for_user(Some("es"), "en"),
            "Hi"
        );
    }

    #[test]
    fn a_mailing_list_keeps_no_attribute_that_hooks_have() {
        let hook = AppHook {
            accumulate: true,
            mailing_list_provider_id: Some("mlp_1".to_owned()),
            mailing_list: [("list_id".to_owned(), Value::from("l-1"))]
                .into_iter()
                .collect(),
            ..AppHook::default()
        };
        let all = serde_json::to_value(&hook).unwrap();
        let mut kept = AppHook::default();
        kept.keep(all.as_object().unwrap());
        assert!(kept.mailing_list.is_empty(), "{:?}", kept.mailing_list);
        kept.keep(&hook.mailing_list);
        assert_eq!(kept.mailing_list, hook.mailing_list);
    }

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
