//! What JavaScript is to do next, as a record with one member: `{ send }`, `{ deliver }`, `{ leaving }`, `{ advise }`, or none.

use js_sys::Object;
use wasm_bindgen::JsValue;

use super::js;
use crate::domain::hint::Hint;

/// The next step of a submit.
pub enum Step {
    /// Send this `{ url, init }` to the service.
    Send(JsValue),
    /// Carry out this plan of a delivery.
    Deliver(JsValue),
    /// The page is being left; call `leave_expired` after so many milliseconds.
    Leaving(u32),
    /// The submit has ended, and a developer should check something.
    Advise(Hint),
    /// The submit has ended.
    End,
}

impl Step {
    /// The end, with what a developer should check, if anything.
    pub fn end(hint: Option<Hint>) -> Self {
        hint.map_or(Self::End, Self::Advise)
    }
}

impl From<Step> for JsValue {
    fn from(step: Step) -> Self {
        let (name, value) = match step {
            Step::Send(request) => ("send", request),
            Step::Deliver(plan) => ("deliver", plan),
            Step::Leaving(milliseconds) => ("leaving", milliseconds.into()),
            Step::Advise(hint) => ("advise", hint.key().into()),
            Step::End => return Object::new().into(),
        };
        js::object(&[(name, value)])
    }
}
