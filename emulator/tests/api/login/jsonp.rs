//! JSONP (protocol-v1 §3.11, D14).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD};

fn unwrap(body: &str, function: &str) -> Value {
    let inner = body
        .strip_prefix(&format!("/**/{function}("))
        .and_then(|rest| rest.strip_suffix(");"))
        .unwrap_or_else(|| panic!("not a call of {function}: {body}"));
    serde_json::from_str(inner).unwrap()
}

#[tokio::test]
async fn login_signup_and_logout_answer_as_a_script_that_calls_the_function() {
    let emulator = Emulator::start().await;
    let get = async |path: &str, fields: &[(&str, &str)]| {
        let fields: Vec<_> = fields
            .iter()
            .copied()
            .chain([("callback", "a.$b_1")])
            .collect();
        let answer = emulator.login_port("GET", path).query(&fields).send().await;
        assert_eq!(answer.status, 200);
        let content_type = answer.header("content-type").unwrap();
        assert!(content_type.starts_with("application/javascript"));
        unwrap(&answer.body, "a.$b_1")
    };
    let login = get("/v1/login", &[("username", "ada"), ("password", PASSWORD)]).await;
    let token = login["token"].as_str().unwrap();
    let new = [
        ("username", "lin"),
        ("email", "lin@example.test"),
        ("password", "long enough"),
    ];
    assert!(
        get("/v1/signup", &new).await["url"]
            .as_str()
            .unwrap()
            .ends_with("&signup=true")
    );
    assert_eq!(get("/v1/logout", &[("token", token)]).await, json!({}));
    let refused = get("/v1/login", &[("username", "ada"), ("password", "wrong")]).await;
    assert_eq!(refused["error"], "Login failed");
}

#[tokio::test]
async fn errors_of_every_kind_are_200_for_a_script_tag() {
    let emulator = Emulator::start().await;
    for path in ["/v1/unknown", "/v1/forgot_password"] {
        let answer = emulator
            .login_port("GET", path)
            .query(&[("callback", "f")])
            .send()
            .await;
        assert_eq!(answer.status, 200);
        assert!(unwrap(&answer.body, "f")["error"].is_string());
    }
}

#[tokio::test]
async fn a_callback_that_is_no_name_is_refused_without_doing_or_echoing_anything() {
    let emulator = Emulator::start().await;
    for callback in ["alert(1)//", "<script>", "a b", "a;b", "a\u{2028}"] {
        let fields = [
            ("username", "ada"),
            ("password", PASSWORD),
            ("callback", callback),
        ];
        let answer = emulator
            .login_port("GET", "/v1/login")
            .query(&fields)
            .send()
            .await;
        assert_eq!(answer.status, 400);
        assert!(!answer.body.contains(callback));
        assert!(answer.json()["error"].is_string());
    }
    assert!(emulator.list("sessions").await.is_empty());
}

#[tokio::test]
async fn a_callback_in_a_post_or_an_empty_one_is_ignored() {
    let emulator = Emulator::start().await;
    let fields = [
        ("username", "ada"),
        ("password", PASSWORD),
        ("callback", "f"),
    ];
    emulator.post("/v1/login", &fields).await.text("token");
    let fields = [
        ("username", "ada"),
        ("password", PASSWORD),
        ("callback", ""),
    ];
    emulator
        .login_port("GET", "/v1/login")
        .query(&fields)
        .send()
        .await
        .text("token");
}
