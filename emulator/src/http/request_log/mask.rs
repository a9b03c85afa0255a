//! What the log shows of a request: no values, and no secrets in names (a JSON body sent as a form has its
//! text as a name), in paths or in headers. Tested here and in `tests/api/control/request_log.rs`.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::model::fields::Fields;

/// Names kept of one request.
const MOST_NAMES: usize = 100;
/// Longer names and parts of paths may be secrets; only their length is shown.
const LONGEST_NAME: usize = 40;
const LONGEST_SEGMENT: usize = 60;
const LONGEST_TEXT: usize = 200;

/// What the name of a secret is, or contains.
const SECRET_NAMES: &[&str] = &[
    "code",
    "otp",
    "pin",
    "jwt",
    "key",
    "authorization",
    "cookie",
    "session",
    "invitation",
];
const SECRET_PARTS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "api_key",
    "api-key",
];

/// How the service's own secrets begin.
const SECRET_STARTS: &[&str] = &[
    "kss_", "kli_", "utk_", "kpw_", "jsk_", "ko_", "ks_", "eyJ", "tpw:", "tve:", "tue:", "tmf:",
    "kli:", "nvt_",
];

/// Fields that pages send empty; any other name without a value may be a secret itself.
const EMPTY_NAMES: &[&str] = &[
    "username",
    "email",
    "password",
    "password_confirmation",
    "current_password",
    "first_name",
    "last_name",
    "name",
    "org_name",
    "token",
    "code",
    "redir",
    "redirect_uri",
    "reference",
    "callback",
    "session",
    "account",
    "invitation",
    "locale",
];

/// Names of fields, and the lengths of those that are secrets.
#[derive(Debug, Default)]
pub struct Seen {
    /// Whole names, such as `user[password]`.
    pub names: Vec<String>,
    /// Length in characters by whole name.
    pub secrets: BTreeMap<String, usize>,
}

impl Seen {
    /// Adds the fields of a query or a body.
    pub fn add(&mut self, fields: &Fields) {
        for (name, value) in fields {
            self.field(&shown(name, value), is_secret(name), value);
        }
    }

    fn field(&mut self, whole: &str, secret: bool, value: &Value) {
        if self.names.len() >= MOST_NAMES {
            return;
        }
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let inner = format!("{whole}[{}]", shown(name, value));
                    self.field(&inner, secret || is_secret(name), value);
                }
                return;
            }
            Value::Array(list) => {
                let structured = list
                    .iter()
                    .any(|value| value.is_object() || value.is_array());
                if secret || structured {
                    for (at, value) in list.iter().enumerate() {
                        self.field(&format!("{whole}[{at}]"), secret, value);
                    }
                    return;
                }
            }
            Value::String(text) if secret => {
                self.secrets.insert(whole.to_owned(), text.chars().count());
            }
            Value::Number(number) if secret => {
                self.secrets
                    .insert(whole.to_owned(), number.to_string().len());
            }
            _ => {}
        }
        self.names.push(whole.to_owned());
    }
}

/// Whether a name is that of a secret.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.contains(&name.as_str()) || SECRET_PARTS.iter().any(|part| name.contains(part))
}

/// How one of the service's own secrets begins, if the text is one.
pub fn begins_secret(text: &str) -> Option<&'static str> {
    SECRET_STARTS
        .iter()
        .copied()
        .find(|start| text.starts_with(start))
}

// A field's name, or only its length if it may be no name: a JSON body that claims to be a form is one long name.
fn shown(name: &str, value: &Value) -> String {
    let like_a_name = (1..=LONGEST_NAME).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
        && begins_secret(name).is_none();
    let empty = value.as_str().is_some_and(str::is_empty);
    match like_a_name && (!empty || EMPTY_NAMES.contains(&name)) {
        true => name.to_owned(),
        false => format!("({} characters)", name.chars().count()),
    }
}

/// A path with each token cut to its prefix, for the request log and log lines.
pub fn without_secrets(path: &str) -> String {
    let segments: Vec<String> = path.split('/').map(|segment| cut(segment).0).collect();
    short(&segments.join("/"))
}

/// The lengths of what [`without_secrets`] cuts.
pub fn secrets_of_path(path: &str) -> Vec<usize> {
    path.split('/')
        .filter_map(|segment| cut(segment).1)
        .collect()
}

