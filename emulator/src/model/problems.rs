//! Messages about the attributes of a call.

use serde_json::{Map, Value, json};

/// Full-sentence messages per attribute, in the order found (D9).
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Problems(Vec<(&'static str, String)>);

impl Problems {
    /// Adds a message about an attribute.
    pub fn add(&mut self, attribute: &'static str, sentence: impl Into<String>) {
        self.0.push((attribute, sentence.into()));
    }

    /// Whether there are no messages.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The messages alone.
    pub fn sentences(&self) -> Vec<&str> {
        self.0
            .iter()
            .map(|(_, sentence)| sentence.as_str())
            .collect()
    }

    /// Attribute and message, in the order found.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .map(|(attribute, sentence)| (*attribute, sentence.as_str()))
    }

    /// The messages of each attribute, as the Core API lists them.
    pub fn by_attribute(&self) -> Map<String, Value> {
        let mut errors = Map::new();
        for (attribute, sentence) in &self.0 {
            let list = errors
                .entry(*attribute)
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(json!(sentence));
            }
        }
        errors
    }
}
