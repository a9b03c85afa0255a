//! `/v2/events` (protocol-v2 §7.10).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, errors};

#[tokio::test]
async fn events_name_their_records_newest_first() {
    let emulator = Emulator::v2().await;
    let login = emulator.lr_login("ada@example.test").await;
    let session = text_of(&login, "session");
    let body = json!({"user": {"first_name": "A"}, "request": {"ip": "192.0.2.3", "client": "c"}});
    done(&emulator.core_send("PUT", "/v2/users/usr_ada", body).await);
    let all = emulator.core_list("/v2/events").await;
    assert_eq!(all[0]["event_type"], "user.updated");
    assert_eq!(all[0]["request"], json!({"ip": "192.0.2.3", "client": "c"}));
    assert_eq!(all[0]["object"], "event");
    for member in ["session_id", "expires_at"] {
        assert_eq!(all[0].get(member), Some(&json!(null)), "{member}");
    }
    assert!(all[0]["event_at"].is_number());
    let path = format!("/v2/events?session_id={session}");
    let of_session = emulator.core_list(&path).await;
    assert_eq!(of_session.len(), 1);
    assert_eq!(of_session[0]["event_type"], "user.login.succeeded");
    assert_eq!(of_session[0]["user_id"], "usr_ada");
    assert_eq!(
        emulator
            .core_list("/v2/events?event_type=user.login")
            .await
            .len(),
        1
    );
    assert!(
        emulator
            .core_list("/v2/events?user_id=usr_grace")
            .await
            .is_empty()
    );
    let path = format!("/v2/events/{}", text_of(&all[0], "id"));
    let one = emulator.core_get(&path).await;
    assert_eq!(one["notifications"], json!([]));
    errors(&emulator.core("POST", "/v2/events").send().await, 405);
}

#[tokio::test]
async fn an_event_with_a_token_shows_it_to_keys_that_may_write_and_says_when_it_ends() {
    let emulator = Emulator::v2_with(json!({})).await;
    let body = json!({"email": "ada@example.test"});
    done(&emulator.lr_post("/v2/password/forgot", body).await);
    let token = emulator.mailed().await;
    let path = "/v2/events?event_type=user.password.resetting";
    let listed = emulator.core_list(path).await;
    assert_eq!(listed[0]["token"], json!(token));
    let at = listed[0]["event_at"].as_f64().unwrap();
    let ends = listed[0]["expires_at"].as_i64().unwrap() as f64;
    assert!((ends - at - 3600.0).abs() < 1.0, "{at} {ends}");
    let one = emulator
        .core_get(&format!("/v2/events/{}", text_of(&listed[0], "id")))
        .await;
    assert_eq!(one["token"], json!(token));
    let reader = json!({"api_keys": [{"key": "ks_reader", "permissions": ["read"]}]});
    emulator.control("POST", "seed", reader).await;
    let read = emulator.core("GET", path);
    let read = read
        .without("authrocket-api-key")
        .header("authrocket-api-key", "ks_reader");
    let read = done(&read.send().await);
    assert!(!read.to_string().contains(&token), "{read}");
    // Nobody else sees it: not the list of the control.
    let listed = emulator.control("GET", "events", json!({})).await;
    assert!(!listed.to_string().contains(&token));
    let other = emulator.core_list("/v2/events").await;
    let invited = emulator
        .core_create(
            "/v2/invitations",
            json!({"invitation": {"email": "i@example.test", "invitation_type": "referral"}}),
        )
        .await;
    let path = format!("/v2/invitations/{}/invite", text_of(&invited, "id"));
    done(&emulator.core_send("POST", &path, json!({})).await);
    let events = emulator.core_list("/v2/events").await;
    assert_eq!(events.len(), other.len() + 2);
    assert_eq!(events[0]["token"], invited["token"]);
    assert_eq!(events[0]["expires_at"], invited["expires_at"]);
    assert_eq!(events[1].get("token"), None);
}
