//! What a form whose call worked remembers, so that nothing is sent twice: a signup that waits for its mail, a link that was used.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use super::fields::Fields;
use super::js::get_clone;
use super::view::View;
use crate::domain::error::{Code, Failure, Rule};
use crate::domain::operation::Operation;

/// What needs no second call.
#[derive(Default)]
pub struct Settled {
    /// What the fields held afterwards, without what is secret.
    fields: Cell<JsValue>,
    /// The link's token.
    token: Cell<JsValue>,
}

impl Settled {
    /// Whether the fields are still those of the call that worked.
    pub fn is_for(&self, fields: &Fields) -> bool {
        let settled = get_clone(&self.fields);
        settled.is_object() && fields.same_as(&Fields::of_object(settled))
    }

    /// Empties what is secret, and keeps what the fields hold then.
    pub fn close(&self, view: &View) {
        view.clear_secrets();
        self.fields.set(view.read());
    }

    /// Remembers the link's token that was sent.
    pub fn use_link(&self, operation: Operation, sent: &Fields) {
        if operation.uses_link() {
            self.token.set(sent.get("token"));
        }
    }

    /// Refuses a token that was used.
    ///
    /// # Errors
    /// `invalid_input`; nothing may be sent then.
    pub fn check_link(&self, fields: &Fields) -> Result<(), Box<Failure>> {
        let token = get_clone(&self.token);
        if token.is_falsy() || token != fields.get("token") {
            return Ok(());
        }
        let mut failure = Failure::new(Code::InvalidInput);
        failure.rules.push(("token", Rule::Link));
        Err(failure)
    }
}
