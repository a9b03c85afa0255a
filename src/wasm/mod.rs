//! The exports: plain data in, plain data out, no handles. `src/js` is their only caller.

use std::future::Future;
use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;
use web_sys::HtmlFormElement;

use crate::browser::{call, watch};
use crate::domain::form::Event;

/// Performs one operation; resolves to a result record (contract, section 3) and never throws.
///
/// `operation`: a name of `src/domain/operation.rs`; `fields`: an object by API names; `signal`: an
/// `AbortSignal` or `undefined`.
#[wasm_bindgen]
pub fn perform(options: JsValue, operation: String, fields: JsValue, signal: JsValue) -> Promise {
    promise(Box::pin(call::perform_to_record(
        options, operation, fields, signal,
    )))
}

/// Attaches a form; false when its kind is not known.
#[wasm_bindgen]
pub fn attach(form: HtmlFormElement, client: JsValue, options: JsValue) -> bool {
    watch::attach(&form, &client, &options).is_some()
}

/// Sends an attached form; resolves when it is usable again, or its token is handed over, to the key of what a
/// developer should check, to `leaving`, or to an empty text.
#[wasm_bindgen]
pub fn submit(form: HtmlFormElement) -> Promise {
    promise(Box::pin(async move {
        let Some(attachment) = watch::find(&form) else {
            return JsValue::UNDEFINED;
        };
        attachment.submit().await;
        attachment.take_hint().into()
    }))
}

/// Lets a form go.
#[wasm_bindgen]
pub fn detach(form: HtmlFormElement) {
    watch::detach(&form);
}

/// What happened on an attached form: `what` is the control that was edited; `undefined` for a reset; `null` for a
/// click or a key, which may be about to send it; anything else when the browser is online again.
#[wasm_bindgen]
pub fn happened(form: HtmlFormElement, what: JsValue) {
    if let Some(attachment) = watch::find(&form) {
        if what.is_object() {
            attachment.edited(&what);
        } else if what.is_undefined() {
            attachment.restart();
        } else if what.is_null() {
            attachment.relax();
        } else {
            attachment.step(Event::Relieved, None);
        }
    }
}

/// Lets those forms go that left their document.
#[wasm_bindgen]
pub fn sweep() {
    watch::sweep();
}

/// Boxed, so that the wasm holds the promise's machinery once.
fn promise(work: Pin<Box<dyn Future<Output = JsValue>>>) -> Promise {
    future_to_promise(async move { Ok(work.await) })
}
