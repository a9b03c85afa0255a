//! What every request of both ports passes: reading it once, the request log, faults, `X-Request-ID`, CORS
//! (D15, LoginRocket and control only) and one log line without secrets. Tested in `tests/api/http/cors.rs`,
//! `control/faults.rs` and `control/state.rs`.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::http::cors_v2::{self, Origin};
use crate::http::faults::{Dropped, Fault};
use crate::http::fields::Received;
use crate::http::headers::{add_common, add_cors};
use crate::http::magic_faults;
use crate::http::port::Port;
use crate::http::receive::{is_control, receive};
use crate::http::request_log::without_secrets;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::ids;
use crate::rules::mail::pending::Batch;

/// Longest URL, in bytes: a login token with many memberships has to fit.
const URL_LIMIT: usize = 16 * 1024;

/// Marks an answer that is for a browser's window, not for scripts of other origins.
#[derive(Debug, Clone, Copy)]
pub struct HostedPage;

/// Puts the middleware around a port's routes.
pub fn around(port: Port, shared: &Arc<Shared>, routes: Router) -> Router {
    routes.layer(from_fn_with_state((port, Arc::clone(shared)), pass))
}

async fn pass(
    State((port, shared)): State<(Port, Arc<Shared>)>,
    request: Request,
    next: Next,
) -> Response {
    let answered = answer(port, &shared, request, next);
    shared.context.ids.scope(answered).await
}

async fn answer(port: Port, shared: &Shared, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let (received, request) = receive(request, shared.read_timeout).await;
    let control = port == Port::Login && is_control(&received.path);
    let number = (!control).then(|| {
        shared
            .request_log
            .note(port, &received, shared.context.now_ms())
    });
    let fault = match control {
        true => None,
        false => shared
            .faults
            .take(port, &received.method, &received.path)
            .or_else(|| magic_fault(port, shared, &received)),
    };
    if let Some(fault) = &fault {
        if let Some(number) = number {
            shared.request_log.met(number, fault.fault);
        }
        tokio::time::sleep(fault.delay()).await;
    }
    let too_long = received.url_length > URL_LIMIT;
    let origin = match port {
        Port::Login => cors_v2::check(shared, &received),
        Port::Api => Origin::NotV2,
    };
    let (origin, refused) = match origin {
        Origin::Refused(answer) => (Origin::Unlisted, Some(*answer)),
        other => (other, None),
    };
    let played = match too_long {
        true => Some(Failure::UrlTooLong.into_response()),
        false => fault.as_ref().and_then(Fault::answer).or(refused),
    };
    let mut response = match played {
        Some(response) => response,
        None if port == Port::Login && received.method == Method::OPTIONS => {
            StatusCode::NO_CONTENT.into_response()
        }
        None => Batch::new(&shared.mails).around(next.run(request)).await,
    };
    let page = response.extensions().get::<HostedPage>().is_some();
    if port == Port::Login && !page && fault.is_none_or(|fault| fault.cors) {
        match origin {
            Origin::NotV2 => add_cors(response.headers_mut(), &received),
            _ => cors_v2::add(response.headers_mut(), &received, &origin),
        }
    }
    if received.method != Method::GET || port == Port::Login {
        shared.deliveries.notify_one();
    }
    let request_id = ids::request_id();
    add_common(response.headers_mut(), &request_id);
    let dropped = response.extensions().get::<Dropped>().is_some();
    if let Some(number) = number.filter(|_| !dropped) {
        let noted = shared.request_log.answered(number, &received, response);
        response = noted.await;
    }
    let (realm, app) = received.about.get().cloned().unzip();
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS];
    if control && !reads.contains(&received.method) {
        shared.request_log.changed();
    }
    tracing::info!(
        request_id,
        port = port.name(),
        method = %received.method,
        path = without_secrets(&received.path),
        status = (!dropped).then(|| response.status().as_u16()),
        ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        realm,
        app = app.flatten(),
        "request"
    );
    response
}

fn magic_fault(port: Port, shared: &Shared, received: &Received) -> Option<Fault> {
    match port {
        Port::Login => magic_faults::fault(shared, received),
        Port::Api => None,
    }
}
