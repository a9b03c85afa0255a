//! LoginRocket API v1 (docs/protocol-v1.md §3): url-encoded POSTs, failures in a body with the status 200.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::{Api, v2};
use crate::domain::email::VERIFY_EMAIL;
use crate::domain::error::{Code, Failure};
use crate::domain::hint::Hint;
use crate::domain::input::{Input, check};
use crate::domain::login::{CODE, LOGIN};
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;
use crate::domain::password::{FORGOT_PASSWORD, RESET_PASSWORD};
use crate::domain::protocol::{ApiRequest, ApiResponse, Method, Reply, not_the_api};
use crate::domain::session::TOKEN;
use crate::domain::signup::SIGNUP;

/// Version 1.
pub struct V1;

impl Api for V1 {
    fn request(&self, operation: Operation, input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
        let (path, needs) = match operation {
            Operation::Login => ("v1/login", LOGIN),
            Operation::Code => ("v1/login", CODE),
            Operation::Signup => ("v1/signup", SIGNUP),
            Operation::Logout => ("v1/logout", TOKEN),
            Operation::ForgotPassword => ("v1/forgot_password", FORGOT_PASSWORD),
            Operation::ResetPassword => ("v1/reset_password", RESET_PASSWORD),
            Operation::VerifyEmail => ("v1/verify_email", VERIFY_EMAIL),
            Operation::Session => ("v1/session", TOKEN),
            Operation::Unknown => return Err(Failure::new(Code::Config).hint(Hint::KindUnknown)),
            _ => return Err(Failure::new(Code::Config).hint(Hint::KindNewer)),
        };
        check(input, needs)?;
        Ok(ApiRequest {
            method: Method::Post,
            path,
            without: "",
            renamed: None,
        })
    }

    fn parse(&self, operation: Operation, answer: ApiResponse) -> Result<Outcome, Box<Failure>> {
        let status = answer.status;
        let reply = match accepted(answer) {
            Err(failure) if operation == Operation::Signup && failure.asks_to_verify() => {
                return Ok(Outcome::VerificationRequired);
            }
            accepted => accepted?,
        };
        match operation {
            Operation::Login | Operation::Code | Operation::Signup => {
                Outcome::of_token(reply).map_err(|failure| failure.status(status))
            }
            _ => Ok(Outcome::Okay),
        }
    }

    fn takes(&self, field: &str) -> bool {
        !v2::NEW_FIELDS.contains(&field)
    }

    fn is_strict(&self) -> bool {
        false
    }

    fn carries(&self, _: &Outcome) -> &'static [&'static str] {
        &[]
    }
}

