//! LoginRocket API v1 (protocol-v1 §3): which Connected App is meant, which operation, and the answer as
//! JSON or JSONP (D14). Tested in `tests/api/`, one file per operation.

mod authenticate;
mod logout;
mod password;
mod session;
mod signup;
mod verify_email;

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};

use crate::http::app_request::AppRequest;
use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::model::settings::Realm;

/// The routes of the LoginRocket port, but for the control's.
pub fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .fallback(answer)
        .with_state(Arc::clone(shared))
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    Extension(received): Extension<Arc<Received>>,
) -> Response {
    let callback = match received.method {
        Method::GET => text(&received.query, "callback"),
        _ => None,
    };
    if callback.as_deref().is_some_and(|name| !is_callback(name)) {
        let body = Json(json!({"error": "The callback is not a function name"}));
        return (StatusCode::BAD_REQUEST, body).into_response();
    }
    let response = match dispatch(&shared, &received).await {
        Ok(body) => Json(body).into_response(),
        Err(failure) => failure.login_rocket(),
    };
    match callback {
        Some(callback) => jsonp(&callback, response).await,
        None => response,
    }
}

async fn dispatch(shared: &Shared, received: &Received) -> Result<Value, Failure> {
    if received.method != Method::GET && received.method != Method::POST {
        return Err(Failure::NotFound);
    }
    let mut request = AppRequest::new(&shared.context, received)?;
    let operation = Operation::at(&received.path)?;
    if !operation.is_on(&request.realm) {
        return Err(Failure::NotFound);
    }
    request.fields = received.fields()?;
    match operation {
        Operation::Login => authenticate::login(&request).await,
        Operation::Code => authenticate::code(&request),
        Operation::Signup => signup::signup(&request).await,
        Operation::Logout => logout::logout(&request),
        Operation::ForgotPassword => password::forgot(&request),
        Operation::ResetPassword => password::reset(&request).await,
        Operation::VerifyEmail => verify_email::verify_email(&request),
        Operation::Session => session::session(&request),
    }
}

#[derive(Clone, Copy)]
enum Operation {
    Login,
    Code,
    Signup,
    Logout,
    ForgotPassword,
    ResetPassword,
    VerifyEmail,
    Session,
}

impl Operation {
    fn at(path: &str) -> Result<Self, Failure> {
        match path {
            "/v1/login" => Ok(Self::Login),
            "/v1/login/verify" | "/v1/authenticate_code" => Ok(Self::Code),
            "/v1/signup" => Ok(Self::Signup),
            "/v1/logout" => Ok(Self::Logout),
            "/v1/forgot_password" | "/v1/password/forgot" => Ok(Self::ForgotPassword),
            "/v1/reset_password" | "/v1/password/reset" => Ok(Self::ResetPassword),
            "/v1/verify_email" | "/v1/email/verify" => Ok(Self::VerifyEmail),
            "/v1/session" => Ok(Self::Session),
            _ => Err(Failure::NotFound),
        }
    }

    // Switched off is not found (protocol-v1 §3.3).
    fn is_on(self, realm: &Realm) -> bool {
        let passwords = realm.password.are_on();
        match self {
            Self::Login | Self::Code => realm.login_rocket.login && passwords,
            Self::Signup => realm.login_rocket.signup && passwords,
            Self::ForgotPassword | Self::ResetPassword => passwords,
            // Also where `verify` is off: an app's server may ask for a verification anywhere.
            Self::VerifyEmail | Self::Logout | Self::Session => true,
        }
    }
}

fn is_callback(name: &str) -> bool {
    (1..=128).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.$".contains(&byte))
}

// Status 200 for errors too: a script tag runs nothing else (protocol-v1 §3.11).
async fn jsonp(callback: &str, response: Response) -> Response {
    let Ok(json) = to_bytes(response.into_body(), usize::MAX).await else {
        return Failure::Internal.login_rocket();
    };
    // Legal in JSON, but line ends in older JavaScript.
    let json = String::from_utf8_lossy(&json)
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    let mut response = format!("/**/{callback}({json});").into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/javascript; charset=utf-8"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_is_a_dotted_name_of_at_most_128_characters() {
        for good in ["fn", "jQuery1_2", "a.b.$c", &"x".repeat(128)] {
            assert!(is_callback(good), "{good}");
        }
        for bad in ["", "a b", "alert(1)", "a<b", "a[0]", "é", &"x".repeat(129)] {
            assert!(!is_callback(bad), "{bad}");
        }
    }
}
