//! One operation with fields that a page passes itself, in two steps around the page's `fetch`.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::fields::Fields;
use super::settings::Texts;
use super::step::Step;
use super::{js, record, transport};
use crate::domain::error::{Code, Failure};
use crate::domain::hint::Hint;
use crate::domain::messages::messages;
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;

/// `{ send }`, or the record of a failure.
pub fn begin(options: &JsValue, operation: &str, fields: JsValue, signal: &AbortSignal) -> JsValue {
    let request = if fields.is_object() {
        let fields = Fields::of_object(fields);
        transport::request(options, Operation::named(operation), &fields, signal)
    } else {
        Err(Failure::new(Code::Config).hint(Hint::FieldsMalformed))
    };
    request.map_or_else(
        |failure| failed(options, &failure),
        |request| Step::Send(request).into(),
    )
}

/// The result record of how it ended. "Okay" carries whatever else the service said (contract §3).
pub fn end(options: &JsValue, operation: &str, exchange: &JsValue) -> JsValue {
    match outcome(Operation::named(operation), exchange) {
        Ok(Outcome::Okay) => {
            let said = js::get(exchange, "body");
            let result: Object =
                record::of_outcome(&Outcome::Okay, &Texts::of(options)).unchecked_into();
            let all = Object::assign(&Object::new(), said.unchecked_ref());
            Object::assign(&all, &result).into()
        }
        Ok(outcome) => record::of_outcome(&outcome, &Texts::of(options)),
        Err(failure) => failed(options, &failure),
    }
}

/// What the end of an exchange means.
///
/// # Errors
/// Every failure of the table in contract §3.
pub fn outcome(operation: Operation, exchange: &JsValue) -> Result<Outcome, Box<Failure>> {
    operation.parse(transport::answer(exchange)?)
}

fn failed(options: &JsValue, failure: &Failure) -> JsValue {
    let list = record::list(&messages(failure, &Texts::of(options)));
    record::of_failure(failure, &list)
}
