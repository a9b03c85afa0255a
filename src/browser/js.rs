//! Reading foreign JavaScript values: total, whatever a page put there.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A member, or `undefined` where there is none or reading it throws.
#[inline(never)]
pub fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A member that is a text.
#[inline(never)]
pub fn text(target: &JsValue, name: &str) -> Option<String> {
    get(target, name).as_string()
}

/// Sets a member; what cannot be set stays as it is.
#[inline(never)]
pub fn set(target: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(target, &name.into(), value);
}

/// Calls a method; `None` when it is missing or throws.
#[inline(never)]
pub fn call(target: &JsValue, name: &str, args: &[JsValue]) -> Option<JsValue> {
    apply(get(target, name).dyn_ref()?, target, args)
}

/// Calls a function; `None` when it throws.
#[inline(never)]
pub fn apply(function: &Function, this: &JsValue, args: &[JsValue]) -> Option<JsValue> {
    function.apply(this, &args.iter().collect()).ok()
}

/// Whether there is a value at all.
#[inline(never)]
pub fn is_some(value: &JsValue) -> bool {
    !value.is_undefined() && !value.is_null()
}

/// What a list of the page holds: a collection, a node list, an array; of nothing, nothing.
#[inline(never)]
pub fn list(items: &JsValue) -> Vec<JsValue> {
    if items.is_object() {
        js_sys::Array::from(items).to_vec()
    } else {
        Vec::new()
    }
}
