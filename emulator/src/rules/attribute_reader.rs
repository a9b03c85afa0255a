//! The attributes of a create or an update: those sent are laid over the record, null and empty clear,
//! unknown ones are left alone (protocol-v1 §5.2). Problems are whole sentences that name the attribute (protocol-v1 §5.4).
//! Tested through the resources that use it.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::model::fields::Fields;
use crate::model::problems::Problems;

/// The attributes of a call, and the list that problems with them are added to.
#[derive(Debug)]
pub struct AttributeReader<'a> {
    fields: &'a Fields,
    problems: &'a mut Problems,
}

impl<'a> AttributeReader<'a> {
    /// Problems are added to those found already.
    pub fn new(fields: &'a Fields, problems: &'a mut Problems) -> Self {
        Self { fields, problems }
    }

    /// Adds a problem; `reason` follows the attribute's name in the sentence.
    pub fn refuse(&mut self, name: &'static str, reason: &str) {
        self.problems.add(name, format!("{} {reason}", label(name)));
    }

    /// A text, if it was sent; the inner `None` clears it.
    pub fn sent(&mut self, name: &'static str) -> Option<Option<String>> {
        match self.fields.get(name)? {
            Value::Null => Some(None),
            Value::String(text) => Some(Some(text.clone()).filter(|text| !text.is_empty())),
            Value::Number(number) => Some(Some(number.to_string())),
            _ => {
                self.refuse(name, "is invalid");
                None
            }
        }
    }

    /// Text that may be missing.
    pub fn text<T: From<String>>(&mut self, name: &'static str, place: &mut Option<T>) {
        if let Some(text) = self.sent(name) {
            *place = text.map(T::from);
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

    /// One of the allowed words.
    pub fn one_of(&mut self, name: &'static str, words: &[&str], place: &mut String) {
        match self.fields.get(name).map(Value::as_str) {
            None => {}
            Some(Some(word)) if words.contains(&word) => word.clone_into(place),
            Some(_) => self.refuse(name, "is not included in the list"),
        }
    }

    /// The app's own data, if it was sent: all of it anew.
    pub fn custom(&mut self) -> Option<Map<String, Value>> {
        match self.fields.get("custom")? {
            Value::Object(custom) => Some(custom.clone()),
            Value::Null => Some(Map::new()),
            _ => {
                self.refuse("custom", "must be an object");
                None
            }
        }
    }

    /// True or false; forms send it as text.
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

    /// A time to come, in epoch seconds; kept in epoch milliseconds, whole seconds. Null and empty clear it.
    pub fn time(&mut self, name: &'static str, now_ms: i64, place: &mut Option<i64>) {
        let Some(time) = self.sent(name) else {
            return;
        };
        match time.as_deref().map(str::parse::<f64>) {
            None => *place = None,
            // Within this, every time is exact.
            Some(Ok(seconds)) if (0.0..1e12).contains(&seconds) => {
                #[allow(clippy::cast_possible_truncation)]
                let at = seconds.floor() as i64 * 1000;
                *place = Some(at);
                if at <= now_ms {
                    self.refuse(name, "must be in the future");
                }
            }
            Some(_) => self.refuse(name, "is invalid"),
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
}

/// `login_handler` as people read it: `Login handler`.
fn label(name: &str) -> String {
    let words = name.strip_suffix("_id").unwrap_or(name).replace('_', " ");
    match words.split_at_checked(1) {
        Some((first, rest)) => format!("{}{rest}", first.to_uppercase()),
        None => words,
    }
}
