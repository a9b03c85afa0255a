//! `/v2/users/…`: verifying addresses, and accepting invitations (protocol-v2 §7.5).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, errors};

#[tokio::test]
async fn an_address_is_verified_with_the_token_that_was_asked_for_once() {
    let emulator = Emulator::v2().await;
    let path = "/v2/users/ada@example.test/request_email_verification";
    let asked = done(&emulator.core("POST", path).send().await);
    assert_eq!(asked["object"], "token");
    let token = text_of(&asked, "token");
    assert!(token.starts_with("tve:"));
    assert_eq!(emulator.mailed().await, token);
    let verify = async || {
        let body = json!({"user": {"token": token}});
        emulator
            .core_send("POST", "/v2/users/verify_email", body)
            .await
    };
    let ada = done(&verify().await);
    assert_eq!(
        (&ada["object"], &ada["email_verification"]),
        (&json!("user"), &json!("verified"))
    );
    errors(&verify().await, 422);
    let none = emulator
        .core_send("POST", "/v2/users/verify_email", json!({}))
        .await;
    assert_eq!(errors(&none, 422), ["Token can't be blank"]);
}

#[tokio::test]
async fn an_accepted_invitation_makes_a_member_and_is_used_up() {
    let emulator = Emulator::v2().await;
    let body = json!({"invitation": {"email": "somebody@example.test", "invitation_type": "org",
        "org_id": "org_looms", "permissions": ["weaver"]}});
    let invitation = emulator.core_create("/v2/invitations", body).await;
    let accept = async || {
        let body = json!({"user": {"token": invitation["token"]}});
        let path = "/v2/users/usr_ada/accept_invitation";
        emulator.core_send("POST", path, body).await
    };
    assert_eq!(done(&accept().await)["id"], "usr_ada");
    let members = emulator.core_list("/v2/memberships?org_id=org_looms").await;
    assert_eq!(members.len(), 1);
    assert_eq!(members[0]["permissions"], json!(["weaver"]));
    assert!(emulator.core_list("/v2/invitations").await.is_empty());
    errors(&accept().await, 422);
    let types = emulator.event_types().await;
    assert_eq!(types.last().unwrap(), "invitation.org.accepted");
}
