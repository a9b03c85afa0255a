//! What came of handing a token over to the app. The ways themselves are `src/js/hand-over.js`, which moves
//! JavaScript values.

use wasm_bindgen::JsValue;

use super::{js, transport};
use crate::domain::error::{Code, Failure};
use crate::domain::protocol::app_refusal;

/// Mistakes of a page, by the key of what a developer should check.
const MISTAKES: [&str; 5] = [
    "deliver_unknown",
    "to_missing",
    "to_foreign",
    "target_unsafe",
    "no_bridge",
];

/// True when the page is about to be left.
///
/// # Errors
/// `refused`, `server` or `unreachable` of the app's own server; `config` for a mistake of the page.
pub fn outcome(answer: &JsValue) -> Result<bool, Box<Failure>> {
    if !answer.is_object() {
        return Ok(answer.is_truthy());
    }
    Err(match js::text(answer, "hint") {
        Some(hint) => mistake(&hint),
        None => app_refusal(transport::response(answer, &js::get(answer, "body"))),
    })
}

fn mistake(hint: &str) -> Box<Failure> {
    let mut failure = Failure::new(Code::Config);
    if let Some(known) = MISTAKES.into_iter().find(|known| *known == hint) {
        failure.hint = known;
    }
    // The one that a user can do something about.
    if failure.hint == "no_bridge" {
        failure.text = failure.hint;
    }
    failure
}
