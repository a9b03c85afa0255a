//! Which texts a failure is shown with. English is `src/js/texts/english.js`, other languages are `extras/lang`; a page can replace
//! each text by its key: an error code, or a key named here.

use super::error::{Code, Failure, Rule};
use super::sentence::{Sentence, spoken};
use super::text::{decimal, fill};

/// The texts; `{field}`, `{seconds}` or `{number}` in them is filled in.
pub trait Texts {
    /// The text for this key, where there is one.
    fn find(&self, key: &str) -> Option<String>;

    /// The same, where the page itself has said it.
    fn own(&self, key: &str) -> Option<String>;

    /// The text for this key, or the key where there is none.
    fn text(&self, key: &'static str) -> String {
        self.find(key).unwrap_or_else(|| key.into())
    }
}

/// The texts of a failure, each with the field that it belongs to where it has one, in order.
pub fn messages(failure: &Failure, texts: &dyn Texts) -> Vec<Sentence> {
    let mut all: Vec<_> = failure
        .rules
        .iter()
        .map(|(field, rule)| Sentence {
            field: Some(field),
            text: rule_text(field, *rule, texts),
        })
        .collect();
    all.extend(
        failure
            .sentences
            .iter()
            .map(|sentence| translated(sentence, failure, texts)),
    );
    if all.is_empty() {
        all.push(Sentence {
            field: None,
            text: summary(failure, texts),
        });
    }
    all
}

/// A sentence of the service in the page's own words, or in its language; else as it came.
fn translated(sentence: &Sentence, failure: &Failure, texts: &dyn Texts) -> Sentence {
    let (key, number) = sentence.key();
    // The app's own server has a text of its own.
    let is_refusal = sentence.field.is_none() && failure.text.is_empty();
    let text = texts
        .own(&key)
        .or_else(|| texts.own("refused").filter(|_| is_refusal))
        .or_else(|| texts.find(&key));
    let Some(mut text) = text else {
        return sentence.clone();
    };
    if let Some(field) = sentence.field {
        text = fill(&text, "field", &name_of(field, texts));
    }
    Sentence {
        text: fill(&text, "number", &number),
        ..*sentence
    }
}

/// A field's name as a user reads it; the English names are those that the service's sentences use.
fn name_of(field: &'static str, texts: &dyn Texts) -> String {
    texts.find(field).unwrap_or_else(|| spoken(field).into())
}

fn rule_text(field: &'static str, rule: Rule, texts: &dyn Texts) -> String {
    let key = match rule {
        Rule::Required => "required",
        Rule::Confirmation => "confirmation",
        Rule::Link => "token_missing",
    };
    fill(&texts.text(key), "field", &name_of(field, texts))
}

fn summary(failure: &Failure, texts: &dyn Texts) -> String {
    if !failure.text.is_empty() {
        return texts.text(failure.text);
    }
    match (failure.code, failure.retry_after) {
        (Code::RateLimited, None) => texts.text("rate_limited_later"),
        (Code::RateLimited, Some(seconds)) => {
            let text = texts.text(failure.code.name());
            fill(&text, "seconds", &decimal(seconds))
        }
        (code, _) => texts.text(code.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words(&'static [(&'static str, &'static str)]);

    impl Texts for Words {
        fn find(&self, key: &str) -> Option<String> {
            let found = self.0.iter().find(|(known, _)| *known == key);
            found.map(|(_, text)| (*text).into())
        }

        /// What begins with an exclamation mark is the page's own.
        fn own(&self, key: &str) -> Option<String> {
            self.find(key).filter(|text| text.starts_with('!'))
        }
    }

    const NONE: Words = Words(&[]);

    fn texts(failure: &Failure, words: &Words) -> Vec<String> {
        messages(failure, words)
            .into_iter()
            .map(|message| message.text)
            .collect()
    }

    #[test]
    fn every_code_has_a_text_of_its_own_key() {
        for code in Code::ALL {
            let key = if code == Code::RateLimited {
                "rate_limited_later"
            } else {
                code.name()
            };
            assert_eq!(texts(&Failure::new(code), &NONE), [key], "{code:?}");
        }
    }

    #[test]
    fn a_refusal_is_the_services_own_sentence() {
        let mut failure = Failure::new(Code::Refused);
        failure.sentences = Sentence::split("Login failed");
        assert_eq!(
            texts(&failure, &Words(&[("refused", "Nope.")])),
            ["Login failed"]
        );
    }

    #[test]
    fn a_known_sentence_is_said_in_the_pages_words_or_its_language() {
        let mut failure = Failure::new(Code::Refused);
        failure.sentences = Sentence::split(
            "Login failed; Password is too short (minimum is 8 characters); Email is odd; Odd",
        );
        let language: &[_] = &[
            ("login_failed", "Falsch"),
            (
                "is_too_short_minimum_is_characters",
                "{number} Zeichen: {field}",
            ),
            ("password", "Passwort"),
        ];
        let german = ["Falsch", "8 Zeichen: Passwort", "Email is odd", "Odd"];
        // A static list each, as a page has them.
        let with =
            |own: &'static [(&'static str, &'static str)]| Words([own, language].concat().leak());
        assert_eq!(texts(&failure, &with(&[])), german);
        assert_eq!(
            texts(&failure, &with(&[("refused", "!No")])),
            ["!No", "8 Zeichen: Passwort", "Email is odd", "!No"]
        );
        assert_eq!(
            texts(
                &failure,
                &with(&[("refused", "!No"), ("login_failed", "!Never")])
            ),
            ["!Never", "8 Zeichen: Passwort", "Email is odd", "!No"]
        );
        failure.text = "app_refused";
        assert_eq!(texts(&failure, &with(&[("refused", "!No")])), german);
    }

    #[test]
    fn a_broken_rule_names_its_field_and_belongs_to_it() {
        let mut failure = Failure::new(Code::InvalidInput);
        failure.rules = vec![("password_confirmation", Rule::Required)];
        let all = messages(&failure, &Words(&[("required", "{field} fehlt")]));
        let expected = Sentence {
            field: Some("password_confirmation"),
            text: "Password confirmation fehlt".into(),
        };
        assert_eq!(all, [expected]);
    }

    #[test]
    fn a_language_brings_its_own_names_of_fields() {
        let mut failure = Failure::new(Code::InvalidInput);
        failure.rules = vec![("email", Rule::Required)];
        let words = Words(&[("required", "{field} fehlt"), ("email", "E-Mail-Adresse")]);
        assert_eq!(texts(&failure, &words), ["E-Mail-Adresse fehlt"]);
    }

    #[test]
    fn the_wait_is_filled_in() {
        let words = Words(&[("rate_limited", "Wait {seconds} s.")]);
        let mut failure = Failure::new(Code::RateLimited);
        failure.retry_after = Some(30);
        assert_eq!(texts(&failure, &words), ["Wait 30 s."]);
    }
}
