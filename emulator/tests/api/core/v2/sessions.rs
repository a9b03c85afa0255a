//! `/v2/sessions` (protocol-v2 §7.4).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{claims, errors, two_accounts};

#[tokio::test]
async fn a_new_session_has_a_token_with_all_accounts_and_none_selected() {
    let emulator = Emulator::v2_with(two_accounts()).await;
    let body = json!({"session": {"user_id": "ADA@example.test"},
        "request": {"ip": "192.0.2.1", "client": "Browser"}});
    let session = emulator.core_create("/v2/sessions", body).await;
    assert_eq!(session["object"], "session");
    assert!(text_of(&session, "id").starts_with("kss_"));
    assert_eq!(session["user_id"], "usr_ada");
    assert_eq!(session["client_app_id"], json!(null));
    assert_eq!(session["user"]["object"], "user");
    assert_eq!(
        session["request"],
        json!({"ip": "192.0.2.1", "client": "Browser"})
    );
    assert!(session["created_at"].is_f64());
    assert!(session["expires_at"].is_i64());
    let claims = claims(&emulator, &text_of(&session, "token")).await;
    assert_eq!(claims["sid"], session["id"]);
    let orgs = claims["orgs"].as_array().unwrap();
    let ids: Vec<&str> = orgs
        .iter()
        .map(|org| org["oid"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["org_engines", "org_looms"]);
    assert!(orgs.iter().all(|org| org["selected"] != true));
}

#[tokio::test]
async fn a_session_is_read_by_id_or_token_and_listed_by_user() {
    let emulator = Emulator::v2().await;
    let body = json!({"session": {"user_id": "usr_ada"}});
    let made = emulator.core_create("/v2/sessions", body).await;
    for key in ["id", "token"] {
        let path = format!("/v2/sessions/{}", text_of(&made, key));
        let read = emulator.core_get(&path).await;
        assert_eq!(read["id"], made["id"]);
        assert_eq!(read["user"]["email"], "ada@example.test");
        assert!(read.get("token").is_none());
    }
    let of_ada = emulator.core_list("/v2/sessions?user_id=usr_ada").await;
    assert_eq!(of_ada.len(), 1);
    assert!(
        emulator
            .core_list("/v2/sessions?user_id=usr_grace")
            .await
            .is_empty()
    );
    emulator
        .core_delete(&format!("/v2/sessions/{}", text_of(&made, "id")))
        .await;
    assert!(
        emulator
            .core_list("/v2/sessions?user_id=ada")
            .await
            .is_empty()
    );
    assert_eq!(
        emulator.event_types().await,
        ["user.login.succeeded", "session.deleted"]
    );
}

#[tokio::test]
async fn an_unknown_or_inactive_user_gets_no_session_and_no_account_is_made_on_the_fly() {
    let emulator = Emulator::v2().await;
    for (user, sentence) in [
        (json!({}), "User can't be blank"),
        (
            json!({"user_id": "usr_none"}),
            "User is unknown or inactive",
        ),
    ] {
        let body = json!({"session": user});
        let answer = emulator.core_send("POST", "/v2/sessions", body).await;
        assert_eq!(errors(&answer, 422), [sentence]);
    }
    let body = json!({"session": {"user_id": "usr_grace"}});
    emulator.core_create("/v2/sessions", body.clone()).await;
    assert_eq!(emulator.core_list("/v2/orgs").await.len(), 2);
    let off = json!({"user": {"state": "inactive"}});
    emulator.core_send("PUT", "/v2/users/usr_grace", off).await;
    errors(&emulator.core_send("POST", "/v2/sessions", body).await, 422);
    assert!(emulator.core_list("/v2/sessions").await.is_empty());
}
