//! The text of a seed, with variables. Tested here.

use serde_json::{Value, json};

use crate::model::seed_error::SeedError;

/// Reads seed text after putting each variable's value for `{{NAME}}`.
///
/// # Errors
/// Not JSON (with line and column), or a variable without a value.
pub fn seed_from_text(text: &str, vars: &[(String, String)]) -> Result<Value, SeedError> {
    let mut text = text.to_owned();
    for (name, value) in vars {
        // Within a JSON string, so quotes and backslashes must stay what they are.
        let quoted = json!(value).to_string();
        let inner = quoted.trim_matches('"');
        text = text.replace(&format!("{{{{{name}}}}}"), inner);
    }
    // Names of variables are capitals; others belong to the templates of email hooks.
    let missing = text.match_indices("{{").find_map(|(at, _)| {
        let (name, _) = text.get(at + 2..)?.split_once("}}")?;
        let is_variable =
            |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        (!name.is_empty() && name.bytes().all(is_variable)).then_some((at, name))
    });
    if let Some((at, name)) = missing {
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let reason = format!("no value for {{{{{name}}}}}; give one with --var {name}=VALUE");
        return Err(SeedError::at(format!("line {line}"), reason));
    }
    serde_json::from_str(&text).map_err(|cause| {
        let place = format!("line {} column {}", cause.line(), cause.column());
        let reason = cause.to_string();
        SeedError::at(
            place,
            reason.split(" at line ").next().unwrap_or("not JSON"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn variables_are_put_in_and_stay_inside_their_string() {
        let text = r#"{"a": "{{APP}}/login"}"#;
        let seed = seed_from_text(text, &vars(&[("APP", "http://localhost\"x")])).unwrap();
        assert_eq!(seed, json!({"a": "http://localhost\"x/login"}));
    }

    #[test]
    fn a_variable_without_a_value_is_named_with_its_line() {
        let error = seed_from_text("{\n \"a\": \"{{APP}}\"}", &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "seed line 2: no value for {{APP}}; give one with --var APP=VALUE"
        );
    }

    #[test]
    fn what_a_mail_is_to_be_filled_with_is_no_variable() {
        let text = r#"{"a": "{{token}} {{ username }} {{APP}}"}"#;
        let seed = seed_from_text(text, &vars(&[("APP", "x")])).unwrap();
        assert_eq!(seed, json!({"a": "{{token}} {{ username }} x"}));
    }

    #[test]
    fn broken_json_is_reported_with_line_and_column() {
        let error = seed_from_text("{\n  \"realms\": [,]\n}", &[]).unwrap_err();
        assert_eq!(error.place, " line 2 column 14");
    }
}
