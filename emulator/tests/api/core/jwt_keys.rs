//! `/v1/jwt_keys`, RS256 login tokens and the rotation of keys (protocol-v1 §5.9, §6).

use std::sync::OnceLock;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rsa::pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey};
use rsa::pkcs8::{DecodePublicKey, EncodePrivateKey, LineEnding};
use rsa::{RsaPrivateKey, RsaPublicKey};
use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, JWT_KEY, PASSWORD, claims, text_of};

fn rsa_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap())
}

fn private_pem() -> String {
    let pem = rsa_key().to_pkcs8_pem(LineEnding::LF).unwrap();
    pem.to_string()
}

async fn with_rs256() -> Emulator {
    Emulator::with(json!({"jwt_algo": "rs256", "jwt_private_key": private_pem()})).await
}

/// Header and claims, after checking the signature with a stock library and the public key in PEM.
fn checked(token: &str, public_pem: &str) -> Option<(Header, Value)> {
    let key = RsaPublicKey::from_public_key_pem(public_pem).unwrap();
    let der = key.to_pkcs1_der().unwrap();
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_aud = false;
    rules.validate_exp = false;
    let key = DecodingKey::from_rsa_der(der.as_bytes());
    let decoded = jsonwebtoken::decode::<Value>(token, &key, &rules).ok()?;
    Some((decoded.header, decoded.claims))
}

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    let body = json!({"jwt_key": attributes});
    emulator.create("/v1/jwt_keys", body).await
}

async fn keys(emulator: &Emulator) -> Vec<Value> {
    let list = emulator.get("/v1/jwt_keys").await;
    assert_eq!(list.status, 200);
    list.json()["collection"].as_array().unwrap().clone()
}

async fn session_status(emulator: &Emulator, token: &str) -> u16 {
    emulator.get(&format!("/v1/sessions/{token}")).await.status
}

#[tokio::test]
async fn an_rs256_token_names_its_key_and_is_good_by_the_public_pem() {
    let emulator = with_rs256().await;
    let token = emulator.login_token("ada").await;
    let key = keys(&emulator).await.remove(0);
    let (header, claims) = checked(&token, &text_of(&key, "key")).expect("genuine");
    assert_eq!(header.kid, Some(text_of(&key, "id")));
    assert_eq!(header.typ.as_deref(), Some("JWT"));
    assert_eq!(claims["uid"], "usr_ada");
    assert_eq!(session_status(&emulator, &token).await, 200);
    let checked = emulator.post("/v1/session", &[("token", &token)]).await;
    assert_eq!(checked.text("user_id"), "usr_ada");
    emulator.done("/v1/logout", &[("token", &token)]).await;
    assert_eq!(session_status(&emulator, &token).await, 404);
}

#[tokio::test]
async fn the_same_seeded_key_has_the_same_id_everywhere() {
    let (one, two) = (with_rs256().await, with_rs256().await);
    assert_eq!(keys(&one).await, keys(&two).await);
    let token = one.login_token("ada").await;
    let public = text_of(&keys(&two).await[0], "key");
    assert!(checked(&token, &public).is_some());
}

#[tokio::test]
async fn a_seeded_realm_without_a_key_is_given_one() {
    let emulator = Emulator::with(json!({"jwt_algo": "rs256"})).await;
    let token = emulator.login_token("ada").await;
    let rows = keys(&emulator).await;
    let key = rows.iter().find(|key| key["algo"] == "rs256").unwrap();
    assert!(checked(&token, &text_of(key, "key")).is_some());
}

