//! Answers without secrets: values of secret names are replaced by their length, and tokens within texts, such as the
//! `token` in an address, are cut. Tested here and in `tests/api/control/answers.rs`.

use serde_json::Value;

use super::mask::{begins_secret, is_secret};

/// Members whose values give a secret away in another form, or hold keys.
const MORE_SECRETS: &[&str] = &["provisioning_", "jwt_key", "short_key", "private_key"];
/// Endings of settings, whose values are no secrets although their names contain the word.
const SETTINGS: &[&str] = &["_field", "_type", "_policy", "_minutes", "_count"];
/// The member of an answer with messages for people: those about a password are named after it.
const MESSAGES: &str = "errors";
/// Tokens of version 2 that go on after a colon.
const WITH_COLON: &[&str] = &["tpw", "tve", "tue", "tmf", "kli"];

/// A JSON document without secrets.
pub fn masked(json: &Value) -> Value {
    let mut shown = member(json, false);
    // At the top only: a member of this name elsewhere is not the service's.
    if let (Some(errors), Some(place)) = (json.get(MESSAGES), shown.get_mut(MESSAGES)) {
        *place = messages(errors);
    }
    shown
}

fn member(value: &Value, secret: bool) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), member(value, secret || holds_secret(name))))
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

/// A text whose tokens, and values of secret parameters, are cut. JSON in a text is masked as JSON.
pub fn masked_text(text: &str) -> String {
    match serde_json::from_str(text) {
        Ok(json @ (Value::Object(_) | Value::Array(_) | Value::String(_))) => {
            member(&json, false).to_string()
        }
        _ => masked_words(text),
    }
}

fn masked_words(text: &str) -> String {
    let mut shown = String::new();
    // How often the sign before the hidden value is escaped. The value ends at a sign that is not escaped more often.
    let mut hides: Option<usize> = None;
    let mut name = "";
    for part in parts(text) {
        match part {
            Part::Word(word) if hides.is_some() => {
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
                let (sign, depth) = meaning(gap);
                if sign == Some('=') {
                    hides = hides.or(is_secret(name).then_some(depth));
                } else if sign == Some(':') {
                    // Such a token has no other signs in it, whatever their escapes.
                    hides = hides.or(WITH_COLON.contains(&name).then_some(usize::MAX));
                } else if sign.is_some_and(|sign| is_end(sign, depth))
                    && hides.is_some_and(|own| depth <= own)
                {
                    hides = None;
                }
                if hides.is_none() || !shown.ends_with('…') {
                    shown.push_str(gap);
                }
            }
        }
    }
    shown
}

fn is_end(sign: char, depth: usize) -> bool {
    match depth {
        0 => sign.is_whitespace() || "&#\"'<>;".contains(sign),
        _ => "& \"#".contains(sign),
    }
}

// The sign that a gap stands for, and how often it is escaped: `%253D` is `=`, twice.
fn meaning(gap: &str) -> (Option<char>, usize) {
    let sign = || u8::from_str_radix(gap.get(gap.len() - 2..)?, 16).ok();
    match gap.len() {
        0..3 => (gap.chars().next(), 0),
        length if gap.starts_with('%') => (sign().map(char::from), (length - 1) / 2),
        _ => (gap.chars().next(), 0),
    }
}

enum Part<'a> {
    /// Letters and digits, as tokens consist of them.
    Word(&'a str),
    /// What separates words; an escape such as `%3D` or `%253D` is one of its own.
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
    let is_hex = |at: usize| {
        let digits = text.get(at..at + 2);
        digits.is_some_and(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let mut end = (text.starts_with('%') && is_hex(1)).then_some(3)?;
    // An escaped percent sign: what follows may be an escape in it.
    while text.get(end - 2..end) == Some("25") && is_hex(end) {
        end += 2;
    }
    Some(end)
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
    fn a_member_named_like_a_message_hides_no_less() {
        for (answer, expected) in [
            (
                json!({"custom": {"message": {"password": "hunter2"}}}),
                json!({"custom": {"message": {"password": "••• 7 characters"}}}),
            ),
            (
                json!({"custom": {"errors": {"password": "hunter2"}}}),
                json!({"custom": {"errors": {"password": "••• 7 characters"}}}),
            ),
            (
                json!({"token": {"message": "abc"}, "error": {"code": "123"}}),
                json!({"token": {"message": "••• 3 characters"}, "error": {"code": "••• 3 characters"}}),
            ),
            (
                json!({"error": "Login failed", "message": "kss_abc ended"}),
                json!({"error": "Login failed", "message": "kss_… ended"}),
            ),
        ] {
            assert_eq!(masked(&answer), expected);
        }
    }

    #[test]
    fn json_in_a_text_is_masked_as_json() {
        let inner = json!({"password": "hunter2", "plan": "gold"}).to_string();
        let expected = json!({"password": "••• 7 characters", "plan": "gold"}).to_string();
        assert_eq!(masked_text(&inner), expected);
        assert_eq!(masked(&json!({ "raw": inner })), json!({ "raw": expected }));
        let twice = json!([json!({"errors": {"code": "123"}}).to_string()]).to_string();
        let shown = masked(&json!({ "raw": twice })).to_string();
        assert!(!shown.contains("123"), "{shown}");
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
            (
                "/a?to=%2Fb%3Fto%3D%252Fc%253Ftoken%253Dabc%2526x%253D1%26y%3D2",
                "/a?to=%2Fb%3Fto%3D%252Fc%253Ftoken%253D…%2526x%253D1%26y%3D2",
            ),
            (
                "/a?to=%2525253ftoken%2525253dabc",
                "/a?to=%2525253ftoken%2525253d…",
            ),
            ("/a%253Aa%253DeyJh.e30.x", "/a%253Aa%253D…"),
            ("/a?code=x%26y%2526z&b=1", "/a?code=…&b=1"),
            ("100%25 of code%25", "100%25 of code%25"),
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
