//! The fields of one call, as a JavaScript object. Its values are passed on and compared, never read:
//! a password must not enter wasm memory (contract §5, promise 6).

use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::UrlSearchParams;

use super::js;
use crate::domain::input::Input;

/// Fields by their API names.
pub struct Fields(JsValue);

impl Fields {
    /// The object that a page passed, or that `src/js/page/fields.js` read from a form.
    pub fn of_object(object: JsValue) -> Self {
        Self(object)
    }

    /// A field's value, as JavaScript has it.
    pub fn get(&self, name: &str) -> JsValue {
        js::get(&self.0, name)
    }

    /// What is sent of them in the second step.
    pub fn second_step(&self, token: JsValue) -> Self {
        Self(js::object(&[("token", token), ("code", self.get("code"))]))
    }

    /// The object itself.
    pub fn object(&self) -> JsValue {
        self.0.clone()
    }

    /// All fields but this one.
    pub fn without(&self, name: &str) -> Self {
        let rest = Object::assign(&Object::new(), self.0.unchecked_ref()).into();
        js::set(&rest, name, &JsValue::UNDEFINED);
        Self(rest)
    }

    /// Whether every field holds the same text as in `earlier`, and no other field is there.
    pub fn same_as(&self, earlier: &Self) -> bool {
        let names = self.names();
        names.length() == earlier.names().length()
            && names
                .iter()
                .all(|name| js::member(&self.0, &name) == js::member(&earlier.0, &name))
    }

    /// Whether a field of the first step holds another text than in `earlier`; an emptied one says nothing.
    pub fn contradicts(&self, earlier: &Self) -> bool {
        earlier.names().iter().any(|name| {
            let now = js::member(&self.0, &name);
            name != *"code"
                && js::is_some(&now)
                && now != *""
                && now != js::member(&earlier.0, &name)
        })
    }

    /// `undefined` and `null` are left out (D16); everything else is sent as it is.
    fn pairs(&self) -> Array {
        let pairs = Array::new();
        for pair in js::entries(&self.0) {
            if js::is_some(&js::get(&pair, "1")) {
                pairs.push(&pair);
            }
        }
        pairs
    }

    /// The names that will be sent.
    pub fn names(&self) -> Array {
        let names = Array::new();
        for pair in self.pairs().iter() {
            names.push(&js::get(&pair, "0"));
        }
        names
    }

    /// The url-encoded body; `None` when a value cannot be turned into text.
    pub fn body(&self) -> Option<UrlSearchParams> {
        UrlSearchParams::new_with_str_sequence_sequence(&self.pairs()).ok()
    }
}

impl Input for Fields {
    fn filled(&self, name: &str) -> bool {
        let value = self.get(name);
        js::is_some(&value) && value != JsValue::from_str("")
    }

    fn present(&self, name: &str) -> bool {
        js::is_some(&self.get(name))
    }

    fn same(&self, one: &str, other: &str) -> bool {
        self.get(one) == self.get(other)
    }
}
