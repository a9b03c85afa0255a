//! The operations by name: which request each makes, how its answer is read, and what a form says when it worked.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::email::verify_email_request;
use super::error::{Code, Failure};
use super::hint::Hint;
use super::input::Input;
use super::login::{code_request, login_request};
use super::outcome::Outcome;
use super::password::{forgot_password_request, reset_password_request};
use super::protocol::{ApiRequest, ApiResponse};
use super::session::{logout_request, session_request};
use super::signup::signup_request;

/// What a form or a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// First factor.
    Login,
    /// Second factor.
    Code,
    /// A new user or a signup token.
    Signup,
    /// The end of a session.
    Logout,
    /// A mail with a link to a new password.
    ForgotPassword,
    /// A new password, with the link's token.
    ResetPassword,
    /// A confirmed email address, with the link's token.
    VerifyEmail,
    /// Whether a session still lives.
    Session,
    /// A mistake of the page. A form of an unknown kind is guarded like every other form, and sends nothing.
    Unknown,
}

impl Operation {
    /// Every operation with its name: the value of `data-authrocket` (contract §4).
    pub const ALL: [(&'static str, Self); 8] = [
        ("login", Self::Login),
        ("code", Self::Code),
        ("signup", Self::Signup),
        ("logout", Self::Logout),
        ("forgot-password", Self::ForgotPassword),
        ("reset-password", Self::ResetPassword),
        ("verify-email", Self::VerifyEmail),
        ("session", Self::Session),
    ];

    /// What a form may do, by name: all but the session check.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        Self::ALL
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| *name != "session")
    }

    /// By its name.
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|(known, _)| *known == name)
            .map_or(Self::Unknown, |(_, operation)| operation)
    }

    /// Whether a submit of edited fields may take the place of a call that is under way. The service may have done already
    /// what a signup, a reset or a verification asked for (contract §5, promise 4).
    pub fn is_replaceable(self) -> bool {
        matches!(self, Self::Login | Self::Code | Self::ForgotPassword)
    }

    /// The key of the text that a form shows when the operation worked and the page stays.
    pub fn success_text(self) -> Option<&'static str> {
        match self {
            Self::ForgotPassword => Some("sent"),
            Self::ResetPassword => Some("reset_done"),
            Self::VerifyEmail => Some("verified"),
            _ => None,
        }
    }

    /// A field of its form that is not sent; empty for none. A login form may always show a field for the code, but the service
    /// takes a login with a code for the second step.
    pub fn kept_field(self) -> &'static str {
        if self == Self::Login { "code" } else { "" }
    }

    /// The same; of a signup, that there is a next step.
    pub fn done_text(self) -> &'static str {
        self.success_text().unwrap_or("verification_required")
    }

    /// Whether it uses up the token of a mail's link.
    pub fn uses_link(self) -> bool {
        matches!(self, Self::ResetPassword | Self::VerifyEmail)
    }

    /// Checks what was typed and says what to call.
    ///
    /// # Errors
    /// `invalid_input`, or `config` for an unknown operation; nothing may be sent then.
    pub fn request(self, input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
        match self {
            Self::Login => login_request(input),
            Self::Code => code_request(input),
            Self::Signup => signup_request(input),
            Self::Logout => logout_request(input),
            Self::ForgotPassword => forgot_password_request(input),
            Self::ResetPassword => reset_password_request(input),
            Self::VerifyEmail => verify_email_request(input),
            Self::Session => session_request(input),
            Self::Unknown => Err(Failure::new(Code::Config).hint(Hint::KindUnknown)),
        }
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// Every answer that is not this operation's success.
    pub fn parse(self, response: ApiResponse) -> Result<Outcome, Box<Failure>> {
        let status = response.status;
        let reply = match response.accepted() {
            Err(failure) if self == Self::Signup && failure.asks_to_verify() => {
                return Ok(Outcome::VerificationRequired);
            }
            accepted => accepted?,
        };
        match self {
            Self::Login | Self::Code | Self::Signup => {
                Outcome::of_token(reply).map_err(|failure| failure.status(status))
            }
            _ => Ok(Outcome::Okay),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::tests::Typed;
    use super::super::protocol::Reply;
    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        for (name, operation) in Operation::ALL {
            assert_eq!(Operation::named(name), operation);
            let is_silent = matches!(name, "login" | "code" | "signup" | "logout" | "session");
            assert_eq!(operation.success_text().is_none(), is_silent, "{name}");
            let is_replaceable = matches!(name, "login" | "code" | "forgot-password");
            assert_eq!(operation.is_replaceable(), is_replaceable, "{name}");
        }
        assert_eq!(Operation::named("logn"), Operation::Unknown);
    }

    #[test]
    fn an_unknown_operation_sends_nothing() {
        let failure = Operation::Unknown.request(&Typed(&[])).unwrap_err();
        assert_eq!(
            (failure.code, failure.hint),
            (Code::Config, Some(Hint::KindUnknown))
        );
        assert_eq!(Operation::kinds().count(), 7);
    }

    #[test]
    fn only_the_first_factor_keeps_the_code() {
        for (name, operation) in Operation::ALL {
            assert_eq!(operation.kept_field() == "code", name == "login", "{name}");
        }
    }

    #[test]
    fn a_signup_that_must_be_verified_is_no_refusal() {
        let parsed = |operation: Operation, error: &str| {
            operation.parse(ApiResponse {
                status: 200,
                retry_after: None,
                body: Some(Reply {
                    error: error.into(),
                    ..Reply::default()
                }),
            })
        };
        for sentence in [
            "Thank you. Please check your mail and verify your email address, then log in",
            "Verification required. We have sent you an e-mail.",
        ] {
            assert_eq!(
                parsed(Operation::Signup, sentence),
                Ok(Outcome::VerificationRequired),
                "{sentence}"
            );
            assert_eq!(
                parsed(Operation::Login, sentence).unwrap_err().code,
                Code::Refused
            );
        }
        for sentence in [
            "Email could not be verified",
            "Verification failed",
            "Please check your mail; Username has already been taken; Please verify the email",
        ] {
            assert_eq!(
                parsed(Operation::Signup, sentence).unwrap_err().code,
                Code::Refused,
                "{sentence}"
            );
        }
    }

    #[test]
    fn logout_is_content_with_an_empty_object() {
        let response = ApiResponse {
            status: 200,
            retry_after: None,
            body: Some(Reply::default()),
        };
        assert_eq!(Operation::Logout.parse(response.clone()), Ok(Outcome::Okay));
        assert_eq!(
            Operation::Login.parse(response).unwrap_err().code,
            Code::BadResponse
        );
    }
}
