//! `GET /connect/jwks` (protocol-v2 §4.3; V20).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use rsa::RsaPublicKey;
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::done;

#[tokio::test]
async fn the_bare_key_verifies_a_token_as_the_official_clients_do_it() {
    let emulator = Emulator::v2().await;
    let token = text_of(&emulator.lr_login("ada").await, "token");
    let answer = emulator.lr("GET", "/connect/jwks").send().await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=3600"));
    let set = done(&answer);
    let key = &set["keys"][0];
    for (member, expected) in [
        ("kty", "RSA"),
        ("use", "sig"),
        ("alg", "RS256"),
        ("e", "AQAB"),
    ] {
        assert_eq!(key[member], expected);
    }
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid;
    assert_eq!(key["kid"], json!(kid));
    let bare = key["x5c"][0].as_str().unwrap();
    assert!(!bare.contains('\n') && bare.len() > 256);
    let key = RsaPublicKey::from_public_key_der(&STANDARD.decode(bare).unwrap());
    let key = key.expect("a public key");
    let key = DecodingKey::from_rsa_der(key.to_pkcs1_der().unwrap().as_bytes());
    let rules = Validation::new(Algorithm::RS256);
    decode::<Value>(&token, &key, &rules).expect("a genuine token");
}

#[tokio::test]
async fn hosts_of_version_1_have_no_key_set() {
    let emulator = Emulator::start().await;
    let answer = emulator.login_port("GET", "/connect/jwks").send().await;
    assert_eq!(answer.status, 404);
}
