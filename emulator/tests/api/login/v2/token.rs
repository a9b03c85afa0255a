//! The login token (protocol-v2 §4.1, §4.2; V18, V19).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{REALM, claims, done};

async fn claims_of_ada(emulator: &Emulator) -> Value {
    let token = text_of(&emulator.lr_login("ada").await, "token");
    claims(emulator, &token).await
}

#[tokio::test]
async fn the_claims_are_those_of_the_description_and_no_more() {
    let emulator = Emulator::v2().await;
    let mut claims = claims_of_ada(&emulator).await;
    let iat = claims["iat"].as_i64().unwrap();
    assert_eq!(claims["exp"].as_i64().unwrap(), iat + 60 * 60);
    assert!(text_of(&claims, "sid").starts_with("kss_"));
    for name in ["iat", "exp", "sid"] {
        claims.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(
        claims,
        json!({
            "iss": "https://authrocket.com", "sub": "usr_ada", "rid": REALM,
            "email": "ada@example.test", "email_verified": false, "name": "Ada L",
            "given_name": "Ada", "family_name": "L", "preferred_username": "ada",
            "ref": null, "cs": {},
            "orgs": [{"oid": "org_engines", "mid": "mb_ada", "name": "Engines",
                "perm": ["ar:owner"], "ref": "e-1", "cs": {}, "selected": true}]
        })
    );
}

#[tokio::test]
async fn scopes_decide_about_profile_verification_and_orgs() {
    let emulator = Emulator::v2_with(json!({"jwt_scopes": "ar.orgs"})).await;
    let claims = claims_of_ada(&emulator).await;
    let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    for name in ["given_name", "email_verified", "cs", "preferred_username"] {
        assert!(claims.get(name).is_none(), "{names:?}");
    }
    assert_eq!(claims["email"], "ada@example.test");
    assert_eq!(claims["orgs"][0]["oid"], "org_engines");
    emulator
        .patch_v2(json!({"jwt_scopes": "profile email", "jwt_email_verified": false}))
        .await;
    let claims = claims_of_ada(&emulator).await;
    assert!(claims.get("orgs").is_none());
    assert!(claims.get("email_verified").is_none());
    assert_eq!(claims["given_name"], "Ada");
}

#[tokio::test]
async fn a_token_never_outlives_its_session() {
    let emulator = Emulator::v2_with(json!({"session_minutes": 30, "jwt_minutes": 60})).await;
    let body = emulator.lr_login("ada").await;
    let first = claims(&emulator, &text_of(&body, "token")).await;
    let life = first["exp"].as_i64().unwrap() - first["iat"].as_i64().unwrap();
    assert_eq!(life, 30 * 60);
    emulator.advance(10 * 60).await;
    let session = text_of(&body, "session");
    let later = done(&emulator.lr_session(&[("session", &session)]).await);
    let later = claims(&emulator, &text_of(&later, "token")).await;
    assert_eq!(later["exp"], first["exp"]);
    assert!(later["iat"].as_i64() > first["iat"].as_i64());
}

#[tokio::test]
async fn hs256_tokens_name_their_key_which_is_never_listed() {
    let secret = "jsk_0123456789abcdef0123456789abcdef";
    let emulator = Emulator::v2_with(json!({"jwt_algo": "hs256", "jwt_key": secret})).await;
    let token = text_of(&emulator.lr_login("ada").await, "token");
    assert_eq!(crate::fixture::claims_of(&token, secret)["sub"], "usr_ada");
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let set = done(&emulator.lr("GET", "/connect/jwks").send().await);
    assert!(!set.to_string().contains(&kid));
    assert!(!set.to_string().contains(secret));
}