/// The reply of a call that worked. A failure is one by its `error`, whatever the status.
fn accepted(answer: ApiResponse) -> Result<Reply, Box<Failure>> {
    let (status, is_ok) = (answer.status, answer.is_ok());
    let reply = answer.served()?;
    if reply.refuses() {
        let wait = reply.retry_after;
        let mut failure = reply.refusal(status);
        if wait.is_some() {
            failure.code = Code::RateLimited;
            failure.retry_after = wait;
            failure.sentences.clear();
        }
        return Err(failure);
    }
    if reply.odd || !is_ok {
        return Err(not_the_api(status));
    }
    Ok(reply)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::input::tests::Typed;
    use crate::domain::sentence::Sentence;

    fn answer(status: u16, body: Option<Reply>) -> Result<Reply, Code> {
        accepted(ApiResponse {
            status,
            retry_after: None,
            body,
        })
        .map_err(|failure| failure.code)
    }

    fn error(text: &str) -> Option<Reply> {
        Some(Reply {
            error: text.into(),
            ..Reply::default()
        })
    }

    #[test]
    fn each_answer_has_its_code() {
        let odd = Some(Reply {
            odd: true,
            ..Reply::default()
        });
        let table = [
            (200, error("Login failed"), Code::Refused),
            (401, error("Login failed"), Code::Refused),
            (422, error("Username can't be blank"), Code::Refused),
            (404, error("Not found"), Code::SwitchedOff),
            (404, None, Code::SwitchedOff),
            (429, None, Code::RateLimited),
            (429, error("Slow down"), Code::RateLimited),
            (500, None, Code::Server),
            (503, error("Login failed"), Code::Server),
            (599, Some(Reply::default()), Code::Server),
            (200, None, Code::BadResponse),
            (200, odd, Code::BadResponse),
            (0, None, Code::BadResponse),
            (302, Some(Reply::default()), Code::BadResponse),
            (403, None, Code::BadResponse),
            (401, Some(Reply::default()), Code::BadResponse),
        ];
        for (status, body, code) in table {
            assert_eq!(answer(status, body.clone()), Err(code), "{status} {body:?}");
        }
        assert_eq!(answer(200, Some(Reply::default())), Ok(Reply::default()));
    }

    #[test]
    fn an_outage_is_never_a_refusal_and_a_refusal_never_an_outage() {
        assert_eq!(answer(502, error("Login failed")), Err(Code::Server));
        assert_eq!(
            answer(200, error("Service unavailable")),
            Err(Code::Refused)
        );
    }

    #[test]
    fn the_wait_comes_from_the_header_or_the_body() {
        let mut response = ApiResponse {
            status: 429,
            retry_after: Some(7),
            body: None,
        };
        assert_eq!(accepted(response.clone()).unwrap_err().retry_after, Some(7));
        response.retry_after = None;
        response.body = Some(Reply {
            retry_after: Some(9),
            ..Reply::default()
        });
        assert_eq!(accepted(response).unwrap_err().retry_after, Some(9));
    }

    #[test]
    fn a_refusal_that_names_a_wait_is_a_rate_limit() {
        let mut body = error("Too many attempts").unwrap();
        body.retry_after = Some(30);
        let failure = accepted(ApiResponse {
            status: 200,
            retry_after: None,
            body: Some(body),
        })
        .unwrap_err();
        assert_eq!(
            (failure.code, failure.retry_after),
            (Code::RateLimited, Some(30))
        );
    }

    #[test]
    fn the_list_of_errors_wins_over_the_joined_text() {
        let mut reply = error("A; B").unwrap();
        reply.errors = vec![Sentence::new("Email is; odd".into())];
        let failure = accepted(ApiResponse {
            status: 200,
            retry_after: None,
            body: Some(reply),
        })
        .unwrap_err();
        assert_eq!(
            failure.sentences,
            [Sentence {
                field: Some("email"),
                text: "Email is; odd".into()
            }]
        );
    }

    #[test]
    fn a_signup_that_must_be_verified_is_no_refusal() {
        let parsed = |operation: Operation, error: &str| {
            V1.parse(
                operation,
                ApiResponse {
                    status: 200,
                    retry_after: None,
                    body: Some(Reply {
                        error: error.into(),
                        ..Reply::default()
                    }),
                },
            )
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
        assert_eq!(
            V1.parse(Operation::Logout, response.clone()),
            Ok(Outcome::Okay)
        );
        assert_eq!(
            V1.parse(Operation::Login, response).unwrap_err().code,
            Code::BadResponse
        );
    }

    #[test]
    fn an_unknown_operation_sends_nothing() {
        let failure = V1.request(Operation::Unknown, &Typed(&[])).unwrap_err();
        assert_eq!(
            (failure.code, failure.hint),
            (Code::Config, Some(Hint::KindUnknown))
        );
        for operation in [
            Operation::RequestInvitation,
            Operation::UpdatePassword,
            Operation::UpdateProfile,
            Operation::ChooseAccount,
        ] {
            let failure = V1.request(operation, &Typed(&[])).unwrap_err();
            assert_eq!(
                (failure.code, failure.hint),
                (Code::Config, Some(Hint::KindNewer))
            );
        }
    }

    #[test]
    fn what_only_version_2_has_is_the_pages_own() {
        assert!(V1.takes("username") && V1.takes("redir"));
        assert!(!V1.takes("session") && !V1.takes("locale"));
    }
}
