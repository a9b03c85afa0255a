//! Checks of an app hook's settings. Tested in `tests/api/core/app_hooks.rs`.

use crate::model::app_hook::{AppHook, HookType};
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
        let known = |name: &String| types.contains(&name.as_str());
        if !self.event_type.iter().all(known) {
            say("event_type", "is not included in the list");
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        if self.hook_type == HookType::Webhook {
            match text(&self.destination) {
                empty if empty.is_empty() => say("destination", "can't be blank"),
                destination if is_url(&destination) => {}
                _ => say("destination", "must be an http or https URL"),
            }
            return found;
        }
        // Invitations have an address too, in version 2.
        let has_address =
            |name: &String| name.starts_with("user.") || name.starts_with("invitation.");
        if self.event_type.len() != 1 || !self.event_type.iter().all(has_address) {
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
