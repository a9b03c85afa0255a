//! Which forms are attached: each once.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::attachment::Attachment;
use crate::domain::operation::Operation;

thread_local! {
    static ATTACHED: RefCell<Vec<Rc<Attachment>>> = const { RefCell::new(Vec::new()) };
}

/// The attachment of a form.
pub fn find(form: &JsValue) -> Option<Rc<Attachment>> {
    ATTACHED.with_borrow(|all| all.iter().find(|one| one.form == *form).cloned())
}

/// Attaches a form once. `None` for a kind that is not known: such a form is left alone.
pub fn attach(
    form: &JsValue,
    kind: &str,
    client: &JsValue,
    options: &JsValue,
) -> Option<Rc<Attachment>> {
    if let Some(attached) = find(form) {
        return Some(attached);
    }
    let operation = Operation::from_name(kind)?;
    let attachment = Attachment::new(
        form.clone(),
        kind,
        operation,
        client.clone(),
        options.clone(),
    );
    ATTACHED.with_borrow_mut(|all| all.push(attachment.clone()));
    Some(attachment)
}

/// Lets a form go.
pub fn detach(form: &JsValue) {
    if let Some(attachment) = find(form) {
        ATTACHED.with_borrow_mut(|all| all.retain(|one| !Rc::ptr_eq(one, &attachment)));
        attachment.detach();
    }
}
