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

/// Collects broken rules; all of them are shown at once.
pub struct Check<'a> {
    input: &'a dyn Input,
    broken: Vec<(&'static str, Rule)>,
    /// Whether a field was not even found: a mistake of the page rather than of the user.
    is_missing: bool,
}

impl<'a> Check<'a> {
    /// Starts with nothing broken.
    pub fn new(input: &'a dyn Input) -> Self {
        Self {
            input,
            broken: Vec::new(),
            is_missing: false,
        }
    }

    /// The field must be filled.
    #[inline(never)]
    pub fn required(&mut self, name: &'static str) -> &mut Self {
        if !self.input.filled(name) {
            self.broken.push((name, Rule::Required));
            self.is_missing |= !self.input.present(name);
        }
        self
    }

    /// The token of a mail's link must be there; a person cannot type it in.
    pub fn linked(&mut self) -> &mut Self {
        if !self.input.filled("token") {
            self.broken.push(("token", Rule::Link));
        }
        self
    }

    /// One of two must be filled; a text goes to the one that the form has.
    pub fn either(&mut self, one: &'static str, other: &'static str) -> &mut Self {
        if self.input.filled(one) || self.input.filled(other) {
            return self;
        }
        let asked = if self.input.present(other) && !self.input.present(one) {
            other
        } else {
            one
        };
        self.required(asked)
    }

    /// A confirmation, where the page asks for one, must repeat its field; a missing one switches the check off (protocol-v1 §3.5).
    #[inline(never)]
    pub fn confirmed(&mut self, name: &'static str, confirmation: &'static str) -> &mut Self {
        if self.input.present(confirmation)
            && self.input.filled(name)
            && !self.input.same(name, confirmation)
        {
            self.broken.push((confirmation, Rule::Confirmation));
        }
        self
    }

    /// The verdict.
    pub fn done(&mut self) -> Result<(), Box<Failure>> {
        if self.broken.is_empty() {
            return Ok(());
        }
        let mut failure = Failure::new(Code::InvalidInput);
        failure.rules = std::mem::take(&mut self.broken);
        failure.hint = self.is_missing.then_some(Hint::FieldsMissing);
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

    #[test]
    fn a_missing_confirmation_switches_its_check_off() {
        let typed = Typed(&[("password", "a")]);
        assert!(
            Check::new(&typed)
                .confirmed("password", "password_confirmation")
                .done()
                .is_ok()
        );
    }

    #[test]
    fn a_confirmation_is_compared_exactly() {
        let typed = Typed(&[("password", "a "), ("password_confirmation", "a")]);
        let failure = Check::new(&typed)
            .confirmed("password", "password_confirmation")
            .done();
        assert_eq!(
            failure.unwrap_err().rules,
            [("password_confirmation", Rule::Confirmation)]
        );
    }

    #[test]
    fn an_empty_password_is_reported_once() {
        let typed = Typed(&[("password", ""), ("password_confirmation", "x")]);
        let failure = Check::new(&typed)
            .required("password")
            .confirmed("password", "password_confirmation")
            .done();
        assert_eq!(failure.unwrap_err().rules, [("password", Rule::Required)]);
    }

    #[test]
    fn a_field_that_is_not_there_is_a_hint_and_an_empty_one_is_not() {
        for (typed, hint) in [
            (&[("user", "ada")][..], Some(Hint::FieldsMissing)),
            (&[("username", ""), ("password", "")], None),
            (&[("email", ""), ("password", "")], None),
            (&[("username", "ada")], Some(Hint::FieldsMissing)),
        ] {
            let failure = Check::new(&Typed(typed))
                .either("username", "email")
                .required("password")
                .done()
                .unwrap_err();
            assert_eq!(failure.hint, hint, "{typed:?}");
        }
    }

    #[test]
    fn of_two_names_the_one_on_the_form_is_asked_for() {
        let email = Typed(&[("email", "")]);
        let failure = Check::new(&email).either("username", "email").done();
        assert_eq!(failure.unwrap_err().rules, [("email", Rule::Required)]);
        let none = Typed(&[]);
        let failure = Check::new(&none).either("username", "email").done();
        assert_eq!(failure.unwrap_err().rules, [("username", Rule::Required)]);
    }
}
