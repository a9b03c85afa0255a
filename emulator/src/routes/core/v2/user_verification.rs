//! `/v2/users/…`: verifying addresses, and accepting invitations (protocol-v2 §7.5). Tested in
//! `tests/api/core/v2/user_verification.rs`.

use axum::routing::post;

use super::users::body;
use super::{Answer, Call, Routes, ok, token};
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::rules::recovery::verification;
use crate::rules::v2::{invitations, profiles};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route(
            "/v2/users/{id}/request_email_verification",
            post(request_email_verification),
        )
        .route("/v2/users/verify_email", post(verify_email))
        .route("/v2/users/{id}/accept_invitation", post(accept_invitation))
}

/// Asks for a verification: the token, which is mailed as well.
async fn request_email_verification(call: Call) -> Answer {
    let made = call.transact(|tx| {
        let (realm, mut user) = call.user(tx)?;
        if !user.is_active() {
            return Err(Failure::invalid("state", "State is inactive"));
        }
        let sender = call.sender(tx, &realm)?;
        verification::request_verification(tx, &mut user, &sender, call.now_ms())
    })?;
    token(&made)
}

/// Verifies an address with such a token, or a changed one with a `tue:` token.
async fn verify_email(call: Call) -> Answer {
    let given = text(call.action("user"), "token");
    let realm = call.transact(|tx| call.realm(tx))?;
    let caller = call.caller();
    let user = profiles::verify_email(call.context(), &realm, given.as_deref(), &caller)?;
    ok(call.transact(|tx| body(tx, &call, &user))?)
}

/// Uses an invitation for a user who is there already: one into an org makes the user a member.
async fn accept_invitation(call: Call) -> Answer {
    let given = text(call.action("user"), "token")
        .ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    ok(call.transact(|tx| {
        let (realm, user) = call.user(tx)?;
        let now_ms = call.now_ms();
        let invitation = invitations::find(tx, &realm, &given, now_ms)?;
        invitations::accept_for(tx, &invitation, &user, &call.caller(), now_ms)?;
        body(tx, &call, &user)
    })?)
}
