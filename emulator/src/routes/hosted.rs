//! Hosted pages (protocol-v1 §4, protocol-v2 §6): plain HTML forms under the rules of the API's calls. Which page, of which
//! version, for which app, and what a failure looks like. Tested in `tests/api/hosted/`.

mod branding;
mod cookie;
mod fields;
mod finish;
mod login;
mod logout;
mod notice;
mod origin;
mod page;
mod password;
mod provider_form;
mod remember;
mod signup;
mod social;
mod social_request;
mod v2;
mod verify;
mod visit;
mod visiting;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use axum::routing::any;
use axum::{Extension, Router};

use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::rules::domains;
use page::Page;
use visit::Visit;

/// The routes of the hosted pages.
pub fn router(shared: &Arc<Shared>) -> Router {
    let mut router = Router::new();
    for path in [
        "/",
        "/login",
        "/signup",
        "/logout",
        "/forgot_password",
        "/reset_password",
        "/verify_email",
        "/profile",
        "/accounts",
        "/accounts/{account}",
        "/account/{account}",
        "/auth/{*provider}",
    ] {
        router = router.route(path, any(answer));
    }
    router.with_state(Arc::clone(shared))
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    Extension(received): Extension<Arc<Received>>,
) -> Response {
    dispatch(&shared, &received)
        .await
        .unwrap_or_else(|failure| failed(&failure))
}

async fn dispatch(shared: &Shared, received: &Received) -> Result<Response, Failure> {
    if ![Method::GET, Method::HEAD, Method::POST].contains(&received.method) {
        return Err(Failure::NotFound);
    }
    if let Some(provider) = received.path.strip_prefix("/auth/")
        && let Some(visit) = Visit::of_social_request(&shared.context, received)?
    {
        return social::social(&visit, provider);
    }
    let host = received.header(header::HOST).unwrap_or_default();
    if shared.context.transact(|tx| domains::claims(tx, host))? {
        return v2::dispatch(&shared.context, received).await;
    }
    let visit = Visit::new(&shared.context, received)?;
    match received.path.as_str() {
        "/" | "/login" => login::login(&visit).await,
        "/signup" => signup::signup(&visit).await,
        "/logout" => logout::logout(&visit),
        "/forgot_password" => password::forgot(&visit),
        "/reset_password" => password::reset(&visit).await,
        "/verify_email" => verify::verify(&visit),
        path => match path.strip_prefix("/auth/") {
            Some(provider) => social::social(&visit, provider),
            None => Err(Failure::NotFound),
        },
    }
}

/// A page for failures that no form can show.
fn failed(failure: &Failure) -> Response {
    let (title, text) = match failure {
        Failure::NotFound => (
            "Page not found",
            "There is no such page here, or it is switched off.".to_owned(),
        ),
        other => ("This did not work", other.sentences().join("; ")),
    };
    let status = match failure.status() {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNAUTHORIZED => StatusCode::OK,
        status => status,
    };
    let page = Page {
        title: title.to_owned(),
        texts: vec![text],
        ..Page::default()
    };
    page.show(status)
}
