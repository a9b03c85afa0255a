//! `/v1/session` (D6).

use serde_json::json;

use crate::fixture::{Emulator, claims, text_of};

const PATH: &str = "/v1/session";
const REFUSED: &str = "Session is unknown or has ended";

async fn refusal(emulator: &Emulator, token: &str) -> String {
    emulator.post(PATH, &[("token", token)]).await.refusal()
}

#[tokio::test]
async fn a_live_session_is_told_with_its_user_and_end() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let expected =
        json!({"token": token, "user_id": "usr_ada", "expires_at": claims(&token)["exp"]});
    let fields = [("token", token.as_str())];
    for request in [
        emulator.login_port("POST", PATH).form(&fields),
        emulator
            .login_port("POST", PATH)
            .json(&json!({"token": token})),
        emulator.login_port("GET", PATH).query(&fields),
    ] {
        let answer = request.send().await;
        assert_eq!((answer.status, answer.json()), (200, expected.clone()));
    }
}

#[tokio::test]
async fn an_ended_session_is_refused_however_it_ended() {
    let emulator = Emulator::start().await;
    let ways = async |way: usize, token: &str| match way {
        0 => emulator.done("/v1/logout", &[("token", token)]).await,
        1 => {
            let path = format!("/v1/sessions/{token}");
            assert_eq!(emulator.delete(&path).await.status, 204);
        }
        2 => emulator.advance(6 * 60 * 60).await,
        _ => {
            let change = json!({"user": {"state": "inactive"}});
            let request = emulator.api("PUT", "/v1/users/ada").json(&change);
            assert_eq!(request.send().await.status, 200);
        }
    };
    for way in 0..4 {
        let token = emulator.login_token("ada").await;
        ways(way, &token).await;
        assert_eq!(refusal(&emulator, &token).await, REFUSED, "{way}");
    }
}

#[tokio::test]
async fn only_a_whole_login_token_of_this_realm_will_do() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let session_id = text_of(&claims(&token), "tk");
    let (head, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{head}.AAAA");
    for bad in ["unknown", "eyJ.unknown.token", &session_id, &forged] {
        assert_eq!(refusal(&emulator, bad).await, REFUSED, "{bad}");
    }
    assert_eq!(
        emulator.post(PATH, &[]).await.refusal(),
        "Token can't be blank"
    );
    let other = json!({"realms": [{"id": "rl_other", "apps": [{"name": "Other", "subdomain": "other",
        "login_handler": "http://other.test/login"}]}]});
    emulator.control("POST", "seed", other).await;
    let there = emulator
        .login_port("POST", PATH)
        .header("host", "other.localhost")
        .form(&[("token", &token)]);
    assert_eq!(there.send().await.refusal(), REFUSED);
}

#[tokio::test]
async fn an_unmanaged_session_is_read_from_its_token() {
    let emulator = Emulator::with(json!({"session_type": "unmanaged"})).await;
    let token = emulator.login_token("ada").await;
    let answer = emulator.post(PATH, &[("token", &token)]).await.json();
    assert_eq!(answer["user_id"], "usr_ada");
    assert_eq!(answer["expires_at"], claims(&token)["exp"]);
    let (head, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{head}.AAAA");
    assert_eq!(refusal(&emulator, &forged).await, REFUSED);
    emulator.advance(6 * 60 * 60).await;
    assert_eq!(refusal(&emulator, &token).await, REFUSED);
}

#[tokio::test]
async fn it_is_answered_where_logins_are_off() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    emulator
        .patch_realm(json!({"login_rocket": {"login": false}}))
        .await;
    let answer = emulator.post(PATH, &[("token", &token)]).await;
    assert_eq!(answer.text("user_id"), "usr_ada");
}
