//! `/v2/invitations` (protocol-v2 §7.7).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{done, errors};

async fn create(emulator: &Emulator, invitation: Value) -> Value {
    let body = json!({"invitation": invitation});
    emulator.core_create("/v2/invitations", body).await
}

#[tokio::test]
async fn an_invitation_is_made_read_changed_mailed_and_withdrawn() {
    let emulator = Emulator::v2().await;
    let given = json!({"email": "Lin@example.test", "invitation_type": "request"});
    let made = create(&emulator, given).await;
    assert!(text_of(&made, "id").starts_with("nvt_"));
    assert_eq!(
        (&made["object"], &made["email"]),
        (&json!("invitation"), &json!("lin@example.test"))
    );
    assert!(!text_of(&made, "token").is_empty());
    assert_eq!(made["invited_at"], json!(null));
    assert!(emulator.list("outbox").await.is_empty());
    let path = format!("/v2/invitations/{}", text_of(&made, "id"));
    assert_eq!(emulator.core_get(&path).await, made);
    assert_eq!(
        emulator
            .core_list("/v2/invitations?email=lin@example.test")
            .await
            .len(),
        1
    );
    assert!(
        emulator
            .core_list("/v2/invitations?invitation_type=org")
            .await
            .is_empty()
    );
    let body = json!({"invitation": {"email": "lin2@example.test", "locale": "es"}});
    let changed = done(&emulator.core_send("PUT", &path, body).await);
    assert_eq!(changed["email"], "lin2@example.test");
    let sent = done(
        &emulator
            .core("POST", &format!("{path}/invite"))
            .send()
            .await,
    );
    assert!(sent["invited_at"].is_number());
    let mail = emulator.newest_mail().await;
    assert_eq!(
        (&mail["to"], &mail["token"]),
        (&json!("lin2@example.test"), &made["token"])
    );
    emulator.core_delete(&path).await;
    assert!(emulator.core_list("/v2/invitations").await.is_empty());
    assert_eq!(
        emulator.event_types().await,
        [
            "invitation.request.created",
            "invitation.request.updated",
            "invitation.request.invited"
        ]
    );
}

#[tokio::test]
async fn an_org_is_for_invitations_into_one() {
    let emulator = Emulator::v2().await;
    let problems = async |invitation: Value| {
        let body = json!({"invitation": invitation});
        errors(
            &emulator.core_send("POST", "/v2/invitations", body).await,
            422,
        )
    };
    let email = "lin@example.test";
    assert_eq!(problems(json!({})).await.len(), 2);
    let odd = json!({"email": "nobody", "invitation_type": "referral"});
    assert_eq!(problems(odd).await, ["Email is invalid"]);
    let none = json!({"email": email, "invitation_type": "org"});
    assert_eq!(problems(none).await, ["Org can't be blank"]);
    let unknown = json!({"email": email, "invitation_type": "org", "org_id": "org_none"});
    assert_eq!(problems(unknown).await, ["Org is unknown or closed"]);
    let other = json!({"email": email, "invitation_type": "referral", "org_id": "org_looms"});
    assert_eq!(problems(other).await, ["Org is for the type org only"]);
    let by = json!({"email": email, "invitation_type": "referral", "inviting_user_id": "usr_none"});
    assert_eq!(problems(by).await, ["Inviting user is unknown"]);
}

#[tokio::test]
async fn a_signup_with_the_token_joins_the_org_and_time_ends_an_invitation() {
    let emulator = Emulator::v2_with(json!({"signup": "closed"})).await;
    let given = json!({"email": "lin@example.test", "invitation_type": "org",
        "org_id": "org_looms", "inviting_user_id": "ada@example.test"});
    let made = create(&emulator, given.clone()).await;
    assert_eq!(made["inviting_user_id"], "usr_ada");
    let body = json!({"email": "lin@example.test", "password": PASSWORD,
        "invitation": made["token"]});
    let login = done(&emulator.lr_post("/v2/signup", body).await);
    assert_eq!(login["account"], "org_looms");
    let mut given = given;
    given["email"] = json!("kay@example.test");
    let made = create(&emulator, given).await;
    emulator.advance(31 * 24 * 60 * 60).await;
    let path = format!("/v2/invitations/{}", text_of(&made, "id"));
    errors(&emulator.core("GET", &path).send().await, 404);
    let types = emulator.event_types().await;
    assert_eq!(types.last().unwrap(), "invitation.org.expired");
}
