//! The options of a client, as JavaScript passes them on after it has refused unknown and ill-typed ones.

use wasm_bindgen::JsValue;

use super::js;
use crate::domain::api::Instance;
use crate::domain::error::{Code, Failure};
use crate::domain::messages;

/// Where the API is, and which one: `options.instance`.
///
/// # Errors
/// `config`, with what to change.
pub fn instance(options: &JsValue) -> Result<Instance, Box<Failure>> {
    let read = js::get(options, "instance");
    let text = |name| js::text(&read, name).unwrap_or_default();
    Instance::new(text("base"), &text("api"), &text("fault"))
        .map_err(|hint| Failure::new(Code::Config).hint(hint))
}

/// `options.messages`: our texts, with the page's own in their places.
pub struct Texts(JsValue);

impl Texts {
    /// From a client's options.
    pub fn of(options: &JsValue) -> Self {
        Self(js::get(options, "messages"))
    }
}

impl messages::Texts for Texts {
    fn find(&self, key: &str) -> Option<String> {
        js::text(&self.0, key)
    }

    fn own(&self, key: &str) -> Option<String> {
        js::text(&js::get(&self.0, "own"), key)
    }
}
