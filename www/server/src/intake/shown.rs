//! A received field as the log and the account page may show it: names, and of values only a token's ends.

use crate::visit::ReceivedField;

/// Longest field name that is shown as it is.
const LONGEST_NAME: usize = 40;

/// A field as the log and the account page may show it. A name comes from outside like a value does.
pub fn shown(name: &str, value: &str) -> ReceivedField {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'[' | b']');
    let plain = !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(is_plain);
    ReceivedField {
        name: if plain {
            name.to_owned()
        } else {
            "(odd name)".to_owned()
        },
        shown: (name == "token").then(|| shortened(value)),
    }
}

fn shortened(token: &str) -> String {
    let characters: Vec<char> = token.chars().collect();
    match characters.len() {
        length @ 24.. => {
            let start: String = characters[..8].iter().collect();
            let end: String = characters[length - 4..].iter().collect();
            format!("{start}…{end} ({length} characters)")
        }
        length => format!("({length} characters)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_shown_shortened_and_other_values_not_at_all() {
        let token = shown("token", "eyJ0eXAiOiJKV1QiLCJhbGciOi.abcd.efgh");
        assert_eq!(
            token.shown.as_deref(),
            Some("eyJ0eXAi…efgh (36 characters)")
        );
        assert_eq!(
            shown("token", "short").shown.as_deref(),
            Some("(5 characters)")
        );
        assert_eq!(shown("password", "analytical engine").shown, None);
    }

    #[test]
    fn a_field_name_that_could_hide_a_value_is_not_repeated() {
        assert_eq!(shown("login[password]", "x").name, "login[password]");
        assert_eq!(shown("analytical engine", "").name, "(odd name)");
        assert_eq!(shown(&"a".repeat(41), "").name, "(odd name)");
    }
}
