//! `/v2/auth_providers/…authorize`: social logins by an app's own server (protocol-v2 §7.8). Tested in
//! `tests/api/core/v2/social_logins.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::super::call::needed;
use super::auth_providers::find;
use super::{Answer, Call, Refusal, Routes, collection, ok, step};
use crate::model::failure::{Failure, UNVERIFIED};
use crate::model::fields::text;
use crate::model::ids::random_text;
use crate::model::password::same_secret;
use crate::model::settings::{Provider, Realm, is_url};
use crate::rules::domains;
use crate::rules::logins::FirstFactor;
use crate::rules::logins::live_sessions::sign_token;
use crate::rules::providers::{ProviderKind, social_id};
use crate::rules::social::{self, Entered, Profile};
use crate::rules::v2::core_logins::CoreStep;
use crate::store::Transaction;
use crate::store::social_requests::{self, SocialRequest};

const LIFE_MS: i64 = 30 * 60 * 1000;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/auth_providers/authorize", get(list).post(by_code))
        .route(
            "/v2/auth_providers/{id}/authorize",
            get(read).post(by_access_token),
        )
}

/// An address for each social provider.
async fn list(call: Call) -> Answer {
    let rows = call.transact(|tx| {
        let realm = call.realm(tx)?;
        let providers = realm.social.iter();
        let rows = providers.map(|provider| address(tx, &call, &realm, provider));
        rows.collect::<Result<Vec<_>, _>>()
    })?;
    collection(rows, false)
}

/// The address of one.
async fn read(call: Call) -> Answer {
    ok(call.transact(|tx| {
        let (realm, at) = social_provider(tx, &call)?;
        address(tx, &call, &realm, &realm.social[at])
    })?)
}

/// A code that the provider gave, with the state and the nonce it was asked with. After a wrong code the state stays
/// good.
async fn by_code(call: Call) -> Answer {
    let given = call.action("auth_provider");
    let (code, state) = (needed(given, "code")?, needed(given, "state")?);
    let nonce = text(given, "nonce");
    let refused = || Failure::invalid("code", "Error validating code");
    let outcome = call.transact(|tx| {
        let request = social_requests::live(tx, &state, call.now_ms())?;
        let request = request
            .filter(|request| request.nonce == nonce)
            .ok_or_else(refused)?;
        let realm = match call.within(tx, &request.realm_id) {
            Err(Failure::NotFound) => return Err(refused()),
            realm => realm?,
        };
        let known = request.code.as_deref();
        if !known.is_some_and(|known| same_secret(known, &code)) {
            return url(tx, &call, &realm, &request).map(Err);
        }
        social_requests::delete(tx, &state)?;
        let mut providers = realm.social.iter();
        let provider = providers
            .find(|provider| social_id(&realm, provider) == request.provider_id)
            .ok_or_else(refused)?;
        let profile = Profile {
            email: request.email,
            name: request.name,
        };
        enter(tx, &call, &realm, provider, &profile).map(Ok)
    })?;
    match outcome {
        Ok(entered) => step(&call, entered.ok_or(UNVERIFIED)?),
        Err(url) => Err(Refusal {
            failure: refused(),
            retry_url: Some(url),
        }),
    }
}

/// A token that an app got of the provider by itself: here `pretend:<address>`, with `:<name>` behind it if there should
/// be one.
async fn by_access_token(call: Call) -> Answer {
    let token = needed(call.action("auth_provider"), "access_token")?;
    let refused = || Failure::invalid("access_token", "Access token is not good at the provider");
    let pretended = token.strip_prefix("pretend:").ok_or_else(refused)?;
    let (email, name) = pretended.split_once(':').unwrap_or((pretended, ""));
    let profile = Profile {
        email: email.to_owned(),
        name: name.to_owned(),
    };
    let entered = call.transact(|tx| {
        let (realm, at) = social_provider(tx, &call)?;
        enter(tx, &call, &realm, &realm.social[at], &profile)
    })?;
    step(&call, entered.ok_or(UNVERIFIED)?)
}

fn social_provider(tx: &Transaction, call: &Call) -> Result<(Realm, usize), Failure> {
    let (realm, entry) = find(tx, call)?;
    match entry.kind {
        ProviderKind::Social(at) => Ok((realm, at)),
        _ => Err(Failure::NotFound),
    }
}

fn address(
    tx: &Transaction,
    call: &Call,
    realm: &Realm,
    provider: &Provider,
) -> Result<Value, Failure> {
    let query = &call.received.query;
    let redirect_uri = needed(query, "redirect_uri")?;
    if !is_url(&redirect_uri) {
        let sentence = "Redirect uri must be an http or https URL";
        return Err(Failure::invalid("redirect_uri", sentence));
    }
    let request = SocialRequest {
        state: random_text(32),
        realm_id: realm.id.clone(),
        provider_id: social_id(realm, provider),
        redirect_uri,
        nonce: text(query, "nonce"),
        code: None,
        email: String::new(),
        name: String::new(),
        expires_at: call.now_ms() + LIFE_MS,
    };
    social_requests::insert(tx, &request, call.now_ms())?;
    Ok(json!({
        "id": request.provider_id,
        "object": "auth_provider",
        "provider_type": provider.provider_type.name(),
        "auth_url": url(tx, call, realm, &request)?,
    }))
}

// The page that stands in for the provider, on the realm's host (V25).
fn url(
    tx: &Transaction,
    call: &Call,
    realm: &Realm,
    request: &SocialRequest,
) -> Result<String, Failure> {
    let instance = domains::instance(tx, call.context(), realm)?;
    let (id, state) = (&request.provider_id, &request.state);
    Ok(format!("{instance}/auth/{id}?state={state}"))
}

// Nothing if the user has to verify the address first: the mail about it must be kept.
fn enter(
    tx: &Transaction,
    call: &Call,
    realm: &Realm,
    provider: &Provider,
    profile: &Profile,
) -> Result<Option<CoreStep>, Failure> {
    let now_ms = call.now_ms();
    let entered = social::enter(
        tx,
        call.context(),
        realm,
        provider,
        profile,
        &call.caller(),
        now_ms,
    )?;
    let login = match entered {
        Entered::Known(FirstFactor::CodeDue(_, token)) => {
            return Ok(Some(CoreStep::CodeDue(token)));
        }
        Entered::Unverified => return Ok(None),
        // Signup tokens are of version 1.
        Entered::Pending(_) => return Err(Failure::Internal),
        Entered::Known(FirstFactor::Done(login)) | Entered::New(login) => *login,
    };
    let token = sign_token(tx, realm, &login.user, &login.session, now_ms)?;
    let login = (login.user, login.session, token);
    Ok(Some(CoreStep::Session(Box::new(login))))
}
