//! Social logins by an app's server (protocol-v1 §5.9): it gets addresses of the providers, sends its user to one,
//! and changes the code that comes back into a login. Tested in `tests/api/core/social_logins.rs`.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::{Value, json};

use super::call::needed;
use super::{Answer, ApiCall, Routes, collection, ok};
use crate::http::api_json::ApiJson;
use crate::http::render;
use crate::model::failure::{Failure, UNVERIFIED};
use crate::model::fields::text;
use crate::model::ids::random_text;
use crate::model::password::same_secret;
use crate::model::settings::{Provider, Realm, State, is_url};
use crate::rules::apps;
use crate::rules::logins::FirstFactor;
use crate::rules::providers::{self, ProviderKind, social_id};
use crate::rules::social::{self, Entered, Profile};
use crate::store::social_requests::{self, SocialRequest};
use crate::store::{Transaction, realms, signup_tokens};

// protocol-v1 §5.9.
const LIFE_MS: i64 = 30 * 60 * 1000;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v1/auth_providers/authorize", get(list).post(by_code))
        .route(
            "/v1/auth_providers/{id}/authorize",
            get(read).post(by_access_token),
        )
}

/// An address for each social provider.
pub async fn list(call: ApiCall) -> Answer {
    let rows = call.transact(|tx| {
        let realm = call.realm(tx)?;
        let providers = realm.social.iter();
        let rows = providers.map(|provider| address(tx, &call, &realm, provider));
        rows.collect::<Result<Vec<_>, _>>()
    })?;
    collection(rows, false)
}

/// The address of one.
pub async fn read(call: ApiCall) -> Answer {
    ok(call.transact(|tx| {
        let (realm, at) = find(tx, &call)?;
        address(tx, &call, &realm, &realm.social[at])
    })?)
}

/// A code that the provider gave, with the state and the nonce it was asked with.
pub async fn by_code(call: ApiCall) -> Answer {
    let given = call.wrapped("auth_provider").unwrap_or(&call.body);
    let (code, state) = (needed(given, "code")?, needed(given, "state")?);
    let nonce = text(given, "nonce");
    let refused = || Failure::invalid("code", "Code is unknown, used or expired");
    let body = call.transact(|tx| {
        let request = social_requests::live(tx, &state, call.now_ms())?
            .filter(|request| call.knows(&request.realm_id))
            .filter(|request| request.nonce == nonce)
            .ok_or_else(refused)?;
        let realm = realms::realm(tx, &request.realm_id)?.ok_or_else(refused)?;
        let mut providers = realm.social.iter();
        let provider = providers
            .find(|provider| social_id(&realm, provider) == request.provider_id)
            .ok_or_else(refused)?;
        let known = request.code.as_deref();
        if !known.is_some_and(|known| same_secret(known, &code)) {
            let uri = request.redirect_uri.clone();
            return new_request(tx, &call, &realm, provider, uri, nonce).map(ByCode::Retry);
        }
        social_requests::delete(tx, &state)?;
        let profile = Profile {
            email: request.email,
            name: request.name,
        };
        enter(tx, &call, &realm, provider, &profile).map(ByCode::Entered)
    })?;
    match body {
        ByCode::Entered(body) => ok(body.ok_or(UNVERIFIED)?),
        ByCode::Retry(url) => {
            // A new address beside the errors (protocol-v1 §5.4, C8).
            let body = json!({
                "message": "Validation failed",
                "errors": {"code": ["Error validating code"]},
                "retry_url": url,
            });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, ApiJson(body)).into_response())
        }
    }
}

enum ByCode {
    /// The answer; none if the user has to verify the address first.
    Entered(Option<Value>),
    /// The code was wrong: where to try again.
    Retry(String),
}

/// A token that an app got of the provider by itself: here `pretend:<address>`, with `:<name>` behind it if
/// there should be one.
pub async fn by_access_token(call: ApiCall) -> Answer {
    let given = call.wrapped("auth_provider").unwrap_or(&call.body);
    let token = needed(given, "access_token")?;
    let refused = || Failure::invalid("access_token", "Access token is not good at the provider");
    let told = token.strip_prefix("pretend:").ok_or_else(refused)?;
    let (email, name) = told.split_once(':').unwrap_or((told, ""));
    let profile = Profile {
        email: email.to_owned(),
        name: name.to_owned(),
    };
    let body = call.transact(|tx| {
        let (realm, at) = find(tx, &call)?;
        enter(tx, &call, &realm, &realm.social[at], &profile)
    })?;
    ok(body.ok_or(UNVERIFIED)?)
}

