//! The fields of a call, from a query, a form or JSON.

use serde_json::{Map, Value};

/// Name to value; bracketed form names (`user[email]`) are nested.
pub type Fields = Map<String, Value>;

/// A field as text: empty, null and structured values count as missing (D16).
pub fn text(fields: &Fields, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn empty_null_and_structured_values_are_missing() {
        let Value::Object(fields) =
            json!({"a": "", "b": null, "c": {}, "d": [1], "e": true, "f": 123456})
        else {
            unreachable!()
        };
        for name in ["a", "b", "c", "d", "e", "g"] {
            assert_eq!(text(&fields, name), None, "{name}");
        }
        assert_eq!(text(&fields, "f").as_deref(), Some("123456"));
    }
}
