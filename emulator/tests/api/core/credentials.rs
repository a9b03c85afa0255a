//! `/v1/credentials` (protocol-v1 §5.9); enrolment of a second factor is in `login/two_factor.rs`.

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, TOTP_SECRET, text_of};
use crate::visitor::Visitor;

const NEW: &str = "a new long secret";

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    let body = json!({"credential": attributes});
    emulator.create("/v1/credentials", body).await
}

async fn update(emulator: &Emulator, path: &str, attributes: Value) -> Answer {
    emulator.put(path, json!({"credential": attributes})).await
}

/// The path of a user's first credential of a type.
async fn path_of(emulator: &Emulator, user: &str, credential_type: &str) -> String {
    let query = format!("user_id={user}&credential_type={credential_type}");
    let rows = emulator
        .collection(&format!("/v1/credentials?{query}"))
        .await;
    format!("/v1/credentials/{}", text_of(&rows[0], "id"))
}

async fn key_works(emulator: &Emulator, key: &str) -> bool {
    let path = "/v1/users/authenticate_key";
    let status = emulator.create(path, json!({"api_key": key})).await.status;
    assert!([200, 401].contains(&status));
    status == 200
}

#[tokio::test]
async fn a_users_credentials_are_listed_and_read_without_their_secrets() {
    let emulator = Emulator::start().await;
    let rows = emulator.collection("/v1/credentials?user_id=grace").await;
    let types: Vec<_> = rows
        .iter()
        .map(|row| text_of(row, "credential_type"))
        .collect();
    assert_eq!(types, ["password", "totp"]);
    assert_eq!(emulator.collection("/v1/credentials").await.len(), 3);
    assert!(
        emulator
            .collection("/v1/credentials?user_id=nobody")
            .await
            .is_empty()
    );
    for row in rows {
        assert_eq!(row["user_id"], "usr_grace");
        let answer = emulator
            .get(&format!("/v1/credentials/{}", text_of(&row, "id")))
            .await;
        let single = answer.json();
        assert_eq!(
            (&single["object"], &single["state"]),
            (&json!("credential"), &json!("active"))
        );
        assert!(single["created_at"].is_f64());
        assert!(!answer.body.contains("argon2") && !answer.body.contains(TOTP_SECRET));
    }
    assert_eq!(emulator.get("/v1/credentials/crd_none").await.status, 404);
}

#[tokio::test]
async fn a_totp_secret_can_be_read_until_its_first_code() {
    let emulator = Emulator::start().await;
    let made = create(
        &emulator,
        json!({"user_id": "ada", "credential_type": "totp", "name": "Phone"}),
    )
    .await;
    assert_eq!((made.status, made.text("name")), (201, "Phone".into()));
    let path = format!("/v1/credentials/{}", made.text("id"));
    let read = emulator.get(&path).await.json();
    assert_eq!(read, made.json());
    assert!(text_of(&read, "provisioning_uri").starts_with("otpauth://totp/"));
    let renamed = update(&emulator, &path, json!({"name": "Old phone"})).await;
    assert_eq!(
        (renamed.status, renamed.text("name")),
        (200, "Old phone".into())
    );
    let code = json!({"credential": {"code": emulator.code("ada").await}});
    let verified = emulator.create(&format!("{path}/verify"), code).await;
    assert_eq!(
        (verified.status, verified.text("state")),
        (200, "active".into())
    );
    for answer in [verified, emulator.get(&path).await] {
        assert!(answer.json().get("otp_secret").is_none());
        assert!(answer.json().get("provisioning_uri").is_none());
    }
}

#[tokio::test]
async fn without_its_totp_credential_a_user_logs_in_by_password_alone() {
    let emulator = Emulator::start().await;
    assert!(emulator.login_token("grace").await.starts_with("kli_"));
    let path = path_of(&emulator, "grace", "totp").await;
    let answer = emulator.delete(&path).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert!(emulator.login_token("grace").await.starts_with("eyJ"));
    assert_eq!(emulator.get(&path).await.status, 404);
    assert_eq!(emulator.delete(&path).await.status, 404);
}

