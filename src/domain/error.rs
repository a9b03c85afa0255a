//! Every way a call can fail, grouped by what the user can do about it (contract §3).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::hint::Hint;
use super::sentence::Sentence;
use super::text::holds;

/// The stable error codes. Pages switch on them: codes are added, never renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A local rule; nothing was sent.
    InvalidInput,
    /// The service rejected the request, for example a wrong password.
    Refused,
    /// Too many attempts.
    RateLimited,
    /// The instance answers 404: feature off, or no such instance.
    SwitchedOff,
    /// No answer, and the browser says it is offline.
    Offline,
    /// The deadline of the call passed.
    Timeout,
    /// No answer: refused, dropped, DNS, blocked or CORS. A page cannot distinguish these.
    Unreachable,
    /// The service answered with a 5xx status.
    Server,
    /// The answer is not one of the API.
    BadResponse,
    /// The session has ended, or is unknown.
    SessionExpired,
    /// The page set the library up wrongly.
    Config,
    /// A bug of this library.
    Internal,
}

impl Code {
    /// Every code, for table tests.
    pub const ALL: [Self; 12] = [
        Self::InvalidInput,
        Self::Refused,
        Self::RateLimited,
        Self::SwitchedOff,
        Self::Offline,
        Self::Timeout,
        Self::Unreachable,
        Self::Server,
        Self::BadResponse,
        Self::SessionExpired,
        Self::Config,
        Self::Internal,
    ];

    /// The code as a page sees it.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::Refused => "refused",
            Self::RateLimited => "rate_limited",
            Self::SwitchedOff => "switched_off",
            Self::Offline => "offline",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::Server => "server",
            Self::BadResponse => "bad_response",
            Self::SessionExpired => "session_expired",
            Self::Config => "config",
            Self::Internal => "internal",
        }
    }

    /// Whether the same call may work later without the user changing anything.
    pub fn retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited | Self::Offline | Self::Timeout | Self::Unreachable | Self::Server
        )
    }
}

/// A local rule that a field broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The field must not be empty.
    Required,
    /// The field must equal the one it repeats.
    Confirmation,
    /// The token that a mail's link brings is missing.
    Link,
}

/// What went wrong, before any text is chosen for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The kind.
    pub code: Code,
    /// Broken local rules by field name, in the form's order; only with [`Code::InvalidInput`].
    pub rules: Vec<(&'static str, Rule)>,
    /// The service's sentences; only with [`Code::Refused`] and [`Code::RateLimited`].
    pub sentences: Vec<Sentence>,
    /// What a developer should check.
    pub hint: Option<Hint>,
    /// The key of the text, where it is not the code's own.
    pub text: &'static str,
    /// Seconds until the service wants to be asked again.
    pub retry_after: Option<u32>,
    /// The HTTP status, where there was one.
    pub status: Option<u16>,
}

impl Failure {
    /// A failure of this kind and nothing else known. Boxed, and not inlined, because every rule and every
    /// answer may end here: it is the most repeated code in the wasm.
    #[inline(never)]
    pub fn new(code: Code) -> Box<Self> {
        Box::new(Self {
            code,
            rules: Vec::new(),
            sentences: Vec::new(),
            hint: None,
            text: "",
            retry_after: None,
            status: None,
        })
    }

    /// Whether it is one sentence, of no field, which asks to verify an email address. Its wording is not published (D21).
    pub fn asks_to_verify(&self) -> bool {
        let [sentence] = self.sentences.as_slice() else {
            return false;
        };
        let says = |word| holds(&sentence.text, word);
        sentence.field.is_none() && says("verif") && says("mail")
    }

    /// Adds what a developer should check.
    pub fn hint(mut self: Box<Self>, hint: Hint) -> Box<Self> {
        self.hint = Some(hint);
        self
    }

    /// Adds the HTTP status. An opaque redirect has the status 0, which counts as none.
    pub fn status(mut self: Box<Self>, status: u16) -> Box<Self> {
        self.status = (status != 0).then_some(status);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_codes_of_the_contract_are_retryable() {
        let names: Vec<_> = Code::ALL
            .iter()
            .filter(|c| c.retryable())
            .map(|c| c.name())
            .collect();
        assert_eq!(
            names,
            [
                "rate_limited",
                "offline",
                "timeout",
                "unreachable",
                "server"
            ]
        );
    }

    #[test]
    fn names_are_distinct() {
        let mut names: Vec<_> = Code::ALL.iter().map(|c| c.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
