//! Results as JavaScript sees them: plain objects told apart by `result` (contract §3).

use js_sys::Array;
use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::{JsCast, JsValue};

use super::js;
use crate::domain::error::Failure;
use crate::domain::messages::Texts;
use crate::domain::outcome::Outcome;
use crate::domain::sentence::Sentence;

/// Members in order. A derived struct would bring a cache of field names, with its hash table, into the wasm.
struct Record<'a>(Vec<(&'a str, Value<'a>)>);

/// One type for all members keeps one copy of the serializer's code.
enum Value<'a> {
    Text(&'a str),
    Flag(bool),
    Number(u32),
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_u32(*number),
        }
    }
}

impl Record<'_> {
    fn to_js(&self) -> JsValue {
        self.serialize(&serde_wasm_bindgen::Serializer::json_compatible())
            .unwrap_or_default()
    }
}

/// A call that worked; with a text where the user has to do something yet.
pub fn of_outcome(outcome: &Outcome, texts: &dyn Texts) -> JsValue {
    let (result, token) = match outcome {
        Outcome::Login { token, .. } => ("login", token.as_str()),
        Outcome::SignupToken { token, .. } => ("signup_token", token.as_str()),
        Outcome::CodeRequired { token } => ("code_required", token.as_str()),
        Outcome::Conditional { .. } => ("conditional_login", ""),
        Outcome::VerificationRequired => ("verification_required", ""),
        Outcome::Okay => ("okay", ""),
    };
    let mut members = vec![("result", Value::Text(result))];
    let message = texts.text("verification_required");
    if *outcome == Outcome::VerificationRequired {
        members.push(("message", Value::Text(&message)));
    }
    if !token.is_empty() {
        members.push(("token", Value::Text(token)));
    }
    if let Outcome::Login { url, .. } | Outcome::SignupToken { url, .. } = outcome {
        members.push(("url", Value::Text(url)));
    }
    if let Outcome::Login { signup, .. } = outcome {
        members.push(("signup", Value::Flag(*signup)));
    }
    Record(members).to_js()
}

/// Texts as JavaScript sees them, each `{ field, text }`; `field` is empty for a text of the whole form.
pub fn list(messages: &[Sentence]) -> Array {
    messages
        .iter()
        .map(|Sentence { field, text }| {
            js::object(&[
                ("field", field.unwrap_or_default().into()),
                ("text", text.into()),
            ])
        })
        .collect()
}

/// A call that failed, with its texts: all of them, joined, and by field.
pub fn of_failure(failure: &Failure, list: &Array) -> JsValue {
    let mut members = vec![
        ("result", Value::Text("error")),
        ("code", Value::Text(failure.code.name())),
        ("retryable", Value::Flag(failure.code.retryable())),
    ];
    if let Some(hint) = failure.hint {
        members.push(("hint", Value::Text(hint.key())));
    }
    if let Some(seconds) = failure.retry_after {
        members.push(("retryAfter", Value::Number(seconds)));
    }
    if let Some(status) = failure.status {
        members.push(("status", Value::Number(status.into())));
    }
    let record = Record(members).to_js();
    let errors = Array::new();
    let fields = js::object(&[]);
    for message in list.iter() {
        let text = js::get(&message, "text");
        errors.push(&text);
        let field = js::text(&message, "field").unwrap_or_default();
        if !field.is_empty() {
            let texts = js::get(&fields, &field)
                .dyn_into::<Array>()
                .unwrap_or_default();
            texts.push(&text);
            js::set(&fields, &field, &texts);
        }
    }
    js::set(&record, "error", &errors.join("; ").into());
    js::set(&record, "errors", &errors);
    js::set(&record, "fields", &fields);
    record
}
