//! Where a form's texts go, and the marks on its fields; every mark is taken back when the texts are cleared.

use web_sys::{Document, Element, HtmlElement, HtmlFormElement};

use super::fields::controls;
use crate::domain::markup::ERROR;
use crate::domain::messages::Told;
use crate::domain::operation::Operation;
use crate::domain::text::add;

const DESCRIBED_BY: &str = "aria-describedby";
const INVALID: &str = "aria-invalid";

/// The places of one form.
pub struct ErrorPlaces {
    form: HtmlFormElement,
    /// For the texts that belong to no field.
    summary: Element,
    /// Whether `summary` is ours to remove.
    added: bool,
}

/// A field that was marked, and what its `aria-describedby` was before.
struct Mark {
    name: &'static str,
    field: HtmlElement,
    described_by: Option<String>,
}

/// What is shown now.
#[derive(Default)]
pub struct Shown(Vec<Mark>);

impl Shown {
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|mark| mark.name == name)
    }
}

impl ErrorPlaces {
    /// Finds or makes the place for the form's texts; a live region has to be there before it is filled.
    pub fn of(form: &HtmlFormElement, operation: Operation) -> Option<Self> {
        let document = form.owner_document()?;
        let found = own_place(form).or_else(|| {
            let id = if operation == Operation::Signup {
                "signup-errors"
            } else {
                "login-errors"
            };
            document.get_element_by_id(id)
        });
        let added = found.is_none();
        let summary = match found {
            Some(place) => place,
            None => add_place(&document, form)?,
        };
        if !summary.has_attribute("role") && !summary.has_attribute("aria-live") {
            let _ = summary.set_attribute("role", "alert");
        }
        Some(Self {
            form: form.clone(),
            summary,
            added,
        })
    }

    /// Writes the texts, marks the fields, and puts the focus on the first bad one.
    pub fn show(&self, told: &Told) -> Shown {
        let mut rest = told.joined(None);
        let mut shown = Shown::default();
        let mut first_bad = None;
        for (name, field) in controls(&self.form) {
            let text = told.joined(Some(name));
            if text.is_empty() || shown.has(name) {
                continue;
            }
            let place = self.field_place(name);
            match &place {
                Some(place) => place.set_text_content(Some(&text)),
                None => add(&mut rest, &text),
            }
            shown.0.push(Mark::set(
                name,
                field.clone(),
                place.as_ref().unwrap_or(&self.summary),
            ));
            first_bad.get_or_insert(field);
        }
        for (text, field) in told.errors.iter().zip(&told.fields) {
            if field.is_some_and(|name| !shown.has(name)) {
                add(&mut rest, text);
            }
        }
        if !rest.is_empty() {
            self.summary.set_text_content(Some(&rest));
        }
        if let Some(field) = first_bad {
            let _ = field.focus();
        }
        shown
    }

    /// Empties every place and takes the marks back.
    pub fn clear(&self, shown: Shown) {
        self.summary.set_text_content(None);
        for mark in shown.0 {
            if let Some(place) = self.field_place(mark.name) {
                place.set_text_content(None);
            }
            mark.take_back();
        }
    }

    /// Removes what was added to the page.
    pub fn remove(&self) {
        if self.added {
            self.summary.remove();
        }
    }

    fn field_place(&self, name: &str) -> Option<Element> {
        let selector = ["[", ERROR, "=\"", name, "\"]"].concat();
        self.form.query_selector(&selector).ok()?
    }
}

fn own_place(form: &HtmlFormElement) -> Option<Element> {
    form.query_selector(&["[", ERROR, "=\"\"]"].concat()).ok()?
}

fn add_place(document: &Document, form: &HtmlFormElement) -> Option<Element> {
    let place = document.create_element("p").ok()?;
    place.set_attribute(ERROR, "").ok()?;
    form.append_child(&place).ok()?;
    Some(place)
}

impl Mark {
    fn set(name: &'static str, field: HtmlElement, place: &Element) -> Self {
        let described_by = field.get_attribute(DESCRIBED_BY);
        if place.id().is_empty() {
            place.set_id(&free_id(place, name));
        }
        let ids = match &described_by {
            Some(before) => [before, " ", &place.id()].concat(),
            None => place.id(),
        };
        let _ = field.set_attribute(DESCRIBED_BY, &ids);
        let _ = field.set_attribute(INVALID, "true");
        Self {
            name,
            field,
            described_by,
        }
    }

    fn take_back(self) {
        let _ = self.field.remove_attribute(INVALID);
        let _ = match self.described_by {
            Some(before) => self.field.set_attribute(DESCRIBED_BY, &before),
            None => self.field.remove_attribute(DESCRIBED_BY),
        };
    }
}

/// Two forms on a page may each have a text for their password.
fn free_id(place: &Element, name: &str) -> String {
    let mut id = ["authrocket-error-", name].concat();
    if let Some(document) = place.owner_document() {
        while document.get_element_by_id(&id).is_some() {
            id.push('-');
        }
    }
    id
}
