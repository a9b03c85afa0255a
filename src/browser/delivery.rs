//! Handing a token over to the app: what came of it. The ways themselves are `src/js/hand-over.js`, which the client
//! brings as its `handOver`; it is given JavaScript values and moves them.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::attachment::Attachment;
use super::{js, transport};
use crate::domain::error::{Code, Failure};
use crate::domain::protocol::app_refusal;

/// Hands `result`, a record, over as `form` wants it; a code form that says nothing about it asks `origin`.
/// True when the page is about to be left.
///
/// # Errors
/// `refused`, `server` or `unreachable` of the app's own server; `config` for a mistake of the page, with its hint.
pub async fn hand_over(
    form: &Attachment,
    origin: Option<&Attachment>,
    result: &JsValue,
) -> Result<bool, Box<Failure>> {
    let mut args = vec![result.clone()];
    for attachment in [Some(form), origin].into_iter().flatten() {
        args.push((*attachment.form).clone().into());
        args.push(attachment.options.clone());
    }
    let promise: Promise = js::call(&form.client, "handOver", &args)
        .unwrap_or_default()
        .unchecked_into();
    let answer = JsFuture::from(Promise::resolve(&promise)).await;
    let answer = answer.map_err(|_| Failure::new(Code::Internal))?;
    if !answer.is_object() {
        return Ok(answer.is_truthy());
    }
    Err(match js::text(&answer, "hint") {
        Some(hint) => mistake(&hint),
        None => app_refusal(transport::response(&answer, &js::get(&answer, "body"))),
    })
}

/// What a developer should check; also told where nobody watches the console.
fn mistake(hint: &str) -> Box<Failure> {
    let mut failure = Failure::new(Code::Config);
    let known = [
        "deliver_unknown",
        "to_missing",
        "to_foreign",
        "target_unsafe",
        "no_bridge",
    ];
    if let Some(known) = known.into_iter().find(|known| *known == hint) {
        failure.hint = known;
    }
    if failure.hint == "no_bridge" {
        failure.text = failure.hint;
    }
    failure
}
