//! Social logins by an app's server (protocol-v1 §5.9).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, claims, text_of};
use crate::visitor::Visitor;

const BACK: &str = "https://app.example.test/oauth?from=ar";
const ASK: &str = "redirect_uri=https%3A%2F%2Fapp.example.test%2Foauth%3Ffrom%3Dar";
const LIN: [(&str, &str); 3] = [
    ("email", "lin@example.test"),
    ("name", "Lin T"),
    ("decision", "allow"),
];
const ADA: [(&str, &str); 2] = [("email", "ada@example.test"), ("decision", "allow")];

async fn with(login_rocket: Value) -> Emulator {
    let social = json!(["facebook", "ap_Own1"]);
    Emulator::with(json!({"social": social, "login_rocket": login_rocket})).await
}

/// Id, path on the instance host, and state of the first provider, asked for with a nonce.
async fn asked(emulator: &Emulator, nonce: &str) -> (String, String, String) {
    let path = format!("/v1/auth_providers/authorize?{ASK}&nonce={nonce}");
    let list = emulator.get(&path).await.json();
    let row = &list["collection"][0];
    let url = text_of(row, "url");
    let host = format!("http://localhost:{}", emulator.running.login_addr().port());
    let path = url.strip_prefix(&host).expect("the instance").to_owned();
    let state = path.split("state=").nth(1).unwrap().to_owned();
    (text_of(row, "id"), path, state)
}

/// The code that the provider gives for its form.
async fn code(emulator: &Emulator, path: &str, form: &[(&str, &str)]) -> String {
    let mut visitor = Visitor::new(emulator);
    let page = visitor.get(path).await;
    let state = page.hidden("state");
    let mut fields = form.to_vec();
    fields.push(("state", &state));
    let address = path.split('?').next().unwrap();
    let location = visitor.send(address, &fields).await.location();
    let rest = location.strip_prefix(BACK).expect("the app's address");
    let (code, back) = rest
        .strip_prefix("&code=")
        .and_then(|rest| rest.split_once("&state="))
        .expect("a code and the state");
    assert_eq!(back, state);
    code.to_owned()
}

async fn authorize(emulator: &Emulator, code: &str, state: &str, nonce: &str) -> Answer {
    let body = json!({"code": code, "state": state, "nonce": nonce});
    emulator.create("/v1/auth_providers/authorize", body).await
}

