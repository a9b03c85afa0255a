//! A LoginRocket call as plain values, and what both APIs share in reading an answer: limits, outages, and what does not come from
//! the API (protocol-v1 §3.3, protocol-v2 §2.3; contract §3).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::{Code, Failure};
use super::hint::Hint;
use super::sentence::Sentence;

/// How a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// With the fields as a url-encoded body, which needs no preflight.
    Post,
    /// With the fields as a JSON body.
    Put,
    /// With the fields in the query.
    Get,
    /// With the fields in the query.
    Delete,
}

impl Method {
    /// As `fetch` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Get => "GET",
            Self::Delete => "DELETE",
        }
    }
}

/// A field that is sent under another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renamed {
    /// A user name as `email`.
    Username,
    /// The `sid` of a login token as `session`.
    SessionOfToken,
}

/// What to call. The fields' values are not here: the transport sends every member that the page gave, but for what this says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiRequest {
    /// How.
    pub method: Method,
    /// On the instance, such as `v1/login`.
    pub path: &'static str,
    /// A field that is not sent, because another one says the same.
    pub without: &'static str,
    /// A field that is sent under another name.
    pub renamed: Option<Renamed>,
}

/// What came back, as far as the API's shape goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiResponse {
    /// The HTTP status; 0 for an opaque redirect.
    pub status: u16,
    /// Seconds to wait, from `Retry-After` or `Ratelimit-Reset`, where the page may read them.
    pub retry_after: Option<u32>,
    /// The body's members, or `None` when it is no JSON object.
    pub body: Option<Reply>,
}

/// The members of a JSON answer that the library reads; others are ignored (D32).
/// A member that is missing, `null`, `false` or of another type is an empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// What version 2 says that it is, such as `full_login`.
    pub result: String,
    /// A login, signup or two-factor token.
    pub token: String,
    /// The handler URL with the token appended.
    pub url: String,
    /// The failure, as one text.
    pub error: String,
    /// Whether `error` holds something that is no text, which the API never sends.
    pub odd: bool,
    /// The failures one by one, from an array or a hash (D7).
    pub errors: Vec<Sentence>,
    /// `retry_after` in the body, for services that cannot expose the header.
    pub retry_after: Option<u32>,
    /// Whether there is a session. Its id stays in JavaScript.
    pub has_session: bool,
    /// What a conditional login waits for, all in one text.
    pub conditions: String,
}

impl ApiResponse {
    /// The answer, with its body, where the service has dealt with the call: worked, or refused.
    ///
    /// # Errors
    /// `rate_limited`, `switched_off`, `server`; `bad_response` without a body.
    pub fn served(self) -> Result<Reply, Box<Failure>> {
        let status = self.status;
        match status {
            429 => Err(self.limited()),
            404 => Err(Failure::new(Code::SwitchedOff)
                .status(404)
                .hint(Hint::NotFound)),
            500.. => Err(Failure::new(Code::Server).status(status)),
            _ => self.body.ok_or_else(|| not_the_api(status)),
        }
    }

    /// Whether the status says that the call worked.
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    fn limited(self) -> Box<Failure> {
        let mut failure = Failure::new(Code::RateLimited).status(self.status);
        failure.retry_after = self
            .retry_after
            .or(self.body.and_then(|reply| reply.retry_after));
        failure
    }
}

/// Not an answer of the API.
#[inline(never)]
pub fn not_the_api(status: u16) -> Box<Failure> {
    Failure::new(Code::BadResponse)
        .status(status)
        .hint(Hint::NotTheApi)
}

impl Reply {
    /// Whether it names a failure.
    pub fn refuses(&self) -> bool {
        !(self.odd || self.error.is_empty() && self.errors.is_empty())
    }

    /// The service rejected the request.
    pub fn refusal(self, status: u16) -> Box<Failure> {
        let mut failure = Failure::new(Code::Refused).status(status);
        failure.sentences = self.sentences();
        failure
    }

    /// The failures one by one.
    pub fn sentences(self) -> Vec<Sentence> {
        if self.errors.is_empty() {
            Sentence::split(&self.error)
        } else {
            self.errors
        }
    }
}
