//! The register of attached forms, each once, and the pairing of a login form with the form that asks for its code.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::attachment::Attachment;
use crate::domain::form::Event;
use crate::domain::hint::Hint;
use crate::domain::operation::Operation;

thread_local! {
    static FORMS: RefCell<Vec<Rc<Attachment>>> = const { RefCell::new(Vec::new()) };
}

/// The attachment of a form.
pub fn find(form: &JsValue) -> Option<Rc<Attachment>> {
    FORMS.with_borrow(|all| all.iter().find(|each| each.form == *form).cloned())
}

/// Attaches a form once, and again after an unknown kind was corrected. The first time, returns what a developer should check.
pub fn attach(form: &JsValue, kind: &str, client: &JsValue, options: &JsValue) -> Option<Hint> {
    let operation = Operation::named(kind);
    if let Some(attached) = find(form) {
        if attached.operation != Operation::Unknown || operation == Operation::Unknown {
            return None;
        }
        detach(form);
    }
    let attachment = Rc::new(Attachment::new(
        form.clone(),
        operation,
        client.clone(),
        options.clone(),
        pair,
    ));
    FORMS.with_borrow_mut(|all| all.push(attachment));
    (operation == Operation::Unknown).then_some(Hint::KindUnknown)
}

/// Attaches the form that asks for the code of another one.
fn pair(asking: &Attachment, code_form: &JsValue) {
    attach(code_form, "code", &asking.client, &JsValue::UNDEFINED);
    if let (Some(asking), Some(code_form)) = (find(&asking.form), find(code_form)) {
        asking.pair_with(code_form);
    }
}

/// Detaches a form.
pub fn detach(form: &JsValue) {
    let Some(attachment) = find(form) else {
        return;
    };
    FORMS.with_borrow_mut(|all| all.retain(|each| !Rc::ptr_eq(each, &attachment)));
    attachment.step(Event::Detached);
    attachment.view.remove();
}

/// Detaches the forms that have left their document.
pub fn detach_removed() {
    let all: Vec<_> = FORMS.with_borrow(Clone::clone);
    for attachment in all {
        if !attachment.view.is_connected() {
            detach(&attachment.form);
        }
    }
}

/// What happened to the browser or the page, and so to every form.
pub fn step_all(event: Event) {
    let all: Vec<_> = FORMS.with_borrow(Clone::clone);
    for attachment in all {
        attachment.step(event);
    }
}
