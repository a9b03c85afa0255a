//! `/auth/<provider>`: a page that stands in for a social provider and asks who the visitor is. Its form
//! counts only when it comes from this page (protocol-v1 §4, §8). Tested in `tests/api/hosted/social.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::notice::Notice;
use super::origin::is_own_form;
use super::provider_form::{foreign, form};
use super::social_request::social_request;
use super::visit::Visit;
use super::visiting::Visiting;
use super::{login, signup};
use crate::model::failure::{Failure, UNVERIFIED};
use crate::model::settings::Provider;
use crate::rules::providers::social_by_key;
use crate::rules::social::{self, Entered, Profile};

/// Shows the provider's page, or takes its answer.
pub fn social(visit: &Visit<'_>, key: &str) -> Result<Response, Failure> {
    if let Some(state) = visit.request.text("state") {
        return social_request(visit, key, &state);
    }
    let settings = &visit.request.realm.login_rocket;
    let provider = social_by_key(&visit.request.realm, key)
        .filter(|_| settings.login || settings.signup)
        .ok_or(Failure::NotFound)?;
    if !visit.is_post() {
        return Ok(form(visit, provider).show(StatusCode::OK));
    }
    if !is_own_form(visit.received) {
        return Ok(foreign(visit, provider));
    }
    match visit.request.text("decision").as_deref() {
        Some("refuse") => Ok(Notice::AccessDenied.at_login(visit)),
        _ => allowed(visit, provider),
    }
}

fn allowed(visit: &Visit<'_>, provider: &Provider) -> Result<Response, Failure> {
    let profile = Profile {
        email: visit.request.text("email").unwrap_or_default(),
        name: visit.request.text("name").unwrap_or_default(),
    };
    let request = &visit.request;
    let now_ms = request.context.now_ms();
    let entered = request.context.transact(|tx| {
        social::enter(
            tx,
            request.context,
            &request.realm,
            provider,
            &profile,
            &request.caller,
            now_ms,
        )
    });
    match entered {
        Ok(Entered::Known(first)) => login::passed(visit, first),
        Ok(Entered::Unverified) => login::refused(visit, &UNVERIFIED),
        Ok(Entered::New(login)) => visit.finish(&login, true),
        Ok(Entered::Pending(token)) => Ok(signup::pending(visit, &token)),
        Err(failure @ Failure::Invalid(_)) => {
            let mut page = form(visit, provider);
            page.blame(&failure);
            Ok(page.show(StatusCode::OK))
        }
        Err(failure) if request.realm.login_rocket.login => login::refused(visit, &failure),
        Err(failure) => signup::refused(visit, &failure),
    }
}