#[tokio::test]
async fn a_token_signed_with_the_public_key_as_a_secret_is_refused() {
    let emulator = with_rs256().await;
    let token = emulator.login_token("ada").await;
    let key = keys(&emulator).await.remove(0);
    let public = text_of(&key, "key");
    let (_, claims) = checked(&token, &public).unwrap();
    for secret in [public.as_str(), public.trim(), ""] {
        for kid in [None, Some(text_of(&key, "id"))] {
            let mut header = Header::new(Algorithm::HS256);
            header.kid = kid;
            let key = EncodingKey::from_secret(secret.as_bytes());
            let forged = jsonwebtoken::encode(&header, &claims, &key).unwrap();
            assert_eq!(session_status(&emulator, &forged).await, 404);
            emulator
                .post("/v1/session", &[("token", &forged)])
                .await
                .refusal();
        }
    }
    let other = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap();
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(text_of(&key, "id"));
    let foreign = EncodingKey::from_rsa_der(other.to_pkcs1_der().unwrap().as_bytes());
    let forged = jsonwebtoken::encode(&header, &claims, &foreign).unwrap();
    assert_eq!(session_status(&emulator, &forged).await, 404);
    header.kid = Some("jky_unknown".to_owned());
    let own = EncodingKey::from_rsa_der(rsa_key().to_pkcs1_der().unwrap().as_bytes());
    let stray = jsonwebtoken::encode(&header, &claims, &own).unwrap();
    assert_eq!(session_status(&emulator, &stray).await, 404);
    assert_eq!(session_status(&emulator, &token).await, 200);
}

#[tokio::test]
async fn a_seeded_secret_is_listed_and_named_in_no_token() {
    let emulator = Emulator::start().await;
    let key = keys(&emulator).await.remove(0);
    assert!(text_of(&key, "id").starts_with("jky_"));
    assert_eq!(key["object"], "jwt_key");
    assert_eq!(key["key"], JWT_KEY);
    assert_eq!(key["algo"], "hs256");
    assert_eq!(key["use"], "sign");
    assert_eq!(key["expired"], false);
    let path = format!("/v1/jwt_keys/{}", text_of(&key, "id"));
    assert_eq!(emulator.get(&path).await.json(), key);
    let token = emulator.login_token("ada").await;
    let header = jsonwebtoken::decode_header(&token).unwrap();
    assert_eq!(header.kid, None);
}

#[tokio::test]
async fn a_new_key_signs_at_once_and_the_old_one_verifies_for_another_hour() {
    for settings in [
        json!({}),
        json!({"jwt_algo": "rs256", "jwt_private_key": private_pem()}),
    ] {
        let emulator = Emulator::with(settings).await;
        let old = keys(&emulator).await.remove(0);
        let before = emulator.login_token("ada").await;
        let made = create(&emulator, json!({"algo": old["algo"], "use": "sign"})).await;
        assert_eq!(made.status, 201, "{made:?}");
        let rows = keys(&emulator).await;
        assert_eq!(rows[0], made.json());
        assert_eq!(rows[0]["expired"], false);
        assert_eq!(
            (&rows[1]["id"], &rows[1]["expired"]),
            (&old["id"], &json!(true))
        );
        let after = emulator.login_token("ada").await;
        if old["algo"] == "rs256" {
            assert!(checked(&after, &made.text("key")).is_some());
            assert!(checked(&after, &text_of(&old, "key")).is_none());
        }
        for token in [&before, &after] {
            assert_eq!(session_status(&emulator, token).await, 200);
        }
        emulator.advance(3601).await;
        assert_eq!(session_status(&emulator, &before).await, 404);
        assert_eq!(session_status(&emulator, &after).await, 200);
        let rows = keys(&emulator).await;
        assert!(rows.iter().all(|key| key["expired"] == false), "{rows:?}");
        let path = format!("/v1/jwt_keys/{}", text_of(&old, "id"));
        assert_eq!(emulator.get(&path).await.status, 404);
    }
}

