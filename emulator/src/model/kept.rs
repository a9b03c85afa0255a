//! Attributes that nothing here needs: they are kept as given, but for secrets. Tested here and in
//! `tests/api/core/v2/records.rs`.

use serde_json::{Map, Value};

// Set by the emulator, or the sign of a failure to clients.
const OWN: &[&str] = &["errors", "id", "object", "realm_id"];

const SECRETS: &[&str] = &["key", "password", "secret", "token"];

/// What is kept of the attributes: not those that the emulator sets, and no secrets, however deep they lie.
pub fn kept(given: &Map<String, Value>) -> Map<String, Value> {
    let mut kept = without_secrets(given);
    kept.retain(|name, _| !OWN.contains(&name.as_str()));
    kept
}

fn without_secrets(members: &Map<String, Value>) -> Map<String, Value> {
    let members = members.iter().filter(|(name, _)| !is_secret(name));
    let members = members.map(|(name, value)| (name.clone(), harmless(value)));
    members.collect()
}

fn harmless(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(without_secrets(members)),
        Value::Array(list) => list.iter().map(harmless).collect(),
        other => other.clone(),
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|secret| name.contains(secret))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_forgotten_in_any_case_and_at_any_depth() {
        let given = json!({"id": "x", "apiKey": "x", "PASSWORD": "x", "host": "h",
            "list": [{"id": "l-1", "accessToken": "x"}]});
        let expected = json!({"host": "h", "list": [{"id": "l-1"}]});
        assert_eq!(json!(kept(given.as_object().unwrap())), expected);
    }
}