fn find(tx: &Transaction, call: &ApiCall) -> Result<(Realm, usize), Failure> {
    let mut found = Vec::new();
    for realm in call.realms(tx)? {
        let entries = providers::of_realm(&realm).into_iter();
        let social = entries.filter_map(|entry| match entry.kind {
            ProviderKind::Social(at) => Some((entry, at)),
            _ => None,
        });
        found.extend(social.map(|(entry, at)| (realm.clone(), entry, at)));
    }
    let place = providers::position(found.iter().map(|(_, entry, _)| entry), &call.id);
    let (realm, _, at) = found.swap_remove(place.ok_or(Failure::NotFound)?);
    Ok((realm, at))
}

fn address(
    tx: &Transaction,
    call: &ApiCall,
    realm: &Realm,
    provider: &Provider,
) -> Result<Value, Failure> {
    let redirect_uri = needed(&call.received.query, "redirect_uri")?;
    if !is_url(&redirect_uri) {
        let sentence = "Redirect uri must be an http or https URL";
        return Err(Failure::invalid("redirect_uri", sentence));
    }
    let nonce = text(&call.received.query, "nonce");
    let url = new_request(tx, call, realm, provider, redirect_uri, nonce)?;
    Ok(json!({
        "id": social_id(realm, provider),
        "object": "auth_provider",
        "provider_type": provider.provider_type.name(),
        "url": url,
    }))
}

/// Begins a social login; the address of the provider's page.
fn new_request(
    tx: &Transaction,
    call: &ApiCall,
    realm: &Realm,
    provider: &Provider,
    redirect_uri: String,
    nonce: Option<String>,
) -> Result<String, Failure> {
    if realm.state != State::Active {
        return Err(Failure::conflict("realm_id", "Realm is inactive"));
    }
    let request = SocialRequest {
        state: random_text(32),
        realm_id: realm.id.clone(),
        provider_id: social_id(realm, provider),
        redirect_uri,
        nonce,
        code: None,
        email: String::new(),
        name: String::new(),
        expires_at: call.now_ms() + LIFE_MS,
    };
    social_requests::insert(tx, &request, call.now_ms())?;
    // The page that stands in for the provider is on the host of the realm's oldest app. A realm needs none for a
    // login by its server (protocol-v1 §12, C6), so the page answers on the bare host as well.
    let apps = realms::apps(tx, Some(&realm.id))?;
    let mut apps = apps.into_iter().map(|(_, app)| app);
    let app = apps.find(|app| app.state == State::Active);
    let instance = match app.filter(|_| realm.login_rocket.enabled) {
        Some(app) => apps::instance(tx, call.context(), &app)?,
        None => apps::bare_instance(call.context()),
    };
    let (id, state) = (&request.provider_id, &request.state);
    Ok(format!("{instance}/auth/{id}?state={state}"))
}

// Nothing if the user has to verify the address first: the mail about it must be kept.
fn enter(
    tx: &Transaction,
    call: &ApiCall,
    realm: &Realm,
    provider: &Provider,
    profile: &Profile,
) -> Result<Option<Value>, Failure> {
    // The switches are LoginRocket's and do not concern the Core API (protocol-v1 §3.1).
    let mut open = realm.clone();
    open.login_rocket.login = true;
    open.login_rocket.signup = true;
    let entered = social::enter(
        tx,
        call.context(),
        &open,
        provider,
        profile,
        &call.caller(),
        call.now_ms(),
    )?;
    let body = match entered {
        Entered::Known(FirstFactor::Done(login)) => {
            call.user_with_token(tx, &login.user, &login.token)?
        }
        Entered::Known(FirstFactor::CodeDue(user, token)) => {
            call.user_with_token(tx, &user, &token)?
        }
        Entered::New(login) => call.user_with_token(tx, &login.user, &login.token)?,
        Entered::Unverified => return Ok(None),
        Entered::Pending(token) => {
            let parked = signup_tokens::live(tx, Some(&realm.id), &token, call.now_ms())?;
            let parked = parked.ok_or(Failure::Internal)?;
            render::signup_token(&parked)
        }
    };
    Ok(Some(body))
}
