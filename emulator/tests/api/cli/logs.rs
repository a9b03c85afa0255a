//! Log lines: one event a request with what is needed to find it again, and never a secret.

use serde_json::{Value, json};

use crate::client::{Answer, Request};
use crate::fixture::{API_KEY, PASSWORD, REALM, TOTP_SECRET, seed};
use crate::program::{Program, TempFile};

const CANARY: &str = "canary-password-8f1c";

/// Serves, makes requests full of secrets, and gives the log and the secrets.
async fn log(arguments: &[&str]) -> (String, Vec<String>) {
    let name = format!("logs-{}.json", arguments.join(""));
    let file = TempFile::holding(&name, &seed(&json!({})));
    let program = Program::serve(&[&["--seed", file.path()], arguments].concat());
    let login = |method: &str, target: &str| Request::new(program.login, method, target);
    let api = |method: &str, target: &str| {
        Request::new(program.api, method, target)
            .header("x-authrocket-api-key", API_KEY)
            .header("x-authrocket-realm", REALM)
    };
    let with = |username, password| [("username", username), ("password", password)];
    let mut secrets: Vec<String> = [CANARY, PASSWORD, API_KEY, TOTP_SECRET, "jsk_0123456789"]
        .map(str::to_owned)
        .to_vec();
    let mut tokens = async |request: Request, member: &str| {
        let answer: Answer = request.send().await;
        secrets.push(answer.text(member));
        answer.text(member)
    };

    let token = tokens(
        login("POST", "/v1/login").form(&with("ada", PASSWORD)),
        "token",
    )
    .await;
    tokens(
        login("POST", "/v1/login").form(&with("grace", PASSWORD)),
        "token",
    )
    .await;
    let reset = format!("/v1/users/ada/generate_password_token?again={CANARY}");
    tokens(api("POST", &reset).json(&json!({})), "password_reset_token").await;
    login("GET", "/v1/login")
        .query(&with("ada", CANARY))
        .send()
        .await;
    login("POST", "/login")
        .form(&with("ada", CANARY))
        .send()
        .await;
    let broken = format!("{{\"password\": \"{CANARY}\"");
    login("POST", "/v1/login")
        .body("application/json", broken)
        .send()
        .await;
    let read = api("GET", &format!("/v1/sessions/{token}?expand=token"));
    assert_eq!(read.send().await.status, 200);
    api("GET", "/v1/users")
        .header("x-authrocket-api-key", CANARY)
        .send()
        .await;
    api("POST", "/v1/users/ada/authenticate")
        .json(&json!({"user": {"password": CANARY}, "request": {"ip": "127.0.0.1"}}))
        .send()
        .await;
    (program.end(), secrets)
}

#[cfg(unix)]
#[tokio::test]
async fn no_format_and_no_level_shows_a_password_a_token_or_a_key() {
    for format in ["text", "json"] {
        for filter in ["info", "trace"] {
            let (log, secrets) = log(&["--log-format", format, "--log", filter]).await;
            assert!(log.lines().count() >= 9, "{log}");
            assert!(log.contains("/v1/sessions/…"), "{log}");
            for secret in secrets {
                assert!(!log.contains(&secret), "{format} {filter} {secret}: {log}");
            }
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn json_lines_have_id_port_verb_path_status_time_realm_and_app() {
    let (log, _) = log(&["--log-format", "json"]).await;
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let first = &lines[0];
    assert_eq!(
        json!([
            first["message"],
            first["level"],
            first["port"],
            first["method"],
            first["path"],
            first["status"],
            first["realm"],
            first["app"]
        ]),
        json!([
            "request",
            "INFO",
            "login",
            "POST",
            "/v1/login",
            200,
            REALM,
            "lpl_demo"
        ])
    );
    assert_eq!(first["request_id"].as_str().unwrap().len(), 25);
    assert!(first["ms"].is_u64());
    let api: Vec<&Value> = lines.iter().filter(|line| line["port"] == "api").collect();
    assert_eq!(
        (&api[0]["realm"], &api[0]["app"]),
        (&json!(REALM), &Value::Null)
    );
    assert!(api.iter().any(|line| line["status"] == 403));
}

#[cfg(unix)]
#[tokio::test]
async fn the_filter_can_switch_lines_off() {
    let (log, _) = log(&["--log", "warn"]).await;
    assert_eq!(log, "");
}
