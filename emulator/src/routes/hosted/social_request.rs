//! The provider's page when an app's server asked for it (protocol-v1 §5.9): the answer goes to the server's address,
//! as a code. Tested in `tests/api/core/social_logins.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::finish::redirect;
use super::origin::is_own_form;
use super::provider_form::{foreign, form};
use super::visiting::Visiting;
use crate::model::failure::Failure;
use crate::model::ids::random_text;
use crate::model::redirect::append;
use crate::rules::providers::{social_by_key, social_id};
use crate::store::social_requests;

/// Shows the page, or takes its answer.
pub fn social_request(visit: &impl Visiting, key: &str, state: &str) -> Result<Response, Failure> {
    let realm = visit.realm();
    let provider = social_by_key(realm, key).ok_or(Failure::NotFound)?;
    let store = &visit.context().store;
    let now_ms = visit.context().now_ms();
    let request = store
        .transact(|tx| social_requests::live(tx, state, now_ms))?
        .filter(|request| request.realm_id == realm.id && request.code.is_none())
        .filter(|request| request.provider_id == social_id(realm, provider))
        .ok_or(Failure::NotFound)?;
    let page = || {
        let mut page = form(visit, provider);
        if let Some(form) = &mut page.form {
            form.hidden.push(("state".to_owned(), state.to_owned()));
        }
        page
    };
    if !visit.is_post() {
        return Ok(page().show(StatusCode::OK));
    }
    if !is_own_form(visit.received()) {
        return Ok(foreign(visit, provider));
    }
    let back =
        |more: (&str, &str)| redirect(&append(&request.redirect_uri, &[more, ("state", state)]));
    if visit.text("decision").as_deref() == Some("refuse") {
        store.transact(|tx| social_requests::delete(tx, state))?;
        return Ok(back(("error", "access_denied")));
    }
    let Some(email) = visit.text("email") else {
        let mut page = page();
        page.blame(&Failure::invalid("email", "Email can't be blank"));
        return Ok(page.show(StatusCode::OK));
    };
    let (code, name) = (random_text(32), visit.text("name").unwrap_or_default());
    store.transact(|tx| social_requests::answer(tx, state, &code, &email, &name))?;
    Ok(back(("code", &code)))
}
