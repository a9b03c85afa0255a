//! `/v2/credentials` (protocol-v2 §7.8).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{done, errors};

async fn totp(emulator: &Emulator, credential: Value) -> Value {
    let body = json!({"credential": credential});
    emulator.core_create("/v2/credentials", body).await
}

#[tokio::test]
async fn a_totp_credential_comes_with_its_secret_and_starts_by_its_first_code() {
    let emulator = Emulator::v2().await;
    let provider = emulator.core_get("/v2/auth_providers/totp").await;
    let given = json!({"user_id": "usr_ada", "auth_provider_id": provider["id"],
        "credential_type": "totp", "name": "Phone"});
    let made = totp(&emulator, given).await;
    assert!(text_of(&made, "id").starts_with("crd_"));
    assert_eq!(
        (&made["object"], &made["state"]),
        (&json!("credential"), &json!("new"))
    );
    assert_eq!(made["auth_provider_id"], provider["id"]);
    let secret = text_of(&made, "otp_secret");
    let uri = text_of(&made, "provisioning_uri");
    assert!(
        uri.starts_with("otpauth://totp/") && uri.contains(&secret),
        "{uri}"
    );
    assert!(text_of(&made, "provisioning_svg").contains("<svg"));
    let path = format!("/v2/credentials/{}", text_of(&made, "id"));
    let verify = async |code: &str| {
        let body = json!({"credential": {"code": code}});
        emulator
            .core_send("POST", &format!("{path}/verify"), body)
            .await
    };
    assert_eq!(
        errors(&verify("123456").await, 422),
        ["Verification failed"]
    );
    let code = emulator.code("usr_ada").await;
    let active = done(&verify(&code).await);
    assert_eq!(active["state"], "active");
    for secret in ["otp_secret", "provisioning_uri", "provisioning_svg"] {
        assert!(active.get(secret).is_none(), "{secret}");
    }
    let body = json!({"user": {"password": PASSWORD}});
    let due = emulator
        .core_send("POST", "/v2/users/usr_ada/authenticate", body)
        .await;
    assert_eq!(done(&due)["object"], "token");
    emulator.core_delete(&path).await;
}

#[tokio::test]
async fn a_type_may_be_named_by_its_provider_and_must_be_switched_on() {
    let emulator = Emulator::v2_with(json!({"totp": false})).await;
    let create = async |credential: Value| {
        let body = json!({"credential": credential});
        emulator.core_send("POST", "/v2/credentials", body).await
    };
    let by_provider = json!({"user_id": "usr_ada", "auth_provider_id": "totp"});
    let refused = errors(&create(by_provider.clone()).await, 422);
    assert_eq!(refused, ["Auth provider is inactive in this realm"]);
    let on = json!({"auth_provider": {"state": "active"}});
    done(
        &emulator
            .core_send("PUT", "/v2/auth_providers/totp", on)
            .await,
    );
    assert_eq!(create(by_provider).await.status, 201);
    for (given, sentence) in [
        (json!({"credential_type": "totp"}), "User can't be blank"),
        (
            json!({"user_id": "usr_ada"}),
            "Credential type can't be blank",
        ),
        (
            json!({"user_id": "usr_ada", "credential_type": "knock"}),
            "Credential type is not included in the list",
        ),
        (
            json!({"user_id": "usr_ada", "credential_type": "totp", "auth_provider_id": "password"}),
            "Auth provider is of another type",
        ),
        (
            json!({"user_id": "usr_ada", "credential_type": "password", "password": PASSWORD}),
            "Credential type is one that the user has already",
        ),
    ] {
        assert_eq!(errors(&create(given).await, 422), [sentence]);
    }
}

#[tokio::test]
async fn a_password_is_a_credential_that_can_be_changed_and_taken_away() {
    let emulator = Emulator::v2().await;
    let ada = emulator.core_get("/v2/users/usr_ada").await;
    let path = format!("/v2/credentials/{}", text_of(&ada["credentials"][0], "id"));
    let read = emulator.core_get(&path).await;
    assert_eq!(read["credential_type"], "password");
    assert!(read.get("secret").is_none());
    let body = json!({"credential": {"password": "a-new-password"}});
    done(&emulator.core_send("PUT", &path, body).await);
    let right = json!({"user": {"password": "a-new-password"}});
    let login = "/v2/users/usr_ada/authenticate";
    done(&emulator.core_send("POST", login, right.clone()).await);
    let short = json!({"credential": {"password": "short"}});
    errors(&emulator.core_send("PUT", &path, short).await, 422);
    assert_eq!(
        emulator
            .core_list("/v2/credentials?user_id=ada")
            .await
            .len(),
        1
    );
    emulator.core_delete(&path).await;
    errors(&emulator.core_send("POST", login, right).await, 422);
}

