//! `/v2/users` (protocol-v2 §7.5).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{done, errors};

#[tokio::test]
async fn a_user_is_addressed_by_id_address_or_username() {
    let emulator = Emulator::v2().await;
    let ada = emulator.core_get("/v2/users/usr_ada").await;
    assert_eq!(ada["object"], "user");
    for key in [
        "ada@example.test",
        "ada%40example.test",
        "ADA@Example.Test",
        "ada",
        "Ada",
    ] {
        assert_eq!(emulator.core_get(&format!("/v2/users/{key}")).await, ada);
    }
    for key in ["USR_ADA", "org_engines", "nobody"] {
        let path = format!("/v2/users/{key}");
        errors(&emulator.core("GET", &path).send().await, 404);
    }
    assert_eq!(ada["name"], "Ada L");
    assert_eq!(ada["email_verification"], "none");
    assert_eq!(ada["credentials"][0]["credential_type"], "password");
    assert!(ada.get("memberships").is_none());
    let grace = emulator.core_get("/v2/users/usr_grace").await;
    assert_eq!(grace["username"], json!(null));
    assert_eq!(grace["name"], "grace");
    let expanded = emulator
        .core_get("/v2/users/usr_ada?expand=memberships")
        .await;
    let membership = &expanded["memberships"][0];
    assert_eq!(membership["object"], "membership");
    assert_eq!(membership["org"]["name"], "Engines");
}

#[tokio::test]
async fn a_new_user_needs_an_address_only() {
    let emulator = Emulator::v2().await;
    let body = json!({"user": {"email": "Lin@Example.Test"}});
    let lin = emulator.core_create("/v2/users", body.clone()).await;
    assert!(text_of(&lin, "id").starts_with("usr_"));
    assert_eq!(lin["email"], "lin@example.test");
    assert_eq!(lin["credentials"], json!([]));
    let again = emulator.core_send("POST", "/v2/users", body).await;
    assert_eq!(errors(&again, 422), ["Email has already been taken"]);
    let bad = json!({"user": {"email": "no address", "username": "a@b", "password": "short"}});
    let bad = errors(&emulator.core_send("POST", "/v2/users", bad).await, 422);
    assert_eq!(bad.len(), 3, "{bad:?}");
    let whole = json!({"user": {"email": "kay@example.test", "username": "kay", "locale": "es",
        "password": PASSWORD, "password_confirmation": PASSWORD, "first_name": "Kay",
        "reference": "k-1", "custom": {"plan": "gold"}}});
    let kay = emulator.core_create("/v2/users", whole).await;
    assert_eq!(
        (&kay["username"], &kay["locale"]),
        (&json!("kay"), &json!("es"))
    );
    assert_eq!(kay["custom"], json!({"plan": "gold"}));
    assert_eq!(kay["credentials"].as_array().unwrap().len(), 1);
    emulator.lr_login("kay@example.test").await;
    let by = emulator.core_list("/v2/users?reference=k-1").await;
    assert_eq!(by.len(), 1);
    assert!(by[0].get("credentials").is_none());
    let by = emulator.core_list("/v2/users?email=KAY@example.test").await;
    assert_eq!(by.len(), 1);
}

#[tokio::test]
async fn an_update_changes_what_is_sent_and_a_password_ends_sessions_unless_kept() {
    let emulator = Emulator::v2().await;
    let session = text_of(&emulator.lr_login("ada@example.test").await, "session");
    let put = async |user: serde_json::Value| {
        let answer = emulator
            .core_send("PUT", "/v2/users/ada@example.test", json!({"user": user}))
            .await;
        done(&answer)
    };
    assert_eq!(
        put(json!({"first_name": "Augusta"})).await["name"],
        "Augusta L"
    );
    put(json!({"password": "another-password", "keep_sessions": true})).await;
    done(&emulator.lr_session(&[("session", &session)]).await);
    put(json!({"password": "yet-another-password"})).await;
    assert_eq!(
        emulator.lr_session(&[("session", &session)]).await.status,
        403
    );
    let short = json!({"user": {"password": "short"}});
    let answer = emulator.core_send("PUT", "/v2/users/usr_ada", short).await;
    assert_eq!(errors(&answer, 422).len(), 1);
    let types = emulator.event_types().await;
    assert!(
        types.contains(&"user.password.updated".to_owned()),
        "{types:?}"
    );
}

