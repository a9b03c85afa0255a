//! `/v1/credentials`: TOTP enrolment (spec 5.9). Tested in `tests/api/two_factor.rs`.

use axum::routing::post;
use serde_json::json;

use super::{Answer, Call, Routes, created, ok, render};
use crate::error::Failure;
use crate::fields::text;
use crate::ids::new_id;
use crate::logins::use_code;
use crate::store::credentials::{self, Credential};
use crate::store::{realms, users};
use crate::totp;

/// Its routes.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/credentials", post(create).get(super::not_built))
        .route("/v1/credentials/{id}/verify", post(verify))
}

/// A new TOTP credential with its secret, shown this once.
pub async fn create(call: Call) -> Answer {
    let given = call.wrapped("credential")?;
    match text(given, "credential_type").as_deref() {
        Some("totp") => {}
        None => {
            let sentence = "Credential type can't be blank";
            return Err(Failure::invalid("credential_type", sentence));
        }
        Some(_) => {
            return Err(Failure::NotBuilt(
                "Only TOTP credentials can be created here",
            ));
        }
    }
    let user_id =
        text(given, "user_id").ok_or_else(|| Failure::invalid("user_id", "User can't be blank"))?;
    let secret = totp::new_secret();
    let body = call.transact(|tx| {
        let user = users::find(tx, call.realm_id().as_deref(), &user_id)?
            .ok_or_else(|| Failure::invalid("user_id", "User is unknown"))?;
        let realm = realms::realm(tx, &user.realm_id)?.ok_or(Failure::NotFound)?;
        if !realm.totp {
            let sentence = "Auth provider is not available in this realm";
            return Err(Failure::invalid("auth_provider_id", sentence));
        }
        let credential = Credential {
            id: new_id("crd_"),
            user_id: user.id.clone(),
            credential_type: "totp".to_owned(),
            name: text(given, "name"),
            secret: secret.clone(),
            state: "new".to_owned(),
            last_step: 0,
            created_at: call.now_ms(),
        };
        credentials::insert(tx, &credential)?;
        let mut body = render::credential(&credential);
        body["user_id"] = json!(user.id);
        body["otp_secret"] = json!(secret);
        body["provisioning_uri"] =
            json!(totp::provisioning_uri(&realm.name, &user.username, &secret));
        Ok(body)
    })?;
    created(body)
}

/// Activates a TOTP credential by its first code.
pub async fn verify(call: Call) -> Answer {
    let given = call.wrapped("credential")?;
    let code = text(given, "code").unwrap_or_default();
    let refused = || Failure::invalid("code", "Error validating code");
    let body = call.transact(|tx| {
        let credential = credentials::by_id(tx, &call.id)?
            .filter(|credential| credential.credential_type == "totp")
            .ok_or(Failure::NotFound)?;
        let user = users::by_id(tx, &credential.user_id)?.ok_or(Failure::NotFound)?;
        if call.realm_id().is_some_and(|id| id != user.realm_id) {
            return Err(Failure::NotFound);
        }
        use_code(tx, &credential, code.trim(), call.now_ms()).map_err(|failure| match failure {
            Failure::Refused(_) => refused(),
            other => other,
        })?;
        let credential = credentials::by_id(tx, &call.id)?.ok_or(Failure::NotFound)?;
        let mut body = render::credential(&credential);
        body["user_id"] = json!(user.id);
        Ok(body)
    })?;
    ok(body)
}
