//! `/v1/auth_providers`: the providers of a realm and their settings (protocol-v1 §7.2, §7.3).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, LIN, PASSWORD, REALM, lay, text_of};

async fn list(emulator: &Emulator, query: &str) -> Vec<Value> {
    let path = format!("/v1/auth_providers{query}");
    emulator.collection(&path).await
}

async fn types(emulator: &Emulator, query: &str) -> Vec<String> {
    let rows = list(emulator, query).await;
    rows.iter()
        .map(|row| text_of(row, "provider_type"))
        .collect()
}

async fn id_of(emulator: &Emulator, provider_type: &str) -> String {
    let rows = list(emulator, &format!("?provider_type={provider_type}")).await;
    text_of(rows.first().expect("a provider"), "id")
}

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    let body = json!({"auth_provider": attributes});
    emulator.create("/v1/auth_providers", body).await
}

async fn put(emulator: &Emulator, id: &str, attributes: Value) -> Answer {
    let body = json!({"auth_provider": attributes});
    emulator
        .put(&format!("/v1/auth_providers/{id}"), body)
        .await
}

async fn delete(emulator: &Emulator, id: &str) -> u16 {
    let path = format!("/v1/auth_providers/{id}");
    emulator.delete(&path).await.status
}

#[tokio::test]
async fn the_providers_of_a_realm_are_listed_with_ids_that_never_change() {
    let settings =
        json!({"social": ["facebook", "ap_Own", {"id": "ap_G", "provider_type": "google"}]});
    let emulator = Emulator::with(settings.clone()).await;
    let all = [
        "facebook",
        "google",
        "login_rocket",
        "oauth2",
        "password",
        "totp",
    ];
    assert_eq!(types(&emulator, "").await, all);
    assert_eq!(id_of(&emulator, "oauth2").await, "ap_Own");
    assert_eq!(id_of(&emulator, "google").await, "ap_G");
    let again = Emulator::with(settings).await;
    assert_eq!(list(&emulator, "").await, list(&again, "").await);
    for row in list(&emulator, "").await {
        assert!(text_of(&row, "id").starts_with("ap_"), "{row}");
        assert_eq!(
            (&row["object"], &row["realm_id"]),
            (&json!("auth_provider"), &json!(REALM))
        );
        let read = emulator
            .get(&format!("/v1/auth_providers/{}", text_of(&row, "id")))
            .await;
        assert_eq!(read.json(), row);
    }
    let google = "?direction=desc&max_results=1&after=";
    let after = format!("{google}{}", id_of(&emulator, "oauth2").await);
    assert_eq!(types(&emulator, &after).await, ["login_rocket"]);
    assert_eq!(
        emulator.get("/v1/auth_providers?after=ap_x").await.status,
        400
    );
    assert_eq!(emulator.get("/v1/auth_providers/ap_x").await.status, 404);
}

#[tokio::test]
async fn rules_of_passwords_are_read_and_changed_and_hold_at_once() {
    let emulator = Emulator::start().await;
    let id = id_of(&emulator, "password").await;
    let path = format!("/v1/auth_providers/{id}");
    assert_eq!(emulator.get(&path).await.json()["min_length"], 8);
    let answer = put(&emulator, &id, json!({"min_length": 20})).await;
    assert_eq!(
        (answer.status, answer.json()["min_length"].clone()),
        (200, json!(20))
    );
    let fields = [
        ("username", "lin"),
        ("email", "lin@example.test"),
        ("password", "nineteen characters"),
    ];
    emulator.post("/v1/signup", &fields).await.refusal();
    assert_eq!(
        put(&emulator, &id, json!({"min_length": "3"})).await.json()["min_length"],
        3
    );
    emulator.post("/v1/signup", &fields).await.text("token");
    let off = put(&emulator, &id, json!({"state": "inactive"})).await;
    assert_eq!(off.text("state"), "inactive");
    assert_eq!(emulator.login("ada", PASSWORD).await.status, 404);
}

