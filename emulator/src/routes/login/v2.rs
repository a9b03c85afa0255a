//! LoginRocket API v2 (protocol-v2 §2): which realm is meant, which call, and the answer as JSON. Tested in
//! `tests/api/login/v2/`, one file per call.

mod authenticate;
mod jwks;
mod passwords;
mod profile;
mod session;
mod signup;
mod wire;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Extension, Json, Router};
use serde_json::Value;

use crate::http::answer_v2::failed;
use crate::http::fields::Received;
use crate::http::lr_request::LrRequest;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::rules::domains;
use crate::rules::v2::sentences::{Language, asked};

/// The routes of `/v2/` and of the signing keys.
pub fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/v2", any(answer))
        .route("/v2/", any(answer))
        .route("/v2/{*call}", any(answer))
        .route("/connect/jwks", any(jwks::jwks))
        .with_state(Arc::clone(shared))
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    Extension(received): Extension<Arc<Received>>,
) -> Response {
    let mut request = match LrRequest::new(&shared.context, &received) {
        Ok(request) => request,
        Err(failure)
            if domains::is_in_cluster(received.header(header::HOST).unwrap_or_default()) =>
        {
            let accepted = received.header(header::ACCEPT_LANGUAGE);
            let language = asked(&Realm::default(), accepted).unwrap_or(Language::English);
            return failed(&failure, language, shared.context.now_ms());
        }
        // No host of version 2.
        Err(failure) => return failure.login_rocket(),
    };
    match dispatch(&mut request, &received).await {
        Ok(body) => Json(body).into_response(),
        Err(failure) => failed(&failure, request.language(), shared.context.now_ms()),
    }
}

async fn dispatch(request: &mut LrRequest<'_>, received: &Received) -> Result<Value, Failure> {
    let call = Call::at(&received.method, &received.path).ok_or(Failure::NotFound)?;
    // Switched off is not found (V38).
    if !request.realm.v2.lr_api || (call.needs_passwords() && !passwords_on(request)) {
        return Err(Failure::NotFound);
    }
    request.fields = match call {
        Call::Session | Call::Logout => {
            let mut fields = received.body.clone()?;
            fields.extend(received.query.clone());
            fields
        }
        _ => received.fields()?,
    };
    match call {
        Call::Login => authenticate::login(request).await,
        Call::Verify => authenticate::verify(request),
        Call::Session => session::session(request),
        Call::Logout => session::logout(request),
        Call::Forgot => passwords::forgot(request),
        Call::Reset => passwords::reset(request).await,
        Call::ChangePassword => passwords::change(request).await,
        Call::Profile => profile::update(request).await,
        Call::VerifyEmail => profile::verify_email(request),
        Call::AskInvitation => signup::ask(request),
        Call::Signup => signup::signup(request).await,
    }
}

fn passwords_on(request: &LrRequest) -> bool {
    request.realm.password.are_on()
}

#[derive(Clone, Copy)]
enum Call {
    Login,
    Verify,
    Session,
    Logout,
    Forgot,
    Reset,
    ChangePassword,
    Profile,
    VerifyEmail,
    AskInvitation,
    Signup,
}

impl Call {
    fn at(method: &Method, path: &str) -> Option<Self> {
        let path = path.strip_prefix("/v2/")?;
        Some(match (method.as_str(), path) {
            ("POST", "login") => Self::Login,
            ("POST", "login/verify") => Self::Verify,
            ("GET", "session") => Self::Session,
            ("DELETE", "session") => Self::Logout,
            ("POST", "password/forgot") => Self::Forgot,
            ("POST", "password/reset") => Self::Reset,
            ("POST", "profile/password") => Self::ChangePassword,
            ("PUT", "profile") => Self::Profile,
            ("POST", "email/verify") => Self::VerifyEmail,
            ("POST", "signup/request") => Self::AskInvitation,
            ("POST", "signup") => Self::Signup,
            _ => return None,
        })
    }

    fn needs_passwords(self) -> bool {
        matches!(
            self,
            Self::Login
                | Self::Verify
                | Self::Forgot
                | Self::Reset
                | Self::ChangePassword
                | Self::Signup
        )
    }
}
