//! `/v2/jwt_keys` (protocol-v2 §7.9).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{claims, errors};

#[tokio::test]
async fn a_new_key_signs_and_the_old_one_verifies_a_little_longer() {
    let emulator = Emulator::v2().await;
    let before = text_of(&emulator.lr_login("ada@example.test").await, "token");
    let body = json!({"jwt_key": {"algo": "rs256", "use": "sign"}});
    let made = emulator.core_create("/v2/jwt_keys", body).await;
    assert_eq!(
        (&made["object"], &made["algo"]),
        (&json!("jwt_key"), &json!("rs256"))
    );
    let short = text_of(&made, "short_key");
    assert!(!short.contains("-----") && text_of(&made, "key").replace('\n', "").contains(&short));
    assert!(!made.to_string().contains("PRIVATE"));
    let keys = emulator.core_list("/v2/jwt_keys").await;
    let ended: Vec<bool> = keys.iter().map(|key| key["expired"] == true).collect();
    assert_eq!(ended, [false, true]);
    let after = text_of(&emulator.lr_login("ada@example.test").await, "token");
    for token in [before, after] {
        claims(&emulator, &token).await;
    }
    let path = |at: usize| format!("/v2/jwt_keys/{}", text_of(&keys[at], "id"));
    errors(&emulator.core("DELETE", &path(0)).send().await, 409);
    emulator.core_delete(&path(1)).await;
    errors(&emulator.core("GET", &path(1)).send().await, 404);
}
