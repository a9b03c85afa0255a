//! The service's sentences: splits them, and finds the field that each one names.
//! Imports only `domain`; tested here and in `tests/contract`.

/// One sentence, with the field it belongs to where it names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// An API field name (protocol-v1 §3.5).
    pub field: Option<&'static str>,
    /// The service's own words.
    pub text: String,
}

/// Fields by the name the service gives them in a sentence; longer names first, so that
/// "Password confirmation …" is not taken for "Password …".
const SPOKEN: [(&str, &str); 13] = [
    ("Password confirmation", "password_confirmation"),
    ("Email confirmation", "email_confirmation"),
    ("Current password", "current_password"),
    ("Organization name", "org_name"),
    ("First name", "first_name"),
    ("Last name", "last_name"),
    ("Org name", "org_name"),
    ("Username", "username"),
    ("Password", "password"),
    ("Email", "email"),
    ("Code", "code"),
    ("Name", "first_name"),
    ("Token", "token"),
];

/// The name of a field at the head of a sentence, as in "Username can't be blank".
pub fn spoken(field: &str) -> &str {
    SPOKEN
        .iter()
        .find(|(_, name)| *name == field)
        .map_or(field, |(spoken, _)| spoken)
}

impl Sentence {
    /// A sentence whose field is read from its first words.
    pub fn new(text: String) -> Self {
        let field = SPOKEN
            .iter()
            .find(|(spoken, _)| {
                text.strip_prefix(spoken)
                    .is_some_and(|rest| rest.starts_with(' '))
            })
            .map(|(_, name)| *name);
        Self { field, text }
    }

    /// A sentence that an `errors` hash lists under an attribute (protocol-v1 §5.4).
    pub fn of_attribute(attribute: &str, text: String) -> Self {
        let named = SPOKEN
            .iter()
            .find(|(_, name)| *name == attribute)
            .map(|(_, name)| *name);
        match named {
            Some(field) => Self {
                field: Some(field),
                text,
            },
            None => Self::new(text),
        }
    }

    /// The key of this sentence's text, and the first number in it: "Password is too short (minimum is 8 characters)" is
    /// `is_too_short_minimum_is_characters`, 8. What stands before is the field's name.
    pub fn key(&self) -> (String, String) {
        let (mut key, mut number) = (String::new(), String::new());
        let name = SPOKEN
            .iter()
            .find(|(spoken, name)| Some(*name) == self.field && self.text.starts_with(spoken))
            .map_or(0, |(spoken, _)| spoken.len());
        let mut numbers = 0;
        let mut last = b' ';
        for byte in self.text.bytes().skip(name) {
            let small = byte | 0x20;
            if small.is_ascii_lowercase() {
                if !last.is_ascii_alphabetic() && !key.is_empty() {
                    key.push('_');
                }
                key.push(small.into());
            } else if byte.is_ascii_digit() {
                numbers += usize::from(!last.is_ascii_digit());
                if numbers == 1 {
                    number.push(byte.into());
                }
            }
            last = byte;
        }
        (key, number)
    }

    /// Takes one `error` text apart where several were joined by `"; "` (D8).
    pub fn split(error: &str) -> Vec<Self> {
        let mut sentences = Vec::new();
        let mut rest = error;
        while !rest.is_empty() {
            let end = rest
                .as_bytes()
                .windows(2)
                .position(|pair| pair == b"; ")
                .unwrap_or(rest.len());
            let text = rest[..end].trim_ascii();
            if !text.is_empty() {
                sentences.push(Self::new(text.into()));
            }
            rest = rest.get(end + 2..).unwrap_or_default();
        }
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Option<&'static str> {
        Sentence::new(text.into()).field
    }

    #[test]
    fn a_sentence_goes_to_the_field_it_names() {
        assert_eq!(field("Username can't be blank"), Some("username"));
        assert_eq!(
            field("Password confirmation doesn't match Password"),
            Some("password_confirmation")
        );
        assert_eq!(
            field("Password is too short (minimum is 8 characters)"),
            Some("password")
        );
        assert_eq!(field("Organization name can't be blank"), Some("org_name"));
    }

    #[test]
    fn a_sentence_that_names_no_field_goes_to_the_form() {
        for text in [
            "Login failed",
            "Passwords are hard",
            "Codes",
            "password",
            "",
        ] {
            assert_eq!(field(text), None, "{text}");
        }
    }

    #[test]
    fn a_sentence_has_a_key_and_a_number() {
        for (text, key, number) in [
            ("Login failed", "login_failed", ""),
            ("Username can't be blank", "can_t_be_blank", ""),
            ("Org name can't be blank", "can_t_be_blank", ""),
            ("Organization name can't be blank", "can_t_be_blank", ""),
            ("Email has already been taken", "has_already_been_taken", ""),
            (
                "Password is too short (minimum is 12 characters)",
                "is_too_short_minimum_is_characters",
                "12",
            ),
            (
                "Password must include an upper-case letter",
                "must_include_an_upper_case_letter",
                "",
            ),
            (
                "Password confirmation doesn't match Password",
                "doesn_t_match_password",
                "",
            ),
            (
                "Token is invalid, used or expired",
                "is_invalid_used_or_expired",
                "",
            ),
            ("7 of 12 größer", "of_gr_er", "7"),
            ("", "", ""),
            ("- 1 -", "", "1"),
        ] {
            assert_eq!(
                Sentence::new(text.into()).key(),
                (key.into(), number.into()),
                "{text}"
            );
        }
        let without_its_field = Sentence::of_attribute("email", "is invalid".into());
        assert_eq!(without_its_field.key().0, "is_invalid");
    }

    #[test]
    fn joined_sentences_come_apart() {
        let texts: Vec<_> =
            Sentence::split("Username has already been taken; Password is too short; ")
                .into_iter()
                .map(|s| s.field)
                .collect();
        assert_eq!(texts, [Some("username"), Some("password")]);
    }

    #[test]
    fn an_attribute_wins_over_the_words() {
        assert_eq!(
            Sentence::of_attribute("email", "is odd".into()).field,
            Some("email")
        );
        assert_eq!(
            Sentence::of_attribute("base", "Username is odd".into()).field,
            Some("username")
        );
    }
}
