//! What third-party clients for AuthRocket 1 rely on: the rows C1 to C10 of protocol-v1 §12.

use serde_json::{Value, json};

use crate::fixture::{Emulator, LIN, PASSWORD, REALM, lay, text_of};
use crate::visitor::Visitor;

const FACEBOOK: &str = "https%3A%2F%2Fapp.example.test%2Foauth";

/// The standard realm with an org, of which ada is a member.
async fn with_org(settings: Value) -> Emulator {
    let emulator = Emulator::with(settings).await;
    let org = emulator
        .create("/v1/orgs", json!({"org": {"name": "Engines"}}))
        .await;
    let membership = json!({"membership": {"user_id": "ada", "org_id": org.text("id")}});
    assert_eq!(
        emulator.create("/v1/memberships", membership).await.status,
        201
    );
    emulator
}

#[tokio::test]
async fn c1_a_realm_can_be_emptied_and_keeps_its_settings() {
    for body in ["", "{}", "null"] {
        let emulator = with_org(json!({"login_rocket": {"signup_mode": "user_token"}})).await;
        let fields = LIN;
        emulator.post("/v1/signup", &fields).await.text("token");
        let token = emulator.login_token("ada").await;
        let request = emulator.api("POST", &format!("/v1/realms/{REALM}/reset"));
        let answer = request.body("application/json", body).send().await;
        assert_eq!(answer.status, 200, "{body}: {answer:?}");
        assert_eq!(
            (answer.text("id"), answer.text("name")),
            (REALM.to_owned(), "Standard".to_owned())
        );
        for list in ["users", "orgs", "memberships", "credentials", "sessions"] {
            assert!(
                emulator.collection(&format!("/v1/{list}")).await.is_empty(),
                "{list}"
            );
        }
        assert!(emulator.list("signup_tokens").await.is_empty());
        let session = emulator.get(&format!("/v1/sessions/{token}")).await;
        assert_eq!(session.status, 404);
        assert_eq!(emulator.collection("/v1/login_policies").await.len(), 1);
        assert_eq!(emulator.collection("/v1/jwt_keys").await.len(), 1);
        emulator.post("/v1/signup", &fields).await.text("token");
    }
    let emulator = Emulator::start().await;
    let unknown = emulator.create("/v1/realms/rl_x/reset", json!({})).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn c1_to_empty_a_realm_needs_admin_realm() {
    let mut seed = crate::fixture::seed(&json!({}));
    let key = json!({"key": "ko_writes", "permissions": ["write"]});
    seed["api_keys"].as_array_mut().unwrap().push(key);
    let emulator = Emulator::seeded(seed).await;
    let request = emulator.api("POST", &format!("/v1/realms/{REALM}/reset"));
    let answer = request
        .header("x-authrocket-api-key", "ko_writes")
        .send()
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(emulator.list("users").await.len(), 2);
}

#[tokio::test]
async fn c2_memberships_are_expanded_wherever_a_user_is_answered() {
    let emulator = with_org(json!({})).await;
    let api_user = json!({"user": {"user_type": "api", "api_key": "key-of-a-program"}});
    let api_user = emulator.create("/v1/users", api_user).await.text("id");
    let org = text_of(&emulator.collection("/v1/orgs").await[0], "id");
    let membership = json!({"membership": {"user_id": api_user, "org_id": org}});
    emulator.create("/v1/memberships", membership).await;
    let session = emulator.login_token("ada").await;
    for expand in ["expand", "expands"] {
        let query = format!("?{expand}=memberships");
        let by_password = json!({"user": {"password": PASSWORD}});
        let by_key = json!({"user": {"api_key": "key-of-a-program"}});
        for answer in [
            emulator
                .create(&format!("/v1/users/ada/authenticate{query}"), by_password)
                .await
                .json(),
            emulator
                .create(&format!("/v1/users/authenticate_key{query}"), by_key)
                .await
                .json(),
            emulator
                .get(&format!("/v1/sessions/{session}{query}"))
                .await
                .json()["user"]
                .clone(),
        ] {
            assert_eq!(
                answer["memberships"][0]["org"]["name"], "Engines",
                "{answer}"
            );
        }
    }
    let body = json!({"user": {"password": PASSWORD}, "expand": "memberships"});
    let answer = emulator.create("/v1/users/ada/authenticate", body).await;
    assert!(answer.json()["memberships"].is_array());
}

#[tokio::test]
async fn c3_a_page_of_a_list_has_up_to_1000_rows_and_100_by_default() {
    let users: Vec<Value> = (0..120)
        .map(|n| json!({"username": format!("u{n}"), "email": format!("u{n}@example.test")}))
        .collect();
    let emulator = Emulator::with(json!({"users": users})).await;
    for (query, rows) in [("", 100), ("?max_results=1000", 120), ("?max_results=1", 1)] {
        let list = emulator.collection(&format!("/v1/users{query}")).await;
        assert_eq!(list.len(), rows, "{query}");
    }
    for bad in ["0", "1001", "x"] {
        let answer = emulator.get(&format!("/v1/users?max_results={bad}")).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("1 to 1000"), "{answer:?}");
    }
}

