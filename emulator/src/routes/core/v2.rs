//! Core API v2 (protocol-v2 §7): which resources exist, and how answers and failures read (protocol-v2 §7.2, §7.3).
//! Rules, rows and settings are those that version 1 uses too. Who may call is in `v2/access.rs`, the conventions of
//! calls are in `v2/call.rs`. Tested in `tests/api/core/v2/`.

mod access;
mod auth_providers;
mod call;
mod client_apps;
mod credentials;
mod domains;
mod events;
mod hooks;
mod invitations;
mod jwt_keys;
mod listing;
mod memberships;
mod orgs;
mod realms;
mod records;
mod sessions;
mod social_logins;
mod user_logins;
mod user_passwords;
mod user_verification;
mod users;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::http::answer_v2::core_failed;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::rules::v2::core_logins::CoreStep;
use crate::rules::v2::sentences::{Language, asked};
use call::Call;

type Answer = Result<Response, Refusal>;
type Routes = Router<Arc<Shared>>;

/// A failure on its way out; the middleware of this API words it.
#[derive(Debug, Clone)]
pub struct Refusal {
    failure: Failure,
    // Where a failed social login can be tried again.
    retry_url: Option<String>,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            retry_url: None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The routes below `/v2/` of the Core API port.
pub fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .merge(auth_providers::routes())
        .merge(client_apps::routes())
        .merge(credentials::routes())
        .merge(domains::routes())
        .merge(events::routes())
        .merge(hooks::routes())
        .merge(invitations::routes())
        .merge(jwt_keys::routes())
        .merge(memberships::routes())
        .merge(orgs::routes())
        .merge(realms::routes())
        .merge(records::routes())
        .merge(sessions::routes())
        .merge(social_logins::routes())
        .merge(user_logins::routes())
        .merge(user_passwords::routes())
        .merge(user_verification::routes())
        .merge(users::routes())
        .fallback(|| async { Refusal::from(Failure::NotFound) })
        .method_not_allowed_fallback(|| async { Refusal::from(Failure::MethodNotAllowed) })
        .layer(from_fn_with_state(Arc::clone(shared), pass))
        .with_state(Arc::clone(shared))
}

async fn pass(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    let language = asked(&Realm::default(), accepted).unwrap_or(Language::English);
    // .NET adds this header; AuthRocket wants it switched off (protocol-v2 §7.3).
    let expects = headers.contains_key(header::EXPECT);
    let mut response = match access::admit(&shared, &mut request) {
        Err(failure) => Refusal::from(failure).into_response(),
        Ok(()) if expects => {
            let errors = json!({"errors": ["Expect header is not supported"]});
            return (StatusCode::EXPECTATION_FAILED, Json(errors)).into_response();
        }
        Ok(()) => next.run(request).await,
    };
    match response.extensions_mut().remove::<Refusal>() {
        None => response,
        Some(refusal) => core_failed(
            &refusal.failure,
            refusal.retry_url.as_deref(),
            language,
            shared.context.now_ms(),
        ),
    }
}

fn ok(body: Value) -> Answer {
    Ok(Json(body).into_response())
}

fn created(body: Value) -> Answer {
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

fn gone() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn collection(rows: Vec<Value>, more_results: bool) -> Answer {
    ok(json!({"collection": rows, "more_results": more_results}))
}

fn token(token: &str) -> Answer {
    ok(json!({"object": "token", "token": token}))
}

/// What a login is answered with: the session, or the token that a code is due for.
fn step(call: &Call, step: CoreStep) -> Answer {
    match step {
        CoreStep::CodeDue(due) => token(&due),
        CoreStep::Session(login) => {
            let (user, session, token) = *login;
            ok(call.transact(|tx| sessions::body(tx, &user, &session, Some(&token)))?)
        }
    }
}
