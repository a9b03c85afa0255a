//! Limits of what is read: each is refused with what is too much, and up to it all is well.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::fixture::Emulator;

async fn sent(emulator: &Emulator, head: &str) -> String {
    let address = emulator.running.login_addr();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_url_has_at_most_16_kib() {
    let emulator = Emulator::start().await;
    for (length, expected) in [(16 * 1024, 404), (16 * 1024 + 1, 414), (60_000, 414)] {
        let path = format!("/{}", "x".repeat(length - 1));
        for request in [
            emulator.login_port("GET", &path),
            emulator.api("GET", &path),
        ] {
            let answer = request.send().await;
            assert_eq!(answer.status, expected, "{length}");
            if expected == 414 {
                assert_eq!(answer.text("error"), "The URL is too long (16 KiB at most)");
            }
        }
    }
    let huge = format!(
        "GET /{} HTTP/1.1\r\nhost: localhost\r\n\r\n",
        "x".repeat(200_000)
    );
    let answer = sent(&emulator, &huge).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

#[tokio::test]
async fn headers_have_about_64_kib_at_most_and_are_at_most_100() {
    let emulator = Emulator::start().await;
    let with = |headers: String| {
        format!("GET /_emulator/ready HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n")
    };
    let long = |length: usize| with(format!("x-long: {}\r\n", "x".repeat(length)));
    let many = |count: usize| with((0..count).map(|n| format!("x-{n}: y\r\n")).collect());
    for good in [long(50_000), many(99)] {
        let answer = sent(&emulator, &good).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    for bad in [long(200_000), many(100)] {
        let answer = sent(&emulator, &bad).await;
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
}

#[tokio::test]
async fn a_form_or_a_query_has_at_most_1000_fields() {
    let emulator = Emulator::start().await;
    let fields = |count: usize| -> String { vec!["a=1"; count].join("&") };
    let form = "application/x-www-form-urlencoded";
    let expected = "There are too many fields (1000 at most)";
    for (count, is_refused) in [(1000, false), (1001, true)] {
        let body = emulator
            .login_port("POST", "/v1/login")
            .body(form, fields(count));
        let query = emulator.login_port("GET", &format!("/v1/login?{}", fields(count)));
        for request in [body, query] {
            let error = request.send().await.refusal();
            assert_eq!(error == expected, is_refused, "{error}");
        }
        let api = emulator.api("POST", "/v1/users").body(form, fields(count));
        let answer = api.send().await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.text("error") == expected, is_refused);
    }
}

#[tokio::test]
async fn a_field_has_at_most_64_kib() {
    let emulator = Emulator::start().await;
    let expected = "A field is too long (64 KiB at most)";
    for (length, is_refused) in [(64 * 1024, false), (64 * 1024 + 1, true)] {
        let long = "x".repeat(length);
        let fields = [("username", "ada"), ("password", long.as_str())];
        let error = emulator.post("/v1/login", &fields).await.refusal();
        assert_eq!(error == expected, is_refused, "{error}");
        let nested = json!({"session": {"user_id": "ada"}, "more": [{"b": long}]});
        let answer = emulator.create("/v1/sessions", nested).await;
        assert_eq!(answer.status, if is_refused { 400 } else { 201 });
    }
}

#[tokio::test]
async fn json_is_nested_at_most_127_deep() {
    let emulator = Emulator::start().await;
    for (depth, expected) in [
        (120, "Username can't be blank"),
        (128, "not valid JSON"),
        (50_000, "not valid JSON"),
    ] {
        let body = format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
        let request = emulator
            .login_port("POST", "/v1/login")
            .body("application/json", body);
        let error = request.send().await.refusal();
        assert!(error.contains(expected), "{depth} {error}");
    }
    // Brackets in names nest four deep at most; the rest is part of the name.
    let name = format!("user{}", "[a]".repeat(10_000));
    let answer = emulator.post("/v1/login", &[(&name, "x")]).await;
    answer.refusal();
}

#[tokio::test]
async fn what_is_too_much_is_told_on_the_hosted_pages_too() {
    let emulator = Emulator::start().await;
    let long = "x".repeat(64 * 1024 + 1);
    let answer = emulator.post("/login", &[("password", &long)]).await;
    assert!(answer.body.contains("A field is too long"), "{answer:?}");
    assert_ne!(answer.status, 500);
    let requests: Vec<Value> = emulator.list("requests").await;
    assert_eq!(requests.len(), 1);
}
