//! `/auth/<type or ap_ id>`: the page that stands in for a social provider (V25). Its form counts only when it comes from
//! this page. Tested in `tests/api/hosted/v2/social.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::login::refused;
use super::visit::Visit;
use crate::model::failure::Failure;
use crate::routes::hosted::finish::redirect;
use crate::routes::hosted::origin::is_own_form;
use crate::routes::hosted::provider_form::{foreign, form};
use crate::routes::hosted::social_request::social_request;
use crate::routes::hosted::visiting::Visiting;
use crate::rules::providers::social_by_key;
use crate::rules::social::Profile;
use crate::rules::v2::social::enter;

/// Shows the provider's page, or takes its answer.
pub fn social(visit: &mut Visit<'_>, key: &str) -> Result<Response, Failure> {
    if let Some(state) = visit.request.text("state") {
        return social_request(visit, key, &state);
    }
    let (context, realm) = (visit.request.context, &visit.request.realm);
    let provider = social_by_key(realm, key).ok_or(Failure::NotFound)?;
    if !visit.is_post() {
        return Ok(form(visit, provider).show(StatusCode::OK));
    }
    if !is_own_form(visit.received) {
        return Ok(foreign(visit, provider));
    }
    if visit.decided("refuse") {
        return Ok(redirect(
            &visit.address("/login", &[("error", "access_denied")]),
        ));
    }
    let profile = Profile {
        email: visit.request.text("email").unwrap_or_default(),
        name: visit.request.text("name").unwrap_or_default(),
    };
    let entered = enter(
        context,
        realm,
        provider,
        &profile,
        visit.wishes.invitation.as_deref(),
        visit.wishes.account(),
        &visit.request.sender(),
    );
    match entered {
        Ok(step) => visit.opened(step),
        Err(failure @ Failure::Invalid(_)) => visit.blame(form(visit, provider), &failure),
        Err(failure) => refused(visit, &failure),
    }
}