#[tokio::test]
async fn a_password_is_taken_away_given_and_changed_under_the_realms_rules() {
    let emulator = Emulator::start().await;
    let password = |password: &str| json!({"user_id": "ada", "credential_type": "password", "password": password});
    let second = create(&emulator, password(NEW)).await;
    Emulator::problem(&second, "credential_type");
    let path = path_of(&emulator, "ada", "password").await;
    let short = update(&emulator, &path, json!({"password": "short"})).await;
    Emulator::problem(&short, "password");
    let apart = json!({"password": NEW, "password_confirmation": "other"});
    let apart = update(&emulator, &path, apart).await;
    Emulator::problem(&apart, "password_confirmation");
    emulator.login("ada", PASSWORD).await.text("token");
    let changed = update(&emulator, &path, json!({"password": NEW})).await;
    assert_eq!(changed.status, 200);
    assert!(path.ends_with(&changed.text("id")));
    assert_eq!(path_of(&emulator, "ada", "password").await, path);
    emulator.login("ada", PASSWORD).await.refusal();
    emulator.login("ada", NEW).await.text("token");
    assert_eq!(emulator.delete(&path).await.status, 204);
    emulator.login("ada", NEW).await.refusal();
    let blank = json!({"user_id": "ada", "credential_type": "password"});
    Emulator::problem(&create(&emulator, blank).await, "password");
    let made = create(&emulator, password(PASSWORD)).await;
    assert_eq!(made.status, 201);
    assert!(!made.body.contains(PASSWORD) && !made.body.contains("argon2"));
    emulator.login("ada", PASSWORD).await.text("token");
}

#[tokio::test]
async fn an_api_user_may_have_several_keys_each_good_until_it_is_deleted() {
    let emulator = Emulator::with(json!({"api_key_prefix": "k_"})).await;
    let robot = json!({"user": {"user_type": "api", "username": "robot"}});
    let first = emulator.create("/v1/users", robot).await.text("api_key");
    let key = json!({"user_id": "robot", "credential_type": "api_key", "name": "Backup"});
    let made = create(&emulator, key).await;
    let second = made.text("api_key");
    assert!(second.starts_with("k_"));
    let path = format!("/v1/credentials/{}", made.text("id"));
    assert!(emulator.get(&path).await.json().get("api_key").is_none());
    assert!(key_works(&emulator, &first).await && key_works(&emulator, &second).await);
    let taken = update(&emulator, &path, json!({"api_key": first})).await;
    Emulator::problem(&taken, "api_key");
    let third = update(&emulator, &path, json!({"api_key": "generate"}))
        .await
        .text("api_key");
    assert!(!key_works(&emulator, &second).await && key_works(&emulator, &third).await);
    assert_eq!(emulator.delete(&path).await.status, 204);
    assert!(!key_works(&emulator, &third).await && key_works(&emulator, &first).await);
}

#[tokio::test]
async fn what_a_user_may_have_depends_on_its_type() {
    let emulator = Emulator::start().await;
    let robot = json!({"user": {"user_type": "api", "username": "robot"}});
    emulator.create("/v1/users", robot).await.text("api_key");
    for (user, credential_type) in [
        ("robot", "password"),
        ("robot", "totp"),
        ("ada", "api_key"),
        ("ada", "odd"),
        ("ada", ""),
    ] {
        let attributes =
            json!({"user_id": user, "credential_type": credential_type, "password": NEW});
        let answer = create(&emulator, attributes).await;
        Emulator::problem(&answer, "credential_type");
    }
    let nobody = json!({"user_id": "nobody", "credential_type": "totp"});
    Emulator::problem(&create(&emulator, nobody).await, "user_id");
    let social = json!({"user_id": "ada", "credential_type": "facebook"});
    Emulator::problem(&create(&emulator, social).await, "auth_provider_id");
    emulator
        .patch_realm(json!({"password": {"state": "inactive"}}))
        .await;
    let path = path_of(&emulator, "ada", "password").await;
    let off = update(&emulator, &path, json!({"password": NEW})).await;
    assert_eq!(off.status, 404);
}

