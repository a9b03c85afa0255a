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
