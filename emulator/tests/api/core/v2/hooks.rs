//! `/v2/hooks` (protocol-v2 §7.9, §7.10).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, errors};

async fn create(emulator: &Emulator, hook: Value) -> crate::client::Answer {
    let body = json!({"hook": hook});
    emulator.core_send("POST", "/v2/hooks", body).await
}

#[tokio::test]
async fn a_webhook_takes_event_types_of_version_2_and_no_others() {
    let emulator = Emulator::v2().await;
    let hook = |event_type: Value| {
        json!({"hook_type": "webhook", "event_type": event_type,
            "destination": "http://localhost:1/hook"})
    };
    let made = create(&emulator, hook(json!("session.deleted"))).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!(
        (&made["object"], &made["event_type"]),
        (&json!("hook"), &json!(["session.deleted"]))
    );
    for known in [
        "ping",
        "invitation.org.accepted",
        "org.closed",
        "user.password.resetting",
    ] {
        assert_eq!(
            create(&emulator, hook(json!([known]))).await.status,
            201,
            "{known}"
        );
    }
    for unknown in ["user.password_token.created", "app_hook.created", "nothing"] {
        errors(&create(&emulator, hook(json!([unknown]))).await, 422);
    }
    let path = format!("/v2/hooks/{}", text_of(&made, "id"));
    let body = json!({"hook": {"delay": 5}});
    assert_eq!(
        done(&emulator.core_send("PUT", &path, body).await)["delay"],
        5
    );
    assert_eq!(emulator.core_list("/v2/hooks").await.len(), 5);
    emulator.core_delete(&path).await;
    errors(&emulator.core("GET", &path).send().await, 404);
    errors(
        &create(&emulator, json!({"hook_type": "mailing_list"})).await,
        501,
    );
}

#[tokio::test]
async fn an_email_hook_replaces_the_mail_of_its_event() {
    let emulator = Emulator::v2().await;
    let hook = json!({"hook_type": "email", "event_type": "user.password.resetting",
        "email_from": "us@example.test", "email_subject": "Reset", "email_template": "{{token}}"});
    assert_eq!(create(&emulator, hook).await.status, 201);
    let forgot = json!({"email": "ada@example.test"});
    done(&emulator.lr_post("/v2/password/forgot", forgot).await);
    let mail = emulator.newest_mail().await;
    assert_eq!(
        (&mail["subject"], &mail["to"]),
        (&json!("Reset"), &json!("ada@example.test"))
    );
}
