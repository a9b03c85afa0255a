//! The login token: a real HS256 JWT with the claims and their order of spec section 6 (D24 to D26).
//! Tested here and in `tests/api/sessions.rs`.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::Failure;
use crate::settings::{JwtField, Realm};
use crate::store::memberships::Membership;
use crate::store::orgs::Org;
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

/// What a login token says about one login.
#[derive(Debug, Clone, Copy)]
pub struct Login<'a> {
    /// Session id, the claim `tk`.
    pub session_id: &'a str,
    /// Epoch milliseconds.
    pub issued_at: i64,
    /// Epoch milliseconds.
    pub expires_at: i64,
}

/// Signs a login token with the realm's secret as it stands.
pub fn sign(
    realm: &Realm,
    user: &User,
    memberships: &[(Membership, Org)],
    login: Login,
) -> Result<String, Failure> {
    let has = |field| realm.jwt_fields.contains(&field);
    let claims = Claims {
        iat: login.issued_at / 1000,
        exp: login.expires_at / 1000,
        uid: &user.id,
        un: &user.username,
        first_name: user.first_name.as_deref(),
        last_name: user.last_name.as_deref(),
        n: user.name(),
        aud: realm.jwt_aud.then_some(realm.id.as_str()),
        tk: login.session_id,
        cs: has(JwtField::Custom).then_some(&user.custom),
        m: has(JwtField::Memberships).then(|| {
            let with_orgs = has(JwtField::Orgs);
            memberships
                .iter()
                .map(|(membership, org)| membership_claim(membership, org, with_orgs))
                .collect()
        }),
    };
    let key = EncodingKey::from_secret(realm.jwt_key.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(Failure::internal)
}

fn membership_claim(membership: &Membership, org: &Org, with_org: bool) -> Value {
    let mut claim = json!({
        "oid": org.id,
        "p": membership.permissions,
        "cs": membership.custom,
    });
    if with_org {
        claim["o"] = json!(org.name);
        claim["ocs"] = org.custom.clone();
    }
    claim
}

#[derive(Debug, Deserialize)]
struct SessionClaim {
    tk: String,
}

/// The session id in a token, if it looks like a login token at all. Proves nothing: see [`is_genuine`].
pub fn claimed_session(token: &str) -> Option<String> {
    jsonwebtoken::dangerous::insecure_decode_claims::<SessionClaim>(token)
        .ok()
        .map(|claims| claims.tk)
}

/// Whether the realm's secret signed this token. The end of the session is the store's business.
pub fn is_genuine(realm: &Realm, token: &str) -> bool {
    genuine::<SessionClaim>(realm, token).is_some()
}

#[derive(Debug, Deserialize)]
struct HolderClaims {
    uid: String,
    exp: i64,
}

/// User id and end (epoch seconds) in a token that the realm's secret signed; it may be over.
pub fn holder(realm: &Realm, token: &str) -> Option<(String, i64)> {
    genuine::<HolderClaims>(realm, token).map(|claims| (claims.uid, claims.exp))
}

fn genuine<T: DeserializeOwned>(realm: &Realm, token: &str) -> Option<T> {
    let mut rules = Validation::new(Algorithm::HS256);
    // The injected clock decides about time, and v1 tokens may lack `aud`.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    let key = DecodingKey::from_secret(realm.jwt_key.as_bytes());
    jsonwebtoken::decode::<T>(token, &key, &rules)
        .ok()
        .map(|decoded| decoded.claims)
}
