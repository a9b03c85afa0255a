//! One operation from options and fields to its outcome: the path that every door shares.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};

use super::fields::Fields;
use super::record;
use super::settings::Words;
use super::transport::Exchange;
use crate::domain::error::{Code, Failure};
use crate::domain::messages::tell;
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;

/// Checks, sends, reads. The second value is the answer's body, for what else the service said.
///
/// # Errors
/// Every failure of the contract's table.
pub async fn perform(
    options: &JsValue,
    operation: Operation,
    fields: &Fields,
    signal: &JsValue,
) -> Result<(Outcome, JsValue), Box<Failure>> {
    let exchange = Exchange::start(options, operation, fields, signal)?;
    let (response, body) = exchange.answer().await?;
    Ok((operation.parse(response)?, body))
}

/// As [`perform`], as a result record.
pub async fn perform_to_record(
    options: JsValue,
    operation: String,
    fields: JsValue,
    signal: JsValue,
) -> JsValue {
    let result = match Operation::from_name(&operation) {
        Some(operation) => perform(&options, operation, &Fields::of_object(fields), &signal).await,
        None => Err(Failure::new(Code::Internal)),
    };
    match result {
        Ok((Outcome::Okay, body)) => with_rest(&record::of_outcome(&Outcome::Okay), &body),
        Ok((outcome, _)) => record::of_outcome(&outcome),
        Err(failure) => record::of_failure(&failure, &tell(&failure, &Words::of(&options))),
    }
}

/// "Okay" carries whatever else the service said (contract, section 3).
fn with_rest(record: &JsValue, body: &JsValue) -> JsValue {
    let all = Object::assign(&Object::new(), body.unchecked_ref());
    Object::assign(&all, record.unchecked_ref()).into()
}
