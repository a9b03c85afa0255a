//! The rate limit as the Core API reports it: 429 and the headers that start with `X-` (protocol-v1 §5.3, D12).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, text_of};

async fn limited(limit: u32) -> Emulator {
    Emulator::with(json!({"login_rocket": {"rate_limit": limit}})).await
}

fn from(ip: &str, mut body: Value) -> Value {
    body["request"] = json!({"ip": ip});
    body
}

async fn authenticate(emulator: &Emulator, ip: &str, password: &str) -> Answer {
    let body = from(ip, json!({"password": password}));
    emulator.create("/v1/users/ada/authenticate", body).await
}

/// Limit, remaining, and seconds until the reset.
async fn headers(emulator: &Emulator, answer: &Answer) -> (i64, i64, i64) {
    let number = |name| answer.header(name).unwrap().parse::<i64>().unwrap();
    let clock = emulator
        .control("POST", "clock", json!({"advance_seconds": 0}))
        .await;
    #[allow(clippy::cast_possible_truncation)]
    let now = clock["now"].as_f64().unwrap() as i64;
    let reset = number("x-ratelimit-reset") - now;
    (
        number("x-ratelimit-limit"),
        number("x-ratelimit-remaining"),
        reset,
    )
}

#[tokio::test]
async fn each_attempt_reports_how_many_are_left_and_when_there_are_more() {
    let emulator = limited(2).await;
    let right = authenticate(&emulator, "192.0.2.1", PASSWORD).await;
    assert_eq!(right.status, 200);
    let (limit, remaining, reset) = headers(&emulator, &right).await;
    assert_eq!((limit, remaining), (2, 2));
    assert!((0..=1).contains(&reset), "{reset}");
    let wrong = authenticate(&emulator, "192.0.2.1", "wrong").await;
    assert_eq!(wrong.status, 401);
    let (limit, remaining, reset) = headers(&emulator, &wrong).await;
    assert_eq!((limit, remaining), (2, 1));
    assert!((60..=61).contains(&reset), "{reset}");
    authenticate(&emulator, "192.0.2.1", "wrong").await;
    emulator.advance(20).await;
    let refused = authenticate(&emulator, "192.0.2.1", PASSWORD).await;
    assert_eq!(refused.status, 429);
    assert!(refused.text("error").contains("Too many"));
    let (limit, remaining, reset) = headers(&emulator, &refused).await;
    assert_eq!((limit, remaining), (2, 0));
    assert!((40..=41).contains(&reset), "{reset}");
    let elsewhere = authenticate(&emulator, "192.0.2.2", "wrong").await;
    assert_eq!(headers(&emulator, &elsewhere).await.1, 1);
    emulator.advance(reset).await;
    assert_eq!(
        authenticate(&emulator, "192.0.2.1", PASSWORD).await.status,
        200
    );
}

#[tokio::test]
async fn passwords_codes_and_keys_are_counted_wherever_they_are_tried() {
    let emulator = limited(1).await;
    let totp = json!({"credential": {"user_id": "ada", "credential_type": "totp"}});
    let totp = emulator.create("/v1/credentials", totp).await.text("id");
    let verify = format!("/v1/credentials/{totp}/verify");
    let password = json!({"password": PASSWORD});
    let grace = emulator
        .create("/v1/users/grace/authenticate", password)
        .await;
    let code = json!({"token": text_of(&grace.json(), "token"), "code": "nonsense"});
    let change = json!({"user": {"current_password": "wrong", "password": "a new secret"}});
    for (n, (method, path, body, status)) in [
        (
            "POST",
            "/v1/users/ada/authenticate",
            json!({"password": "wrong"}),
            401,
        ),
        ("POST", "/v1/users/--/authenticate_code", code, 401),
        (
            "POST",
            "/v1/users/authenticate_key",
            json!({"api_key": "wrong"}),
            401,
        ),
        ("PUT", "/v1/users/ada/update_password", change, 422),
        (
            "POST",
            verify.as_str(),
            json!({"credential": {"code": "nonsense"}}),
            422,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let body = from(&format!("192.0.2.{n}"), body);
        let request = emulator.api(method, path).json(&body);
        let first = request.send().await;
        assert_eq!(
            (first.status, headers(&emulator, &first).await.1),
            (status, 0),
            "{path}"
        );
        let second = request.send().await;
        assert_eq!(
            (second.status, headers(&emulator, &second).await.1),
            (429, 0),
            "{path}"
        );
    }
}

#[tokio::test]
async fn without_a_limit_or_an_address_there_are_no_such_headers() {
    let emulator = Emulator::start().await;
    let answer = authenticate(&emulator, "192.0.2.1", "wrong").await;
    let limited = limited(1).await;
    let body = json!({"password": "wrong"});
    let nameless = limited.create("/v1/users/ada/authenticate", body).await;
    for answer in [answer, nameless] {
        assert_eq!(answer.status, 401);
        assert!(
            answer
                .headers
                .iter()
                .all(|(name, _)| !name.starts_with("x-ratelimit"))
        );
    }
}

#[tokio::test]
async fn a_right_current_password_is_not_held_against_anybody() {
    let emulator = limited(1).await;
    for (old, new) in [(PASSWORD, "a new secret"), ("a new secret", PASSWORD)] {
        let change = json!({"user": {"current_password": old, "password": new}});
        let answer = emulator
            .put("/v1/users/ada/update_password", from("192.0.2.1", change))
            .await;
        assert_eq!(
            (answer.status, headers(&emulator, &answer).await.1),
            (200, 1)
        );
    }
}
