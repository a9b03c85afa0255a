//! Texts in the caller's language (protocol-v2 §2.8; V13).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::refused;

async fn wrong_login(emulator: &Emulator, language: Option<&str>) -> String {
    let mut request = emulator.lr("POST", "/v2/login");
    if let Some(language) = language {
        request = request.header("accept-language", language);
    }
    let body = json!({"email": "ada", "password": "wrong"});
    refused(&request.json(&body).send().await, 422).remove(0)
}

#[tokio::test]
async fn the_header_decides_and_without_it_the_realm() {
    let emulator = Emulator::v2().await;
    let spanish = "Error al iniciar sesión";
    for (language, expected) in [
        (None, "Login failed"),
        (Some("en"), "Login failed"),
        (Some("es"), spanish),
        (Some("fr, es-MX;q=0.5"), spanish),
        (Some("ja"), "ログインに失敗しました"),
        (Some("fr"), "Login failed"),
    ] {
        assert_eq!(wrong_login(&emulator, language).await, expected);
    }
    emulator.patch_v2(json!({"default_locale": "es"})).await;
    assert_eq!(wrong_login(&emulator, None).await, spanish);
    assert_eq!(wrong_login(&emulator, Some("en")).await, "Login failed");
}

#[tokio::test]
async fn other_statuses_speak_it_too() {
    let emulator = Emulator::v2().await;
    let gone = emulator
        .lr("GET", "/v2/session")
        .header("accept-language", "es")
        .send()
        .await;
    assert!(refused(&gone, 403)[0].starts_with("La sesión"));
    let session = text_of(&emulator.lr_login("ada").await, "session");
    let body = json!({"session": session, "current_password": "wrong", "password": "long enough"});
    let request = emulator
        .lr("POST", "/v2/profile/password")
        .header("accept-language", "ja");
    let answer = request.json(&body).send().await;
    assert_eq!(refused(&answer, 422), ["現在のパスワードが一致しません"]);
}
