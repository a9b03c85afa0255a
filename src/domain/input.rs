//! What a rule may know about what the user typed. Values stay in JavaScript, because a password must never enter wasm memory
//! (contract §5, promise 6): rules ask about a field, they never hold its value.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::{Code, Failure, Rule};
use super::hint::Hint;

/// The APIs' fields (protocol-v1 §3.5; `redir` and `redirect_uri` by D20; protocol-v2 §2.5); an [`Api`](super::api::Api) says
/// which of them are its own.
pub const FIELDS: [&str; 17] = [
    "username",
    "email",
    "email_confirmation",
    "password",
    "password_confirmation",
    "first_name",
    "last_name",
    "org_name",
    "code",
    "token",
    "redir",
    "redirect_uri",
    "current_password",
    "session",
    "account",
    "invitation",
    "locale",
];

/// The fields of one call, by their API names (protocol-v1 §3.5).
pub trait Input {
    /// Whether the field is there and not empty (D16).
    fn filled(&self, name: &str) -> bool;
    /// Whether the form has the field, even an empty one.
    fn present(&self, name: &str) -> bool;
    /// Whether two fields hold exactly the same text.
    fn same(&self, one: &str, other: &str) -> bool;
}

/// What has to hold before a call is made. The rules of an operation are a list of these.
#[derive(Debug, Clone, Copy)]
pub enum Need {
    /// The field must be filled.
    Filled(&'static str),
    /// One of two must be filled; a text goes to the one that the form has.
    Either(&'static str, &'static str),
    /// The second field, where the page has it, must repeat the first; a missing one switches the check off (protocol-v1 §3.5).
    Repeated(&'static str, &'static str),
    /// The token of a mail's link must be there; a person cannot type it in.
    Link,
}

impl Need {
    /// The field that breaks the rule, and how.
    fn broken(self, input: &dyn Input) -> Option<(&'static str, Rule)> {
        let (field, rule, holds) = match self {
            Self::Filled(field) => (field, Rule::Required, input.filled(field)),
            Self::Either(one, other) => {
                let holds = input.filled(one) || input.filled(other);
                let has_other = input.present(other) && !input.present(one);
                ([one, other][usize::from(has_other)], Rule::Required, holds)
            }
            Self::Repeated(field, confirmation) => {
                let holds = !input.present(confirmation)
                    || !input.filled(field)
                    || input.same(field, confirmation);
                (confirmation, Rule::Confirmation, holds)
            }
            Self::Link => ("token", Rule::Link, input.filled("token")),
        };
        (!holds).then_some((field, rule))
    }
}

/// Checks all rules; every broken one is shown at once.
///
/// # Errors
/// `invalid_input`, naming each field that breaks a rule.
pub fn check(input: &dyn Input, needs: &[Need]) -> Result<(), Box<Failure>> {
    let mut failure = Failure::new(Code::InvalidInput);
    for need in needs {
        if let Some((field, rule)) = need.broken(input) {
            failure.rules.push((field, rule));
            // A field that was not even found is a mistake of the page rather than of the user.
            if rule == Rule::Required && !input.present(field) {
                failure.hint = Some(Hint::FieldsMissing);
            }
        }
    }
    if failure.rules.is_empty() {
        Ok(())
    } else {
        Err(failure)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Fields as a test writes them.
    pub(crate) struct Typed(pub &'static [(&'static str, &'static str)]);

    impl Typed {
        fn get(&self, name: &str) -> Option<&str> {
            self.0.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
        }
    }

    impl Input for Typed {
        fn filled(&self, name: &str) -> bool {
            self.get(name).is_some_and(|v| !v.is_empty())
        }
        fn present(&self, name: &str) -> bool {
            self.get(name).is_some()
        }
        fn same(&self, one: &str, other: &str) -> bool {
            self.get(one) == self.get(other)
        }
    }

    const REPEATED: Need = Need::Repeated("password", "password_confirmation");
    const NAME: Need = Need::Either("username", "email");

    #[test]
    fn a_missing_confirmation_switches_its_check_off() {
        let typed = Typed(&[("password", "a")]);
        assert!(check(&typed, &[REPEATED]).is_ok());
    }

    #[test]
    fn a_confirmation_is_compared_exactly() {
        let typed = Typed(&[("password", "a "), ("password_confirmation", "a")]);
        assert_eq!(
            check(&typed, &[REPEATED]).unwrap_err().rules,
            [("password_confirmation", Rule::Confirmation)]
        );
    }

    #[test]
    fn an_empty_password_is_reported_once() {
        let typed = Typed(&[("password", ""), ("password_confirmation", "x")]);
        let failure = check(&typed, &[Need::Filled("password"), REPEATED]).unwrap_err();
        assert_eq!(failure.rules, [("password", Rule::Required)]);
    }

    #[test]
    fn a_field_that_is_not_there_is_a_hint_and_an_empty_one_is_not() {
        for (typed, hint) in [
            (&[("user", "ada")][..], Some(Hint::FieldsMissing)),
            (&[("username", ""), ("password", "")], None),
            (&[("email", ""), ("password", "")], None),
            (&[("username", "ada")], Some(Hint::FieldsMissing)),
        ] {
            let failure = check(&Typed(typed), &[NAME, Need::Filled("password")]).unwrap_err();
            assert_eq!(failure.hint, hint, "{typed:?}");
        }
    }

    #[test]
    fn of_two_names_the_one_on_the_form_is_asked_for() {
        let email = check(&Typed(&[("email", "")]), &[NAME]).unwrap_err();
        assert_eq!(email.rules, [("email", Rule::Required)]);
        let none = check(&Typed(&[]), &[NAME]).unwrap_err();
        assert_eq!(none.rules, [("username", Rule::Required)]);
    }
}
