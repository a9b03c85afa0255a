//! Verification of login tokens of AuthRocket 2: RS256, with the key that `kid` names, issuer, realm and end (protocol-v2
//! §4.2, §7.11).

use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;

use crate::config::Secret;
use crate::state::App;
use crate::verify::{Refusal, looks_like_jwt};
use crate::visit::LoginV2;

const ISSUER: &str = "https://authrocket.com";
/// Difference between our clock and the service's that is not held against a token, as in the official clients.
const LEEWAY: u64 = 5;

#[derive(Deserialize)]
struct Claims {
    sub: String,
    rid: String,
    sid: String,
    exp: u64,
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    orgs: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    oid: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    selected: bool,
}

/// Verifies a token of the realm at `realm`.
pub async fn verify(app: &App, realm: usize, token: Option<&str>) -> Result<LoginV2, Refusal> {
    let token = token
        .filter(|token| !token.is_empty())
        .ok_or(Refusal::Missing)?;
    if !looks_like_jwt(token) {
        return Err(Refusal::Forged);
    }
    let now = app.visits.now();
    let header = decode_header(token).map_err(|_| Refusal::Forged)?;
    // The key decides the algorithm, never the token.
    let kid = header.kid.filter(|_| header.alg == Algorithm::RS256);
    let kid = kid.ok_or(Refusal::Forged)?;
    let key = app.v2.key(realm, &kid, now).await;
    let key = key.map_err(Refusal::Unavailable)?.ok_or(Refusal::Forged)?;
    let mut rules = Validation::new(Algorithm::RS256);
    // Checked below, by the app's clock.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["iss", "exp"]);
    let claims = decode::<Claims>(token, &key, &rules).map_err(|_| Refusal::Forged)?;
    let claims = claims.claims;
    let is_realm = app
        .v2
        .realm(realm)
        .is_some_and(|(ours, _)| ours.id == claims.rid);
    if !is_realm || !claims.sid.starts_with("kss_") {
        return Err(Refusal::Forged);
    }
    if claims.exp.saturating_add(LEEWAY) <= now {
        return Err(Refusal::Expired);
    }
    if app.visits.has_ended(&claims.sid) {
        return Err(Refusal::Ended);
    }
    let selected = claims.orgs.iter().find(|account| account.selected);
    let account = selected.or(claims.orgs.first());
    Ok(LoginV2 {
        realm,
        user_id: claims.sub,
        email: claims.email,
        name: claims.name,
        account: account.map(|account| (account.oid.clone(), account.name.clone())),
        session: Secret::new(claims.sid),
        ends_at: claims.exp.max(now + 1),
    })
}
