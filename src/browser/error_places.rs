//! Where a form's texts go, and the marks on its fields; every mark is taken back when the texts are cleared.

use web_sys::{Document, Element, HtmlElement, HtmlFormElement};

use super::fields::controls;
use super::js;
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
pub struct Shown {
    marks: Vec<Mark>,
    /// The texts of the summary, with their field where they have one.
    summary: Vec<(Option<&'static str>, String)>,
    /// Whether the browser was told of our verdict.
    custom: bool,
}

impl Shown {
    fn has(&self, name: &str) -> bool {
        self.marks.iter().any(|mark| mark.name == name)
    }

    fn joined(&self) -> String {
        let mut all = String::new();
        self.summary
            .iter()
            .for_each(|(_, text)| add(&mut all, text));
        all
    }

    /// Takes our verdict back from the browser, so that it lets the form be sent again.
    pub fn relax(&mut self) {
        if self.custom {
            self.custom = false;
            self.marks.iter().for_each(|mark| mark.judge(""));
        }
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
        let mut shown = Shown {
            custom: told.local,
            ..Shown::default()
        };
        let mut own_places = Vec::new();
        for (name, field) in controls(&self.form) {
            let text = told.joined(Some(name));
            if text.is_empty() || shown.has(name) || is_hidden(&field) {
                continue;
            }
            let place = self.field_place(name);
            if let Some(place) = &place {
                place.set_text_content(Some(&text));
                own_places.push(Some(name));
            }
            let mark = Mark::set(name, field, place.as_ref().unwrap_or(&self.summary));
            if told.local {
                mark.judge(&text);
            }
            shown.marks.push(mark);
        }
        for (text, field) in told.errors.iter().zip(&told.fields) {
            if !own_places.contains(field) {
                shown.summary.push((*field, text.clone()));
            }
        }
        if !shown.summary.is_empty() {
            self.summary.set_text_content(Some(&shown.joined()));
        }
        if let Some(first) = shown.marks.first() {
            let _ = first.field.focus();
        }
        shown
    }

    /// Empties every place and takes the marks back.
    pub fn clear(&self, mut shown: Shown) {
        shown.relax();
        self.summary.set_text_content(None);
        while let Some(mark) = shown.marks.pop() {
            self.take_back(mark);
        }
    }

    /// Takes back what was said about one field.
    pub fn clear_field(&self, name: &str, shown: &mut Shown) {
        let Some(at) = shown.marks.iter().position(|mark| mark.name == name) else {
            return;
        };
        self.take_back(shown.marks.remove(at));
        let before = shown.summary.len();
        shown.summary.retain(|(field, _)| *field != Some(name));
        if shown.summary.len() < before {
            self.summary.set_text_content(Some(&shown.joined()));
        }
    }

    fn take_back(&self, mark: Mark) {
        if let Some(place) = self.field_place(mark.name) {
            place.set_text_content(None);
        }
        mark.take_back();
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

/// A hidden input, such as the token of a link, can be neither seen nor focused.
fn is_hidden(field: &HtmlElement) -> bool {
    js::text(field, "type").as_deref() == Some("hidden")
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

    /// The browser's own validity, for `:invalid` and for assistive technology; empty for a good field.
    fn judge(&self, text: &str) {
        js::call(&self.field, "setCustomValidity", &[text.into()]);
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
