//! The attributes of a create or an update: those sent are laid over the record, null and empty clear,
//! unknown ones are left alone (spec 5.2). Problems are whole sentences that name the attribute (5.4).
//! Tested through the resources that use it.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Failure, Problems};
use crate::fields::Fields;

/// Attributes as sent, and what is wrong with them so far.
pub struct Given<'a> {
    fields: &'a Fields,
    problems: Problems,
}

impl<'a> Given<'a> {
    pub fn new(fields: &'a Fields) -> Self {
        Self {
            fields,
            problems: Problems::default(),
        }
    }

    /// Notes a problem that is not one of the value's form.
    pub fn refuse(&mut self, name: &'static str, reason: &str) {
        self.problems.add(name, format!("{} {reason}", label(name)));
    }

    /// Text that may be missing.
    pub fn text(&mut self, name: &'static str, place: &mut Option<String>) {
        match self.fields.get(name) {
            None => {}
            Some(Value::Null) => *place = None,
            Some(Value::String(text)) => *place = Some(text.clone()).filter(|t| !t.is_empty()),
            Some(Value::Number(number)) => *place = Some(number.to_string()),
            Some(_) => self.refuse(name, "is invalid"),
        }
    }

    /// Text that may not be missing.
    pub fn required(&mut self, name: &'static str, place: &mut String) {
        let mut text = Some(std::mem::take(place)).filter(|text| !text.is_empty());
        self.text(name, &mut text);
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => *place = text,
            None => self.refuse(name, "can't be blank"),
        }
    }

    /// Yes or no; forms send it as text.
    pub fn flag(&mut self, name: &'static str, place: &mut bool) {
        match self.fields.get(name) {
            None => {}
            Some(Value::Bool(flag)) => *place = *flag,
            Some(Value::String(text)) if text == "true" || text == "1" => *place = true,
            Some(Value::String(text)) if text == "false" || text == "0" => *place = false,
            Some(_) => self.refuse(name, "must be true or false"),
        }
    }

    /// A whole number from `least` to `most`; forms send it as text.
    pub fn number(&mut self, name: &'static str, place: &mut u32, least: u32, most: u32) {
        let number = match self.fields.get(name) {
            None => return,
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        let number = number.and_then(|number| u32::try_from(number).ok());
        match number.filter(|number| (least..=most).contains(number)) {
            Some(number) => *place = number,
            None => self.refuse(name, &format!("must be a number from {least} to {most}")),
        }
    }

    /// One of the names of a setting.
    pub fn choice<T: DeserializeOwned>(&mut self, name: &'static str, place: &mut T) {
        if let Some(value) = self.fields.get(name) {
            match serde_json::from_value(value.clone()) {
                Ok(choice) => *place = choice,
                Err(_) => self.refuse(name, "is not included in the list"),
            }
        }
    }

    /// A list of texts or of names of a setting.
    pub fn list<T: DeserializeOwned>(&mut self, name: &'static str, place: &mut Vec<T>) {
        let value = match self.fields.get(name) {
            None => return,
            Some(Value::Null) => Value::Array(Vec::new()),
            Some(Value::String(text)) if text.is_empty() => Value::Array(Vec::new()),
            Some(value) => value.clone(),
        };
        match serde_json::from_value(value) {
            Ok(list) => *place = list,
            Err(_) => self.refuse(name, "is invalid"),
        }
    }

    /// `Ok` if nothing is wrong.
    pub fn finish(self) -> Result<(), Failure> {
        self.problems.into_result()
    }
}

/// `login_handler` as people read it: `Login handler`.
fn label(name: &str) -> String {
    let words = name.replace('_', " ");
    match words.split_at_checked(1) {
        Some((first, rest)) => format!("{}{rest}", first.to_uppercase()),
        None => words,
    }
}
