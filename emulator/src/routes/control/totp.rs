//! The TOTP code of a user, for tests and for people without a telephone, and the picture that a telephone
//! reads. Tested in `tests/api/control/state.rs` and `control/page.rs`.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use serde_json::json;

use super::{Answer, Emulator, Request};
use crate::http::fields::Received;
use crate::http::qr;
use crate::http::shared::Shared;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::model::totp;
use crate::store::credentials::{self, Credential};
use crate::store::{Transaction, realms, users};

pub async fn totp_code(
    State(shared): Emulator,
    Extension(received): Request,
    Path(key): Path<String>,
) -> Answer {
    let (uri, credential) = found(&shared, &received, &key)?;
    let now_ms = shared.context.now_ms();
    let (code, seconds_left) = totp::usable_code(&credential.secret, now_ms, credential.last_step)
        .ok_or(Failure::NotFound)?;
    let body = json!({
        "code": code,
        "secret": credential.secret,
        "provisioning_uri": uri,
        "seconds_left": seconds_left,
    });
    Ok(Json(body).into_response())
}

pub async fn totp_qr(
    State(shared): Emulator,
    Extension(received): Request,
    Path(key): Path<String>,
) -> Answer {
    let (uri, _) = found(&shared, &received, &key)?;
    let mut response = qr::svg(&uri)?.into_response();
    let kind = HeaderValue::from_static("image/svg+xml");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

fn found(shared: &Shared, received: &Received, key: &str) -> Result<(String, Credential), Failure> {
    let realm_id = text(&received.query, "realm_id");
    let found = shared
        .context
        .transact(|tx| enrolment(tx, realm_id.as_deref(), key))?;
    found.ok_or(Failure::NotFound)
}

// The newest TOTP credential, also one that is not verified yet, with its `otpauth:` address.
fn enrolment(
    tx: &Transaction,
    realm_id: Option<&str>,
    key: &str,
) -> Result<Option<(String, Credential)>, Failure> {
    let Some(user) = users::find(tx, realm_id, key)? else {
        return Ok(None);
    };
    let realm = realms::realm(tx, &user.realm_id)?;
    let newest = credentials::of_user(tx, &user.id)?
        .into_iter()
        .rfind(|credential| credential.credential_type == "totp");
    Ok(realm.zip(newest).map(|(realm, credential)| {
        let uri = totp::provisioning_uri(&realm.name, &user.username, &credential.secret);
        (uri, credential)
    }))
}
