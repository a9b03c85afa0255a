//! Seeded ids and a chosen clock: two runs with the same requests give the same answers.

use loginrocket_emulator::{Config, StartTime};
use serde_json::{Value, json};

use crate::client::{Answer, Request};
use crate::fixture::{Emulator, JWT_KEY, PASSWORD, claims, config, in_time, seed, text_of};
use crate::program::{Program, TempFile, program};

// 2026-01-31T12:00:00Z.
const NOON: i64 = 1_769_860_800;

async fn emulator(id_seed: Option<&str>, frozen: bool) -> Emulator {
    let mut document = seed(&json!({}));
    // Their ids are made, as is that of the user.
    let tokens = json!({"id": "rl_tokens", "name": "Tokens", "jwt_key": JWT_KEY,
        "login_rocket": {"signup_mode": "user_token"},
        "apps": [{"name": "Tokens", "subdomain": "tokens", "login_handler": "http://localhost/x"}],
        "users": [{"username": "lin", "email": "lin@example.test", "password": PASSWORD}]});
    document["realms"].as_array_mut().unwrap().push(tokens);
    let settings = Config {
        id_seed: id_seed.map(str::to_owned),
        clock: Some(StartTime {
            at_ms: NOON * 1000,
            frozen,
        }),
        ..config(document)
    };
    Emulator::configured(settings).await
}

// Ports differ, and `date` is the web server's own clock.
fn comparable(emulator: &Emulator, answer: &Answer) -> String {
    let headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| name != "date")
        .collect();
    format!("{} {headers:?} {}", answer.status, answer.body)
        .replace(&emulator.running.login_addr().port().to_string(), "LOGIN")
        .replace(&emulator.running.api_addr().port().to_string(), "API")
}

/// Everything that makes an id, a token, a code or a time; all answers, each as text.
async fn story(emulator: &Emulator) -> Vec<String> {
    let mut answers = Vec::new();
    let mut send = async |request: Request| {
        let answer = request.send().await;
        answers.push(comparable(emulator, &answer));
        answer
    };
    let post = |path: &str, fields: &[(&str, &str)]| emulator.login_port("POST", path).form(fields);
    let login = |name| post("/v1/login", &[("username", name), ("password", PASSWORD)]);
    let create = |path: &str, body: Value| emulator.api("POST", path).json(&body);

    let token = send(login("ada")).await.text("token");
    send(emulator.api("GET", &format!("/v1/sessions/{token}?expand=token"))).await;
    let kli = send(login("grace")).await.text("token");
    let code = emulator.login_port("GET", "/_emulator/users/grace/totp");
    let code = send(code).await.text("code");
    send(post("/v1/login", &[("token", &kli), ("code", &code)])).await;
    let person = [
        ("username", "eve"),
        ("email", "eve@example.test"),
        ("password", PASSWORD),
    ];
    send(post("/v1/signup", &person)).await;
    let pending = post("/v1/signup", &person).header("host", "tokens.localhost");
    let pending = send(pending).await.text("token");
    assert!(pending.starts_with("utk_"));
    let user = json!({"user": {"token": pending}});
    let user = send(create("/v1/users?realm_id=rl_tokens", user)).await;
    assert_eq!(user.status, 201, "{user:?}");
    send(post("/v1/forgot_password", &[("username", "ada")])).await;
    let mails = emulator.login_port("GET", "/_emulator/outbox");
    let mails = send(mails).await.json();
    let reset = text_of(
        mails["collection"].as_array().unwrap().last().unwrap(),
        "token",
    );
    let fields = [
        ("token", reset.as_str()),
        ("password", "another one, longer"),
    ];
    send(post("/v1/reset_password", &fields)).await;
    let totp = json!({"credential": {"user_id": "ada", "credential_type": "totp"}});
    send(create("/v1/credentials", totp)).await;
    send(login("2fa")).await;
    send(login("nobody")).await;
    for list in [
        "users",
        "sessions",
        "signup_tokens",
        "realms",
        "apps",
        "outbox",
        "events",
    ] {
        send(emulator.login_port("GET", &format!("/_emulator/{list}"))).await;
    }
    answers
}

#[tokio::test]
async fn the_same_seed_clock_and_requests_give_the_same_answers_also_after_a_reset() {
    let (one, two) = (
        emulator(Some("s"), true).await,
        emulator(Some("s"), true).await,
    );
    let (first, second) = (story(&one).await, story(&two).await);
    assert!(first.len() > 18);
    for (first, second) in first.iter().zip(&second) {
        assert_eq!(first, second);
    }
    for emulator in [&one, &two] {
        emulator.advance(1000).await;
        emulator.control("POST", "reset", json!({})).await;
    }
    let (again, second) = (story(&one).await, story(&two).await);
    assert_eq!(again, second);
    let body = |answer: &String| answer.split_once(r#"] {"#).map(|(_, body)| body.to_owned());
    assert_eq!(body(&again[0]), body(&first[0]));
    assert_eq!(body(&again[10]), body(&first[10]));
}

#[tokio::test]
async fn another_seed_gives_other_ids_and_none_gives_new_ones_every_time() {
    let token = async |id_seed| {
        let emulator = emulator(id_seed, true).await;
        emulator.login_token("ada").await
    };
    assert_eq!(token(Some("a")).await, token(Some("a")).await);
    assert_ne!(token(Some("a")).await, token(Some("b")).await);
    assert_ne!(token(None).await, token(None).await);
}

#[tokio::test]
async fn the_clock_stands_still_or_runs_and_the_control_still_moves_it() {
    let still = emulator(Some("s"), true).await;
    let iat = async |emulator: &Emulator| {
        let token = emulator.login_token("ada").await;
        claims(&token)["iat"].as_i64().unwrap()
    };
    assert_eq!(iat(&still).await, NOON);
    still.advance(90).await;
    assert_eq!(iat(&still).await, NOON + 90);
    still.control("POST", "reset", json!({})).await;
    assert_eq!(iat(&still).await, NOON);

    let runs = emulator(Some("s"), false).await;
    let now = async || {
        let moved = runs.control("POST", "clock", json!({"advance_seconds": 0}));
        moved.await["now"].as_f64().unwrap()
    };
    let before = now().await;
    assert!((before - NOON as f64).abs() < 300.0, "{before}");
    in_time(async { while now().await <= before {} }).await;
}

#[cfg(unix)]
#[tokio::test]
async fn the_flags_do_it_for_the_program() {
    let file = TempFile::holding("repeatable.json", &seed(&json!({})));
    let mut tokens = Vec::new();
    for time in ["2026-01-31T13:00:00+01:00", "1769860800"] {
        let program = Program::serve(&[
            "--seed",
            file.path(),
            "--id-seed",
            "x",
            "--clock",
            time,
            "--clock-frozen",
        ]);
        let fields = [("username", "ada"), ("password", PASSWORD)];
        let request = Request::new(program.login, "POST", "/v1/login").form(&fields);
        tokens.push(request.send().await.text("token"));
    }
    assert_eq!(tokens[0], tokens[1]);
    assert_eq!(claims(&tokens[0])["iat"], NOON);
    for bad in ["noon", "-1", "2026-13-01T00:00:00Z", "99999999999999"] {
        let output = program().arg(format!("--clock={bad}")).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("2026-01-31T12:00:00Z"));
    }
    let help = program().arg("--help").output().unwrap();
    assert!(String::from_utf8_lossy(&help.stdout).contains("easy to guess"));
}
