//! Mails: the list, one less, and the HTML of one as a document that can do nothing. Tested in
//! `tests/api/control/outbox.rs`.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;

use super::lists::newest;
use super::{Answer, Emulator, Request, collection};
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::store::mails;

/// No script, no frame, no form and nothing from other hosts; the page shows it in a frame with an origin of its own.
const MAIL_POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; \
     base-uri 'none'; frame-ancestors 'self'";

pub async fn list(State(shared): Emulator, Extension(received): Request) -> Answer {
    let realm_id = text(&received.query, "realm_id");
    let to = text(&received.query, "to");
    let newest = newest(&received)?;
    let mut rows = shared
        .context
        .transact(|tx| mails::list(tx, realm_id.as_deref(), to.as_deref()))?;
    rows.drain(..rows.len().saturating_sub(newest.max_results));
    collection(rows)
}

pub async fn clear(State(shared): Emulator) -> Answer {
    shared.context.transact(mails::clear)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub async fn delete(State(shared): Emulator, Path(id): Path<String>) -> Answer {
    match shared.context.transact(|tx| mails::delete(tx, &id))? {
        true => Ok(StatusCode::NO_CONTENT.into_response()),
        false => Err(Failure::NotFound),
    }
}

pub async fn html(State(shared): Emulator, Path(id): Path<String>) -> Answer {
    let mail = shared.context.transact(|tx| mails::by_id(tx, &id))?;
    let html = mail.and_then(|mail| mail.html).ok_or(Failure::NotFound)?;
    let mut response = html.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, MAIL_POLICY),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}