#[tokio::test]
async fn complexity_and_required_characters_are_attributes_of_passwords() {
    let emulator = Emulator::start().await;
    let id = id_of(&emulator, "password").await;
    let changes = json!({"min_complexity": "low", "required_chars": ["digit", "special"]});
    let answer = put(&emulator, &id, changes).await.json();
    assert_eq!(answer["min_complexity"], "low");
    assert_eq!(answer["required_chars"], json!(["digit", "special"]));
    let user = json!({"user": {"username": "lin", "email": "lin@example.test",
        "password": "only letters here"}});
    let refused = emulator.create("/v1/users", user).await;
    assert_eq!(refused.status, 422);
    for (name, value) in [("min_complexity", "huge"), ("required_chars", "emoji")] {
        let answer = put(&emulator, &id, json!({name: value})).await;
        assert_eq!(answer.status, 422, "{name}");
    }
    let cleared = put(&emulator, &id, json!({"required_chars": []}))
        .await
        .json();
    assert_eq!(cleared["required_chars"], json!([]));
    let form = emulator.api("PUT", &format!("/v1/auth_providers/{id}"));
    let fields = [("auth_provider[required_chars][]", "digit")];
    let answer = form.form(&fields).send().await.json();
    assert_eq!(answer["required_chars"], json!(["digit"]));
}

