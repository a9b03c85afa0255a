//! The log of requests: that nothing in it is a secret, and that it can be followed.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::fixture::{API_KEY, Emulator, PASSWORD, REALM, in_time};

/// Typed where it belongs and where it does not.
const SECRET: &str = "Hunter2Hunter2";

#[tokio::test]
async fn a_secret_is_shown_nowhere_however_it_was_sent() {
    let emulator = Emulator::start().await;
    let quoted = format!("%22{SECRET}%22");
    let nested = json!({"login": {"password": SECRET}, "list": [{"user_password": [SECRET]}]});
    let post = |target: &str| emulator.login_port("POST", target);
    let requests = [
        post("/v1/login").form(&[("username", "ada"), ("password", SECRET)]),
        post("/v1/login").form(&[("login[username]", "ada"), ("login[password]", SECRET)]),
        post("/v1/login").json(&nested),
        // What clients do wrong: no content type, the wrong one, no body but an address.
        post("/v1/login").body("application/x-www-form-urlencoded", nested.to_string()),
        post("/v1/login").body("text/plain", nested.to_string()),
        post("/v1/login").body("application/x-www-form-urlencoded", SECRET),
        post("/v1/login").body("application/json", format!("\"{SECRET}\"")),
        emulator.login_port(
            "GET",
            &format!("/v1/login?username=ada&password={SECRET}&callback=f"),
        ),
        emulator.login_port("GET", &format!("/v1/login?{SECRET}")),
        emulator.login_port("GET", &format!("/v1/login?{quoted}=x")),
        emulator.login_port("GET", &format!("/v1/session/eyJ{SECRET}")),
        emulator.login_port("GET", &format!("/v1/session/%6bli_{SECRET}")),
        emulator
            .login_port("GET", "/v1/session")
            .header("authorization", SECRET),
        emulator
            .login_port("GET", "/v1/session")
            .header("cookie", SECRET),
        emulator
            .login_port("GET", "/v1/session")
            .header("origin", &format!("http://ada:{SECRET}@a.test")),
        emulator
            .api("GET", "/v1/users")
            .header("x-authrocket-api-key", SECRET),
    ];
    for request in &requests {
        request.send().await;
    }
    let seen = emulator
        .login_port("GET", "/_emulator/requests")
        .send()
        .await;
    assert_eq!(
        seen.json()["collection"].as_array().unwrap().len(),
        requests.len()
    );
    assert!(!seen.body.contains(SECRET), "{}", seen.body);
}

#[tokio::test]
async fn it_shows_where_a_password_went_and_how_long_it_was() {
    let emulator = Emulator::start().await;
    let request = emulator.login_port("GET", "/v1/login");
    let fields = [
        ("username", "ada"),
        ("password", PASSWORD),
        ("callback", "f"),
    ];
    request.query(&fields).send().await;
    emulator.login("ada", PASSWORD).await;
    emulator.get("/v1/sessions/kss_abc").await;
    let seen = emulator.list("requests").await;
    assert_eq!(seen[0]["secrets"], json!({"password": PASSWORD.len()}));
    assert_eq!(
        seen[0]["query"],
        json!(["callback", "password", "username"])
    );
    assert_eq!(seen[1]["query"], json!([]));
    assert_eq!(seen[2]["path_secrets"], json!([7]));
    assert_eq!(
        seen[2]["secret_headers"],
        json!({"x-authrocket-api-key": API_KEY.len()})
    );
}

#[tokio::test]
async fn it_names_the_fault_that_a_request_met() {
    let emulator = Emulator::start().await;
    let fault = json!({"path": "/v1/login", "fault": "drop"});
    emulator.control("POST", "faults", fault).await;
    emulator.login_port("POST", "/v1/login").raw().await;
    let seen = emulator.list("requests").await;
    assert_eq!(
        (&seen[0]["fault"], &seen[0]["status"]),
        (&json!("drop"), &Value::Null)
    );
}

/// A follower of the request log.
struct Follower {
    stream: TcpStream,
    read: String,
}

impl Follower {
    async fn new(emulator: &Emulator) -> Self {
        let mut stream = TcpStream::connect(emulator.running.login_addr())
            .await
            .unwrap();
        let head = "GET /_emulator/requests/live HTTP/1.1\r\nhost: localhost\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut follower = Self {
            stream,
            read: String::new(),
        };
        follower.until("event: snapshot").await;
        follower
    }

    /// Reads until `text` came; what came before it is forgotten.
    async fn until(&mut self, text: &str) {
        loop {
            if let Some((_, rest)) = self.read.split_once(text) {
                self.read = rest.to_owned();
                return;
            }
            let mut bytes = [0; 4096];
            let count = in_time(self.stream.read(&mut bytes)).await.unwrap();
            assert!(count > 0, "ended before {text}: {}", self.read);
            self.read
                .push_str(std::str::from_utf8(&bytes[..count]).unwrap());
        }
    }
}

#[tokio::test]
async fn it_can_be_followed_from_what_is_there_to_what_comes() {
    let emulator = Emulator::start().await;
    emulator.login("ada", "wrong").await;
    let mut follower = Follower::new(&emulator).await;
    follower.until(r#""number":1"#).await;
    emulator.login("ada", PASSWORD).await;
    follower.until("event: request").await;
    follower.until(r#""number":2"#).await;
    follower.until(r#""status":null"#).await;
    follower.until(r#""status":200"#).await;
    emulator.patch_realm(json!({"name": "Other"})).await;
    follower.until("event: changed").await;
    emulator.control("DELETE", "requests", json!({})).await;
    follower.until("event: cleared").await;
    emulator.control("POST", "reset", json!({})).await;
    follower.until("event: cleared").await;
}

#[tokio::test]
async fn followers_who_went_or_do_not_read_hold_nobody_up() {
    let emulator = Emulator::start().await;
    let sleeping = Follower::new(&emulator).await;
    drop(Follower::new(&emulator).await);
    for _ in 0..1_500 {
        emulator.login_port("GET", "/v1/nothing").send().await;
    }
    assert_eq!(emulator.list("requests").await.len(), 1_500);
    let mut awake = Follower::new(&emulator).await;
    emulator.patch_realm(json!({})).await;
    awake.until("event: changed").await;
    drop(sleeping);
}

#[tokio::test]
async fn a_follower_does_not_keep_the_emulator_from_stopping() {
    let emulator = Emulator::start().await;
    let mut follower = Follower::new(&emulator).await;
    in_time(emulator.running.stop()).await;
    let mut rest = Vec::new();
    let end = follower.stream.read_to_end(&mut rest);
    let _ = in_time(end).await;
}

#[tokio::test]
async fn numbers_go_on_when_the_log_is_emptied() {
    let emulator = Emulator::start().await;
    emulator.get("/v1/users").await;
    emulator.control("DELETE", "requests", json!({})).await;
    emulator.get(&format!("/v1/realms/{REALM}")).await;
    assert_eq!(emulator.list("requests").await[0]["number"], 2);
}
