//! Which forms are attached. Forms that come later attach by themselves, removed ones are let go, twice is once.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlFormElement;

use super::attachment::Attachment;
use super::js;
use crate::domain::markup::{CODE_FORM, KIND};
use crate::domain::operation::Operation;

thread_local! {
    static ATTACHED: RefCell<Vec<Rc<Attachment>>> = const { RefCell::new(Vec::new()) };
}

/// The attachment of a form.
pub fn find(form: &HtmlFormElement) -> Option<Rc<Attachment>> {
    ATTACHED.with_borrow(|all| all.iter().find(|one| one.form == *form).cloned())
}

/// Attaches a form once; what it does is told by `options.kind` or its `data-authrocket`.
/// `None` for a kind that is not known: such a form is left alone.
pub fn attach(
    form: &HtmlFormElement,
    client: &JsValue,
    options: &JsValue,
) -> Option<Rc<Attachment>> {
    if let Some(attached) = find(form) {
        return Some(attached);
    }
    let kind = js::text(options, "kind").or_else(|| form.get_attribute(KIND))?;
    let operation = Operation::from_name(&kind)?;
    let attachment = Attachment::new(form.clone(), operation, client.clone(), options.clone());
    ATTACHED.with_borrow_mut(|all| all.push(attachment.clone()));
    Some(attachment)
}

/// Lets a form go.
pub fn detach(form: &HtmlFormElement) {
    if let Some(attachment) = find(form) {
        ATTACHED.with_borrow_mut(|all| all.retain(|one| !Rc::ptr_eq(one, &attachment)));
        attachment.detach();
    }
}

/// The page's form for codes, attached with the settings of the login form that asks.
pub fn code_form(login: &HtmlFormElement) -> Option<Rc<Attachment>> {
    let element = login.owner_document()?.query_selector(CODE_FORM).ok()??;
    let form: HtmlFormElement = element.unchecked_into();
    let client = find(login).map(|attachment| attachment.client.clone());
    attach(&form, &client.unwrap_or_default(), &JsValue::UNDEFINED)
}

/// Lets those forms go that left their document.
pub fn sweep() {
    let gone = ATTACHED.with_borrow_mut(|all| {
        all.extract_if(.., |one| !one.form.is_connected())
            .collect::<Vec<_>>()
    });
    gone.iter().for_each(|one| one.detach());
}
