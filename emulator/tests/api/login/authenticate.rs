//! `/v1/login` with a password (protocol-v1 §3.6).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, claims, seed};

#[tokio::test]
async fn a_right_password_gives_a_token_and_the_handler_with_that_token() {
    let emulator = Emulator::start().await;
    let answer = emulator.login("ada", PASSWORD).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let token = answer.text("token");
    assert_eq!(
        answer.text("url"),
        format!("http://localhost:4100/login?token={token}")
    );
    assert!(answer.json().get("error").is_none());
    assert_eq!(claims(&token)["uid"], "usr_ada");
    assert!(answer.body.find("token").unwrap() < answer.body.find("url").unwrap());
}

#[tokio::test]
async fn json_form_and_get_log_in_alike() {
    let emulator = Emulator::start().await;
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let post = || emulator.login_port("POST", "/v1/login");
    for request in [
        post().form(&fields),
        post().json(&json!({"username": "ada", "password": PASSWORD})),
        post().query(&fields),
        emulator.login_port("GET", "/v1/login").query(&fields),
    ] {
        let answer = request.send().await;
        assert!(answer.text("token").starts_with("eyJ"), "{answer:?}");
    }
}

#[tokio::test]
async fn wrong_password_unknown_user_and_inactive_user_are_told_alike() {
    let emulator = Emulator::start().await;
    let wrong = emulator.login("ada", "wrong password").await;
    assert_eq!(
        emulator.login("nobody", PASSWORD).await.json(),
        wrong.json()
    );
    emulator.deactivate("ada").await;
    assert_eq!(emulator.login("ada", PASSWORD).await.json(), wrong.json());
    assert_eq!(wrong.refusal(), "Login failed");
    assert_eq!(wrong.json()["errors"], json!(["Login failed"]));
}

#[tokio::test]
async fn missing_empty_and_null_fields_are_refused_by_name() {
    let emulator = Emulator::start().await;
    let post = || emulator.login_port("POST", "/v1/login");
    for request in [
        post(),
        post().form(&[("username", ""), ("password", "")]),
        post().json(&json!({"username": null, "password": {"a": 1}})),
    ] {
        let error = request.send().await.refusal();
        assert_eq!(error, "Username can't be blank; Password can't be blank");
    }
}

#[tokio::test]
async fn usernames_are_case_insensitive_and_passwords_are_not() {
    let emulator = Emulator::start().await;
    assert!(
        emulator
            .login("ADA", PASSWORD)
            .await
            .json()
            .get("token")
            .is_some()
    );
    emulator
        .login("ada", &PASSWORD.to_uppercase())
        .await
        .refusal();
    emulator
        .login("ada", &format!("{PASSWORD} "))
        .await
        .refusal();
}

#[tokio::test]
async fn an_email_alone_is_no_login_where_usernames_are_standard() {
    let emulator = Emulator::start().await;
    let fields = [("email", "ada@example.test"), ("password", PASSWORD)];
    emulator.post("/v1/login", &fields).await.refusal();
}

#[tokio::test]
async fn an_extra_email_is_ignored_unless_the_realm_is_strict() {
    let emulator = Emulator::start().await;
    let fields = [
        ("username", "ada"),
        ("email", "x@example.test"),
        ("password", PASSWORD),
    ];
    emulator.post("/v1/login", &fields).await.text("token");
    emulator
        .patch_realm(json!({"login_rocket": {"strict_email": true}}))
        .await;
    emulator.post("/v1/login", &fields).await.refusal();
}

#[tokio::test]
async fn where_usernames_are_addresses_either_field_holds_the_address() {
    let emulator = Emulator::with(json!({"username_validation_human": "email"})).await;
    for field in ["email", "username"] {
        let fields = [(field, "Ada@Example.test"), ("password", PASSWORD)];
        let token = emulator.post("/v1/login", &fields).await.text("token");
        assert_eq!(claims(&token)["un"], "ada@example.test");
    }
    let fields = [("username", "ada"), ("password", PASSWORD)];
    emulator.post("/v1/login", &fields).await.refusal();
}

#[tokio::test]
async fn logins_that_are_switched_off_are_not_found() {
    let emulator = Emulator::start().await;
    emulator
        .patch_realm(json!({"login_rocket": {"login": false}}))
        .await;
    let answer = emulator.login("ada", PASSWORD).await;
    assert_eq!(
        (answer.status, answer.json()),
        (404, json!({"error": "Not found"}))
    );
    emulator
        .patch_realm(json!({"login_rocket": {"login": true}, "password": {"state": "inactive"}}))
        .await;
    assert_eq!(emulator.login("ada", PASSWORD).await.status, 404);
}

#[tokio::test]
async fn a_required_verification_that_is_not_done_refuses_the_login() {
    let emulator = Emulator::with(json!({"login_rocket": {"verify": "require"}})).await;
    assert!(
        emulator
            .login("ada", PASSWORD)
            .await
            .refusal()
            .contains("verify")
    );
    assert_eq!(
        emulator.login("ada", "wrong").await.refusal(),
        "Login failed"
    );
    emulator
        .patch_realm(json!({"login_rocket": {"verify": "request"}}))
        .await;
    emulator.login("ada", PASSWORD).await.text("token");
}

#[tokio::test]
async fn each_login_gives_a_new_token_and_a_session_with_address_and_agent() {
    let emulator = Emulator::start().await;
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let request = emulator.login_port("POST", "/v1/login").form(&fields);
    let request = request.header("user-agent", "Netscape/4");
    assert_ne!(
        request.send().await.text("token"),
        request.send().await.text("token")
    );
    let sessions = emulator.list("sessions").await;
    assert_eq!(sessions.len(), 2);
    assert_eq!(
        sessions[0]["request"],
        json!({"ip": "127.0.0.1", "client": "Netscape/4"})
    );
    assert!(emulator.get("/v1/users/ada").await.json()["last_login_at"].is_f64());
}

#[tokio::test]
async fn redir_comes_back_as_a_path_and_redirect_uri_needs_an_allowed_prefix() {
    let mut seed = seed(&json!({}));
    seed["realms"][0]["apps"][0]["redirect_uris"] = json!(["https://app.example.test/in"]);
    let emulator = Emulator::seeded(seed).await;
    let login = async |name: &str, value: &str| {
        let fields = [("username", "ada"), ("password", PASSWORD), (name, value)];
        let answer = emulator.post("/v1/login", &fields).await;
        answer.text("url").replace(&answer.text("token"), "T")
    };
    assert_eq!(
        login("redir", "https://evil.test/account?x=1").await,
        "http://localhost:4100/login?token=T&redir=%2Faccount%3Fx%3D1"
    );
    assert_eq!(
        login("redirect_uri", "https://app.example.test/in?a=b").await,
        "https://app.example.test/in?a=b&token=T"
    );
    assert_eq!(
        login("redirect_uri", "https://evil.test/").await,
        "http://localhost:4100/login?token=T"
    );
}

#[tokio::test]
async fn a_user_seeded_with_a_hash_logs_in_with_its_password() {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    // Of another cost than the emulator's own.
    let params = Params::new(64, 2, 1, None).unwrap();
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = hasher.hash_password_with_salt(PASSWORD.as_bytes(), &[3; 16]);
    let mut seed = crate::fixture::seed(&json!({}));
    seed["realms"][0]["users"][0] = json!({"username": "ada", "email": "ada@example.test",
        "password_hash": hash.unwrap().to_string()});
    let emulator = Emulator::seeded(seed).await;
    emulator.login("ada", PASSWORD).await.text("url");
    emulator.login("ada", "another").await.refusal();
}
