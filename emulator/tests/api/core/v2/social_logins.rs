//! `/v2/auth_providers/…authorize` (protocol-v2 §7.8).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, errors};

async fn with_facebook() -> Emulator {
    Emulator::v2_with(json!({"social": ["facebook"]})).await
}

const TARGET: &str = "redirect_uri=https://local.example.test/";

#[tokio::test]
async fn each_social_provider_has_an_address_to_go_to() {
    let emulator = with_facebook().await;
    let path = format!("/v2/auth_providers/authorize?{TARGET}");
    let all = emulator.core_list(&path).await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["provider_type"], "facebook");
    assert!(all[0].get("url").is_none());
    let id = text_of(&all[0], "id");
    let one = emulator
        .core_get(&format!("/v2/auth_providers/{id}/authorize?{TARGET}"))
        .await;
    let url = text_of(&one, "auth_url");
    assert!(
        url.starts_with("http://") && url.contains(&format!("/auth/{id}?state=")),
        "{url}"
    );
    let path = format!("/v2/auth_providers/{id}/authorize");
    errors(&emulator.core("GET", &path).send().await, 400);
    let totp = format!("/v2/auth_providers/totp/authorize?{TARGET}");
    errors(&emulator.core("GET", &totp).send().await, 404);
}

#[tokio::test]
async fn a_wrong_code_says_where_to_try_again() {
    let emulator = with_facebook().await;
    let path = format!("/v2/auth_providers/facebook/authorize?{TARGET}&nonce=n-1");
    let url = text_of(&emulator.core_get(&path).await, "auth_url");
    let state = url.rsplit_once("state=").unwrap().1;
    let authorize = async |nonce: &str| {
        let body = json!({"auth_provider": {"code": "invalid", "state": state, "nonce": nonce}});
        emulator
            .core_send("POST", "/v2/auth_providers/authorize", body)
            .await
    };
    for _ in 0..2 {
        let answer = authorize("n-1").await;
        assert_eq!(answer.status, 422);
        let body = answer.json();
        assert_eq!(body["errors"], json!(["Error validating code"]));
        assert_eq!(body["retry_url"], url.as_str());
    }
    assert_eq!(
        errors(&authorize("n-2").await, 422),
        ["Error validating code"]
    );
}

#[tokio::test]
async fn an_access_token_of_the_provider_opens_a_session() {
    let emulator = with_facebook().await;
    let path = "/v2/auth_providers/facebook/authorize";
    for (token, expected) in [
        ("pretend:ada@example.test", "usr_ada"),
        ("pretend:new@example.test:New One", "New One"),
    ] {
        let session = done(
            &emulator
                .core_send("POST", path, json!({"access_token": token}))
                .await,
        );
        assert_eq!(session["object"], "session");
        assert!(session["token"].is_string());
        let user = &session["user"];
        assert!(user["id"] == expected || user["name"] == expected, "{user}");
    }
    let due = json!({"access_token": "pretend:grace@example.test"});
    assert_eq!(
        done(&emulator.core_send("POST", path, due).await)["object"],
        "token"
    );
    let bad = json!({"access_token": "real"});
    errors(&emulator.core_send("POST", path, bad).await, 422);
}
