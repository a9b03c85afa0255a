//! The service's sentences: taken apart, and put at the field that they name.

/// One sentence, with the field it belongs to where it names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// An API field name (spec 3.5).
    pub field: Option<&'static str>,
    /// The service's own words.
    pub text: String,
}

/// Fields by the name the service gives them in a sentence; longer names first, so that
/// "Password confirmation …" is not taken for "Password …".
const SPOKEN: [(&str, &str); 12] = [
    ("Password confirmation", "password_confirmation"),
    ("Email confirmation", "email_confirmation"),
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

    /// A sentence that an `errors` hash lists under an attribute (spec 5.4).
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
