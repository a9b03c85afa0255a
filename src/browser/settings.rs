//! The options of a client, as JavaScript passes them on after it has refused unknown and ill-typed ones.

use wasm_bindgen::JsValue;

use super::js;
use crate::domain::api::Instance;
use crate::domain::error::{Code, Failure};
use crate::domain::messages;

/// Where the API is, and which one: `options.url`, a text or a `URL`, and `options.api`.
///
/// # Errors
/// `config`, with what to change.
pub fn instance(options: &JsValue) -> Result<Instance, Box<Failure>> {
    let url = js::get(options, "url");
    let text = url
        .as_string()
        .or_else(|| js::text(&url, "href"))
        .unwrap_or_default();
    let api = js::get(options, "api");
    // What is no text is no API either.
    let api = if api.is_truthy() {
        api.as_string().unwrap_or_else(|| "?".into())
    } else {
        String::new()
    };
    Instance::parse(&text, &api).map_err(|error| Failure::new(Code::Config).hint(error.hint()))
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
