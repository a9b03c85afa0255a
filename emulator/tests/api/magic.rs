//! Magic user names: each does what the table says, on the API and on the hosted pages, without set-up.

use std::time::{Duration, Instant};

use loginrocket_emulator::{Config, MAGIC_NAMES};
use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, claims, config, seed};

const ANY: &str = "any password will do";

async fn signup(emulator: &Emulator, name: &str) -> Answer {
    let email = format!("{}@example.test", name.replace('+', "-"));
    let fields = [("username", name), ("email", &email), ("password", ANY)];
    emulator.post("/v1/signup", &fields).await
}

async fn raw(emulator: &Emulator, path: &str, name: &str) -> String {
    let fields = [("username", name), ("password", ANY)];
    let request = emulator.login_port("POST", path).form(&fields);
    String::from_utf8(request.raw().await).unwrap()
}

async fn session_status(emulator: &Emulator, token: &str) -> u16 {
    emulator.get(&format!("/v1/sessions/{token}")).await.status
}

#[test]
fn the_readme_and_the_help_have_the_table_of_the_code() {
    let readme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, section) = readme.split_once("## Magic user names").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let expected: Vec<String> = MAGIC_NAMES
        .iter()
        .map(|magic| format!("| `{}` | {} |", magic.name, magic.does))
        .collect();
    assert_eq!(rows, expected);
    let help = crate::program::program().arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for magic in MAGIC_NAMES {
        let line = help
            .lines()
            .find(|line| line.trim_start().starts_with(magic.name));
        assert!(
            line.is_some_and(|line| line.ends_with(magic.does)),
            "{help}"
        );
    }
}

#[tokio::test]
async fn slow_holds_the_request_and_then_logs_in_or_signs_up_every_time() {
    let emulator = Emulator::start().await;
    for path in ["/v1/login", "/v1/login", "/login"] {
        let begun = Instant::now();
        let answer = raw(&emulator, path, "slow+120").await;
        assert!(begun.elapsed() >= Duration::from_millis(120));
        assert!(answer.contains("/login?token=eyJ"), "{path}: {answer}");
    }
    for _ in 0..2 {
        let begun = Instant::now();
        let token = signup(&emulator, "slow+120").await.text("token");
        assert!(begun.elapsed() >= Duration::from_millis(120));
        assert_eq!(claims(&token)["un"], "slow+120");
        assert_eq!(session_status(&emulator, &token).await, 200);
        emulator.login("slow+120", ANY).await.text("url");
    }
}

#[tokio::test]
async fn timeout_holds_the_request_and_gives_no_byte() {
    let emulator = Emulator::start().await;
    let fields = [("username", "timeout"), ("password", ANY)];
    let request = emulator.login_port("POST", "/v1/login").form(&fields);
    let held = tokio::spawn(async move { request.raw().await });
    emulator.is_asked().await;
    assert_eq!(emulator.list("requests").await[0]["status"], Value::Null);
    assert!(!held.is_finished());
    emulator.running.stop().await;
    assert!(held.await.unwrap().is_empty());
}

