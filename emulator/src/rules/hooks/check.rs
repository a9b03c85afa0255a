//! Checks of an app hook's settings. Tested in `tests/api/core/app_hooks.rs` and
//! `tests/api/core/v2/hooks.rs`.

use crate::model::app_hook::{AppHook, HookType, Localized};
use crate::model::event_types::{EVENT_TYPES, EVENT_TYPES_V2};
use crate::model::settings::{Api, is_url};
use crate::rules::mail::template;

impl AppHook {
    /// What is wrong with the hook: attributes, each with the rest of its sentence.
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        self.problems_in(Api::V1)
    }

    /// The same of a hook in a realm of this version.
    pub fn problems_in(&self, api: Api) -> Vec<(&'static str, String)> {
        let types = match api {
            Api::V1 => EVENT_TYPES,
            Api::V2 => EVENT_TYPES_V2,
        };
        let mut found = Vec::new();
        let mut say = |attribute, reason: &str| found.push((attribute, reason.to_owned()));
        if let (Api::V1, Some(attribute)) = (api, self.attribute_of_v2()) {
            say(attribute, "is for realms with api 2");
        }
        let known = |name: &String| types.contains(&name.as_str());
        if !self.event_type.iter().all(known) {
            say("event_type", "is not included in the list");
        }
        // Invitations have an address too, in version 2.
        let has_address =
            |name: &String| name.starts_with("user.") || name.starts_with("invitation.");
        let have_address = !self.event_type.is_empty() && self.event_type.iter().all(has_address);
        match self.hook_type {
            HookType::Webhook => match self.destination.as_deref().unwrap_or_default() {
                "" => say("destination", "can't be blank"),
                destination if is_url(destination) => {}
                _ => say("destination", "must be an http or https URL"),
            },
            HookType::MailingList if !have_address => {
                say("event_type", "must be user events, at least one");
            }
            HookType::MailingList => {}
            HookType::Email => {
                if self.event_type.len() != 1 || !have_address {
                    say("event_type", "must be exactly one user event");
                }
                for (attribute, problem) in self.problems_with_texts() {
                    say(attribute, &problem);
                }
            }
        }
        found
    }

    // The first attribute that version 1 lacks.
    fn attribute_of_v2(&self) -> Option<&'static str> {
        if self.hook_type == HookType::MailingList {
            return Some("hook_type");
        }
        if self.accumulate {
            return Some("accumulate");
        }
        if self.mailing_list_provider_id.is_some() {
            return Some("mailing_list_provider_id");
        }
        if !self.mailing_list.is_empty() {
            return Some("mailing_list");
        }
        let by_locale = |text: &Option<Localized>| matches!(text, Some(Localized::ByLocale(_)));
        let mut texts = self.texts().into_iter();
        let found = texts.find(|(_, text)| by_locale(text));
        found.map(|(attribute, _)| attribute)
    }

    fn texts(&self) -> [(&'static str, &Option<Localized>); 3] {
        [
            ("email_subject", &self.email_subject),
            ("email_template", &self.email_template),
            ("email_from_name", &self.email_from_name),
        ]
    }

    fn problems_with_texts(&self) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        for (attribute, text) in self.texts() {
            let locales = text.as_ref().map(Localized::locales).unwrap_or_default();
            if !locales.into_iter().all(is_locale) {
                found.push((attribute, "must be a text, or texts by locale".to_owned()));
            }
            if attribute == "email_from_name" {
                continue;
            }
            let texts = text.as_ref().map(Localized::texts).unwrap_or_default();
            if texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()) {
                found.push((attribute, "can't be blank".to_owned()));
            } else if let Some(reason) = texts.iter().find_map(|text| template::check(text).err()) {
                found.push((attribute, format!("cannot be read: {reason}")));
            }
        }
        found
    }
}

// `en`, `es-MX`, `zh_Hant_TW`.
fn is_locale(text: &str) -> bool {
    text.split(['-', '_']).all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
