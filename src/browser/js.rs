//! Reading foreign JavaScript values: total, whatever a page put there.

use std::cell::Cell;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A member, or `undefined` where there is none or reading it throws.
#[inline(never)]
pub fn get(target: &JsValue, name: &str) -> JsValue {
    member(target, &name.into())
}

/// The same, by a name that is a JavaScript value.
#[inline(never)]
pub fn member(target: &JsValue, name: &JsValue) -> JsValue {
    Reflect::get(target, name).unwrap_or(JsValue::UNDEFINED)
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

/// A plain object with these members.
#[inline(never)]
pub fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new().into();
    for (name, value) in members {
        set(&object, name, value);
    }
    object
}

/// Whether there is a value at all: neither `undefined` nor `null`.
#[inline(never)]
pub fn is_some(value: &JsValue) -> bool {
    !value.loose_eq(&JsValue::NULL)
}

/// The entries of an object or an array of the page, each a pair; of nothing, nothing.
#[inline(never)]
pub fn entries(target: &JsValue) -> Array {
    if target.is_object() {
        Object::entries(target.unchecked_ref())
    } else {
        Array::new()
    }
}

/// A clone of what a cell holds.
#[inline(never)]
pub fn get_clone<T: Clone + Default>(cell: &Cell<T>) -> T {
    let value = cell.take();
    cell.set(value.clone());
    value
}
