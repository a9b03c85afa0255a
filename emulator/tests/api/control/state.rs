//! `/_emulator`: seed, reset, inspection, settings and clock.

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, REALM, TOTP_SECRET};

#[tokio::test]
async fn it_is_ready_whatever_the_host() {
    let emulator = Emulator::start().await;
    let request = emulator
        .login_port("GET", "/_emulator/ready")
        .header("host", "nobody.localhost");
    let answer = request.send().await.json();
    assert_eq!(
        answer,
        json!({"ready": true, "version": env!("CARGO_PKG_VERSION")})
    );
}

#[tokio::test]
async fn reset_returns_to_the_seed_and_forgets_faults_requests_and_clock() {
    let emulator = Emulator::start().await;
    let fields = [
        ("username", "lin"),
        ("email", "l@example.test"),
        ("password", "long enough"),
    ];
    emulator.post("/v1/signup", &fields).await.text("token");
    emulator
        .patch_realm(json!({"login_rocket": {"login": false}}))
        .await;
    emulator.advance(3600).await;
    emulator
        .control(
            "POST",
            "faults",
            json!({"path": "/v1/login", "fault": "status"}),
        )
        .await;
    emulator.control("POST", "reset", json!({})).await;
    for what in ["faults", "requests", "sessions"] {
        assert!(emulator.list(what).await.is_empty(), "{what}");
    }
    assert_eq!(emulator.list("users").await.len(), 2);
    emulator.login("ada", PASSWORD).await.text("token");
}

#[tokio::test]
async fn a_seed_adds_to_what_is_there_and_says_how_much() {
    let emulator = Emulator::start().await;
    let more = json!({
        "api_keys": [{"key": "ko_more"}],
        "realms": [
            {"id": REALM, "session_minutes": 5,
             "users": [{"username": "lin", "email": "l@example.test", "password": "x"}]},
            {"name": "Second", "apps": [{"name": "S", "login_handler": "http://s.test/"}]}
        ]
    });
    let counts = emulator.control("POST", "seed", more).await;
    assert_eq!(
        counts,
        json!({"api_keys": 1, "realms": 2, "apps": 1, "app_hooks": 0, "users": 1})
    );
    emulator.login("lin", "x").await.text("token");
    emulator.login("ada", PASSWORD).await.text("token");
    let realms = emulator.list("realms").await;
    assert_eq!(
        (realms.len(), &realms[0]["session_minutes"]),
        (2, &json!(5))
    );
    assert_eq!(realms[0]["name"], "Standard");
    assert!(realms[1]["id"].as_str().unwrap().starts_with("rl_"));
    let apps = emulator.list("apps").await;
    assert_eq!(apps[1]["realm_id"], realms[1]["id"]);
    let key = emulator
        .api("GET", "/v1/users")
        .header("x-authrocket-api-key", "ko_more");
    assert_eq!(key.send().await.status, 200);
}

#[tokio::test]
async fn a_seed_that_clashes_is_refused_with_its_place_and_stores_nothing() {
    let emulator = Emulator::start().await;
    let clash = json!({"realms": [{"id": "rl_new"}, {"id": REALM, "users": [
        {"username": "lin", "email": "l@example.test"}, {"username": "ada", "email": "a2@example.test"}
    ]}]});
    let request = emulator.login_port("POST", "/_emulator/seed").json(&clash);
    let answer = request.send().await;
    assert_eq!(answer.status, 422);
    let sentence = "realms[1].users[1]: Username has already been taken";
    assert_eq!(answer.json()["errors"]["seed"], json!([sentence]));
    assert_eq!(emulator.list("users").await.len(), 2);
    assert_eq!(emulator.list("realms").await.len(), 1);
    let odd = emulator
        .login_port("POST", "/_emulator/seed")
        .json(&json!({"realm": []}));
    assert_eq!(odd.send().await.status, 400);
}

#[tokio::test]
async fn nothing_listed_holds_a_secret() {
    let emulator = Emulator::start().await;
    emulator.login("ada", PASSWORD).await.text("token");
    for what in [
        "users",
        "sessions",
        "signup_tokens",
        "realms",
        "apps",
        "requests",
        "faults",
        "events",
        "app_hooks",
        "notifications",
    ] {
        let request = emulator.login_port("GET", &format!("/_emulator/{what}"));
        let body = request.send().await.body;
        for secret in [PASSWORD, "argon2", "jsk_", TOTP_SECRET, "eyJ"] {
            assert!(!body.contains(secret), "{what} holds {secret}");
        }
    }
    let none = emulator.list("users?realm_id=rl_x").await;
    assert!(none.is_empty());
}

