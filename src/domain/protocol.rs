//! A LoginRocket call as plain values. Decides what an HTTP answer is: an answer of the API, a refusal, or something that does not
//! come from the API (protocol-v1 §3.3; contract §3).
//! Imports only `domain`; tested here and in `tests/contract`.

use super::error::{Code, Failure};
use super::hint::Hint;
use super::sentence::Sentence;

/// What to call. The fields are not here: the transport sends every member that the page gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiRequest {
    /// Below `/v1/`, such as `login`.
    pub path: &'static str,
}

/// What came back, as far as the API's shape goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiResponse {
    /// The HTTP status; 0 for an opaque redirect.
    pub status: u16,
    /// The `Retry-After` header in seconds, where the page may read it.
    pub retry_after: Option<u32>,
    /// The body's members, or `None` when it is no JSON object.
    pub body: Option<Reply>,
}

/// The members of a JSON answer that the library reads; others are ignored (D32).
/// A member that is missing, `null`, `false` or of another type is an empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
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
}

impl ApiResponse {
    /// The reply of a call that worked.
    ///
    /// # Errors
    /// Every other answer, by its code.
    pub fn accepted(self) -> Result<Reply, Box<Failure>> {
        match self.status {
            429 => return Err(self.limited()),
            404 => {
                return Err(Failure::new(Code::SwitchedOff)
                    .status(404)
                    .hint(Hint::NotFound));
            }
            500.. => return Err(Failure::new(Code::Server).status(self.status)),
            _ => {}
        }
        let status = self.status;
        let Some(reply) = self.body else {
            return Err(not_the_api(status));
        };
        let refused = !reply.error.is_empty() || !reply.errors.is_empty();
        if refused && !reply.odd {
            let mut failure = Failure::new(Code::Refused).status(status);
            if reply.retry_after.is_some() {
                failure.code = Code::RateLimited;
                failure.retry_after = reply.retry_after;
            } else {
                failure.sentences = reply.sentences();
            }
            return Err(failure);
        }
        if reply.odd || !(200..300).contains(&status) {
            return Err(not_the_api(status));
        }
        Ok(reply)
    }

    fn limited(self) -> Box<Failure> {
        let mut failure = Failure::new(Code::RateLimited).status(self.status);
        failure.retry_after = self
            .retry_after
            .or(self.body.and_then(|reply| reply.retry_after));
        failure
    }
}

fn not_the_api(status: u16) -> Box<Failure> {
    Failure::new(Code::BadResponse)
        .status(status)
        .hint(Hint::NotTheApi)
}

impl Reply {
    /// The failures one by one.
    pub fn sentences(self) -> Vec<Sentence> {
        if self.errors.is_empty() {
            Sentence::split(&self.error)
        } else {
            self.errors
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: Option<Reply>) -> Result<Reply, Code> {
        ApiResponse {
            status,
            retry_after: None,
            body,
        }
        .accepted()
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
        assert_eq!(
            response.clone().accepted().unwrap_err().retry_after,
            Some(7)
        );
        response.retry_after = None;
        response.body = Some(Reply {
            retry_after: Some(9),
            ..Reply::default()
        });
        assert_eq!(response.accepted().unwrap_err().retry_after, Some(9));
    }

    #[test]
    fn a_refusal_that_names_a_wait_is_a_rate_limit() {
        let mut body = error("Too many attempts").unwrap();
        body.retry_after = Some(30);
        let failure = ApiResponse {
            status: 200,
            retry_after: None,
            body: Some(body),
        }
        .accepted()
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
        let failure = ApiResponse {
            status: 200,
            retry_after: None,
            body: Some(reply),
        }
        .accepted()
        .unwrap_err();
        assert_eq!(
            failure.sentences,
            [Sentence {
                field: Some("email"),
                text: "Email is; odd".into()
            }]
        );
    }
}
