//! The operations by name: which request each makes, how its answer is read, and what a form says when it worked.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::email::verify_email_request;
use super::error::Failure;
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
}

impl Operation {
    /// Every operation with its name: the value of `data-authrocket` (contract, section 4).
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

    /// By its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, operation)| operation)
    }

    /// The key of the text that a form shows when the operation worked and the page stays.
    pub fn success_text(self) -> Option<&'static str> {
        match self {
            Self::ForgotPassword => Some("sent"),
            Self::ResetPassword => Some("reset_done"),
            Self::VerifyEmail => Some("verified"),
            Self::Login | Self::Code | Self::Signup | Self::Logout | Self::Session => None,
        }
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
    /// `invalid_input`; nothing may be sent then.
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
    use super::super::error::Code;
    use super::super::protocol::Reply;
    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        for (name, operation) in Operation::ALL {
            assert_eq!(Operation::from_name(name), Some(operation));
            let is_silent = matches!(name, "login" | "code" | "signup" | "logout" | "session");
            assert_eq!(operation.success_text().is_none(), is_silent, "{name}");
        }
        assert_eq!(Operation::from_name("logn"), None);
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