#[tokio::test]
async fn address_attributes_send_mails_and_a_change_leaves_the_verification_alone() {
    let emulator = Emulator::v2().await;
    let put = async |user: serde_json::Value| {
        let body = json!({"user": user});
        emulator.core_send("PUT", "/v2/users/usr_ada", body).await
    };
    let ada = done(&put(json!({"email_verification": "requested"})).await);
    assert_eq!(ada["email_verification"], "requested");
    assert!(emulator.mailed().await.starts_with("tve:"));
    done(&put(json!({"email_verification": "verified"})).await);
    let ada = done(&put(json!({"email": "ada2@example.test"})).await);
    assert_eq!(ada["email_verification"], "verified");
    let ada = done(&put(json!({"email_pending": "Ada3@example.test"})).await);
    assert_eq!(ada["email_pending"], "ada3@example.test");
    assert_eq!(ada["email"], "ada2@example.test");
    assert_eq!(emulator.newest_mail().await["to"], "ada3@example.test");
    let token = emulator.mailed().await;
    assert!(token.starts_with("tue:"));
    let body = json!({"user": {"token": token}});
    let ada = done(
        &emulator
            .core_send("POST", "/v2/users/verify_email", body)
            .await,
    );
    assert_eq!(ada["email"], "ada3@example.test");
    assert_eq!(ada["email_pending"], json!(null));
    let taken = put(json!({"email_pending": "grace@example.test"})).await;
    assert_eq!(
        errors(&taken, 422),
        ["Email pending has already been taken"]
    );
}

#[tokio::test]
async fn a_removed_user_is_gone_with_sessions_and_memberships() {
    let emulator = Emulator::v2().await;
    let session = text_of(&emulator.lr_login("ada@example.test").await, "session");
    emulator.core_delete("/v2/users/ada@example.test").await;
    assert_eq!(emulator.core_list("/v2/users").await.len(), 1);
    assert_eq!(
        emulator.lr_session(&[("session", &session)]).await.status,
        403
    );
    let members = emulator
        .core_list("/v2/memberships?org_id=org_engines")
        .await;
    assert!(members.is_empty());
}

#[tokio::test]
async fn a_user_without_a_username_can_be_changed_in_every_way() {
    let emulator = Emulator::v2().await;
    // Ids are made with capitals, which a username has none of.
    let new = json!({"user": {"email": "lin@example.test", "password": PASSWORD}});
    let lin = emulator.core_create("/v2/users", new).await;
    assert_ne!(
        text_of(&lin, "id"),
        text_of(&lin, "id").to_ascii_lowercase()
    );
    let path = format!("/v2/users/{}", text_of(&lin, "id"));
    let put = async |path: &str, user| {
        done(&emulator.core_send("PUT", path, json!({"user": user})).await)
    };
    let lin = put(&path, json!({"first_name": "Lin"})).await;
    assert_eq!(lin["first_name"], "Lin");
    let lin = put(
        &format!("{path}/profile"),
        json!({"email": "lin2@example.test"}),
    )
    .await;
    assert_eq!(lin["email"], "lin2@example.test");
    let session = text_of(&emulator.lr_login("lin2@example.test").await, "session");
    let body = json!({"session": session, "email": "lin3@example.test"});
    done(&emulator.lr("PUT", "/v2/profile").json(&body).send().await);
    let lin = put(&path, json!({"username": "Lin"})).await;
    assert_eq!(lin["username"], "lin");
    let lin = put(&path, json!({"username": null})).await;
    assert_eq!(lin["username"], json!(null));
    assert_eq!(lin["email"], "lin3@example.test");
}
