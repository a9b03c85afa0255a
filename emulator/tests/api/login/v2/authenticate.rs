//! `POST login` (protocol-v2 §2.5.1; V24).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{claims, done, refused, two_accounts};

#[tokio::test]
async fn a_login_by_address_username_or_id_gives_token_session_and_account_and_no_more() {
    let emulator = Emulator::v2().await;
    for name in ["ada@example.test", "ADA@Example.test", "Ada", "usr_ada"] {
        let body = emulator.lr_login(name).await;
        assert_eq!(body.as_object().unwrap().len(), 4, "{body}");
        assert_eq!(body["result"], "full_login");
        assert_eq!(body["account"], "org_engines");
        assert!(text_of(&body, "session").starts_with("kss_"));
        let claims = claims(&emulator, &text_of(&body, "token")).await;
        assert_eq!(claims["sid"], body["session"]);
    }
    let form = emulator
        .lr("POST", "/v2/login")
        .form(&[("email", "ada"), ("password", PASSWORD)]);
    assert_eq!(done(&form.send().await)["result"], "full_login");
}

#[tokio::test]
async fn wrong_passwords_and_unknown_and_inactive_users_are_refused_alike() {
    let emulator = Emulator::v2_with(json!({"users": [
        {"email": "ada@example.test", "password": PASSWORD},
        {"email": "off@example.test", "password": PASSWORD, "state": "inactive"}]}))
    .await;
    for (email, password) in [
        ("ada@example.test", "wrong password"),
        ("nobody@example.test", PASSWORD),
        ("off@example.test", PASSWORD),
        ("usr_nobody", PASSWORD),
    ] {
        let answer = emulator
            .lr_post("/v2/login", json!({"email": email, "password": password}))
            .await;
        assert_eq!(refused(&answer, 422), ["Login failed"], "{email}");
    }
}

#[tokio::test]
async fn missing_fields_are_named_in_one_text_and_unknown_ones_are_ignored() {
    let emulator = Emulator::v2().await;
    let answer = emulator.lr_post("/v2/login", json!({})).await;
    assert_eq!(
        refused(&answer, 422),
        ["Email can't be blank", "Password can't be blank"]
    );
    let body = json!({"email": "ada", "password": PASSWORD, "login": {"x": 1}, "redir": "/x"});
    let answer = emulator.lr_post("/v2/login", body).await;
    assert_eq!(done(&answer)["result"], "full_login");
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_400_or_415_in_the_same_form() {
    let emulator = Emulator::v2().await;
    let login = emulator.lr("POST", "/v2/login");
    let broken = login.clone().body("application/json", "{");
    refused(&broken.send().await, 400);
    let plain = login.body("text/plain", "email=ada");
    refused(&plain.send().await, 415);
}

#[tokio::test]
async fn with_several_accounts_the_caller_chooses_and_one_alone_is_chosen_by_itself() {
    let emulator = Emulator::v2_with(two_accounts()).await;
    let body = emulator.lr_login("ada@example.test").await;
    assert_eq!(body["result"], "conditional_login");
    assert_eq!(body["account"], json!(null));
    assert_eq!(body["conditions"], json!(["no_account_selected"]));
    assert!(body.get("token").is_none());
    let login = json!({"email": "ada@example.test", "password": PASSWORD, "account": "org_looms"});
    let body = done(&emulator.lr_post("/v2/login", login).await);
    assert_eq!(body["account"], "org_looms");
    let emulator = Emulator::v2_with(json!({"org_mode": "multi_user"})).await;
    let body = emulator.lr_login("ada").await;
    assert_eq!(body["account"], "org_engines");
}

#[tokio::test]
async fn passwords_or_the_whole_api_may_be_switched_off_but_the_keys_stay() {
    let emulator = Emulator::v2().await;
    emulator
        .patch_v2(json!({"password": {"state": "inactive"}}))
        .await;
    let login = json!({"email": "ada", "password": PASSWORD});
    refused(&emulator.lr_post("/v2/login", login.clone()).await, 404);
    refused(&emulator.lr_session(&[]).await, 403);
    emulator
        .patch_v2(json!({"password": {"state": "active"}, "lr_api": false}))
        .await;
    refused(&emulator.lr_post("/v2/login", login).await, 404);
    refused(&emulator.lr_session(&[]).await, 404);
    done(&emulator.lr("GET", "/connect/jwks").send().await);
}

#[tokio::test]
async fn magic_addresses_do_here_what_magic_names_do_in_version_1() {
    let emulator = Emulator::v2().await;
    let login = async |email: &str| {
        let body = json!({"email": email, "password": "whatever"});
        emulator.lr_post("/v2/login", body).await
    };
    for _ in 0..2 {
        let body = done(&login("slow+1@example.test").await);
        assert_eq!(body["result"], "full_login");
    }
    let body = done(&login("2fa@example.test").await);
    assert!(text_of(&body, "token").starts_with("tmf:"));
    assert_eq!(login("html500@example.test").await.status, 500);
    let limited = login("ratelimited+7@example.test").await;
    refused(&limited, 429);
    assert_eq!(limited.header("retry-after"), Some("7"));
    let body = json!({"email": "taken@example.test", "password": "long enough"});
    let taken = emulator.lr_post("/v2/signup", body).await;
    assert_eq!(refused(&taken, 422), ["Email has already been taken"]);
}
