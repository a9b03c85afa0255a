//! The exports: plain data in, plain data out, no handles, and nothing here waits. `src/js` is their only caller; it
//! does the waiting between two steps.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{AbortController, AbortSignal, HtmlFormElement};

use crate::browser::{call, watch};
use crate::domain::form::Event;

/// Begins one operation: the `Request` to send, or an error record (contract, section 3).
///
/// `operation`: a name of `src/domain/operation.rs`; `fields`: an object by API names.
#[wasm_bindgen]
pub fn begin(options: JsValue, operation: String, fields: JsValue, signal: AbortSignal) -> JsValue {
    call::begin(&options, &operation, fields, &signal)
}

/// Ends it: the result record. `exchange` is `{ answer, body }`, or `{ end }` where no answer came.
#[wasm_bindgen]
pub fn end(options: JsValue, operation: String, exchange: JsValue) -> JsValue {
    call::end(&options, &operation, &exchange)
}

/// Attaches a form; false when its kind is not known.
#[wasm_bindgen]
pub fn attach(form: HtmlFormElement, client: JsValue, options: JsValue) -> bool {
    watch::attach(&form, &client, &options).is_some()
}

/// Sends an attached form: the next step, told in `src/browser/attachment.rs`.
#[wasm_bindgen]
pub fn submit(form: HtmlFormElement, controller: AbortController) -> JsValue {
    watch::find(&form).map_or(JsValue::UNDEFINED, |attachment| {
        attachment.submit(controller)
    })
}

/// How the exchange of a submit ended: the next step.
#[wasm_bindgen]
pub fn answered(form: HtmlFormElement, controller: AbortController, exchange: JsValue) -> JsValue {
    watch::find(&form).map_or(JsValue::UNDEFINED, |attachment| {
        attachment.answered(&controller, &exchange)
    })
}

/// How handing its token over ended: the next step.
#[wasm_bindgen]
pub fn handed(
    form: HtmlFormElement,
    controller: AbortController,
    result: JsValue,
    answer: JsValue,
) -> JsValue {
    watch::find(&form).map_or(JsValue::UNDEFINED, |attachment| {
        attachment.handed_over(&controller, result, &answer)
    })
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
