//! `/v1/sessions` and the login token (protocol-v1 §5.5, §6).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, REALM, claims};

#[tokio::test]
async fn the_whole_token_and_the_session_id_read_the_same_session_with_its_user() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let by_token = emulator.get(&format!("/v1/sessions/{token}")).await;
    let session = by_token.json();
    let id = session["id"].as_str().unwrap();
    assert!(id.starts_with("kss_"));
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{id}")).await.json(),
        session
    );
    assert_eq!(
        (&session["object"], &session["user_id"]),
        (&json!("session"), &json!("usr_ada"))
    );
    let user = &session["user"];
    assert_eq!(user["name"], "Ada L");
    for member in [
        "id",
        "object",
        "realm_id",
        "user_type",
        "state",
        "username",
        "email",
        "email_verification",
        "first_name",
        "last_name",
        "name",
        "reference",
        "custom",
        "created_at",
        "last_login_at",
        "membership_count",
        "credentials",
    ] {
        assert!(user.get(member).is_some(), "{member}");
    }
    assert_eq!(user["credentials"][0]["credential_type"], "password");
    assert_eq!(session["expires_at"], claims(&token)["exp"]);
    assert!(!by_token.body.contains("argon2"));
}

#[tokio::test]
async fn the_token_has_the_documented_header_and_claims_in_their_order() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let part = |at: usize| {
        let text = token.split('.').nth(at).unwrap();
        String::from_utf8(base64_url(text)).unwrap()
    };
    assert_eq!(part(0), r#"{"typ":"JWT","alg":"HS256"}"#);
    let names: Vec<String> = part(1)
        .split(",\"")
        .map(|member| {
            member
                .trim_start_matches("{\"")
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(
        names,
        ["iat", "exp", "uid", "un", "fn", "ln", "n", "aud", "tk"]
    );
    let claims = claims(&token);
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        360 * 60
    );
    assert_eq!(
        (&claims["n"], &claims["aud"]),
        (&json!("Ada L"), &json!(REALM))
    );
    assert!(claims["tk"].as_str().unwrap().starts_with("kss_"));
}

fn base64_url(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = 0u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter).unwrap();
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}

#[tokio::test]
async fn custom_data_and_aud_follow_the_realm() {
    let emulator = Emulator::with(json!({"jwt_fields": ["custom"], "jwt_aud": false})).await;
    let change =
        json!({"user": {"custom": {"plan": "gold"}, "first_name": null, "last_name": null}});
    emulator
        .api("PUT", "/v1/users/ada")
        .json(&change)
        .send()
        .await;
    let claims = claims(&emulator.login_token("ada").await);
    assert_eq!(claims["cs"], json!({"plan": "gold"}));
    assert_eq!(claims["n"], "ada");
    for absent in ["aud", "fn", "ln", "m"] {
        assert!(claims.get(absent).is_none(), "{absent}");
    }
}

#[tokio::test]
async fn a_session_ends_with_its_time() {
    let emulator = Emulator::with(json!({"session_minutes": 10})).await;
    let path = format!("/v1/sessions/{}", emulator.login_token("ada").await);
    emulator.advance(598).await;
    assert_eq!(emulator.get(&path).await.status, 200);
    emulator.advance(3).await;
    assert_eq!(emulator.get(&path).await.status, 404);
    assert!(emulator.list("sessions").await.is_empty());
}

