//! The fields of one call, as a JavaScript object. Its values are passed on and compared, never read:
//! a password must not enter wasm memory (contract, promise 6).

use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlFormElement, UrlSearchParams};

use super::js;
use crate::domain::input::Input;
use crate::domain::markup::{FIELD, api_field};

/// Fields by their API names.
pub struct Fields(JsValue);

impl Fields {
    /// The object that a page passed.
    pub fn of_object(object: JsValue) -> Self {
        Self(object)
    }

    /// No fields yet.
    pub fn empty() -> Self {
        Self(Object::new().into())
    }

    /// Adds a field.
    pub fn set(&self, name: &str, value: &JsValue) {
        js::set(&self.0, name, value);
    }

    /// A field's value, as JavaScript has it.
    pub fn get(&self, name: &str) -> JsValue {
        js::get(&self.0, name)
    }

    /// What a form's controls hold, by API name; other inputs are left where they are.
    pub fn of_form(form: &HtmlFormElement) -> Self {
        let fields = Self::empty();
        for (name, control) in controls(form) {
            fields.set(name, &js::get(&control, "value"));
        }
        fields
    }

    /// `undefined` and `null` are left out (D16); everything else is sent as it is.
    fn pairs(&self) -> Array {
        let pairs = Array::new();
        if self.0.is_object() {
            for pair in Object::entries(self.0.unchecked_ref()).iter() {
                if js::is_some(&js::get(&pair, "1")) {
                    pairs.push(&pair);
                }
            }
        }
        pairs
    }

    /// The names that will be sent.
    pub fn names(&self) -> Array {
        self.pairs()
            .iter()
            .map(|pair| js::get(&pair, "0"))
            .collect()
    }

    /// The url-encoded body; `None` when a value cannot be turned into text.
    pub fn body(&self) -> Option<UrlSearchParams> {
        UrlSearchParams::new_with_str_sequence_sequence(&self.pairs()).ok()
    }
}

impl Input for Fields {
    fn filled(&self, name: &str) -> bool {
        let value = js::get(&self.0, name);
        js::is_some(&value) && value != JsValue::from_str("")
    }

    fn present(&self, name: &str) -> bool {
        js::is_some(&js::get(&self.0, name))
    }

    fn same(&self, one: &str, other: &str) -> bool {
        js::get(&self.0, one) == js::get(&self.0, other)
    }
}

/// A form's controls that stand for API fields, in the document's order.
pub fn controls(form: &HtmlFormElement) -> Vec<(&'static str, HtmlElement)> {
    let mut controls = Vec::new();
    for control in js::list(&form.elements()) {
        if let Some(field) = field_of(&control) {
            controls.push((field, control.unchecked_into()));
        }
    }
    controls
}

/// The API field that a control stands for.
pub fn field_of(control: &JsValue) -> Option<&'static str> {
    let control: &Element = control.unchecked_ref();
    let name = control
        .get_attribute(FIELD)
        .or_else(|| control.get_attribute("name"))?;
    api_field(&name)
}