#[tokio::test]
async fn the_totp_code_is_one_that_would_be_accepted() {
    let emulator = Emulator::start().await;
    let body = emulator
        .control(
            "GET",
            "users/usr_grace/totp?realm_id=rl_standard",
            json!({}),
        )
        .await;
    assert_eq!(body["secret"], TOTP_SECRET);
    assert_eq!(body["code"].as_str().unwrap().len(), 6);
    assert!((1..=90).contains(&body["seconds_left"].as_i64().unwrap()));
    assert!(
        body["provisioning_uri"]
            .as_str()
            .unwrap()
            .starts_with("otpauth://totp/")
    );
    for path in [
        "users/ada/totp",
        "users/nobody/totp",
        "users/grace/totp?realm_id=rl_x",
    ] {
        let request = emulator.login_port("GET", &format!("/_emulator/{path}"));
        assert_eq!(request.send().await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn settings_are_patched_member_by_member_and_checked() {
    let emulator = Emulator::start().await;
    let realm = format!("realms/{REALM}");
    let body = json!({"login_rocket": {"signup_mode": "user_org"}, "password": {"min_length": 3}});
    let patched = emulator.control("PATCH", &realm, body).await;
    assert_eq!(patched["login_rocket"]["signup_mode"], "user_org");
    assert_eq!(patched["login_rocket"]["login"], true);
    assert!(patched.get("jwt_key").is_none());
    let app =
        json!({"login_handler": "https://app.test/in", "redirect_uris": ["https://app.test/"]});
    let patched = emulator.control("PATCH", "apps/lpl_demo", app).await;
    assert_eq!(
        (&patched["name"], &patched["login_handler"]),
        (&json!("Demo"), &json!("https://app.test/in"))
    );
    for (path, body, status) in [
        (
            realm.as_str(),
            json!({"login_rocket": {"signup_mode": "odd"}}),
            400,
        ),
        (realm.as_str(), json!({"unknown": 1}), 400),
        (realm.as_str(), json!({"id": "rl_2"}), 400),
        (realm.as_str(), json!({"session_minutes": 0}), 400),
        ("realms/rl_none", json!({}), 404),
        (
            "apps/lpl_demo",
            json!({"login_handler": "javascript:alert(1)"}),
            400,
        ),
        ("apps/lpl_demo", json!({"id": "lpl_2"}), 400),
        ("apps/lpl_none", json!({}), 404),
    ] {
        let request = emulator
            .login_port("PATCH", &format!("/_emulator/{path}"))
            .json(&body);
        assert_eq!(request.send().await.status, status, "{path} {body}");
    }
}

#[tokio::test]
async fn the_clock_moves_by_what_it_is_given() {
    let emulator = Emulator::start().await;
    let now = async |seconds: i64| {
        let body = json!({"advance_seconds": seconds});
        emulator.control("POST", "clock", body).await["now"]
            .as_f64()
            .unwrap()
    };
    let (before, after) = (now(0).await, now(1000).await);
    assert!((after - before - 1000.0).abs() < 0.001);
    for body in [
        json!({}),
        json!({"advance_seconds": "x"}),
        json!({"advance_seconds": 9e18}),
    ] {
        let request = emulator.login_port("POST", "/_emulator/clock").json(&body);
        assert_eq!(request.send().await.status, 400);
    }
}

#[tokio::test]
async fn an_unknown_control_path_is_a_404_and_a_wrong_verb_a_405() {
    let emulator = Emulator::start().await;
    let status =
        async |method: &str, path: &str| emulator.login_port(method, path).send().await.status;
    assert_eq!(status("GET", "/_emulator/nothing").await, 404);
    assert_eq!(status("GET", "/_emulator/reset").await, 405);
    assert_eq!(status("DELETE", "/_emulator/faults/7").await, 404);
}

#[tokio::test]
async fn a_clock_out_of_range_says_which_is_in_it() {
    let emulator = Emulator::start().await;
    for seconds in [json!(999_999_999_999_i64), json!(-2_000_000_000_i64)] {
        let body = json!({"advance_seconds": seconds});
        let request = emulator.login_port("POST", "/_emulator/clock").json(&body);
        let answer = request.send().await;
        assert_eq!(answer.status, 400, "{answer:?}");
        assert!(answer.body.contains("from 1970 to 9999"), "{answer:?}");
    }
    let clock = emulator.control("GET", "clock", json!({})).await;
    assert_eq!(clock["advanced_seconds"], 0);
}
