//! What goes to the app with a token: which of the form's controls, and where the CSRF value stands.
//! Imports only `domain`; tested here.

use super::text::{cut, holds};

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

/// Whether a field of this name is the CSRF value of a framework: then it needs no header (ADR 7).
pub fn is_csrf(name: &str) -> bool {
    holds(name, "csrf")
        || name.eq_ignore_ascii_case("authenticity_token")
        || name.eq_ignore_ascii_case("_token")
}

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
    fn csrf_fields_are_known_by_name() {
        for name in [
            "_csrf",
            "csrf_token",
            "authenticity_token",
            "_token",
            "csrfmiddlewaretoken",
        ] {
            assert!(is_csrf(name), "{name}");
        }
        for name in ["plan", "my_token"] {
            assert!(!is_csrf(name), "{name}");
        }
    }
}
