//! The exports: plain data in, plain data out, no handles. `src/js` is their only caller.

use std::future::Future;
use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Document, HtmlFormElement};

use crate::browser::{call, watch};

/// Performs one operation; resolves to a result record (contract, section 3) and never throws.
///
/// `operation`: `login`, `code`, `signup` or `logout`; `fields`: an object by API names; `signal`: an
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

/// A control of an attached form was edited, or, with no control, the form was reset.
#[wasm_bindgen]
pub fn edited(form: HtmlFormElement, control: JsValue) {
    if let Some(attachment) = watch::find(&form) {
        if control.is_object() {
            attachment.edited(&control)
        } else {
            attachment.restart()
        }
    }
}

/// Attaches every form of the document with `data-authrocket`, and lets those go that left it.
#[wasm_bindgen]
pub fn scan(document: Document, client: JsValue) {
    watch::scan(&document, &client);
}

/// Boxed, so that the wasm holds the promise's machinery once.
fn promise(work: Pin<Box<dyn Future<Output = JsValue>>>) -> Promise {
    future_to_promise(async move { Ok(work.await) })
}
