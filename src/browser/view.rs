//! What a form looks like in each state: attributes, locked buttons, and the question for a code.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlFormElement, Node};

use super::fields::controls;
use super::js;
use crate::domain::form::Status;
use crate::domain::markup::STATE;

const BUSY: &str = "aria-busy";

/// Buttons that were locked, and who had the focus then.
pub struct Locked {
    buttons: Vec<JsValue>,
    focused: Option<HtmlElement>,
}

/// Says the state, for the page's CSS and for assistive technology.
pub fn show_status(form: &HtmlFormElement, status: Status) {
    let _ = form.set_attribute(STATE, status.name());
}

/// Disables the submit buttons that are enabled.
pub fn lock(form: &HtmlFormElement) -> Locked {
    let _ = form.set_attribute(BUSY, "true");
    let focused = focused_in(form);
    let buttons = submit_buttons(form);
    for button in &buttons {
        js::set(button, "disabled", &JsValue::TRUE);
    }
    Locked { buttons, focused }
}

/// Enables what was disabled; a button loses the focus when it is disabled, so it is given back.
pub fn unlock(form: &HtmlFormElement, locked: Locked) {
    let _ = form.remove_attribute(BUSY);
    for button in &locked.buttons {
        js::set(button, "disabled", &JsValue::FALSE);
    }
    if let Some(element) = locked.focused.filter(|_| focus_is_free(form)) {
        let _ = element.focus();
    }
}

fn submit_buttons(form: &HtmlFormElement) -> Vec<JsValue> {
    let mut buttons = js::list(&form.elements());
    buttons.retain(|control| {
        js::text(control, "type").as_deref() == Some("submit")
            && js::get(control, "disabled").is_falsy()
    });
    buttons
}

fn focused_in(form: &HtmlFormElement) -> Option<HtmlElement> {
    let focused = form.owner_document()?.active_element()?;
    form.contains(Some(&focused))
        .then(|| focused.unchecked_into())
}

fn focus_is_free(form: &HtmlFormElement) -> bool {
    let document: JsValue = form.owner_document().into();
    let focused = js::get(&document, "activeElement");
    !js::is_some(&focused) || focused == js::get(&document, "body")
}

/// Puts the focus on a field.
pub fn focus_field(form: &HtmlFormElement, name: &str) {
    for (field, control) in controls(form) {
        if field == name {
            let _ = control.focus();
            return;
        }
    }
}

/// Adds a one-time-code field to a login form whose page has no form for it; before the first submit button.
pub fn add_code_field(form: &HtmlFormElement, label: &str) -> Option<Element> {
    let document = form.owner_document()?;
    let paragraph = document.create_element("p").ok()?;
    let text = document.create_element("label").ok()?;
    let input = document.create_element("input").ok()?;
    text.set_text_content(Some(label));
    for (name, value) in [
        ("name", "code"),
        ("inputmode", "numeric"),
        ("autocomplete", "one-time-code"),
        ("required", ""),
    ] {
        input.set_attribute(name, value).ok()?;
    }
    text.append_child(&input).ok()?;
    paragraph.append_child(&text).ok()?;
    match first_button(form) {
        Some(button) => js::call(&button, "before", &[paragraph.clone().into()]),
        None => form.append_child(&paragraph).ok().map(JsValue::from),
    };
    Some(paragraph)
}

/// The first submit button inside the form's own tree; one tied by its `form` attribute may stand anywhere.
fn first_button(form: &HtmlFormElement) -> Option<JsValue> {
    submit_buttons(form)
        .into_iter()
        .find(|button| form.contains(Some(button.unchecked_ref::<Node>())))
}