#[tokio::test]
async fn down_is_a_503_of_a_proxy_that_knows_no_cors() {
    let emulator = Emulator::start().await;
    for path in ["/v1/login", "/v1/signup", "/v1/forgot_password", "/login"] {
        let answer = emulator.post(path, &[("username", "down")]).await;
        assert_eq!(answer.status, 503, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html"));
        assert_eq!(answer.header("retry-after"), Some("30"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn drop_and_truncated_close_the_connection() {
    let emulator = Emulator::start().await;
    for path in ["/v1/login", "/signup"] {
        assert_eq!(raw(&emulator, path, "drop").await, "");
        let answer = raw(&emulator, path, "truncated").await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let announced = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .unwrap();
        assert!(body.len() < announced.parse().unwrap());
    }
}

#[tokio::test]
async fn badjson_empty_and_html500_are_answers_that_are_none() {
    let emulator = Emulator::start().await;
    let bad = emulator.login("badjson", ANY).await;
    assert_eq!(
        (bad.status, bad.header("content-type")),
        (200, Some("application/json"))
    );
    assert!(serde_json::from_str::<Value>(&bad.body).is_err());
    assert_eq!(bad.header("access-control-allow-origin"), Some("*"));
    let empty = emulator.login("empty", ANY).await;
    assert_eq!((empty.status, empty.body.as_str()), (200, ""));
    let html = emulator.login("html500", ANY).await;
    assert_eq!(
        (html.status, html.header("content-type")),
        (500, Some("text/html"))
    );
    assert!(html.body.contains("<h1>"));
}

#[tokio::test]
async fn ratelimited_says_how_long_to_wait() {
    let emulator = Emulator::start().await;
    for answer in [
        emulator.login("ratelimited+30", ANY).await,
        signup(&emulator, "ratelimited+30").await,
    ] {
        answer.refusal();
        assert_eq!(answer.json()["retry_after"], 30);
    }
    let page = raw(&emulator, "/login", "ratelimited+30").await;
    assert!(page.contains("Too many failed logins"), "{page}");
}

#[tokio::test]
async fn two_factor_asks_for_a_real_code_every_time_also_on_the_page() {
    // Also where the realm has no second factor of its own.
    for settings in [json!({}), json!({"totp": false})] {
        let emulator = Emulator::with(settings).await;
        for _ in 0..2 {
            let token = emulator.login("2fa", ANY).await.text("token");
            assert!(token.starts_with("kli_"));
            let step = async |code: &str| {
                let fields = [("token", token.as_str()), ("code", code)];
                emulator.post("/v1/login", &fields).await
            };
            step("nonsense").await.refusal();
            let code = emulator.code("2fa").await;
            let login = step(&code).await.text("token");
            assert_eq!(claims(&login)["un"], "2fa");
            assert_eq!(session_status(&emulator, &login).await, 200);
            emulator.advance(30).await;
        }
        let page = raw(&emulator, "/login", "2fa").await;
        assert!(page.contains("one-time-code"), "{page}");
    }
}

#[tokio::test]
async fn unverified_inactive_and_wrong_are_refused_whatever_the_password() {
    let emulator = Emulator::start().await;
    let refusal = async |name| emulator.login(name, ANY).await.refusal();
    assert!(refusal("unverified").await.contains("verify your email"));
    let unknown = refusal("somebody").await;
    assert_eq!(refusal("inactive").await, unknown);
    assert_eq!(refusal("wrong").await, unknown);
    let error = signup(&emulator, "unverified").await.refusal();
    assert!(error.contains("check your mail"), "{error}");
    for name in ["wrong", "inactive"] {
        for _ in 0..2 {
            signup(&emulator, name).await.text("token");
            assert_eq!(refusal(name).await, unknown);
        }
    }
}

#[tokio::test]
async fn expired_and_forged_log_in_with_tokens_that_an_app_must_refuse() {
    let emulator = Emulator::start().await;
    let expired = emulator.login("expired", ANY).await.text("token");
    let claims = claims(&expired);
    assert!(claims["iat"].as_i64() < claims["exp"].as_i64());
    let now = emulator
        .control("POST", "clock", json!({"advance_seconds": 0}))
        .await;
    assert!(claims["exp"].as_f64() < now["now"].as_f64());
    assert_eq!(session_status(&emulator, &expired).await, 404);

    let forged = emulator.login("forged", ANY).await.text("token");
    let key = jsonwebtoken::DecodingKey::from_secret(crate::fixture::JWT_KEY.as_bytes());
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::HS256);
    rules.validate_aud = false;
    let refused = jsonwebtoken::decode::<Value>(&forged, &key, &rules).unwrap_err();
    let kind = refused.kind();
    assert_eq!(*kind, jsonwebtoken::errors::ErrorKind::InvalidSignature);
    assert_eq!(session_status(&emulator, &forged).await, 404);
}

#[tokio::test]
async fn taken_is_refused_at_a_signup() {
    let emulator = Emulator::start().await;
    let refusal = signup(&emulator, "taken").await.refusal();
    assert_eq!(refusal, "Username has already been taken");
    assert!(emulator.list("users").await.len() == 2);
}

#[tokio::test]
async fn where_usernames_are_addresses_the_local_part_counts() {
    let settings = json!({"username_validation_human": "email", "users": []});
    let emulator = Emulator::with(settings).await;
    let login = async |field, name| {
        let fields = [(field, name), ("password", ANY)];
        emulator.post("/v1/login", &fields).await
    };
    assert_eq!(login("email", "down@example.test").await.status, 503);
    assert_eq!(login("username", "Down@example.test").await.status, 503);
    let token = login("email", "slow+1@example.test").await.text("token");
    assert_eq!(claims(&token)["un"], "slow+1@example.test");
    let fields = [("email", "taken@example.test"), ("password", ANY)];
    let refusal = emulator.post("/v1/signup", &fields).await.refusal();
    assert_eq!(refusal, "Email has already been taken");
    // Elsewhere an address is no magic name.
    let standard = Emulator::start().await;
    standard.login("down@example.test", ANY).await.refusal();
}

#[tokio::test]
async fn a_user_who_really_exists_by_the_name_wins() {
    let mut users = seed(&json!({}));
    for name in ["down", "expired", "taken"] {
        let email = format!("{name}@example.test");
        let user = json!({"username": name, "email": email, "password": PASSWORD});
        users["realms"][0]["users"]
            .as_array_mut()
            .unwrap()
            .push(user);
    }
    let emulator = Emulator::seeded(users).await;
    for name in ["down", "expired", "taken"] {
        emulator.login(name, ANY).await.refusal();
        let token = emulator.login(name, PASSWORD).await.text("token");
        assert_eq!(session_status(&emulator, &token).await, 200);
    }
}

#[tokio::test]
async fn they_mean_nothing_to_the_core_api_nor_when_switched_off() {
    let emulator = Emulator::start().await;
    let body = json!({"user": {"password": ANY}});
    let path = "/v1/users/down/authenticate";
    assert_eq!(emulator.create(path, body).await.status, 404);
    let off = Config {
        magic: false,
        ..config(seed(&json!({})))
    };
    let emulator = Emulator::configured(off).await;
    for name in [
        "down",
        "drop",
        "slow+1",
        "2fa",
        "unverified",
        "ratelimited+1",
    ] {
        assert_eq!(emulator.login(name, ANY).await.refusal(), "Login failed");
    }
    signup(&emulator, "taken").await.text("token");
}

#[tokio::test]
async fn they_work_from_a_script_tag_and_with_the_names_of_old_forms() {
    let emulator = Emulator::start().await;
    let fields = [
        ("username", "ratelimited+5"),
        ("password", ANY),
        ("callback", "fn"),
    ];
    let jsonp = emulator.login_port("GET", "/v1/login").query(&fields);
    assert!(jsonp.send().await.body.starts_with("/**/fn({"));
    let old = [("login[username]", "html500"), ("login[password]", ANY)];
    assert_eq!(emulator.post("/login", &old).await.status, 500);
    let ignored = emulator.post("/v1/logout", &[("username", "down")]).await;
    assert_eq!(ignored.status, 200);
}
