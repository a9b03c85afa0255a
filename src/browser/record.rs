//! Results as JavaScript sees them: plain objects told apart by `result` (contract §3).

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::js;
use crate::domain::error::Failure;
use crate::domain::messages::Texts;
use crate::domain::outcome::Outcome;
use crate::domain::sentence::Sentence;

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
    let record = js::object(&[("result", result.into())]);
    if *outcome == Outcome::VerificationRequired {
        let message = texts.text("verification_required");
        js::set(&record, "message", &message.into());
    }
    if !token.is_empty() {
        js::set(&record, "token", &token.into());
    }
    if let Outcome::Login { url, .. } | Outcome::SignupToken { url, .. } = outcome {
        js::set(&record, "url", &url.into());
    }
    if let Outcome::Login { signup, .. } = outcome {
        js::set(&record, "signup", &(*signup).into());
    }
    record
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
    let record = js::object(&[
        ("result", "error".into()),
        ("code", failure.code.name().into()),
        ("retryable", failure.code.retryable().into()),
    ]);
    if let Some(hint) = failure.hint {
        js::set(&record, "hint", &hint.key().into());
    }
    if let Some(seconds) = failure.retry_after {
        js::set(&record, "retryAfter", &seconds.into());
    }
    if let Some(status) = failure.status {
        js::set(&record, "status", &status.into());
    }
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
