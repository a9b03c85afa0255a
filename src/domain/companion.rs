//! What goes to the app with a token: which of the form's controls, and which CSRF header.
//! Imports only `domain`; tested here.

use super::text::cut;

/// A control that may go to the app with the token: a hidden input, or the button that was pressed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Companion {
    /// Its name.
    pub name: String,
    /// The API field that it stands for, by its name or its mark; empty for none.
    pub field: String,
    /// Whether it has `data-authrocket-field`.
    pub is_marked: bool,
    /// Its `autocomplete`.
    pub autocomplete: String,
    /// Whether it holds the same text as a password or a code of the form.
    pub repeats_secret: bool,
}

impl Companion {
    /// Whether it goes along. Whatever stands for a field that a user typed never does, whatever it is called.
    pub fn goes_along(&self) -> bool {
        let (last, _) = cut(last_part(&self.name), b']');
        let stands_for_field = self.is_marked
            || self.repeats_secret
            || !matches!(self.field.as_str(), "" | "redir" | "redirect_uri");
        let names_secret = holds(last, "password")
            || holds(last, "passwd")
            || ["token", "code", "signup"]
                .iter()
                .any(|never| last.eq_ignore_ascii_case(never));
        let fills_secret =
            holds(&self.autocomplete, "password") || holds(&self.autocomplete, "one-time-code");
        !(self.name.is_empty() || stands_for_field || names_secret || fills_secret)
    }
}

/// The innermost part of a name: `password` of `login[password]`, with the bracket that closes it.
fn last_part(name: &str) -> &str {
    match name.bytes().rposition(|byte| byte == b'[') {
        Some(at) => &name[at + 1..],
        None => name,
    }
}

/// Whether `word`, which is in small letters, is in a text of any case.
fn holds(text: &str, word: &str) -> bool {
    text.as_bytes()
        .windows(word.len())
        .any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// The header that repeats a CSRF field, by the field's name: Rails, Laravel and Express read the one, Django the other.
pub fn csrf_header(name: &str) -> Option<&'static str> {
    if name == "csrfmiddlewaretoken" {
        return Some("X-CSRFToken");
    }
    let is_csrf = holds(name, "csrf")
        || name.eq_ignore_ascii_case("authenticity_token")
        || name.eq_ignore_ascii_case("_token");
    is_csrf.then_some(CSRF_HEADER)
}

/// The header for the value of `<meta name="csrf-token">`.
pub const CSRF_HEADER: &str = "X-CSRF-Token";

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Companion {
        Companion {
            name: name.into(),
            ..Companion::default()
        }
    }

    #[test]
    fn the_pages_own_inputs_go_along() {
        for name in [
            "plan",
            "_csrf",
            "authenticity_token",
            "csrfmiddlewaretoken",
            "items[]",
            "user[plan]",
            "barcode",
            "tokens",
        ] {
            assert!(named(name).goes_along(), "{name}");
        }
        let redir = Companion {
            field: "redir".into(),
            ..named("redir")
        };
        assert!(redir.goes_along());
    }

    #[test]
    fn what_stands_for_a_field_never_goes_along() {
        let marked = Companion {
            is_marked: true,
            ..named("keypad_entry")
        };
        let field = Companion {
            field: "username".into(),
            ..named("login[username]")
        };
        let copy = Companion {
            repeats_secret: true,
            ..named("mirror")
        };
        let filled = |autocomplete: &str| Companion {
            autocomplete: autocomplete.into(),
            ..named("entry")
        };
        let mut all = vec![marked, field, copy];
        all.extend(
            [
                "current-password",
                "new-password",
                "section-a one-time-code",
            ]
            .map(filled),
        );
        all.extend(
            [
                "",
                "token",
                "login[token]",
                "Code",
                "signup",
                "password",
                "session[user][password]",
                "user.password",
                "oldPassword",
                "PASSWD",
                "login[code]",
            ]
            .map(named),
        );
        for companion in all {
            assert!(!companion.goes_along(), "{companion:?}");
        }
    }

    #[test]
    fn csrf_fields_have_a_header() {
        for (name, header) in [
            ("_csrf", Some("X-CSRF-Token")),
            ("csrf_token", Some("X-CSRF-Token")),
            ("authenticity_token", Some("X-CSRF-Token")),
            ("_token", Some("X-CSRF-Token")),
            ("csrfmiddlewaretoken", Some("X-CSRFToken")),
            ("plan", None),
            ("my_token", None),
        ] {
            assert_eq!(csrf_header(name), header, "{name}");
        }
    }
}