#[tokio::test]
async fn own_keys_are_taken_and_private_ones_never_shown() {
    let emulator = Emulator::start().await;
    let secret = "jsk_another-secret-of-more-than-32-letters";
    let made = create(
        &emulator,
        json!({"algo": "hs256", "key": secret, "use": "sign"}),
    )
    .await;
    assert_eq!((made.status, made.text("key")), (201, secret.to_owned()));
    let pkcs1 = rsa_key().to_pkcs1_pem(LineEnding::LF).unwrap().to_string();
    for pem in [private_pem(), pkcs1] {
        let made = create(
            &emulator,
            json!({"algo": "rs256", "key": pem, "use": "sign"}),
        )
        .await;
        assert_eq!(made.status, 201, "{made:?}");
        assert!(made.text("key").starts_with("-----BEGIN PUBLIC KEY-----"));
    }
    assert!(!emulator.get("/v1/jwt_keys").await.body.contains("PRIVATE"));
    for list in ["realms", "apps", "requests"] {
        let rows = Value::from(emulator.list(list).await).to_string();
        assert!(
            !rows.contains("PRIVATE") && !rows.contains(secret),
            "{list}"
        );
    }
}

#[tokio::test]
async fn bad_keys_are_refused() {
    let emulator = Emulator::start().await;
    let small = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 1024).unwrap();
    let small = small.to_pkcs8_pem(LineEnding::LF).unwrap().to_string();
    for (name, attributes) in [
        ("algo", json!({"use": "sign"})),
        ("algo", json!({"algo": "none"})),
        ("use", json!({"algo": "hs256", "use": "encrypt"})),
        ("key", json!({"algo": "hs256", "key": "short"})),
        ("key", json!({"algo": "rs256", "key": JWT_KEY})),
        ("key", json!({"algo": "rs256", "key": small})),
    ] {
        let answer = create(&emulator, attributes).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.json()["errors"][name].is_array(), "{answer:?}");
    }
    assert_eq!(keys(&emulator).await.len(), 1);
}

#[tokio::test]
async fn the_key_in_use_cannot_be_deleted_and_another_ends_at_once() {
    let emulator = Emulator::start().await;
    let old = text_of(&keys(&emulator).await[0], "id");
    let path = format!("/v1/jwt_keys/{old}");
    let refused = emulator.delete(&path).await;
    assert_eq!(refused.status, 409);
    assert!(refused.json()["errors"]["id"].is_array(), "{refused:?}");
    let token = emulator.login_token("ada").await;
    create(&emulator, json!({"algo": "hs256", "use": "sign"})).await;
    let other_realm = emulator.api("DELETE", &path);
    let hidden = other_realm
        .header("x-authrocket-realm", "rl_x")
        .send()
        .await;
    assert_eq!(hidden.status, 404);
    assert_eq!(session_status(&emulator, &token).await, 200);
    assert_eq!(emulator.delete(&path).await.status, 204);
    assert_eq!(session_status(&emulator, &token).await, 404);
}

#[tokio::test]
async fn a_secret_given_to_the_control_replaces_the_old_one_at_once() {
    let emulator = Emulator::start().await;
    let before = emulator.login_token("ada").await;
    assert_eq!(claims(&before)["uid"], "usr_ada");
    let secret = "jsk_given-by-the-control-0123456789abcdef";
    emulator.patch_realm(json!({"jwt_key": secret})).await;
    assert_eq!(session_status(&emulator, &before).await, 404);
    let rows = keys(&emulator).await;
    assert_eq!(
        (rows.len(), text_of(&rows[0], "key")),
        (1, secret.to_owned())
    );
    emulator.patch_realm(json!({"name": "Renamed"})).await;
    assert_eq!(keys(&emulator).await, rows);
    let refused = emulator
        .login_port("PATCH", "/_emulator/realms/rl_standard")
        .json(&json!({"jwt_algo": "rs256"}));
    assert_eq!(refused.send().await.status, 422);
    emulator
        .patch_realm(json!({"jwt_algo": "rs256", "jwt_private_key": private_pem()}))
        .await;
    let answer = emulator.login("ada", PASSWORD).await;
    let header = jsonwebtoken::decode_header(answer.text("token")).unwrap();
    assert_eq!(header.alg, Algorithm::RS256);
}
