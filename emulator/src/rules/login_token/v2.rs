//! The login token of version 2, with the claims of protocol-v2 §4.2 in their order; scopes as V19. Tested in
//! `tests/api/login/v2/token.rs`.

use jsonwebtoken::Header;
use serde::Serialize;
use serde_json::{Value, json};

use crate::model::failure::Failure;
use crate::model::settings::Realm;
use crate::store::jwt_keys::JwtKey;
use crate::store::memberships::Membership;
use crate::store::orgs::Org;
use crate::store::sessions::Session;
use crate::store::users::User;

const ISSUER: &str = "https://authrocket.com";

/// A user's place in an org, which is an account.
pub type Account = (Membership, Org);

#[derive(Debug, Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    rid: &'a str,
    sid: &'a str,
    iat: i64,
    exp: i64,
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<&'a str>,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cs: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    orgs: Option<Vec<Value>>,
}

/// Signs a login token for a session, issued now, with these accounts; `selected` is the id of the chosen org.
///
/// # Errors
/// The key cannot be used.
pub fn sign(
    key: &JwtKey,
    realm: &Realm,
    user: &User,
    accounts: &[Account],
    selected: Option<&str>,
    session: &Session,
    now_ms: i64,
) -> Result<String, Failure> {
    let settings = &realm.v2;
    let profile = settings.has_scope("profile");
    let iat = now_ms / 1000;
    let claims = Claims {
        iss: ISSUER,
        sub: &user.id,
        rid: &realm.id,
        sid: &session.id,
        iat,
        exp: (iat + i64::from(settings.jwt_minutes) * 60).min(session.expires_at / 1000),
        email: &user.email,
        email_verified: (settings.has_scope("email") && settings.jwt_email_verified)
            .then(|| user.email_verification == "verified"),
        name: user.name(),
        given_name: user.first_name.as_deref().filter(|_| profile),
        family_name: user.last_name.as_deref().filter(|_| profile),
        preferred_username: user.own_username().filter(|_| profile),
        locale: user.locale.as_deref().filter(|_| profile),
        reference: profile.then_some(user.reference.as_deref()),
        cs: profile.then_some(&user.custom),
        orgs: settings.has_scope("ar.orgs").then(|| {
            let claim = |account| account_claim(account, selected);
            accounts.iter().map(claim).collect()
        }),
    };
    let header = Header {
        kid: Some(key.id.clone()),
        ..Header::new(key.material.algorithm())
    };
    jsonwebtoken::encode(&header, &claims, &key.material.encoding_key()?).map_err(Failure::internal)
}

fn account_claim((membership, org): &Account, selected: Option<&str>) -> Value {
    let mut claim = json!({
        "oid": org.id,
        "mid": membership.id,
        "name": org.name,
        "perm": membership.permissions,
        "ref": org.reference,
        "cs": org.custom,
    });
    if selected == Some(org.id.as_str()) {
        claim["selected"] = json!(true);
    }
    claim
}
