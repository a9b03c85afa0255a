//! Results as JavaScript sees them: plain objects told apart by `result` (contract, section 3), which `src/js/shape.js`
//! finishes.

use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::JsValue;

use crate::domain::error::Failure;
use crate::domain::messages::{Texts, tell};
use crate::domain::outcome::Outcome;

/// Members in order. A derived struct would bring a cache of field names, with its hash table, into the wasm.
struct Record<'a>(Vec<(&'a str, Value<'a>)>);

/// One type for all members keeps one copy of the serializer's code.
enum Value<'a> {
    Text(&'a str),
    Flag(bool),
    Number(u32),
    Texts(Vec<&'a str>),
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
            Self::Texts(texts) => texts.serialize(serializer),
        }
    }
}

impl Record<'_> {
    fn to_js(&self) -> JsValue {
        self.serialize(&serde_wasm_bindgen::Serializer::json_compatible())
            .unwrap_or_default()
    }
}

/// A call that worked.
pub fn of_outcome(outcome: &Outcome) -> JsValue {
    let (result, token) = match outcome {
        Outcome::Login { token, .. } => ("login", token.as_str()),
        Outcome::SignupToken { token, .. } => ("signup_token", token.as_str()),
        Outcome::CodeRequired { token } => ("code_required", token.as_str()),
        Outcome::Okay => ("okay", ""),
    };
    let mut members = vec![("result", Value::Text(result))];
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

/// A call that failed, with the texts that are shown for it: `errors`, the field of each in `of` (empty where it has
/// none), and `local` where it was a rule of ours that broke.
pub fn of_failure(failure: &Failure, texts: &dyn Texts) -> JsValue {
    let told = tell(failure, texts);
    let mut members = vec![
        ("result", Value::Text("error")),
        ("code", Value::Text(failure.code.name())),
        ("retryable", Value::Flag(failure.code.retryable())),
        (
            "errors",
            Value::Texts(told.errors.iter().map(String::as_str).collect()),
        ),
        (
            "of",
            Value::Texts(
                told.fields
                    .iter()
                    .map(|field| field.unwrap_or_default())
                    .collect(),
            ),
        ),
        ("local", Value::Flag(told.local)),
    ];
    if !failure.hint.is_empty() {
        members.push(("hint", Value::Text(failure.hint)));
    }
    if let Some(seconds) = failure.retry_after {
        members.push(("retryAfter", Value::Number(seconds)));
    }
    if let Some(status) = failure.status {
        members.push(("status", Value::Number(status.into())));
    }
    Record(members).to_js()
}
