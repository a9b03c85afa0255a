//! One operation with fields that a page passes itself, in two steps around the page's `fetch`.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::fields::Fields;
use super::settings::{Texts, instance};
use super::step::Step;
use super::{js, record, transport};
use crate::domain::api::Instance;
use crate::domain::error::{Code, Failure};
use crate::domain::hint::Hint;
use crate::domain::messages::messages;
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;

/// `{ send }`, or the record of a failure.
pub fn begin(options: &JsValue, operation: &str, fields: JsValue, signal: &AbortSignal) -> JsValue {
    let request = if fields.is_object() {
        let (operation, fields) = (Operation::named(operation), Fields::of_object(fields));
        instance(options).and_then(|it| transport::request(&it, options, operation, fields, signal))
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
    let operation = Operation::named(operation);
    let ended =
        instance(options).and_then(|it| outcome(&it, operation, exchange, &Texts::of(options)));
    match ended {
        Ok((Outcome::Okay, result)) => {
            let said = js::get(exchange, "body");
            let all = Object::assign(&Object::new(), said.unchecked_ref());
            Object::assign(&all, result.unchecked_ref()).into()
        }
        Ok((_, result)) => result,
        Err(failure) => failed(options, &failure),
    }
}

/// What the end of an exchange means, and its record.
///
/// # Errors
/// Every failure of the contract's table.
pub fn outcome(
    Instance { api, .. }: &Instance,
    operation: Operation,
    exchange: &JsValue,
    texts: &Texts,
) -> Result<(Outcome, JsValue), Box<Failure>> {
    let outcome = api.parse(operation, transport::answer(exchange)?)?;
    let result = record::of_outcome(&outcome, texts);
    let body = js::get(exchange, "body");
    for name in api.carries(&outcome) {
        let value = js::get(&body, name);
        if !value.is_undefined() {
            js::set(&result, name, &value);
        }
    }
    Ok((outcome, result))
}

fn failed(options: &JsValue, failure: &Failure) -> JsValue {
    let list = record::list(&messages(failure, &Texts::of(options)));
    record::of_failure(failure, &list)
}