#[tokio::test]
async fn c4_the_list_of_auth_providers_has_their_settings_but_no_secrets() {
    let emulator = Emulator::with(json!({"password": {"min_length": 11}})).await;
    let social = json!({"auth_provider": {"provider_type": "facebook", "client_id": "c1", "client_secret": "s1"}});
    emulator.create("/v1/auth_providers", social).await;
    let answer = emulator.get("/v1/auth_providers").await;
    let rows = answer.json()["collection"].as_array().unwrap().clone();
    let of_type = |name: &str| {
        let mut rows = rows.iter();
        rows.find(|row| row["provider_type"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(of_type("password")["min_length"], 11);
    assert_eq!(of_type("login_rocket")["signup_mode"], "user");
    assert_eq!(of_type("facebook")["client_id"], "c1");
    assert!(!answer.body.contains("s1\""), "{answer:?}");
}

#[tokio::test]
async fn c5_the_passwords_provider_can_be_deleted_and_created_again() {
    let emulator = Emulator::with(json!({"password": {"min_length": 11}})).await;
    let list = emulator
        .collection("/v1/auth_providers?provider_type=password")
        .await;
    let path = format!("/v1/auth_providers/{}", text_of(&list[0], "id"));
    assert_eq!(emulator.delete(&path).await.status, 204);
    assert_eq!(emulator.get(&path).await.status, 404);
    assert_eq!(emulator.login("ada", PASSWORD).await.status, 404);
    let body = json!({"user": {"password": PASSWORD}});
    let authenticate = async || {
        let answer = emulator.create("/v1/users/ada/authenticate", body.clone());
        answer.await.status
    };
    assert_eq!(authenticate().await, 404);
    let again = json!({"auth_provider": {"provider_type": "password", "min_complexity": "off"}});
    let made = emulator.create("/v1/auth_providers", again.clone()).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.json()["min_length"], 8);
    assert_eq!(
        authenticate().await,
        200,
        "the users' passwords were not lost"
    );
    assert_eq!(
        emulator.create("/v1/auth_providers", again).await.status,
        422
    );
}

#[tokio::test]
async fn c6_a_server_logs_in_by_provider_without_an_app_and_without_login_rocket() {
    for settings in [
        json!({"apps": []}),
        json!({"login_rocket": {"enabled": false}}),
    ] {
        let mut seed = crate::fixture::seed(&json!({"social": ["facebook"]}));
        lay(&mut seed["realms"][0], &settings);
        // Another realm's app answers the bare host.
        let other = json!({"id": "rl_other", "apps": [
            {"name": "O", "subdomain": "other", "login_handler": "http://o.test/"}
        ]});
        seed["realms"].as_array_mut().unwrap().push(other);
        let emulator = Emulator::seeded(seed).await;
        let ask = format!("redirect_uri={FACEBOOK}");
        let list = emulator
            .get(&format!("/v1/auth_providers/authorize?{ask}"))
            .await;
        assert_eq!(list.status, 200, "{list:?}");
        let url = text_of(&list.json()["collection"][0], "url");
        let host = format!("http://localhost:{}", emulator.running.login_addr().port());
        let path = url.strip_prefix(&host).expect("the bare host");
        let state = path.split("state=").nth(1).unwrap();
        let mut visitor = Visitor::new(&emulator);
        visitor.get(path).await;
        let fields = [
            ("email", "lin@example.test"),
            ("decision", "allow"),
            ("state", state),
        ];
        let address = path.split('?').next().unwrap();
        let back = visitor.send(address, &fields).await.location();
        let code = back.split("code=").nth(1).unwrap().split('&').next();
        let body = json!({"code": code, "state": state});
        let answer = emulator.create("/v1/auth_providers/authorize", body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.text("email"), "lin@example.test");
    }
}

#[tokio::test]
async fn c7_a_type_names_a_provider_that_the_realm_has_once() {
    let social = json!(["facebook", "ap_one", "ap_two"]);
    let emulator = Emulator::with(json!({"social": social})).await;
    let read = emulator.get("/v1/auth_providers/facebook").await;
    assert_eq!(read.text("provider_type"), "facebook");
    let path = format!("/v1/auth_providers/facebook/authorize?redirect_uri={FACEBOOK}");
    assert_eq!(emulator.get(&path).await.text("id"), read.text("id"));
    let token = json!({"access_token": "pretend:ada@example.test"});
    let path = "/v1/auth_providers/facebook/authorize";
    assert_eq!(emulator.create(path, token).await.text("username"), "ada");
    let change = json!({"auth_provider": {"min_length": 9}});
    let changed = emulator.put("/v1/auth_providers/password", change).await;
    assert_eq!(changed.json()["min_length"], 9);
    for path in [
        "/v1/auth_providers/oauth2".to_owned(),
        "/v1/auth_providers/google".to_owned(),
        format!("/v1/auth_providers/oauth2/authorize?redirect_uri={FACEBOOK}"),
    ] {
        assert_eq!(emulator.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn c8_a_bad_code_gets_a_new_address_to_try_again() {
    let emulator = Emulator::with(json!({"social": ["facebook"]})).await;
    let path = format!("/v1/auth_providers/facebook/authorize?redirect_uri={FACEBOOK}&nonce=n1");
    let url = emulator.get(&path).await.text("url");
    let state = url.split("state=").nth(1).unwrap();
    let answer = async |state: &str, nonce: &str| {
        let body = json!({"code": "bad", "state": state, "nonce": nonce});
        let answer = emulator.create("/v1/auth_providers/authorize", body).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        answer.json()
    };
    let refused = answer(state, "n1").await;
    assert_eq!(refused["errors"]["code"], json!(["Error validating code"]));
    let retry = text_of(&refused, "retry_url");
    let (page, new_state) = retry.split_once("?state=").unwrap();
    assert_eq!(page, url.split("?state=").next().unwrap());
    assert_ne!(new_state, state);
    let page = page.split_once("/auth/").unwrap().1;
    let shown = emulator.login_port("GET", &format!("/auth/{page}?state={new_state}"));
    assert_eq!(shown.send().await.status, 200);
    assert!(answer("unknown", "n1").await.get("retry_url").is_none());
    assert!(answer(new_state, "other").await.get("retry_url").is_none());
}

#[tokio::test]
async fn c9_a_wrong_first_code_is_a_failed_verification() {
    let emulator = Emulator::start().await;
    let totp = json!({"credential": {"user_id": "ada", "credential_type": "totp"}});
    let id = emulator.create("/v1/credentials", totp).await.text("id");
    let code = json!({"credential": {"code": "nonsense"}});
    let answer = emulator
        .create(&format!("/v1/credentials/{id}/verify"), code)
        .await;
    assert_eq!(Emulator::problem(&answer, "code"), "Verification failed");
}

#[tokio::test]
async fn c10_a_credential_of_a_provider_names_it() {
    let emulator = Emulator::with(json!({"social": ["facebook"]})).await;
    let token = json!({"access_token": "pretend:ada@example.test"});
    let path = "/v1/auth_providers/facebook/authorize";
    assert_eq!(emulator.create(path, token).await.status, 200);
    let totp = json!({"credential": {"user_id": "ada", "credential_type": "totp"}});
    emulator.create("/v1/credentials", totp).await;
    for row in emulator.collection("/v1/credentials?user_id=ada").await {
        let credential = emulator
            .get(&format!("/v1/credentials/{}", text_of(&row, "id")))
            .await
            .json();
        let kind = text_of(&row, "credential_type");
        let provider = emulator.get(&format!("/v1/auth_providers/{kind}")).await;
        let expected = match kind.as_str() {
            "password" => Value::Null,
            _ => json!(provider.text("id")),
        };
        assert_eq!(credential["auth_provider_id"], expected, "{kind}");
    }
}
