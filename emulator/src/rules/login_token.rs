//! The login token: a real JWT, HS256 or RS256, with the claims and their order of protocol-v1 §6 (D24 to
//! D26). Tested in `tests/api/core/sessions.rs` and `tests/api/core/jwt_keys.rs`.

pub mod v2;

use jsonwebtoken::{Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::failure::Failure;
use crate::model::settings::{JwtAlgo, JwtField, Realm};
use crate::store::jwt_keys::JwtKey;
use crate::store::memberships::WithOrg;
use crate::store::sessions::Session;
use crate::store::users::User;

#[derive(Debug, Serialize)]
struct Claims<'a> {
    iat: i64,
    exp: i64,
    uid: &'a str,
    un: &'a str,
    #[serde(rename = "fn", skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(rename = "ln", skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    n: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
    tk: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cs: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    m: Option<Vec<Value>>,
}

/// Signs a login token for a session, issued now.
pub fn sign(
    key: &JwtKey,
    realm: &Realm,
    user: &User,
    memberships: &[WithOrg],
    session: &Session,
    now_ms: i64,
) -> Result<String, Failure> {
    let has = |field| realm.jwt_fields.contains(&field);
    let claims = Claims {
        iat: now_ms / 1000,
        exp: session.expires_at / 1000,
        uid: &user.id,
        un: &user.username,
        first_name: user.first_name.as_deref(),
        last_name: user.last_name.as_deref(),
        n: user.name(),
        aud: realm.jwt_aud.then_some(realm.id.as_str()),
        tk: &session.id,
        cs: has(JwtField::Custom).then_some(&user.custom),
        m: has(JwtField::Memberships).then(|| {
            let with_orgs = has(JwtField::Orgs);
            memberships
                .iter()
                .map(|pair| membership_claim(pair, with_orgs))
                .collect()
        }),
    };
    let mut header = Header::new(key.material.algorithm());
    if key.material.algo == JwtAlgo::Rs256 {
        header.kid = Some(key.id.clone());
    }
    jsonwebtoken::encode(&header, &claims, &key.material.encoding_key()?).map_err(Failure::internal)
}

fn membership_claim((membership, org): &WithOrg, with_org: bool) -> Value {
    let mut claim = json!({
        "p": membership.permissions,
        "cs": membership.custom,
    });
    let Some(org) = org else {
        return claim;
    };
    claim["oid"] = json!(org.id);
    if with_org {
        claim["o"] = json!(org.name);
        claim["ocs"] = org.custom.clone();
    }
    claim
}

#[derive(Debug, Deserialize)]
struct SessionClaim {
    // `sid` in version 2.
    #[serde(alias = "sid")]
    tk: String,
}

/// The session id in a token, if it looks like a login token at all. Proves nothing: see [`is_genuine`].
pub fn claimed_session(token: &str) -> Option<String> {
    jsonwebtoken::dangerous::insecure_decode_claims::<SessionClaim>(token)
        .ok()
        .map(|claims| claims.tk)
}

/// Whether one of a realm's keys signed this token. The end of the session is the store's business.
pub fn is_genuine(keys: &[JwtKey], token: &str) -> bool {
    genuine::<SessionClaim>(keys, token).is_some()
}

#[derive(Debug, Deserialize)]
struct HolderClaims {
    uid: String,
    exp: i64,
}

/// User id and end (epoch seconds) in a token that one of a realm's keys signed; it may be over.
pub fn holder(keys: &[JwtKey], token: &str) -> Option<(String, i64)> {
    genuine::<HolderClaims>(keys, token).map(|claims| (claims.uid, claims.exp))
}

// The key decides about the algorithm, never the token: a public key must not pass as an HS256 secret.
fn genuine<T: DeserializeOwned>(keys: &[JwtKey], token: &str) -> Option<T> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    keys.iter()
        .filter(|key| key.material.algorithm() == header.alg)
        .filter(|key| header.kid.as_ref().is_none_or(|kid| *kid == key.id))
        .find_map(|key| {
            let mut rules = Validation::new(key.material.algorithm());
            // The injected clock decides about time, and v1 tokens may lack `aud`.
            rules.validate_exp = false;
            rules.validate_aud = false;
            rules.required_spec_claims.clear();
            let verifier = key.material.decoding_key().ok()?;
            let decoded = jsonwebtoken::decode::<T>(token, &verifier, &rules);
            decoded.ok().map(|decoded| decoded.claims)
        })
}
