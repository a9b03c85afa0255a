//! `POST signup` and `POST signup/request` (protocol-v2 §2.5.9, §2.5.10). Tested in `tests/api/login/v2/signup.rs` and
//! `v2/invitations.rs`.

use serde_json::Value;

use super::wire;
use crate::http::lr_request::LrRequest;
use crate::model::failure::Failure;
use crate::rules::v2::invitations;
use crate::rules::v2::signups::{SignedUp, sign_up};

/// A new user, logged in; or a mail.
pub async fn signup(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let (context, realm) = (request.context, &request.realm);
    let locale = request.asked_language.map(|language| language.code());
    match sign_up(context, realm, &request.fields, locale, &request.sender()).await? {
        SignedUp::In(step) => Ok(wire::step(&step)),
        SignedUp::Mailed => Ok(wire::okay()),
    }
}

/// Asks for an invitation.
pub fn ask(request: &LrRequest<'_>) -> Result<Value, Failure> {
    let email = request.text("email");
    let locale = request.asked_language.map(|language| language.code());
    invitations::request(
        request.context,
        &request.realm,
        email.as_deref(),
        locale,
        &request.caller,
    )?;
    Ok(wire::okay())
}
