//! The exports: each says what happened, and delegates at once. Plain data in, plain data out, and nothing here waits:
//! JavaScript waits between two steps ([`Step`](crate::browser::step::Step)). May import `browser`; tested in `tests/browser`.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

use crate::browser::attachment::Attachment;
use crate::browser::step::Step;
use crate::browser::{call, forms};
use crate::domain::form::Event;

/// Begins one operation: `{ send }`, or an error record.
///
/// `operation`: a name of `src/domain/operation.rs`; `fields`: an object by API names.
#[wasm_bindgen]
pub fn begin(options: JsValue, operation: String, fields: JsValue, signal: AbortSignal) -> JsValue {
    call::begin(&options, &operation, fields, &signal)
}

/// Ends it: the result record. `exchange` is what `src/js/engine/exchange.js` answers.
#[wasm_bindgen]
pub fn end(options: JsValue, operation: String, exchange: JsValue) -> JsValue {
    call::end(&options, &operation, &exchange)
}

/// Attaches a form of this kind: `{ advise }` when it is found with an unknown kind, else `{}`.
#[wasm_bindgen]
pub fn attach(form: JsValue, kind: String, client: JsValue, options: JsValue) -> JsValue {
    Step::end(forms::attach(&form, &kind, &client, &options)).into()
}

/// Detaches a form.
#[wasm_bindgen]
pub fn detach(form: JsValue) {
    forms::detach(&form);
}

/// Detaches the forms that have left their document.
#[wasm_bindgen]
pub fn detach_removed() {
    forms::detach_removed();
}

/// A form is submitted: the next step. `controller` is an `AbortController`.
#[wasm_bindgen]
pub fn submit(form: JsValue, controller: JsValue) -> JsValue {
    step(&form, |attachment| attachment.submit(controller))
}

/// The exchange of a submit has ended: the next step.
#[wasm_bindgen]
pub fn answered(form: JsValue, controller: JsValue, exchange: JsValue) -> JsValue {
    step(&form, |attachment| {
        attachment.answered(&controller, &exchange)
    })
}

/// The delivery of its token has ended: the next step.
#[wasm_bindgen]
pub fn delivered(form: JsValue, controller: JsValue, ended: JsValue) -> JsValue {
    step(&form, |attachment| {
        attachment.delivered(&controller, &ended)
    })
}

/// A control of a form was edited; `field` is the API field that it stands for, or empty.
#[wasm_bindgen]
pub fn edited(form: JsValue, field: String) {
    with(&form, |attachment| attachment.edited(&field));
}

/// A form was reset.
#[wasm_bindgen]
pub fn reset(form: JsValue) {
    with(&form, Attachment::reset);
}

/// The browser is online again.
#[wasm_bindgen]
pub fn came_online() {
    forms::step_all(Event::CameOnline);
}

/// The browser shows the page again, from its cache.
#[wasm_bindgen]
pub fn page_shown() {
    forms::step_all(Event::LeaveExpired);
}

/// The time that `{ leaving }` named is over.
#[wasm_bindgen]
pub fn leave_expired(form: JsValue) {
    with(&form, |attachment| attachment.step(Event::LeaveExpired));
}

fn step(form: &JsValue, next: impl FnOnce(&Attachment) -> Step) -> JsValue {
    forms::find(form)
        .map_or(Step::End, |attachment| next(&attachment))
        .into()
}

fn with(form: &JsValue, what: impl FnOnce(&Attachment)) {
    if let Some(attachment) = forms::find(form) {
        what(&attachment);
    }
}