#[tokio::test]
async fn login_rocket_is_changed_by_attribute_and_without_it_no_host_answers() {
    let emulator = Emulator::start().await;
    let id = id_of(&emulator, "login_rocket").await;
    let before = emulator
        .get(&format!("/v1/auth_providers/{id}"))
        .await
        .json();
    assert!(
        before.get("enabled").is_none() && before.get("rate_limit").is_none(),
        "{before}"
    );
    let changes = json!({
        "signup": false, "signup_mode": "user_token", "name_field": "required",
        "password_field": "twice", "org_name_field": "hidden", "sso": "seamless",
        "email_verification": "request"
    });
    let answer = put(&emulator, &id, changes.clone()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mut expected = before;
    lay(&mut expected, &changes);
    expected["verify"] = json!("request");
    assert_eq!(answer.json(), expected);
    assert_eq!(emulator.post("/v1/signup", &[]).await.status, 404);
    assert_eq!(
        create(&emulator, json!({"provider_type": "login_rocket"}))
            .await
            .status,
        422
    );
    assert_eq!(delete(&emulator, &id).await, 204);
    assert_eq!(emulator.login("ada", PASSWORD).await.status, 404);
    assert_eq!(
        emulator.login_port("GET", "/login").send().await.status,
        404
    );
    assert_eq!(
        emulator
            .get(&format!("/v1/auth_providers/{id}"))
            .await
            .status,
        404
    );
    let attributes = json!({"provider_type": "login_rocket", "signup": "false"});
    let again = create(&emulator, attributes).await;
    assert_eq!((again.status, again.text("id")), (201, id));
    assert_eq!(
        (&again.json()["signup"], &again.json()["login"]),
        (&json!(false), &json!(true))
    );
    emulator.login_token("ada").await;
}

#[tokio::test]
async fn a_realm_made_by_api_is_opened_by_its_providers() {
    let emulator = Emulator::start().await;
    let body = json!({"realm": {"name": "New"}});
    let realm = emulator.create("/v1/realms", body).await.text("id");
    assert_eq!(
        types(&emulator, &format!("?realm_id={realm}")).await,
        ["password"]
    );
    let app = json!({"login_policy": {"realm_id": realm, "name": "A", "subdomain": "new",
        "login_handler": "https://a.test/login"}});
    emulator.create("/v1/login_policies", app).await;
    let provider = json!({"realm_id": realm, "provider_type": "login_rocket"});
    assert_eq!(create(&emulator, provider).await.status, 201);
    let fields = LIN;
    let signup = emulator.login_port("POST", "/v1/signup").form(&fields);
    let answer = signup.header("host", "new.localhost").send().await;
    assert!(
        answer
            .text("url")
            .starts_with("https://a.test/login?token=")
    );
}

#[tokio::test]
async fn without_the_totp_provider_a_password_is_enough() {
    let emulator = Emulator::start().await;
    let id = id_of(&emulator, "totp").await;
    assert!(emulator.login_token("grace").await.starts_with("kli_"));
    assert_eq!(delete(&emulator, &id).await, 204);
    assert!(emulator.login_token("grace").await.contains('.'));
    assert_eq!(
        create(&emulator, json!({"provider_type": "totp"}))
            .await
            .text("id"),
        id
    );
    assert!(emulator.login_token("grace").await.starts_with("kli_"));
}

#[tokio::test]
async fn a_social_provider_is_offered_while_it_is_there() {
    let emulator = Emulator::start().await;
    let attributes = json!({"provider_type": "google", "client_id": "app-1",
        "client_secret": "hush", "scopes": "email profile"});
    let made = create(&emulator, attributes).await;
    assert_eq!(made.status, 201, "{made:?}");
    let (id, provider) = (made.text("id"), made.json());
    assert_eq!(provider["client_id"], "app-1");
    assert_eq!(provider["scopes"], "email profile");
    assert!(provider.get("client_secret").is_none());
    for key in ["google", &id] {
        let page = emulator.login_port("GET", &format!("/auth/{key}"));
        assert_eq!(page.send().await.status, 200, "{key}");
    }
    let again = create(&emulator, json!({"provider_type": "google"})).await;
    assert_eq!(again.status, 422);
    for _ in 0..2 {
        let more = create(&emulator, json!({"provider_type": "oauth2"})).await;
        assert_eq!(more.status, 201);
    }
    let changed = put(&emulator, &id, json!({"client_id": null})).await.json();
    assert_eq!(
        (&changed["client_id"], &changed["scopes"]),
        (&Value::Null, &json!("email profile"))
    );
    assert_eq!(delete(&emulator, &id).await, 204);
    let gone = emulator.login_port("GET", &format!("/auth/{id}"));
    assert_eq!(gone.send().await.status, 404);
    assert!(!types(&emulator, "").await.contains(&"google".to_owned()));
}

#[tokio::test]
async fn an_id_that_the_settings_do_not_name_starts_the_provider_too() {
    let emulator = Emulator::with(json!({"social": ["facebook"]})).await;
    let id = id_of(&emulator, "facebook").await;
    let page = emulator.login_port("GET", &format!("/auth/{id}"));
    assert_eq!(page.send().await.status, 200);
}

#[tokio::test]
async fn each_bad_attribute_is_told_and_nothing_is_stored() {
    let emulator = Emulator::with(json!({"social": ["facebook"]})).await;
    for value in [json!(null), json!("myspace"), json!("password")] {
        let answer = create(&emulator, json!({"provider_type": value})).await;
        assert_eq!(answer.status, 422, "{value}");
        assert!(
            answer.json()["errors"]["provider_type"].is_array(),
            "{answer:?}"
        );
    }
    for (provider_type, name, value) in [
        ("password", "min_length", json!(0)),
        ("password", "min_length", json!(129)),
        ("password", "min_length", json!("many")),
        ("password", "state", json!("asleep")),
        ("password", "provider_type", json!("totp")),
        ("login_rocket", "login", json!("perhaps")),
        ("login_rocket", "signup_mode", json!("none")),
        ("login_rocket", "email_verification", json!(1)),
        ("login_rocket", "state", json!("inactive")),
        ("facebook", "client_id", json!(["x"])),
    ] {
        let id = id_of(&emulator, provider_type).await;
        let before = emulator
            .get(&format!("/v1/auth_providers/{id}"))
            .await
            .json();
        let answer = put(&emulator, &id, json!({name: value})).await;
        assert_eq!(answer.status, 422, "{name} {value}");
        assert!(answer.json()["errors"][name].is_array(), "{answer:?}");
        let after = emulator
            .get(&format!("/v1/auth_providers/{id}"))
            .await
            .json();
        assert_eq!(before, after);
    }
}

#[tokio::test]
async fn providers_of_another_realm_are_hidden() {
    let emulator = Emulator::start().await;
    let other = json!({"realms": [{"id": "rl_other", "name": "Other"}]});
    emulator.control("POST", "seed", other).await;
    let id = id_of(&emulator, "password").await;
    for method in ["GET", "PUT", "DELETE"] {
        let request = emulator
            .api(method, &format!("/v1/auth_providers/{id}"))
            .header("x-authrocket-realm", "rl_other")
            .json(&json!({"auth_provider": {"min_length": 1}}));
        assert_eq!(request.send().await.status, 404, "{method}");
    }
}
