//! `/v1/logout` (protocol-v1 §3.9, D10).

use serde_json::json;

use crate::fixture::Emulator;

#[tokio::test]
async fn logging_out_ends_the_session_for_token_and_id() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let id = emulator
        .get(&format!("/v1/sessions/{token}"))
        .await
        .text("id");
    let other = emulator.login_token("ada").await;
    let answer = emulator.post("/v1/logout", &[("token", &token)]).await;
    assert_eq!((answer.status, answer.json()), (200, json!({})));
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{token}")).await.status,
        404
    );
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{id}")).await.status,
        404
    );
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{other}")).await.status,
        200
    );
}

#[tokio::test]
async fn json_form_and_get_log_out_alike() {
    let emulator = Emulator::start().await;
    let request = |method| emulator.login_port(method, "/v1/logout");
    for way in 0..3 {
        let token = emulator.login_token("ada").await;
        let fields = [("token", token.as_str())];
        let request = match way {
            0 => request("POST").form(&fields),
            1 => request("POST").json(&json!({"token": token})),
            _ => request("GET").query(&fields),
        };
        assert_eq!(request.send().await.json(), json!({}));
        assert_eq!(
            emulator.get(&format!("/v1/sessions/{token}")).await.status,
            404
        );
    }
}

#[tokio::test]
async fn unknown_forged_and_used_tokens_succeed_and_change_nothing() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let id = emulator
        .get(&format!("/v1/sessions/{token}"))
        .await
        .text("id");
    let forged = format!(
        "{}x",
        token.trim_end_matches(|c: char| c.is_ascii_alphanumeric())
    );
    for bad in ["nonsense", "a.b.c", forged.as_str(), id.as_str()] {
        let answer = emulator.post("/v1/logout", &[("token", bad)]).await;
        assert_eq!(answer.json(), json!({}), "{bad}");
    }
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{token}")).await.status,
        200
    );
}

#[tokio::test]
async fn a_missing_token_is_an_error() {
    let emulator = Emulator::start().await;
    emulator.post("/v1/logout", &[]).await.refusal();
}
