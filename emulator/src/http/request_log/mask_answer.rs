//! Answers without secrets: values of secret names are replaced by their length, and tokens within texts, such as the
//! `token` in an address, are cut. Tested here and in `tests/api/control/answers.rs`.

use serde_json::Value;

use super::mask::{begins_secret, is_secret};

/// Members whose values give a secret away in another form, or hold keys.
const MORE_SECRETS: &[&str] = &["provisioning_", "jwt_key", "short_key", "private_key"];
/// Endings of settings, whose values are no secrets although their names contain the word.
const SETTINGS: &[&str] = &["_field", "_type", "_policy", "_minutes", "_count"];
/// Members with messages for people: those about a password are named after it.
const MESSAGES: &[&str] = &["error", "errors", "message"];
/// Tokens of version 2 that go on after a colon.
const WITH_COLON: &[&str] = &["tpw", "tve", "tue", "tmf", "kli"];

/// A JSON document without secrets.
pub fn masked(json: &Value) -> Value {
    member(json, false)
}

fn member(value: &Value, secret: bool) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let inner = match MESSAGES.contains(&name.as_str()) {
                    true => messages(value),
                    false => member(value, secret || holds_secret(name)),
                };
                (name.clone(), inner)
            })
            .collect(),
        Value::Array(list) => list.iter().map(|value| member(value, secret)).collect(),
        Value::String(text) if secret && !text.is_empty() => length(text),
        Value::Number(number) if secret => length(&number.to_string()),
        Value::String(text) => Value::String(masked_text(text)),
        other => other.clone(),
    }
}

fn messages(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), messages(value)))
            .collect(),
        Value::Array(list) => list.iter().map(messages).collect(),
        other => member(other, false),
    }
}

fn holds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_setting = SETTINGS.iter().any(|end| name.ends_with(end));
    let more = MORE_SECRETS.iter().any(|part| name.contains(part));
    more || (is_secret(&name) && !is_setting)
}

// The kind of a token, if it shows, and the length of the whole.
fn length(text: &str) -> Value {
    let count = text.chars().count();
    let start = begins_secret(text)
        .filter(|start| *start != "eyJ")
        .unwrap_or_default();
    Value::String(format!("{start}••• {count} characters"))
}

/// A text whose tokens, and values of secret parameters, are cut.
pub fn masked_text(text: &str) -> String {
    let mut shown = String::new();
    let mut hides = false;
    let mut name = "";
    for part in parts(text) {
        match part {
            Part::Word(word) if hides => {
                if !shown.ends_with('…') && !word.is_empty() {
                    shown.push('…');
                }
            }
            Part::Word(word) => {
                match begins_secret(word) {
                    Some("eyJ") => shown.push('…'),
                    Some(start) => shown.extend([start, "…"]),
                    None => shown.push_str(word),
                }
                name = word;
            }
            Part::Gap(gap) => {
                if gap.contains('=') || gap.eq_ignore_ascii_case("%3D") {
                    hides = is_secret(name);
                } else if gap.ends_with(':') || gap.eq_ignore_ascii_case("%3A") {
                    hides |= WITH_COLON.contains(&name);
                } else if gap.contains(is_end) || is_escaped_end(gap) {
                    hides = false;
                }
                if !hides || !shown.ends_with('…') {
                    shown.push_str(gap);
                }
            }
        }
    }
    shown
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || "&#\"'<>;".contains(c)
}

fn is_escaped_end(gap: &str) -> bool {
    ["%26", "%20", "%22", "%23"].contains(&gap)
}

enum Part<'a> {
    /// Letters and digits, as tokens consist of them.
    Word(&'a str),
    /// What separates words; an escape such as `%3D` is one of its own.
    Gap(&'a str),
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || "_-.~".contains(c)
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (part, after) = if let Some(escape) = escape(rest) {
            rest.split_at_checked(escape)?
        } else if is_word(first) {
            rest.split_at_checked(rest.find(|c| !is_word(c)).unwrap_or(rest.len()))?
        } else {
            // One sign at a time, so that an escape after it is seen.
            rest.split_at_checked(first.len_utf8())?
        };
        rest = after;
        Some(match is_word(first) {
            true => Part::Word(part),
            false => Part::Gap(part),
        })
    })
}

// The length of the escape that a text begins with.
fn escape(text: &str) -> Option<usize> {
    let digits = text.strip_prefix('%')?.get(..2)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then_some(3)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn values_of_secret_names_are_shown_by_their_length() {
        let answer = json!({
            "token": "eyJhbGciOiJ9.e30.abc", "session": "kss_abcdef", "account": "org_1",
            "user": {"id": "usr_1", "email": "ada@example.test", "custom": {"password": "hunter2", "plan": "gold"}},
            "credentials": [{"credential_type": "totp", "otp_secret": "JBSWY3DP", "provisioning_uri": "otpauth://x"}],
            "code": 123_456, "password_field": "once", "jwt_key": "jsk_abc", "api_key": "abcd", "active": true
        });
        let expected = json!({
            "token": "••• 20 characters", "session": "kss_••• 10 characters", "account": "org_1",
            "user": {"id": "usr_1", "email": "ada@example.test", "custom": {"password": "••• 7 characters", "plan": "gold"}},
            "credentials": [{"credential_type": "totp", "otp_secret": "••• 8 characters",
                "provisioning_uri": "••• 11 characters"}],
            "code": "••• 6 characters", "password_field": "once", "jwt_key": "jsk_••• 7 characters",
            "api_key": "••• 4 characters", "active": true
        });
        assert_eq!(masked(&answer), expected);
    }

    #[test]
    fn messages_about_a_password_stay_readable() {
        let answer = json!({"errors": {"password": ["Password is too short"]}});
        assert_eq!(masked(&answer), answer);
    }

    #[test]
    fn tokens_in_texts_and_addresses_are_cut() {
        for (text, expected) in [
            (
                "http://a.test/in?token=eyJh.e30.x-y&state=1",
                "http://a.test/in?token=…&state=1",
            ),
            (
                "/login?redirect_uri=http%3A%2F%2Fa.test%2F%3Ftoken%3Dabc%26x%3D1",
                "/login?redirect_uri=http%3A%2F%2Fa.test%2F%3Ftoken%3D…%26x%3D1",
            ),
            ("the session kss_abc ended", "the session kss_… ended"),
            ("/reset?token=tpw:abc", "/reset?token=…"),
            ("tpw:abc%20d", "tpw:…%20d"),
            ("/x%3Fa%3DeyJh.e30.x", "/x%3Fa%3D…"),
            ("http://a.test:4100/login", "http://a.test:4100/login"),
            ("Login failed", "Login failed"),
            ("100%", "100%"),
        ] {
            assert_eq!(masked_text(text), expected);
        }
    }

    proptest! {
        #[test]
        fn no_secret_is_left(value in "[A-Za-z0-9+/]{6,40}", depth in 0_usize..4) {
            let value = format!("Zz9{value}");
            let mut whole = json!({"token": value, "url": format!("http://a.test/?code={value}&x=1")});
            for _ in 0..depth {
                whole = json!({"list": [whole]});
            }
            let shown = masked(&whole).to_string();
            prop_assert!(!shown.contains(&value), "{shown}");
        }

        #[test]
        fn any_text_is_taken(text in ".{0,60}") {
            masked_text(&text);
        }
    }
}
