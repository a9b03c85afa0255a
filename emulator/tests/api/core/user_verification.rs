//! `/v1/users/:id/request_email_verification` and `…/verify_email` (protocol-v1 §5.8).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::Emulator;

const REFUSED: &str = "Token is invalid, used or expired";

async fn request(emulator: &Emulator, user: &str) -> Answer {
    let path = format!("/v1/users/{user}/request_email_verification");
    emulator.create(&path, json!({})).await
}

async fn verify(emulator: &Emulator, user: &str, token: &str) -> Answer {
    let path = format!("/v1/users/{user}/verify_email");
    let body = json!({"user": {"token": token}});
    emulator.create(&path, body).await
}

fn problems(answer: &Answer) -> Value {
    assert_eq!(answer.status, 422, "{answer:?}");
    answer.json()["errors"].clone()
}

#[tokio::test]
async fn a_request_gives_the_user_with_the_token_that_is_mailed() {
    let emulator = Emulator::start().await;
    let answer = request(&emulator, "ada").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text("email_verification"), "requested");
    let mail = emulator.newest_mail().await;
    assert_eq!(mail["event"], "user.email.verification_requested");
    assert_eq!(mail["token"], answer.text("token").as_str());
    assert_eq!(request(&emulator, "nobody").await.status, 404);
}

#[tokio::test]
async fn the_token_verifies_under_the_users_id_its_name_or_none() {
    let emulator = Emulator::start().await;
    for user in ["usr_ada", "ada", "--"] {
        let token = request(&emulator, "ada").await.text("token");
        let answer = verify(&emulator, user, &token).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.text("email_verification"), "verified");
        assert_eq!(answer.text("id"), "usr_ada");
    }
}

#[tokio::test]
async fn another_users_used_and_unknown_tokens_are_validation_errors() {
    let emulator = Emulator::start().await;
    let token = request(&emulator, "ada").await.text("token");
    let refused = json!({"token": [REFUSED]});
    assert_eq!(problems(&verify(&emulator, "grace", &token).await), refused);
    let read = emulator.get("/v1/users/grace").await;
    assert_eq!(read.text("email_verification"), "none");
    assert_eq!(problems(&verify(&emulator, "--", "unknown").await), refused);
    assert_eq!(
        problems(&verify(&emulator, "ada", "").await),
        json!({"token": ["Token can't be blank"]})
    );
    assert_eq!(verify(&emulator, "nobody", &token).await.status, 404);
    assert_eq!(verify(&emulator, "ada", &token).await.status, 200);
    assert_eq!(problems(&verify(&emulator, "ada", &token).await), refused);
    let path = "/v1/users/ada/verify_email";
    assert_eq!(emulator.create(path, json!({})).await.status, 400);
}

#[tokio::test]
async fn a_token_does_not_cross_realms() {
    let emulator = Emulator::start().await;
    let token = request(&emulator, "ada").await.text("token");
    let there = emulator
        .api("POST", "/v1/users/--/verify_email")
        .header("x-authrocket-realm", "rl_x")
        .json(&json!({"user": {"token": token}}));
    assert_eq!(there.send().await.status, 422);
    let anywhere = emulator
        .api("POST", "/v1/users/--/verify_email")
        .without("x-authrocket-realm")
        .json(&json!({"user": {"token": token}}));
    assert_eq!(anywhere.send().await.status, 200);
}

#[tokio::test]
async fn an_inactive_user_or_one_without_an_address_cannot_be_asked() {
    let emulator = Emulator::start().await;
    let robot = json!({"user": {"user_type": "api", "username": "robot"}});
    assert_eq!(emulator.create("/v1/users", robot).await.status, 201);
    assert_eq!(
        problems(&request(&emulator, "robot").await),
        json!({"email": ["Email can't be blank"]})
    );
    let change = json!({"user": {"state": "inactive"}});
    let put = emulator.api("PUT", "/v1/users/ada").json(&change);
    assert_eq!(put.send().await.status, 200);
    assert_eq!(
        problems(&request(&emulator, "ada").await),
        json!({"state": ["State is inactive"]})
    );
    assert!(emulator.list("outbox").await.is_empty());
}
