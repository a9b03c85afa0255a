//! Attributes as the Core API takes them: only those sent are changed, null and empty clear (spec 5.2).
//! Tested in `tests/api/users.rs` and `orgs.rs`.

use serde_json::{Map, Value};

use crate::error::Problems;
use crate::fields::Fields;

/// The attributes of a call, and what is wrong with them.
#[derive(Debug)]
pub struct Sent<'a> {
    given: &'a Fields,
    problems: &'a mut Problems,
}

impl<'a> Sent<'a> {
    /// Problems are added to those found already.
    pub fn new(given: &'a Fields, problems: &'a mut Problems) -> Self {
        Self { given, problems }
    }

    /// A text, if it was sent; inside, none clears it.
    pub fn text(&mut self, name: &'static str, label: &str) -> Option<Option<String>> {
        match self.given.get(name)? {
            Value::Null => Some(None),
            Value::String(text) => Some(Some(text.clone()).filter(|text| !text.is_empty())),
            Value::Number(number) => Some(Some(number.to_string())),
            _ => {
                self.problems.add(name, format!("{label} is invalid"));
                None
            }
        }
    }

    /// `active` or `inactive`, if it was sent.
    pub fn state(&mut self) -> Option<String> {
        match self.given.get("state")?.as_str() {
            Some(state @ ("active" | "inactive")) => Some(state.to_owned()),
            _ => {
                let sentence = "State is not included in the list";
                self.problems.add("state", sentence);
                None
            }
        }
    }

    /// `none`, `requested` or `verified`, if it was sent.
    pub fn email_verification(&mut self) -> Option<String> {
        let name = "email_verification";
        match self.given.get(name)?.as_str() {
            Some(state @ ("none" | "requested" | "verified")) => Some(state.to_owned()),
            _ => {
                let sentence = "Email verification is not included in the list";
                self.problems.add(name, sentence);
                None
            }
        }
    }

    /// The app's own data, if it was sent: all of it anew.
    pub fn custom(&mut self) -> Option<Value> {
        match self.given.get("custom")? {
            custom @ Value::Object(_) => Some(custom.clone()),
            Value::Null => Some(Value::Object(Map::new())),
            _ => {
                self.problems.add("custom", "Custom must be an object");
                None
            }
        }
    }
}
