//! LoginRocket API v2 (docs/protocol-v2.md §2): a `result` in each body, failures by their status.
//! Imports only `domain`; tested here and in `tests/contract`.

use super::Api;
use crate::domain::email::{REQUEST_INVITATION, VERIFY_EMAIL};
use crate::domain::error::{Code, Failure};
use crate::domain::hint::Hint;
use crate::domain::input::{Input, check};
use crate::domain::login::{CODE_OR_SESSION, LOGIN};
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;
use crate::domain::password::{FORGOT_PASSWORD, RESET_PASSWORD, UPDATE_PASSWORD, UPDATE_PROFILE};
use crate::domain::protocol::{ApiRequest, ApiResponse, Method, Renamed, Reply, not_the_api};
use crate::domain::session::{ACCOUNT, SESSION, SESSION_OR_TOKEN};
use crate::domain::signup::SIGNUP;
use crate::domain::text::holds;

/// Version 2.
pub struct V2;

/// Fields that version 1 does not have (protocol-v2 §2.2, §2.5).
pub const NEW_FIELDS: [&str; 5] = [
    "current_password",
    "session",
    "account",
    "invitation",
    "locale",
];

/// Where a form of version 1 wants to lead; version 2 has no such fields (protocol-v2 §8.2).
const REDIRECTS: &[&str] = &["redir", "redirect_uri"];
impl Api for V2 {
    fn request(&self, operation: Operation, input: &dyn Input) -> Result<ApiRequest, Box<Failure>> {
        use Method::{Delete, Get, Post, Put};
        let (method, path, needs) = match operation {
            Operation::Login => (Post, "v2/login", LOGIN),
            Operation::Code => (Post, "v2/login/verify", CODE_OR_SESSION),
            Operation::Signup => (Post, "v2/signup", SIGNUP),
            Operation::Logout => (Delete, "v2/session", SESSION_OR_TOKEN),
            Operation::ForgotPassword => (Post, "v2/password/forgot", FORGOT_PASSWORD),
            Operation::ResetPassword => (Post, "v2/password/reset", RESET_PASSWORD),
            Operation::VerifyEmail => (Post, "v2/email/verify", VERIFY_EMAIL),
            Operation::Session => (Get, "v2/session", SESSION),
            Operation::RequestInvitation => (Post, "v2/signup/request", REQUEST_INVITATION),
            Operation::UpdatePassword => (Post, "v2/profile/password", UPDATE_PASSWORD),
            Operation::UpdateProfile => (Put, "v2/profile", UPDATE_PROFILE),
            Operation::ChooseAccount => (Get, "v2/session", ACCOUNT),
            Operation::Unknown => return Err(Failure::new(Code::Config).hint(Hint::KindUnknown)),
        };
        check(input, needs)?;
        // The name goes as `email`, the session of a login token as `session` (protocol-v2 §8.2).
        let (to, without, renamed) = match operation {
            Operation::Login | Operation::ForgotPassword => {
                ("email", "username", Renamed::Username)
            }
            Operation::Logout => ("session", "token", Renamed::SessionOfToken),
            _ => ("", "", Renamed::Username),
        };
        let renames = !to.is_empty() && !input.filled(to);
        Ok(ApiRequest {
            method,
            path,
            without,
            renamed: renames.then_some(renamed),
        })
    }

    fn parse(&self, operation: Operation, answer: ApiResponse) -> Result<Outcome, Box<Failure>> {
        let (status, is_ok) = (answer.status, answer.is_ok());
        if status == 403 && operation == Operation::Logout {
            // No session is left, which is what was asked for (V15).
            return Ok(Outcome::Okay);
        }
        if status == 403 && operation.takes_session() {
            return Err(Failure::new(Code::SessionExpired).status(403));
        }
        let reply = answer
            .served()
            .map_err(|failure| unlisted(failure, status))?;
        let is_refusal = matches!(status, 403 | 409 | 422) || (is_ok && reply.result == "error");
        if is_refusal && reply.refuses() {
            return Err(reply.refusal(status));
        }
        if !is_ok {
            return Err(unlisted(not_the_api(status), status));
        }
        outcome(operation, reply).map_err(|failure| failure.status(status))
    }

    fn takes(&self, field: &str) -> bool {
        !REDIRECTS.contains(&field)
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn carries(&self, outcome: &Outcome) -> &'static [&'static str] {
        match outcome {
            Outcome::Login { .. } => &["session", "account"],
            Outcome::Conditional { .. } => &["session", "account", "conditions"],
            Outcome::CodeRequired { .. } => &["session"],
            _ => &[],
        }
    }
}

/// A 403 that says nothing, on a call without a session, is most likely one of CORS (V29).
fn unlisted(failure: Box<Failure>, status: u16) -> Box<Failure> {
    if status == 403 {
        failure.hint(Hint::OriginUnlisted)
    } else {
        failure
    }
}

/// What a 2xx answer means.
fn outcome(operation: Operation, reply: Reply) -> Result<Outcome, Box<Failure>> {
    let logs_in = operation.logs_in();
    if logs_in && is_code_due(&reply) {
        let Reply { token, .. } = reply;
        return Ok(Outcome::CodeRequired { token });
    }
    match reply.result.as_str() {
        "full_login" if logs_in && !reply.token.is_empty() => Ok(Outcome::Login {
            token: reply.token,
            // The page's own target is added where there is a form (V4).
            url: String::new(),
            signup: operation == Operation::Signup,
        }),
        "conditional_login" if logs_in && reply.has_session => {
            // An account is chosen on one hosted page, everything else is done on the other (V28).
            let chooses = holds(&reply.conditions, "no_account_selected");
            let page = if chooses { "accounts" } else { "profile" };
            Ok(Outcome::Conditional { page })
        }
        "okay" if operation == Operation::Signup => Ok(Outcome::VerificationRequired),
        // A new password, or a saved profile, is one without a token too.
        "okay" if !logs_in || operation.success_text().is_some() => Ok(Outcome::Okay),
        "full_login" | "okay" => Err(Failure::new(Code::BadResponse).hint(Hint::TokenMissing)),
        _ => Err(Failure::new(Code::BadResponse).hint(Hint::NotTheApi)),
    }
}

/// By its shape, not by a name, because none is published (V2).
fn is_code_due(reply: &Reply) -> bool {
    if !reply.token.is_empty() {
        return ["tmf:", "kli:", "kli_"]
            .iter()
            .any(|prefix| reply.token.starts_with(prefix));
    }
    ["mfa", "totp", "2fa", "verify_login"]
        .iter()
        .any(|word| holds(&reply.conditions, word))
}

#[cfg(test)]
mod tests;
