//! Verification of login tokens: by the Core API, or by the JWT's signature and end (protocol-v1 §5.5, §6).
//! Tested in `tests/demo/handlers.rs`, each refusal with its page.

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use crate::config::{Realm, Secret, Verify};
use crate::core_api::{Outage, Session};
use crate::state::App;
use crate::visit::Login;

/// Difference between our clock and the service's that is not held against a token, in seconds (protocol-v1 §6).
const LEEWAY: u64 = 10;
/// How long a login lasts whose token names no end: the realm default (protocol-v1 §7.1).
const DEFAULT_SECONDS: u64 = 360 * 60;
/// Longer than any login token; spares the Core API (which would answer 414).
const LONGEST: usize = 8192;

/// Why a token is no login.
#[derive(Debug)]
pub enum Refusal {
    /// There was none.
    Missing,
    /// Not a token of this realm: wrong shape, wrong signature, another realm's.
    Forged,
    /// Its time is over.
    Expired,
    /// It was a login, but has been logged out (or the service does not know it any more).
    Ended,
    /// The Core API gave no answer, so nothing is known about the token.
    Unavailable(Outage),
}

/// The claims of protocol-v1 §6 that the app uses.
#[derive(Debug, Deserialize)]
struct Claims {
    uid: String,
    #[serde(default)]
    un: String,
    #[serde(default)]
    n: String,
    #[serde(default)]
    tk: Option<String>,
    #[serde(default)]
    exp: Option<u64>,
    #[serde(default)]
    aud: Option<String>,
}

/// Verifies `token` the way the app is set to.
pub async fn verify(app: &App, realm_index: usize, token: Option<&str>) -> Result<Login, Refusal> {
    let token = token
        .filter(|token| !token.is_empty())
        .ok_or(Refusal::Missing)?;
    // A session id (kss_…) would do for the Core API as well, but it is no secret: only a JWT is proof of a login.
    if !looks_like_jwt(token) {
        return Err(Refusal::Forged);
    }
    let realm = app.realm(realm_index);
    let now = app.visits.now();
    let login = match app.verify() {
        Verify::Jwt => from_claims(claims(realm, token, now)?, realm_index, token, now),
        Verify::Session => match app.api.session(realm, token).await {
            Ok(Some(session)) => from_session(session, realm, realm_index, token)?,
            Ok(None) => return Err(reason(realm, token, now)),
            Err(outage) => return Err(Refusal::Unavailable(outage)),
        },
    };
    if login
        .session_id
        .as_deref()
        .is_some_and(|id| app.visits.has_ended(id))
    {
        return Err(Refusal::Ended);
    }
    if login.ends_at <= now {
        return Err(Refusal::Expired);
    }
    Ok(login)
}

/// Whether the session behind a login is still valid for the Core API.
pub async fn recheck(app: &App, login: &Login) -> Result<(), Refusal> {
    let Some(id) = &login.session_id else {
        return Ok(());
    };
    match app.api.session(app.realm(login.realm), id).await {
        Ok(Some(session)) if session.user.id == login.user_id => Ok(()),
        Ok(_) => Err(Refusal::Ended),
        Err(outage) => Err(Refusal::Unavailable(outage)),
    }
}

/// Whether a text has the shape of a JWT, and no more than its length.
pub fn looks_like_jwt(token: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    token.len() <= LONGEST && token.split('.').count() == 3 && token.split('.').all(part)
}

fn claims(realm: &Realm, token: &str, now: u64) -> Result<Claims, Refusal> {
    let key = DecodingKey::from_secret(realm.jwt_secret.reveal().as_bytes());
    let mut rules = Validation::new(Algorithm::HS256);
    // Checked below: the time is the app's clock, `exp` and `aud` may both be missing in v1.
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_aud = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &rules)
        .map_err(|_| Refusal::Forged)?
        .claims;
    if claims.aud.as_ref().is_some_and(|aud| *aud != realm.id) {
        return Err(Refusal::Forged);
    }
    if claims
        .exp
        .is_some_and(|exp| exp.saturating_add(LEEWAY) <= now)
    {
        return Err(Refusal::Expired);
    }
    Ok(claims)
}

/// The Core API answers 404 for every cause; the token itself tells which to name on the page.
fn reason(realm: &Realm, token: &str, now: u64) -> Refusal {
    claims(realm, token, now).err().unwrap_or(Refusal::Ended)
}

fn from_claims(claims: Claims, realm: usize, token: &str, now: u64) -> Login {
    let exp = claims.exp.map(|exp| exp.max(now + 1));
    Login {
        realm,
        user_id: claims.uid,
        username: claims.un,
        name: claims.n,
        // Other content than a session's id when the realm's sessions are unmanaged.
        session_id: claims.tk.filter(|tk| tk.starts_with("kss_")),
        ends_at: exp.unwrap_or(now + DEFAULT_SECONDS),
        verified: Verify::Jwt,
        signup: false,
        token: Secret::new(token),
    }
}

fn from_session(
    session: Session,
    realm: &Realm,
    index: usize,
    token: &str,
) -> Result<Login, Refusal> {
    let user = session.user;
    if user.realm_id.as_ref().is_some_and(|id| *id != realm.id) {
        return Err(Refusal::Forged);
    }
    let username = user
        .username
        .or(user.email)
        .unwrap_or_else(|| user.id.clone());
    Ok(Login {
        realm: index,
        name: user.name.unwrap_or_else(|| username.clone()),
        user_id: user.id,
        username,
        session_id: Some(session.id),
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "epoch seconds; `as` saturates"
        )]
        ends_at: session.expires_at as u64,
        verified: Verify::Session,
        signup: false,
        token: Secret::new(token),
    })
}
