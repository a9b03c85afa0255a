//! One operation of the doors that pass fields themselves, as two steps around the page's `fetch`.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::fields::Fields;
use super::settings::Words;
use super::{record, transport};
use crate::domain::error::{Code, Failure};
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;

/// The `Request` to send, or an error record.
pub fn begin(options: &JsValue, operation: &str, fields: JsValue, signal: &AbortSignal) -> JsValue {
    named(operation)
        .and_then(|operation| {
            transport::request(options, operation, &Fields::of_object(fields), signal)
        })
        .unwrap_or_else(|failure| told(options, &failure))
}

/// The result record of how it ended.
pub fn end(options: &JsValue, operation: &str, exchange: &JsValue) -> JsValue {
    let result = named(operation).and_then(|operation| outcome(operation, exchange));
    match result {
        Ok(outcome) => record::of_outcome(&outcome),
        Err(failure) => told(options, &failure),
    }
}

/// What the end of an exchange means.
///
/// # Errors
/// Every failure of the contract's table.
pub fn outcome(operation: Operation, exchange: &JsValue) -> Result<Outcome, Box<Failure>> {
    operation.parse(transport::answer(exchange)?)
}

fn named(operation: &str) -> Result<Operation, Box<Failure>> {
    Operation::from_name(operation).ok_or_else(|| Failure::new(Code::Internal))
}

fn told(options: &JsValue, failure: &Failure) -> JsValue {
    record::of_failure(failure, &Words::of(options))
}
