//! Social logins by an app's server (protocol-v1 §5.9): it gets addresses of the providers, sends its user to one,
//! and changes the code that comes back into a login. Tested in `tests/api/core/social_logins.rs`.

use axum::routing::get;
use serde_json::{Value, json};

use super::call::needed;
use super::{Answer, ApiCall, Routes, collection, ok};
use crate::http::render;
use crate::model::failure::{Failure, UNVERIFIED};
use crate::model::fields::text;
use crate::model::ids::random_text;
use crate::model::password::same_secret;
use crate::model::settings::{App, Provider, Realm, State, is_url};
use crate::rules::apps;
use crate::rules::logins::FirstFactor;
use crate::rules::providers::social_id;
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
            .filter(|request| {
                let known = request.code.as_deref();
                known.is_some_and(|known| same_secret(known, &code)) && request.nonce == nonce
            })
            .ok_or_else(refused)?;
        social_requests::delete(tx, &state)?;
        let realm = realms::realm(tx, &request.realm_id)?.ok_or_else(refused)?;
        let mut providers = realm.social.iter();
        let provider = providers
            .find(|provider| social_id(&realm, provider) == request.provider_id)
            .ok_or_else(refused)?;
        let profile = Profile {
            email: request.email,
            name: request.name,
        };
        enter(tx, &call, &realm, provider, &profile)
    })?;
    ok(body.ok_or(UNVERIFIED)?)
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
    for realm in call.realms(tx)? {
        let mut providers = realm.social.iter();
        let at = providers.position(|provider| social_id(&realm, provider) == call.id);
        if let Some(at) = at {
            return Ok((realm, at));
        }
    }
    Err(Failure::NotFound)
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
    let app = page_app(tx, realm)?;
    let request = SocialRequest {
        state: random_text(32),
        realm_id: realm.id.clone(),
        provider_id: social_id(realm, provider),
        redirect_uri,
        nonce: text(&call.received.query, "nonce"),
        code: None,
        email: String::new(),
        name: String::new(),
        expires_at: call.now_ms() + LIFE_MS,
    };
    social_requests::insert(tx, &request, call.now_ms())?;
    let instance = apps::instance(tx, call.context(), &app)?;
    let (id, state) = (&request.provider_id, &request.state);
    Ok(json!({
        "id": id,
        "object": "auth_provider",
        "provider_type": provider.provider_type.name(),
        "url": format!("{instance}/auth/{id}?state={state}"),
    }))
}

// The page that stands in for the provider is one of the hosted pages.
fn page_app(tx: &Transaction, realm: &Realm) -> Result<App, Failure> {
    let apps = realms::apps(tx, Some(&realm.id))?;
    let mut apps = apps.into_iter().map(|(_, app)| app);
    apps.find(|app| app.state == State::Active)
        .filter(|_| realm.state == State::Active && realm.login_rocket.enabled)
        .ok_or_else(|| {
            let sentence =
                "Realm needs LoginRocket and a Connected App: their host has the provider's page";
            Failure::conflict("realm_id", sentence)
        })
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
        provider.provider_type,
        profile,
        &call.caller(),
        call.now_ms(),
    )?;
    let body = match entered {
        Entered::Known(FirstFactor::Done(login)) => {
            render::user_with_token(tx, &login.user, &login.token)?
        }
        Entered::Known(FirstFactor::CodeDue(user, token)) => {
            render::user_with_token(tx, &user, &token)?
        }
        Entered::New(login) => render::user_with_token(tx, &login.user, &login.token)?,
        Entered::Unverified => return Ok(None),
        Entered::Pending(token) => {
            let parked = signup_tokens::live(tx, Some(&realm.id), &token, call.now_ms())?;
            let parked = parked.ok_or(Failure::Internal)?;
            render::signup_token(&parked)
        }
    };
    Ok(Some(body))
}
