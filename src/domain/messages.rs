//! Which texts a failure is shown with. English is `src/js/texts/english.js`, other languages are `extras/lang`; a page can replace
//! each text by its key: an error code, or a key named here.

use super::error::{Code, Failure, Rule};
use super::sentence::{Sentence, spoken};
use super::text::{decimal, fill};

/// The texts; `{field}` or `{seconds}` in them is filled in.
pub trait Texts {
    /// The text for this key, or the key where there is none.
    fn text(&self, key: &'static str) -> String;
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
    all.extend(failure.sentences.iter().cloned());
    if all.is_empty() {
        all.push(Sentence {
            field: None,
            text: summary(failure, texts),
        });
    }
    all
}

fn rule_text(field: &'static str, rule: Rule, texts: &dyn Texts) -> String {
    let key = match rule {
        Rule::Required => "required",
        Rule::Confirmation => "confirmation",
        Rule::Link => "token_missing",
    };
    let name = texts.text(field);
    // The English names are those that the service's sentences use.
    let name = if name == field { spoken(field) } else { &name };
    fill(&texts.text(key), name)
}

fn summary(failure: &Failure, texts: &dyn Texts) -> String {
    if !failure.text.is_empty() {
        return texts.text(failure.text);
    }
    match (failure.code, failure.retry_after) {
        (Code::RateLimited, None) => texts.text("rate_limited_later"),
        (Code::RateLimited, Some(seconds)) => {
            fill(&texts.text(failure.code.name()), &decimal(seconds))
        }
        (code, _) => texts.text(code.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words(&'static [(&'static str, &'static str)]);

    impl Texts for Words {
        fn text(&self, key: &'static str) -> String {
            self.0
                .iter()
                .find(|(k, _)| *k == key)
                .map_or(key, |(_, text)| text)
                .into()
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
