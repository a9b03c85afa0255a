//! The second factor: LoginRocket's second step, and enrolment through the Core API (protocol-v1 §3.7, §5.9, D4).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, claims};

async fn first_step(emulator: &Emulator) -> String {
    let answer = emulator.login("grace", PASSWORD).await;
    let token = answer.text("token");
    assert_eq!(answer.json(), json!({"token": token}));
    token
}

async fn second_step(emulator: &Emulator, token: &str, code: &str) -> Answer {
    emulator
        .post("/v1/login", &[("token", token), ("code", code)])
        .await
}

#[tokio::test]
async fn a_password_gives_a_kli_token_without_url_and_the_code_completes_the_login() {
    let emulator = Emulator::start().await;
    let token = first_step(&emulator).await;
    assert!(token.starts_with("kli_"));
    assert!(emulator.list("sessions").await.is_empty());
    let answer = second_step(&emulator, &token, &emulator.code("grace").await).await;
    let login_token = answer.text("token");
    assert_eq!(claims(&login_token)["uid"], "usr_grace");
    assert_eq!(
        answer.text("url"),
        format!("http://localhost:4100/login?token={login_token}")
    );
}

#[tokio::test]
async fn every_path_and_transport_of_the_second_step_works() {
    let emulator = Emulator::start().await;
    for path in ["/v1/login", "/v1/login/verify", "/v1/authenticate_code"] {
        for method in ["GET", "POST"] {
            let token = first_step(&emulator).await;
            let code = emulator.code("grace").await;
            let fields = [("token", token.as_str()), ("code", code.as_str())];
            let answer = emulator
                .login_port(method, path)
                .query(&fields)
                .send()
                .await;
            assert!(answer.text("url").contains("?token=eyJ"), "{method} {path}");
            emulator.advance(30).await;
        }
    }
}

#[tokio::test]
async fn a_code_may_be_sent_as_a_json_number_or_with_blanks_around() {
    let emulator = Emulator::start().await;
    let token = first_step(&emulator).await;
    let code = emulator.code("grace").await;
    let answer = second_step(&emulator, &token, &format!(" {code} ")).await;
    answer.text("url");
}

#[tokio::test]
async fn a_wrong_code_is_refused_and_the_token_stays_good() {
    let emulator = Emulator::start().await;
    let token = first_step(&emulator).await;
    let code = emulator.code("grace").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    second_step(&emulator, &token, wrong).await.refusal();
    second_step(&emulator, &token, "").await.refusal();
    second_step(&emulator, &token, &code).await.text("url");
}

#[tokio::test]
async fn a_code_and_a_kli_token_work_once() {
    let emulator = Emulator::start().await;
    let first = first_step(&emulator).await;
    let code = emulator.code("grace").await;
    second_step(&emulator, &first, &code).await.text("url");
    let second = first_step(&emulator).await;
    second_step(&emulator, &second, &code).await.refusal();
    emulator.advance(30).await;
    let next = emulator.code("grace").await;
    second_step(&emulator, &first, &next).await.refusal();
    second_step(&emulator, &second, &next).await.text("url");
}

#[tokio::test]
async fn a_kli_token_ends_after_ten_minutes_and_a_made_up_one_never_worked() {
    let emulator = Emulator::start().await;
    let token = first_step(&emulator).await;
    emulator.advance(601).await;
    let code = emulator.code("grace").await;
    second_step(&emulator, &token, &code).await.refusal();
    second_step(&emulator, "kli_nonsense", &code)
        .await
        .refusal();
}

#[tokio::test]
async fn the_realm_can_answer_an_error_instead_or_have_no_second_factor() {
    let emulator = Emulator::with(json!({"login_rocket": {"two_factor_error": true}})).await;
    emulator.login("grace", PASSWORD).await.refusal();
    emulator.login("grace", "wrong password").await.refusal();
    emulator.patch_realm(json!({"totp": false})).await;
    emulator.login("grace", PASSWORD).await.text("url");
}

async fn enrol(emulator: &Emulator) -> Value {
    let body =
        json!({"credential": {"user_id": "ada", "credential_type": "totp", "name": "Phone"}});
    let answer = emulator.create("/v1/credentials", body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()
}

#[tokio::test]
async fn enrolment_shows_the_secret_once_and_a_code_activates_it() {
    let emulator = Emulator::start().await;
    let credential = enrol(&emulator).await;
    assert_eq!(credential["state"], "new");
    let secret = credential["otp_secret"].as_str().unwrap();
    let uri = credential["provisioning_uri"].as_str().unwrap();
    assert_eq!(
        uri,
        format!("otpauth://totp/Standard:ada?secret={secret}&issuer=Standard")
    );
    emulator.login("ada", PASSWORD).await.text("url");

    let path = format!(
        "/v1/credentials/{}/verify",
        credential["id"].as_str().unwrap()
    );
    let wrong = emulator
        .create(&path, json!({"credential": {"code": "nonsense"}}))
        .await;
    assert_eq!(wrong.status, 422);
    assert_eq!(
        wrong.json()["errors"]["code"],
        json!(["Verification failed"])
    );
    let code = emulator.code("ada").await;
    let verified = emulator
        .create(&path, json!({"credential": {"code": code}}))
        .await;
    assert_eq!(
        (verified.status, &verified.json()["state"]),
        (200, &json!("active"))
    );
    assert!(verified.json().get("otp_secret").is_none());

    let kli = emulator.login("ada", PASSWORD).await.text("token");
    assert!(kli.starts_with("kli_"));
    second_step(&emulator, &kli, &code).await.refusal();
    second_step(&emulator, &kli, &emulator.code("ada").await)
        .await
        .text("url");
    let user = emulator.get("/v1/users/ada").await;
    assert!(!user.body.contains(secret));
    assert_eq!(user.json()["credentials"][1]["credential_type"], "totp");
}

#[tokio::test]
async fn any_of_a_users_devices_completes_a_login() {
    let emulator = Emulator::start().await;
    let old = emulator.code("grace").await;
    let device = json!({"user_id": "grace", "credential_type": "totp", "name": "New phone"});
    let made = emulator
        .create("/v1/credentials", json!({"credential": device}))
        .await;
    let path = format!("/v1/credentials/{}", made.text("id"));
    let code = json!({"credential": {"code": emulator.code("grace").await}});
    let verified = emulator.create(&format!("{path}/verify"), code).await;
    assert_eq!(verified.status, 200, "{verified:?}");
    let token = first_step(&emulator).await;
    second_step(&emulator, &token, &old).await.text("url");
    emulator.advance(60).await;
    let new = emulator.code("grace").await;
    let token = first_step(&emulator).await;
    second_step(&emulator, &token, &new).await.text("url");
    assert_eq!(emulator.delete(&path).await.status, 204);
    let old = emulator.code("grace").await;
    let token = first_step(&emulator).await;
    second_step(&emulator, &token, &old).await.text("url");
}

#[tokio::test]
async fn enrolment_needs_a_known_user_and_a_realm_with_totp() {
    let emulator = Emulator::start().await;
    let create = async |credential: Value| {
        let answer = emulator
            .create("/v1/credentials", json!({"credential": credential}))
            .await;
        answer.status
    };
    assert_eq!(create(json!({"credential_type": "totp"})).await, 422);
    assert_eq!(create(json!({"user_id": "ada"})).await, 422);
    assert_eq!(
        create(json!({"credential_type": "totp", "user_id": "nobody"})).await,
        422
    );
    emulator.patch_realm(json!({"totp": false})).await;
    assert_eq!(
        create(json!({"credential_type": "totp", "user_id": "ada"})).await,
        422
    );
}
