//! How a token reaches the app: by navigation, by a form POST of its own, or only by event (contract, section 4).

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlFormElement};

use super::js;
use crate::domain::config::is_safe_target;
use crate::domain::markup::{DELIVER, Delivery, TO, api_field};
use crate::domain::outcome::Outcome;

/// Where a form wants its token: what `attach`'s options say, else the form's attributes.
pub struct Target {
    form: HtmlFormElement,
    way: String,
    to: String,
}

impl Target {
    /// What the form says, be it nothing.
    pub fn of(form: &HtmlFormElement, options: &JsValue) -> Self {
        let said = |name, attribute| {
            let own = js::text(options, name).or_else(|| form.get_attribute(attribute));
            own.unwrap_or_default()
        };
        Self {
            form: form.clone(),
            way: said("deliver", DELIVER),
            to: said("to", TO),
        }
    }

    /// Whether the form says nothing about it.
    pub fn is_silent(&self) -> bool {
        self.way.is_empty() && self.to.is_empty()
    }

    /// Hands over; true when the page is about to be left.
    ///
    /// # Errors
    /// The key of what a developer should check.
    pub fn deliver(&self, outcome: &Outcome) -> Result<bool, &'static str> {
        let document = self.form.owner_document().ok_or(GONE)?;
        match Delivery::from_name(&self.way).ok_or("deliver_unknown")? {
            Delivery::Event => Ok(false),
            Delivery::Post => self.post(&document, outcome),
            Delivery::Navigate => {
                let url = match outcome {
                    Outcome::Login { url, .. } | Outcome::SignupToken { url, .. } => url,
                    _ => &self.to,
                };
                // A logout may have nowhere to go.
                let leaves = !url.is_empty();
                if leaves {
                    let url = absolute(&document, url)?;
                    document
                        .location()
                        .ok_or(GONE)?
                        .assign(&url)
                        .map_err(|_| GONE)?;
                }
                Ok(leaves)
            }
        }
    }

    /// A real navigation that carries the token, the form's hidden inputs, and nothing the user typed.
    fn post(&self, document: &Document, outcome: &Outcome) -> Result<bool, &'static str> {
        if self.to.is_empty() {
            return Err("to_missing");
        }
        let to = absolute(document, &self.to)?;
        let form = document.create_element("form").map_err(|_| GONE)?;
        // A hidden input may be called "submit" and hide the method of that name.
        let submit = js::get(&form, "submit");
        let hidden = self
            .form
            .query_selector_all("input[type=hidden][name]")
            .map_err(|_| GONE)?;
        for input in js::list(&hidden) {
            let name = js::text(&input, "name").unwrap_or_default();
            if name != "signup" && !is_ours(&name) {
                add_hidden(document, &form, &name, &js::get(&input, "value"));
            }
        }
        if let Outcome::Login { token, .. } | Outcome::SignupToken { token, .. } = outcome {
            add_hidden(document, &form, "token", &token.into());
        }
        if let Outcome::Login { signup: true, .. } = outcome {
            add_hidden(document, &form, "signup", &"true".into());
        }
        for (name, value) in [("method", "post"), ("action", &to), ("hidden", "")] {
            let _ = form.set_attribute(name, value);
        }
        document
            .body()
            .ok_or(GONE)?
            .append_child(&form)
            .map_err(|_| GONE)?;
        js::apply(submit.unchecked_ref(), &form, &[])
            .map(|_| true)
            .ok_or(GONE)
    }
}

const GONE: &str = "page_gone";

/// The token's own names, and those that a page could have filled with what was typed.
fn is_ours(name: &str) -> bool {
    matches!(
        api_field(name),
        Some("token" | "password" | "password_confirmation" | "code")
    )
}

fn add_hidden(document: &Document, form: &Element, name: &str, value: &JsValue) {
    if let Ok(input) = document.create_element("input") {
        let _ = input.set_attribute("type", "hidden");
        let _ = input.set_attribute("name", name);
        js::set(&input, "value", value);
        let _ = form.append_child(&input);
    }
}

/// Relative addresses are the page's own; an anchor resolves them as the browser would.
fn absolute(document: &Document, url: &str) -> Result<String, &'static str> {
    let anchor = document.create_element("a").map_err(|_| GONE)?;
    let _ = anchor.set_attribute("href", url);
    js::text(&anchor, "href")
        .filter(|href| is_safe_target(href))
        .ok_or("target_unsafe")
}
