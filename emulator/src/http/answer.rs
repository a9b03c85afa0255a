//! A failure as each port words it: the Core API by status (protocol-v1 §5.3, §5.4), LoginRocket by `error` in a 200
//! (protocol-v1 §3.3). Tested through both ports.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::model::failure::Failure;

impl Failure {
    /// The status where failures have one.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Refused(_) => StatusCode::UNAUTHORIZED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Forbidden | Self::NotPermitted(_) | Self::SessionEnded | Self::OriginRefused => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::UrlTooLong => StatusCode::URI_TOO_LONG,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The LoginRocket answer: failures of the caller are 200 (protocol-v1 §3.3), with `errors` beside `error` (D7).
    pub fn login_rocket(&self) -> Response {
        let status = match self {
            Self::Invalid(_) | Self::Refused(_) | Self::BadRequest(_) => StatusCode::OK,
            Self::UnsupportedMediaType | Self::RateLimited { .. } => StatusCode::OK,
            _ => self.status(),
        };
        if status != StatusCode::OK {
            return self.plain(status);
        }
        let sentences = self.sentences();
        // D8.
        let mut body = json!({"error": sentences.join("; "), "errors": sentences});
        if let Self::RateLimited { retry_after } = self {
            body["retry_after"] = json!(retry_after);
        }
        (status, Json(body)).into_response()
    }

    fn plain(&self, status: StatusCode) -> Response {
        (status, Json(json!({"error": self.sentences().join("; ")}))).into_response()
    }
}

/// The Core API answer (protocol-v1 §5.4).
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match &self {
            Self::Invalid(problems) | Self::Conflict(problems) => {
                let message = match self {
                    Self::Conflict(_) => "Conflict",
                    _ => "Validation failed",
                };
                let body = json!({"message": message, "errors": problems.by_attribute()});
                (self.status(), Json(body)).into_response()
            }
            _ => self.plain(self.status()),
        }
    }
}
