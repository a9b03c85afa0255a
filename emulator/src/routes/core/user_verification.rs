//! `/v1/users/:id/…`: verifying addresses (protocol-v1 §5.8). Tested in `tests/api/core/user_verification.rs`.

use axum::routing::post;

use super::{Answer, ApiCall, Routes, ok};
use crate::http::render;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::rules::mail::Sender;
use crate::rules::recovery::{self, Purpose, verification};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route(
            "/v1/users/{id}/request_email_verification",
            post(request_email_verification),
        )
        .route("/v1/users/{id}/verify_email", post(verify_email))
}

/// Asks for a verification: the user with the token, which is mailed as well.
pub async fn request_email_verification(call: ApiCall) -> Answer {
    let body = call.transact(|tx| {
        let mut user = call.user(tx)?;
        if !user.is_active() {
            return Err(Failure::invalid("state", "State is inactive"));
        }
        let realm = call.realm_of(tx, &user)?;
        let sender = Sender::of_realm(tx, call.context(), &realm, call.caller())?;
        let token = verification::request_verification(tx, &mut user, &sender, call.now_ms())?;
        call.user_with_token(tx, &user, &token)
    })?;
    ok(body)
}

/// Verifies an address with such a token; the id may be `--`.
pub async fn verify_email(call: ApiCall) -> Answer {
    let token = text(call.wrapped("user")?, "token")
        .ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    let body = call.transact(|tx| {
        let (realm_id, now_ms) = (call.realm_id(), call.now_ms());
        let realm_id = realm_id.as_deref();
        if let Some(owner) = call.user_or_any(tx)? {
            let holder = recovery::holder(tx, realm_id, Purpose::Verification, &token, now_ms)?;
            holder
                .filter(|holder| holder.id == owner.id)
                .ok_or_else(recovery::token_refused)?;
        }
        render::user(
            tx,
            &verification::verify(tx, realm_id, &token, &call.caller(), now_ms)?,
        )
    })?;
    ok(body)
}
