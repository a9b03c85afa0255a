//! The one way to what a form looks like: `src/js/view.js` carries out what is decided here.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(raw_module = "view")]
extern "C" {
    /// Carries out `what`, a method of `View` in `src/js/view.js`, on a form; with a colon before it, it is an event.
    pub fn act(what: &str, form: &JsValue, value: &JsValue) -> JsValue;
}

/// The same without a value.
#[inline(never)]
pub fn show(what: &str, form: &JsValue) -> JsValue {
    act(what, form, &JsValue::UNDEFINED)
}