#[tokio::test]
async fn credentials_of_another_realm_are_hidden() {
    let emulator = Emulator::start().await;
    emulator
        .control("POST", "seed", json!({"realms": [{"id": "rl_other"}]}))
        .await;
    let path = path_of(&emulator, "ada", "password").await;
    for (method, path) in [
        ("GET", path.clone()),
        ("PUT", path.clone()),
        ("DELETE", path.clone()),
        ("POST", format!("{path}/verify")),
    ] {
        let request = emulator
            .api(method, &path)
            .header("x-authrocket-realm", "rl_other");
        let body = json!({"credential": {"password": NEW, "code": "000000"}});
        assert_eq!(
            request.json(&body).send().await.status,
            404,
            "{method} {path}"
        );
    }
    emulator.login("ada", PASSWORD).await.text("token");
    assert!(
        emulator
            .collection("/v1/credentials?realm_id=rl_other")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_social_credential_is_its_providers_but_may_be_taken_away() {
    let emulator = Emulator::with(json!({"social": ["facebook"]})).await;
    let profile = [
        ("email", "lin@example.test"),
        ("name", "Lin"),
        ("decision", "allow"),
    ];
    let mut visitor = Visitor::new(&emulator);
    visitor.send("/auth/facebook", &profile).await;
    let path = path_of(&emulator, "lin@example.test", "facebook").await;
    let refused = update(&emulator, &path, json!({"password": NEW, "name": "X"})).await;
    Emulator::problem(&refused, "credential_type");
    assert_eq!(emulator.delete(&path).await.status, 204);
    let user = emulator.get("/v1/users/lin@example.test").await.json();
    assert_eq!(user["credentials"], json!([]));
}

#[tokio::test]
async fn the_login_of_a_social_provider_is_made_for_a_user_who_then_logs_in_by_it() {
    let emulator = Emulator::with(json!({"social": ["facebook", "github"]})).await;
    let given = json!({"user_id": "ada", "credential_type": "facebook", "name": "Work",
        "provider_user_id": "countess@example.test"});
    let made = create(&emulator, given.clone()).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    let path = format!("/v1/credentials/{}", text_of(&made, "id"));
    let read = emulator.get(&path).await.json();
    assert_eq!(read, made);
    for (name, expected) in [
        ("user_id", json!("usr_ada")),
        ("credential_type", json!("facebook")),
        ("name", json!("Work")),
        ("provider_user_id", json!("countess@example.test")),
        ("state", json!("active")),
    ] {
        assert_eq!(read[name], expected, "{name}");
    }
    assert!(text_of(&read, "auth_provider_id").starts_with("ap_"));
    let native = json!({"access_token": "pretend:Countess@example.test"});
    let login = emulator
        .create("/v1/auth_providers/facebook/authorize", native)
        .await;
    assert_eq!(login.json()["id"], "usr_ada", "{login:?}");
    Emulator::problem(&create(&emulator, given.clone()).await, "credential_type");
    let mut other = given;
    other["user_id"] = json!("grace");
    Emulator::problem(&create(&emulator, other).await, "provider_user_id");
    assert_eq!(emulator.delete(&path).await.status, 204);
}

#[tokio::test]
async fn of_two_providers_of_a_type_each_has_its_own_credentials() {
    let emulator = Emulator::with(json!({"social": ["ap_One", "ap_Two"]})).await;
    let given = |user: &str, provider: &str| {
        json!({"user_id": user, "credential_type": "oauth2", "auth_provider_id": provider,
            "provider_user_id": "same@example.test"})
    };
    let ada = create(&emulator, given("ada", "ap_One")).await;
    assert_eq!(ada.status, 201, "{ada:?}");
    assert_eq!(ada.json()["auth_provider_id"], "ap_One");
    let grace = create(&emulator, given("grace", "ap_Two")).await;
    assert_eq!(grace.status, 201, "{grace:?}");
    let path = format!("/v1/credentials/{}", text_of(&grace.json(), "id"));
    assert_eq!(
        emulator.get(&path).await.json()["auth_provider_id"],
        "ap_Two"
    );
    for (provider, user) in [("ap_One", "usr_ada"), ("ap_Two", "usr_grace")] {
        let native = json!({"access_token": "pretend:same@example.test"});
        let path = format!("/v1/auth_providers/{provider}/authorize");
        let login = emulator.create(&path, native).await;
        assert_eq!(login.json()["id"], user, "{login:?}");
    }
    let other = |user: &str, provider: &str| {
        let mut given = given(user, provider);
        given["provider_user_id"] = json!("other@example.test");
        given
    };
    let second = create(&emulator, other("ada", "ap_One")).await;
    Emulator::problem(&second, "credential_type");
    let taken = create(&emulator, given("ada", "ap_Two")).await;
    Emulator::problem(&taken, "provider_user_id");
    let both = create(&emulator, other("ada", "ap_Two")).await;
    assert_eq!(both.status, 201, "{both:?}");
    let mut unnamed = other("grace", "ap_One");
    unnamed["auth_provider_id"] = json!(null);
    let unnamed = create(&emulator, unnamed).await;
    Emulator::problem(&unnamed, "auth_provider_id");
}

#[tokio::test]
async fn a_social_login_or_signup_makes_the_credential_of_its_provider() {
    let settings =
        json!({"social": ["ap_One", "ap_Two"], "login_rocket": {"signup_mode": "user_token"}});
    let emulator = Emulator::with(settings).await;
    let mut visitor = Visitor::new(&emulator);
    let profile = [("email", "lin@example.test"), ("decision", "allow")];
    let (token, _) = visitor.send("/auth/ap_Two", &profile).await.sent_on();
    let user = json!({"user": {"token": token}});
    assert_eq!(emulator.create("/v1/users", user).await.status, 201);
    let providers = async || {
        let list = "/v1/credentials?credential_type=oauth2";
        let mut found = Vec::new();
        for row in emulator.collection(list).await {
            let path = format!("/v1/credentials/{}", text_of(&row, "id"));
            let credential = emulator.get(&path).await.json();
            found.push(text_of(&credential, "auth_provider_id"));
        }
        found.sort();
        found
    };
    assert_eq!(providers().await, ["ap_Two"]);
    for provider in ["ap_Two", "ap_One", "ap_One"] {
        let path = format!("/auth/{provider}");
        visitor.send(&path, &profile).await.sent_on();
    }
    assert_eq!(providers().await, ["ap_One", "ap_Two"]);
}