#[tokio::test]
async fn the_login_of_a_social_provider_is_made_for_a_user_who_then_logs_in_by_it() {
    let emulator = Emulator::v2_with(json!({"social": ["google", "github"]})).await;
    let create = async |credential: Value| {
        let body = json!({"credential": credential});
        emulator.core_send("POST", "/v2/credentials", body).await
    };
    let provider = emulator.core_get("/v2/auth_providers/google").await;
    let given = json!({"user_id": "usr_ada", "auth_provider_id": provider["id"], "name": "Work",
        "provider_user_id": "countess@example.test"});
    let made = create(given.clone()).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    let path = format!("/v2/credentials/{}", text_of(&made, "id"));
    assert_eq!(emulator.core_get(&path).await, made);
    for (name, expected) in [
        ("user_id", &json!("usr_ada")),
        ("credential_type", &json!("google")),
        ("auth_provider_id", &provider["id"]),
        ("name", &json!("Work")),
        ("provider_user_id", &json!("countess@example.test")),
        ("state", &json!("active")),
    ] {
        assert_eq!(&made[name], expected, "{name}");
    }
    let list = emulator.core_list("/v2/credentials?user_id=usr_ada&credential_type=google");
    assert_eq!(list.await.len(), 1);
    // The pretend provider's id of a person is the address.
    let native = json!({"access_token": "pretend:Countess@example.test"});
    let login = "/v2/auth_providers/google/authorize";
    let session = done(&emulator.core_send("POST", login, native.clone()).await);
    assert_eq!(session["user_id"], "usr_ada");
    for (members, sentence) in [
        (
            json!({}),
            "Credential type is one that the user has already",
        ),
        (
            json!({"user_id": "usr_grace"}),
            "Provider user has already been taken",
        ),
        (
            json!({"credential_type": "slack", "auth_provider_id": null}),
            "Auth provider is not available in this realm",
        ),
    ] {
        let mut given = given.clone();
        crate::fixture::lay(&mut given, &members);
        assert_eq!(errors(&create(given).await, 422), [sentence]);
    }
    let export = emulator.control("GET", "export", json!({})).await;
    let other = Emulator::v2().await;
    other.control("POST", "import", export).await;
    assert_eq!(other.core_get(&path).await, made);
    emulator.core_delete(&path).await;
    let session = done(&emulator.core_send("POST", login, native).await);
    assert_ne!(session["user_id"], "usr_ada", "now a new person");
}

#[tokio::test]
async fn of_two_providers_of_a_type_each_has_its_own_credentials() {
    let emulator = Emulator::v2_with(json!({"social": ["ap_one", "ap_two"]})).await;
    let create = async |user: &str, provider: Value| {
        let given = json!({"user_id": user, "credential_type": "oauth2", "auth_provider_id": provider,
            "provider_user_id": "same@example.test"});
        let body = json!({"credential": given});
        emulator.core_send("POST", "/v2/credentials", body).await
    };
    for (user, provider) in [("usr_ada", "ap_one"), ("usr_grace", "ap_two")] {
        let made = create(user, json!(provider)).await;
        assert_eq!(made.status, 201, "{made:?}");
        let path = format!("/v2/credentials/{}", text_of(&made.json(), "id"));
        assert_eq!(emulator.core_get(&path).await["auth_provider_id"], provider);
    }
    let native = json!({"access_token": "pretend:same@example.test"});
    let login = "/v2/auth_providers/ap_one/authorize";
    let session = done(&emulator.core_send("POST", login, native).await);
    assert_eq!(session["user_id"], "usr_ada");
    for unnamed in [json!(null), json!("oauth2")] {
        let sentence = "Auth provider must be an id, because the realm has several of this type";
        assert_eq!(errors(&create("usr_ada", unnamed).await, 422), [sentence]);
    }
    let export = emulator.control("GET", "export", json!({})).await;
    let other = Emulator::v2().await;
    other.control("POST", "import", export).await;
    let list = "/v2/credentials?credential_type=oauth2";
    for row in emulator.core_list(list).await {
        let path = format!("/v2/credentials/{}", text_of(&row, "id"));
        let read = other.core_get(&path).await;
        assert_eq!(read, emulator.core_get(&path).await);
        assert!(text_of(&read, "auth_provider_id").starts_with("ap_"));
    }
}
