//! LoginRocket API (spec section 3): which Connected App is meant, which operation, and the answer as
//! JSON or JSONP (D14). Tested in `tests/api/`, one file per operation.

pub mod authenticate;
pub mod logout;
pub mod password;
mod session;
pub mod signup;
pub mod verify_email;

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};

use crate::fields::Received;
use crate::mail::Sender;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::redirect::Wishes;
use crate::model::settings::{App, Realm, State as Activity};
use crate::rules::apps;
use crate::rules::context::Context;
use crate::state::Shared;

/// The routes of the LoginRocket port, but for the control's.
pub fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .fallback(answer)
        .with_state(Arc::clone(shared))
}

/// A call that found its Connected App.
pub struct Call<'a> {
    /// What rules need.
    pub context: &'a Context,
    /// The app's realm.
    pub realm: Realm,
    /// The Connected App of the host.
    pub app: App,
    // Address of the app's hosted pages, as the caller wrote it.
    instance: String,
    /// Query and body; empty until read.
    pub fields: Fields,
    /// Who calls.
    pub caller: Caller,
}

impl Call<'_> {
    /// A field; empty is missing.
    pub fn text(&self, name: &str) -> Option<String> {
        text(&self.fields, name)
    }

    /// `redir` and `redirect_uri`.
    pub fn wishes(&self) -> Wishes {
        Wishes {
            redir: self.text("redir"),
            redirect_uri: self.text("redirect_uri"),
        }
    }

    /// On whose behalf mails of this call are sent.
    pub fn sender(&self) -> Sender {
        Sender {
            app: Some(self.app.clone()),
            instance: self.instance.clone(),
            wishes: self.wishes(),
            caller: self.caller.clone(),
        }
    }
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
    let mut call = find_app(&shared.context, received)?;
    let operation = Operation::at(&received.path)?;
    if !operation.is_on(&call.realm) {
        return Err(Failure::NotFound);
    }
    call.fields = received.fields()?;
    match operation {
        Operation::Login => authenticate::login(&call).await,
        Operation::Code => authenticate::code(&call),
        Operation::Signup => signup::signup(&call).await,
        Operation::Logout => logout::logout(&call),
        Operation::ForgotPassword => password::forgot(&call),
        Operation::ResetPassword => password::reset(&call).await,
        Operation::VerifyEmail => verify_email::verify_email(&call),
        Operation::Session => session::session(&call),
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

    // Switched off is not found (spec 3.3).
    fn is_on(self, realm: &Realm) -> bool {
        let passwords = realm.password.state == Activity::Active;
        match self {
            Self::Login | Self::Code => realm.login_rocket.login && passwords,
            Self::Signup => realm.login_rocket.signup && passwords,
            Self::ForgotPassword | Self::ResetPassword => passwords,
            // Also where `verify` is off: an app's server may ask for a verification anywhere.
            Self::VerifyEmail | Self::Logout | Self::Session => true,
        }
    }
}

/// The Connected App that the host names, with its realm, both active.
pub fn find_app<'a>(context: &'a Context, received: &Received) -> Result<Call<'a>, Failure> {
    let host = received.header(header::HOST).unwrap_or_default();
    let apps::Found {
        realm,
        app,
        instance,
    } = apps::find(context, host)?;
    // Set at most once a request.
    let _ = received.about.set((realm.id.clone(), Some(app.id.clone())));
    Ok(Call {
        context,
        realm,
        app,
        instance,
        fields: Fields::new(),
        caller: Caller {
            ip: received.ip.map(|ip| ip.to_string()),
            user_agent: received.header(header::USER_AGENT).map(str::to_owned),
        },
    })
}

fn is_callback(name: &str) -> bool {
    (1..=128).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.$".contains(&byte))
}

// Status 200 for errors too: a script tag runs nothing else (spec 3.11).
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