#[tokio::test]
async fn each_social_provider_has_an_address_and_one_can_be_asked_for_alone() {
    let emulator = with(json!({})).await;
    let answer = emulator
        .get(&format!("/v1/auth_providers/authorize?{ASK}"))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let list = answer.json();
    assert_eq!(list["more_results"], false);
    let rows = list["collection"].as_array().unwrap();
    let types: Vec<&Value> = rows.iter().map(|row| &row["provider_type"]).collect();
    assert_eq!(types, ["facebook", "oauth2"]);
    for row in rows {
        let id = text_of(row, "id");
        let single = emulator
            .get(&format!("/v1/auth_providers/{id}/authorize?{ASK}"))
            .await;
        assert_eq!(single.text("provider_type"), text_of(row, "provider_type"));
        // Each with a state of its own.
        assert_ne!(single.text("url"), text_of(row, "url"));
    }
    for (path, status) in [
        ("/v1/auth_providers/authorize", 400),
        (
            "/v1/auth_providers/authorize?redirect_uri=javascript:x",
            422,
        ),
        (
            "/v1/auth_providers/ap_x/authorize?redirect_uri=https://a.test",
            404,
        ),
    ] {
        assert_eq!(emulator.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_new_person_becomes_a_user_with_a_login_token() {
    // The switches are LoginRocket's.
    let emulator = with(json!({"signup": false, "login": false})).await;
    let (_, path, state) = asked(&emulator, "n1").await;
    let code = code(&emulator, &path, &LIN).await;
    assert_eq!(emulator.list("sessions").await.len(), 0);
    let answer = authorize(&emulator, &code, &state, "n1").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let user = answer.json();
    assert_eq!(
        (&user["object"], &user["email"]),
        (&json!("user"), &json!("lin@example.test"))
    );
    assert_eq!(user["name"], "Lin T");
    assert_eq!(user["credentials"][0]["credential_type"], "facebook");
    let token = answer.text("token");
    assert_eq!(claims(&token)["uid"], user["id"]);
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{token}")).await.status,
        200
    );
}

#[tokio::test]
async fn a_known_person_is_that_user_with_the_second_factor_if_there_is_one() {
    let emulator = with(json!({})).await;
    let (_, path, state) = asked(&emulator, "").await;
    let got = code(&emulator, &path, &ADA).await;
    let ada = authorize(&emulator, &got, &state, "").await;
    assert_eq!((ada.status, ada.text("id")), (200, "usr_ada".to_owned()));
    let (_, path, state) = asked(&emulator, "").await;
    let form = [("email", "grace@example.test"), ("decision", "allow")];
    let got = code(&emulator, &path, &form).await;
    let grace = authorize(&emulator, &got, &state, "").await;
    assert!(grace.text("token").starts_with("kli_"));
}

#[tokio::test]
async fn in_signup_token_mode_a_new_person_is_a_signup_token() {
    let emulator = with(json!({"signup_mode": "user_token"})).await;
    let (_, path, state) = asked(&emulator, "n").await;
    let code = code(&emulator, &path, &LIN).await;
    let answer = authorize(&emulator, &code, &state, "n").await;
    assert_eq!(
        (answer.status, answer.text("object")),
        (200, "user_token".to_owned())
    );
    let body = json!({"user": {"token": answer.text("id")}});
    assert_eq!(emulator.create("/v1/users", body).await.status, 201);
}

#[tokio::test]
async fn a_code_is_good_once_for_half_an_hour_and_with_its_state_and_nonce_only() {
    let emulator = with(json!({})).await;
    let (_, path, state) = asked(&emulator, "n1").await;
    let (_, other_path, other_state) = asked(&emulator, "n1").await;
    // Not answered yet.
    assert_eq!(authorize(&emulator, "x", &state, "n1").await.status, 422);
    let got = code(&emulator, &path, &ADA).await;
    let other = code(&emulator, &other_path, &ADA).await;
    for (code, state, nonce) in [
        (got.as_str(), other_state.as_str(), "n1"),
        (&got, &state, "n2"),
        (&got, &state, ""),
        ("x", &state, "n1"),
        (&got, "x", "n1"),
    ] {
        let answer = authorize(&emulator, code, state, nonce).await;
        assert_eq!(answer.status, 422, "{code} {state} {nonce}");
        assert!(answer.json()["errors"]["code"].is_array());
    }
    let foreign = emulator
        .api("POST", "/v1/auth_providers/authorize")
        .header("x-authrocket-realm", "rl_other")
        .json(&json!({"code": got, "state": state, "nonce": "n1"}));
    assert_eq!(foreign.send().await.status, 422);
    assert_eq!(authorize(&emulator, &got, &state, "n1").await.status, 200);
    assert_eq!(authorize(&emulator, &got, &state, "n1").await.status, 422);
    emulator.advance(1801).await;
    assert_eq!(
        authorize(&emulator, &other, &other_state, "n1")
            .await
            .status,
        422
    );
    let missing = emulator
        .create("/v1/auth_providers/authorize", json!({"code": "x"}))
        .await;
    assert_eq!(
        (missing.status, missing.text("error")),
        (400, "state is missing".to_owned())
    );
}

#[tokio::test]
async fn the_page_is_there_for_half_an_hour_and_a_refusal_goes_back_to_the_app() {
    let emulator = with(json!({})).await;
    let (_, path, state) = asked(&emulator, "n").await;
    let (_, late, _) = asked(&emulator, "n").await;
    let address = path.split('?').next().unwrap();
    let mut visitor = Visitor::new(&emulator);
    let unknown = visitor.get(&format!("{address}?state=x")).await;
    assert_eq!(unknown.status, 404);
    let wrong = visitor.get(&format!("/auth/ap_Own1?state={state}")).await;
    assert_eq!(wrong.status, 404);
    let blank = [("decision", "allow"), ("state", state.as_str())];
    let again = visitor.send(address, &blank).await;
    assert!(again.alert().contains("be blank"), "{again:?}");
    let refuse = [("decision", "refuse"), ("state", state.as_str())];
    let foreign = visitor
        .send_from("https://evil.test", address, &refuse)
        .await;
    assert_eq!(foreign.status, 403);
    let location = visitor.send(address, &refuse).await.location();
    assert_eq!(
        location,
        format!("{BACK}&error=access_denied&state={state}")
    );
    assert_eq!(visitor.get(&path).await.status, 404);
    emulator.advance(1801).await;
    assert_eq!(visitor.get(&late).await.status, 404);
}

#[tokio::test]
async fn a_token_of_the_provider_is_taken_too() {
    let emulator = with(json!({"verify": "require"})).await;
    let (id, _, _) = asked(&emulator, "n").await;
    let path = format!("/v1/auth_providers/{id}/authorize");
    let body = |token: &str| json!({"access_token": token});
    let lin = emulator
        .create(&path, body("pretend:lin@example.test:Lin T"))
        .await;
    assert_eq!(
        (lin.status, lin.json()["name"].clone()),
        (200, json!("Lin T"))
    );
    assert!(lin.text("token").contains('.'));
    for (token, status) in [
        ("EAAB", 422),
        ("pretend:", 422),
        ("pretend:nobody", 422),
        ("", 400),
    ] {
        assert_eq!(
            emulator.create(&path, body(token)).await.status,
            status,
            "{token}"
        );
    }
    // Whoever made the account may not own the address, so the mail is due.
    let ada = emulator
        .create(&path, body("pretend:ada@example.test"))
        .await;
    assert_eq!(ada.status, 401);
    assert_eq!(emulator.newest_mail().await["to"], "ada@example.test");
    let unknown = "/v1/auth_providers/ap_x/authorize";
    assert_eq!(
        emulator
            .create(unknown, body("pretend:a@b.test"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn an_inactive_realm_has_no_address_for_the_providers_page() {
    let emulator = with(json!({})).await;
    emulator.patch_realm(json!({"state": "inactive"})).await;
    let answer = emulator
        .get(&format!("/v1/auth_providers/authorize?{ASK}"))
        .await;
    assert_eq!(answer.status, 409, "{answer:?}");
}
