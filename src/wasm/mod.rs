//! The exports: plain data in, plain data out, no handles, and nothing here waits. `src/js` is their only caller; it
//! does the waiting between two steps.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

use crate::browser::{call, watch};
use crate::domain::form::Event;

/// Begins one operation: the `Request` to send, or an error record.
///
/// `operation`: a name of `src/domain/operation.rs`; `fields`: an object by API names.
#[wasm_bindgen]
pub fn begin(options: JsValue, operation: String, fields: JsValue, signal: AbortSignal) -> JsValue {
    call::begin(&options, &operation, fields, &signal)
}

/// Ends it: the result record. `exchange` is what `src/js/exchange.js` answers.
#[wasm_bindgen]
pub fn end(options: JsValue, operation: String, exchange: JsValue) -> JsValue {
    call::end(&options, &operation, &exchange)
}

/// Attaches a form of this kind; false when the kind is not known.
#[wasm_bindgen]
pub fn attach(form: JsValue, kind: String, client: JsValue, options: JsValue) -> bool {
    watch::attach(&form, &kind, &client, &options).is_some()
}

/// Sends an attached form: the next step, told in `src/browser/attachment.rs`. `controller` is an `AbortController`.
#[wasm_bindgen]
pub fn submit(form: JsValue, controller: JsValue) -> JsValue {
    watch::find(&form).map_or(JsValue::UNDEFINED, |attachment| {
        attachment.submit(controller)
    })
}

/// How the exchange of a submit ended: the next step.
#[wasm_bindgen]
pub fn answered(form: JsValue, controller: JsValue, exchange: JsValue) -> JsValue {
    watch::find(&form).map_or(JsValue::UNDEFINED, |attachment| {
        attachment.answered(&controller, &exchange)
    })
}

/// How handing its token over ended: the next step.
#[wasm_bindgen]
pub fn handed(form: JsValue, controller: JsValue, result: JsValue, answer: JsValue) -> JsValue {
    watch::find(&form).map_or(JsValue::UNDEFINED, |attachment| {
        attachment.handed_over(&controller, result, &answer)
    })
}

/// Lets a form go.
#[wasm_bindgen]
pub fn detach(form: JsValue) {
    watch::detach(&form);
}

/// What happened on an attached form: `reset`, `online` when the browser is online again, else the API field that was
/// edited, empty for another control.
#[wasm_bindgen]
pub fn happened(form: JsValue, what: String) {
    if let Some(attachment) = watch::find(&form) {
        match what.as_str() {
            "reset" => attachment.restart(),
            "online" => attachment.step(Event::Relieved, &JsValue::UNDEFINED),
            field => attachment.edited(field),
        }
    }
}