fn cut(segment: &str) -> (String, Option<usize>) {
    let plain = percent_decode_str(segment).decode_utf8_lossy();
    let length = plain.chars().count();
    match begins_secret(&plain) {
        Some("eyJ") => ("…".to_owned(), Some(length)),
        Some(start) => (format!("{start}…"), Some(length)),
        None if length > LONGEST_SEGMENT => ("…".to_owned(), Some(length)),
        None => (segment.to_owned(), None),
    }
}

/// The lengths of headers that hold secrets.
pub fn secret_headers(headers: &HeaderMap) -> BTreeMap<String, usize> {
    let named = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.len()));
    let secret = named.filter(|(name, _)| is_secret(name));
    secret
        .map(|(name, length)| (name.to_owned(), length))
        .collect()
}

/// A header's text, cut to what the log shows.
pub fn short(text: &str) -> String {
    bounded(text.rsplit_once('@').map_or(text, |(_, place)| place))
}

/// The beginning of a text, as much as the log shows.
pub fn bounded(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::fields::from_form;
    use proptest::prelude::*;
    use serde_json::json;

    fn seen(fields: Value) -> Seen {
        let mut seen = Seen::default();
        seen.add(fields.as_object().unwrap());
        seen
    }

    #[test]
    fn tokens_in_a_path_are_cut() {
        let long = format!("/v1/sessions/{}", "e".repeat(200));
        for (path, expected, lengths) in [
            ("/v1/sessions/kss_abc", "/v1/sessions/kss_…", vec![7]),
            ("/v1/sessions/%6bss_abc", "/v1/sessions/kss_…", vec![7]),
            ("/v1/sessions/eyJhbGciOi.J9.x", "/v1/sessions/…", vec![15]),
            (long.as_str(), "/v1/sessions/…", vec![200]),
            (
                "/v1/users/ada/authenticate",
                "/v1/users/ada/authenticate",
                vec![],
            ),
        ] {
            assert_eq!(without_secrets(path), expected);
            assert_eq!(secrets_of_path(path), lengths, "{path}");
        }
    }

    #[test]
    fn secrets_are_found_at_any_depth_and_of_any_type() {
        let seen = seen(json!({
            "login": {"password": "abc", "username": "ada"},
            "users": [{"new_password": "abcd"}, {"Access_Token": "abcde"}],
            "password": ["ab", {"x": "abc"}],
            "code": 123_456,
            "tags": ["a", "b"],
            "custom": {"plan": "gold"}
        }));
        let expected = json!({
            "login[password]": 3, "users[0][new_password]": 4, "users[1][Access_Token]": 5,
            "password[0]": 2, "password[1][x]": 3, "code": 6
        });
        assert_eq!(json!(seen.secrets), expected);
        for name in ["login[username]", "tags", "custom[plan]", "code"] {
            assert!(seen.names.iter().any(|seen| seen == name), "{name}");
        }
    }

    #[test]
    fn what_may_be_no_name_is_shown_by_its_length() {
        for (body, expected) in [
            (r#"{"password":"correct horse"}"#, "(28 characters)"),
            ("correct horse", "(13 characters)"),
            ("battery", "(7 characters)"),
            ("kss_abc=1", "(7 characters)"),
            ("username=", "username"),
        ] {
            let mut seen = Seen::default();
            seen.add(&from_form(body.as_bytes()));
            assert_eq!(seen.names, [expected], "{body}");
        }
    }

    #[test]
    fn a_body_of_many_fields_does_not_fill_the_journal() {
        let many: Fields = (0..5_000)
            .map(|at| (format!("f{at}"), json!("x")))
            .collect();
        assert_eq!(seen(Value::Object(many)).names.len(), MOST_NAMES);
    }

    #[test]
    fn a_shown_header_has_no_login_in_its_address() {
        assert_eq!(short("http://ada:pass@app.test"), "app.test");
        assert_eq!(short(&"x".repeat(900)).len(), LONGEST_TEXT);
    }

    proptest! {
        #[test]
        fn a_value_is_never_shown(
            names in proptest::collection::vec("[a-z]{1,8}", 1..5),
            value in "[A-Z0-9!]{8,40}",
        ) {
            let mut whole = json!(value);
            for name in &names {
                whole = json!({ name.as_str(): [whole] });
            }
            let seen = seen(whole);
            let shown = format!("{seen:?}");
            prop_assert!(!shown.contains(&value), "{shown}");
        }
    }
}
