//! `GET session` and `DELETE session` (protocol-v2 §2.5.3, §2.5.4, §5; V15 to V17).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{claims, done, refused, two_accounts};

#[tokio::test]
async fn a_session_gives_a_token_for_the_account_that_is_asked_for_and_forgets_the_choice() {
    let emulator = Emulator::v2_with(two_accounts()).await;
    let session = text_of(&emulator.lr_login("ada@example.test").await, "session");
    for account in ["org_looms", "org_engines"] {
        let fields = [("session", session.as_str()), ("account", account)];
        let body = done(&emulator.lr_session(&fields).await);
        assert_eq!(body["result"], "full_login");
        assert_eq!(body["account"], account);
        assert_eq!(body["session"], session.as_str());
        let claims = claims(&emulator, &text_of(&body, "token")).await;
        let orgs = claims["orgs"].as_array().unwrap();
        assert_eq!(orgs.len(), 1);
        assert_eq!(orgs[0]["oid"], account);
        assert_eq!(orgs[0]["selected"], true);
    }
    let body = done(&emulator.lr_session(&[("session", &session)]).await);
    assert_eq!(
        body,
        json!({"result": "conditional_login", "session": session, "account": null,
            "conditions": ["no_account_selected"]})
    );
    let foreign = [("session", session.as_str()), ("account", "org_nobodys")];
    let body = done(&emulator.lr_session(&foreign).await);
    assert_eq!(body["conditions"], json!(["no_account_selected"]));
}

#[tokio::test]
async fn in_single_user_mode_the_first_account_is_taken_whatever_was_asked() {
    let mut settings = two_accounts();
    settings["org_mode"] = json!("single_user");
    let emulator = Emulator::v2_with(settings).await;
    let session = text_of(&emulator.lr_login("ada@example.test").await, "session");
    for (asked, expected) in [
        ("org_looms", "org_looms"),
        ("", "org_engines"),
        ("org_nobodys", "org_engines"),
    ] {
        let fields = [("session", session.as_str()), ("account", asked)];
        let body = done(&emulator.lr_session(&fields).await);
        assert_eq!(body["account"], expected, "{asked}");
    }
}

#[tokio::test]
async fn a_user_without_an_account_gets_one_unless_it_must_be_named() {
    let users = json!([{"id": "usr_solo", "email": "solo@example.test", "password": PASSWORD}]);
    let emulator = Emulator::v2_with(json!({"users": users, "org_name_field": "required"})).await;
    let body = emulator.lr_login("solo@example.test").await;
    assert_eq!(body["conditions"], json!(["must_complete_profile"]));
    assert_eq!(body["account"], json!(null));
    let session = text_of(&body, "session");
    let named = emulator
        .lr("PUT", "/v2/profile")
        .json(&json!({"session": session, "org_name": "Solo Works"}));
    let body = done(&named.send().await);
    let claims = claims(&emulator, &text_of(&body, "token")).await;
    assert_eq!(claims["orgs"][0]["name"], "Solo Works");
    assert_eq!(claims["orgs"][0]["perm"], json!(["ar:owner"]));
    let emulator = Emulator::v2_with(json!({"users": users})).await;
    let body = emulator.lr_login("solo@example.test").await;
    assert_eq!(body["result"], "full_login");
    let orgs = emulator.list("orgs").await;
    assert!(orgs.iter().any(|org| org["name"] == "solo"), "{orgs:?}");
    let again = emulator.lr_login("solo@example.test").await;
    assert_eq!(again["account"], body["account"]);
}

#[tokio::test]
async fn closed_orgs_are_no_accounts() {
    let orgs = json!([{"id": "org_engines", "name": "Engines", "state": "closed"},
        {"id": "org_looms", "name": "Looms"}]);
    let mut settings = two_accounts();
    settings["orgs"] = orgs;
    let emulator = Emulator::v2_with(settings).await;
    let body = emulator.lr_login("ada@example.test").await;
    assert_eq!(body["account"], "org_looms");
}

#[tokio::test]
async fn an_ended_expired_unknown_or_missing_session_is_403() {
    let emulator = Emulator::v2().await;
    let body = emulator.lr_login("ada").await;
    let session = text_of(&body, "session");
    let end = |fields: &[(&str, &str)]| emulator.lr("DELETE", "/v2/session").query(fields);
    let fields = [("session", session.as_str())];
    assert_eq!(done(&end(&fields).send().await), json!({"result": "okay"}));
    let token = text_of(&body, "token");
    for gone in [session.as_str(), "kss_unknown", "", &token] {
        let fields = [("session", gone)];
        let sentences = refused(&emulator.lr_session(&fields).await, 403);
        assert_eq!(sentences, ["Session expired or access denied"], "{gone}");
        refused(&end(&fields).send().await, 403);
    }
    let session = text_of(&emulator.lr_login("ada").await, "session");
    emulator.advance(24 * 60 * 60).await;
    refused(&emulator.lr_session(&[("session", &session)]).await, 403);
    let events = emulator.list("events").await;
    let ended = events
        .iter()
        .filter(|event| event["event_type"] == "session.deleted");
    assert_eq!(ended.count(), 1);
}

#[tokio::test]
async fn a_required_verification_holds_the_token_back_until_it_is_done() {
    let emulator = Emulator::v2_with(json!({"email_verification": "require"})).await;
    let body = emulator.lr_login("ada").await;
    assert_eq!(body["conditions"], json!(["must_verify_email"]));
    assert_eq!(body["account"], "org_engines");
    assert!(body.get("token").is_none());
    emulator
        .patch_v2(json!({"email_verification": "request"}))
        .await;
    assert_eq!(emulator.lr_login("ada").await["result"], "full_login");
}