#[tokio::test]
async fn forged_broken_and_foreign_tokens_are_404() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let none = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0";
    let payload = token.split('.').nth(1).unwrap();
    let key = jsonwebtoken::EncodingKey::from_secret(b"another secret");
    let other = jsonwebtoken::encode(&Default::default(), &claims(&token), &key).unwrap();
    for bad in [
        format!("{signed}.{}", signature.chars().rev().collect::<String>()),
        format!("{signed}."),
        format!("{none}.{payload}."),
        other,
        "kss_nonsense".to_owned(),
        "..".to_owned(),
        "%ff".to_owned(),
    ] {
        assert_eq!(
            emulator.get(&format!("/v1/sessions/{bad}")).await.status,
            404,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn an_app_server_makes_a_session_with_a_token_for_a_user() {
    let emulator = Emulator::start().await;
    let request = json!({"ip": "192.0.2.10", "client": "Mozilla/5.0"});
    let body = json!({"session": {"user_id": "usr_ada"}, "request": request});
    let answer = emulator.create("/v1/sessions", body).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["request"], request);
    let token = answer.text("token");
    let read = emulator.get(&format!("/v1/sessions/{token}")).await.json();
    assert_eq!(read["id"], answer.json()["id"]);
    assert!(read.get("token").is_none());
    let missing = emulator
        .create("/v1/sessions", json!({"session": {}}))
        .await;
    assert_eq!(
        (missing.status, &missing.json()["errors"]["user_id"][0]),
        (422, &json!("User can't be blank"))
    );
    let unknown = json!({"session": {"user_id": "usr_nobody"}});
    assert_eq!(emulator.create("/v1/sessions", unknown).await.status, 422);
}

#[tokio::test]
async fn a_fresh_token_on_request_keeps_the_end_of_the_session() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    emulator.advance(60).await;
    for parameter in ["expand", "expands"] {
        let answer = emulator
            .get(&format!("/v1/sessions/{token}?{parameter}=token"))
            .await;
        let fresh = answer.text("token");
        assert_ne!(fresh, token);
        assert_eq!(claims(&fresh)["exp"], claims(&token)["exp"]);
        assert_eq!(claims(&fresh)["tk"], claims(&token)["tk"]);
    }
}

#[tokio::test]
async fn sessions_are_listed_without_user_and_deleted_by_id_or_token() {
    let emulator = Emulator::start().await;
    let first = emulator.login_token("ada").await;
    let second = emulator
        .create("/v1/sessions", json!({"session": {"user_id": "grace"}}))
        .await;
    let all = emulator.get("/v1/sessions").await.json();
    assert_eq!(all["collection"].as_array().unwrap().len(), 2);
    let of_ada = emulator.get("/v1/sessions?user_id=usr_ada").await.json();
    assert_eq!(of_ada["more_results"], false);
    let rows = of_ada["collection"].as_array().unwrap();
    assert_eq!((rows.len(), rows[0].get("user")), (1, None));
    let by_name = emulator.collection("/v1/sessions?user_id=ada").await;
    assert_eq!(by_name, *rows);
    let newest = "/v1/sessions?sort=expires_at&direction=desc&max_results=1";
    let newest = &emulator.collection(newest).await[0];
    assert_eq!(newest["user_id"], "usr_grace");
    for key in [first, second.text("id")] {
        let path = format!("/v1/sessions/{key}");
        assert_eq!(emulator.delete(&path).await.status, 204);
        assert_eq!(emulator.delete(&path).await.status, 404);
        assert_eq!(emulator.get(&path).await.status, 404);
    }
}

#[tokio::test]
async fn an_inactive_or_deleted_user_has_no_session() {
    let emulator = Emulator::start().await;
    let path = format!("/v1/sessions/{}", emulator.login_token("ada").await);
    let state = async |state: &str| {
        let change: Value = json!({"user": {"state": state}});
        emulator
            .api("PUT", "/v1/users/ada")
            .json(&change)
            .send()
            .await
    };
    state("inactive").await;
    assert_eq!(emulator.get(&path).await.status, 404);
    assert!(emulator.collection("/v1/sessions").await.is_empty());
    state("active").await;
    assert_eq!(emulator.get(&path).await.status, 200);
    emulator.delete("/v1/users/ada").await;
    assert_eq!(emulator.get(&path).await.status, 404);
}

#[tokio::test]
async fn unmanaged_sessions_are_made_but_not_stored() {
    let emulator = Emulator::with(json!({"session_type": "unmanaged"})).await;
    let token = emulator.login("ada", PASSWORD).await.text("token");
    assert!(!claims(&token)["tk"].as_str().unwrap().starts_with("kss_"));
    let path = format!("/v1/sessions/{token}");
    assert_eq!(emulator.get(&path).await.status, 404);
    assert_eq!(emulator.delete(&path).await.status, 404);
    assert_eq!(
        emulator
            .post("/v1/logout", &[("token", &token)])
            .await
            .json(),
        json!({})
    );
    let made = emulator
        .create("/v1/sessions", json!({"session": {"user_id": "ada"}}))
        .await;
    assert_eq!(made.status, 201);
    claims(&made.text("token"));
}
