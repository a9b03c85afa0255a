//! `POST signup/request`, and signups by invitation (protocol-v2 §2.5.9, §2.5.10, §7.7; V7).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{claims, done, refused};

fn signup(email: &str, invitation: &str) -> Value {
    json!({"email": email, "password": "long enough", "invitation": invitation})
}

#[tokio::test]
async fn an_invitation_can_be_asked_for_once_in_invitation_mode_only() {
    let emulator = Emulator::v2_with(json!({"signup": "invitation"})).await;
    let ask = json!({"email": "New@example.test"});
    for _ in 0..2 {
        let answer = emulator.lr_post("/v2/signup/request", ask.clone()).await;
        assert_eq!(done(&answer), json!({"result": "okay"}));
    }
    let invitations = emulator.list("invitations").await;
    assert_eq!(invitations.len(), 1);
    assert_eq!(invitations[0]["invitation_type"], "request");
    assert_eq!(invitations[0]["email"], "new@example.test");
    // Nobody has been invited yet.
    let token = text_of(&invitations[0], "token");
    refused(
        &emulator
            .lr_post("/v2/signup", signup("new@example.test", &token))
            .await,
        422,
    );
    for bad in [json!({}), json!({"email": "nonsense"})] {
        refused(&emulator.lr_post("/v2/signup/request", bad).await, 422);
    }
    for mode in ["open", "closed"] {
        emulator.patch_v2(json!({"signup": mode})).await;
        refused(
            &emulator.lr_post("/v2/signup/request", ask.clone()).await,
            422,
        );
    }
}

#[tokio::test]
async fn without_an_invitation_nobody_signs_up_where_one_is_needed() {
    for (mode, sentence) in [
        ("invitation", "An invitation is needed to sign up"),
        ("closed", "Signups are closed"),
    ] {
        let emulator = Emulator::v2_with(json!({"signup": mode,
            "invitations": [{"email": "new@example.test", "token": "nvt_good"}]}))
        .await;
        let body = json!({"email": "new@example.test", "password": "long enough"});
        let answer = emulator.lr_post("/v2/signup", body).await;
        assert_eq!(refused(&answer, 422), [sentence]);
        let body = signup("new@example.test", "nvt_good");
        let answer = done(&emulator.lr_post("/v2/signup", body).await);
        assert_eq!(answer["result"], "full_login");
        let again = emulator
            .lr_post("/v2/signup", signup("other@example.test", "nvt_good"))
            .await;
        refused(&again, 422);
    }
}

#[tokio::test]
async fn an_invitation_into_an_org_ends_there_and_verifies_the_address_it_went_to() {
    let emulator = Emulator::v2_with(json!({"email_verification": "require", "invitations": [
        {"email": "new@example.test", "token": "nvt_org", "org_id": "org_looms", "permissions": ["ar:admin"]}]}))
    .await;
    let body = json!({"password": "long enough", "invitation_token": "nvt_org"});
    let answer = done(&emulator.lr_post("/v2/signup", body).await);
    assert_eq!(answer["account"], "org_looms");
    let claims = claims(&emulator, &text_of(&answer, "token")).await;
    assert_eq!(claims["email_verified"], true);
    assert_eq!(claims["orgs"][0]["perm"], json!(["ar:admin"]));
    assert!(emulator.list("invitations").await.is_empty());
}

#[tokio::test]
async fn where_addresses_are_verified_first_a_signup_is_mailed_and_finished_with_the_token() {
    let emulator = Emulator::v2_with(json!({"email_verification": "preverify"})).await;
    let body = json!({"email": "new@example.test"});
    let answer = emulator.lr_post("/v2/signup", body).await;
    assert_eq!(done(&answer), json!({"result": "okay"}));
    assert_eq!(emulator.list("users").await.len(), 2);
    let mail = emulator.newest_mail().await;
    assert_eq!(mail["event"], "invitation.preverify.invited");
    assert_eq!(mail["to"], "new@example.test");
    let token = text_of(&mail, "token");
    assert!(text_of(&mail, "link").contains("/signup?invitation=nvt_"));
    let other = signup("other@example.test", &token);
    refused(&emulator.lr_post("/v2/signup", other).await, 422);
    let answer = done(
        &emulator
            .lr_post("/v2/signup", signup("new@example.test", &token))
            .await,
    );
    let claims = claims(&emulator, &text_of(&answer, "token")).await;
    assert_eq!(claims["email_verified"], true);
}

#[tokio::test]
async fn an_invitation_lives_thirty_days() {
    let emulator = Emulator::v2_with(json!({"signup": "closed",
        "invitations": [{"email": "new@example.test", "token": "nvt_old"}]}))
    .await;
    emulator.advance(30 * 24 * 60 * 60).await;
    let answer = emulator
        .lr_post("/v2/signup", signup("new@example.test", "nvt_old"))
        .await;
    assert_eq!(
        refused(&answer, 422),
        ["Invitation is invalid, used or expired"]
    );
}
