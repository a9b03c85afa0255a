//! Which texts a failure is told with. The words themselves are in `src/js/texts.js`, where other languages join
//! them, and every one can be replaced by its key: an error code, or one of those named here.

use super::error::{Code, Failure, Rule};
use super::sentence::spoken;
use super::text::{decimal, fill};

/// The words; `{field}` or `{seconds}` in them is filled in.
pub trait Texts {
    /// The text for this key, or the key where there is none.
    fn text(&self, key: &'static str) -> String;
}

/// A failure with its texts chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Each text once, in order.
    pub errors: Vec<String>,
    /// The field of each text in `errors`, where it has one.
    pub fields: Vec<Option<&'static str>>,
    /// Whether it was a rule of ours that broke.
    pub local: bool,
}

/// Chooses the texts of a failure.
pub fn tell(failure: &Failure, texts: &dyn Texts) -> Told {
    let mut told = Told {
        local: !failure.rules.is_empty(),
        ..Told::default()
    };
    for (field, rule) in &failure.rules {
        told.push(rule_text(field, *rule, texts), Some(field));
    }
    for sentence in &failure.sentences {
        told.push(sentence.text.clone(), sentence.field);
    }
    if told.errors.is_empty() {
        told.push(summary(failure, texts), None);
    }
    told
}

impl Told {
    /// Adds a text.
    pub fn push(&mut self, text: String, field: Option<&'static str>) {
        self.errors.push(text);
        self.fields.push(field);
    }
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
    use super::super::sentence::Sentence;
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

    #[test]
    fn every_code_is_told_by_its_own_key_and_only_by_it() {
        for code in Code::ALL {
            let key = if code == Code::RateLimited {
                "rate_limited_later"
            } else {
                code.name()
            };
            assert_eq!(tell(&Failure::new(code), &NONE).errors, [key], "{code:?}");
        }
    }

    #[test]
    fn a_refusal_is_the_services_own_sentence() {
        let mut failure = Failure::new(Code::Refused);
        failure.sentences = Sentence::split("Login failed");
        assert_eq!(
            tell(&failure, &Words(&[("refused", "Nope.")])).errors,
            ["Login failed"]
        );
    }

    #[test]
    fn a_rule_is_told_with_the_fields_name_and_put_at_the_field() {
        let mut failure = Failure::new(Code::InvalidInput);
        failure.rules = vec![("password_confirmation", Rule::Required)];
        let told = tell(&failure, &Words(&[("required", "{field} fehlt")]));
        assert_eq!(told.errors, ["Password confirmation fehlt"]);
        assert_eq!(told.fields, [Some("password_confirmation")]);
    }

    #[test]
    fn a_language_brings_its_own_names_of_fields() {
        let mut failure = Failure::new(Code::InvalidInput);
        failure.rules = vec![("email", Rule::Required)];
        let words = Words(&[("required", "{field} fehlt"), ("email", "E-Mail-Adresse")]);
        assert_eq!(tell(&failure, &words).errors, ["E-Mail-Adresse fehlt"]);
    }

    #[test]
    fn the_wait_is_filled_in() {
        let words = Words(&[("rate_limited", "Wait {seconds} s.")]);
        let mut failure = Failure::new(Code::RateLimited);
        failure.retry_after = Some(30);
        assert_eq!(tell(&failure, &words).errors, ["Wait 30 s."]);
    }
}
