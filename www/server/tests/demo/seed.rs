//! The demo's own seed: what the server knows of it, and what the pages need from it.

use authrocket_demo::config::{SEEDED, SEEDED_V2};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::emulator::{ADA, Service};

#[test]
fn the_defaults_equal_the_seed() {
    let text = include_str!("../../../seed.json");
    let seed: Value = serde_json::from_str(text).unwrap();
    let config = authrocket_demo::Config::default();
    assert_eq!(seed["api_keys"][0]["key"], config.api_key.reveal());
    let (v2, v1): (Vec<Value>, Vec<Value>) = seed["realms"]
        .as_array()
        .unwrap()
        .iter()
        .cloned()
        .partition(|realm| realm["api"] == 2);
    assert_eq!(v1.len(), config.realms.len());
    assert_eq!(v2.len(), config.realms_v2.len());
    for (realm, seeded) in config.realms_v2.iter().zip(&v2) {
        assert_eq!(seeded["id"], realm.id);
        assert_eq!(seeded["name"], realm.name);
        assert_eq!(seeded["subdomain"], realm.subdomain);
        assert_eq!(seeded["allowed_origins"], json!(["{{APP}}"]));
        let handler = format!("{{{{APP}}}}{}/login", realm.prefix);
        assert_eq!(seeded["client_apps"][0]["redirect_uris"], json!([handler]));
    }
    for (realm, seeded) in config.realms.iter().zip(&v1) {
        assert_eq!(seeded["id"], realm.id);
        assert_eq!(seeded["name"], realm.name);
        assert_eq!(seeded["jwt_key"], realm.jwt_secret.reveal());
        let app = &seeded["apps"][0];
        assert_eq!(app["subdomain"], realm.subdomain);
        assert_eq!(
            app["login_handler"],
            format!("{{{{APP}}}}{}/login", realm.prefix)
        );
        assert_eq!(
            app["signup_handler"],
            format!("{{{{APP}}}}{}/signup", realm.prefix)
        );
    }
    let users = |realm: &Value| realm["users"].as_array().unwrap().clone();
    let of_v2 = v2.iter().flat_map(users);
    for (user, seeded) in SEEDED_V2.iter().zip(of_v2.clone()) {
        assert_eq!(
            (&seeded["username"], &seeded["password"]),
            (&user.username.into(), &user.password.into())
        );
        assert_eq!(seeded.get("totp_secret").is_some(), user.two_factor);
    }
    assert_eq!(of_v2.count(), SEEDED_V2.len());
    let users: Vec<(Value, &str)> = v1
        .iter()
        .zip(&config.realms)
        .flat_map(|(seeded, realm)| {
            users(seeded)
                .into_iter()
                .map(|user| (user, realm.key.as_str()))
        })
        .collect();
    assert_eq!(users.len(), SEEDED.len());
    for (user, (seeded, realm)) in SEEDED.iter().zip(users) {
        assert_eq!(
            (user.realm, &seeded["username"], &seeded["password"]),
            (realm, &user.username.into(), &user.password.into())
        );
        assert_eq!(seeded.get("totp_secret").is_some(), user.two_factor);
    }
}

#[tokio::test]
async fn each_realm_of_the_seed_takes_its_own_users_only_where_logins_are_on() {
    let service = Service::start().await;
    for user in SEEDED {
        let realms = &service.config.realms;
        let realm = realms.iter().position(|realm| realm.key == user.realm);
        let fields = [("username", user.username), ("password", user.password)];
        let answer = service.call(realm.unwrap(), "login", &fields).await;
        let is_refused = ["alan", "otto"].contains(&user.username);
        assert_eq!(answer.get("error").is_some(), is_refused, "{answer}");
        let elsewhere = service.call(1, "login", &fields).await;
        assert!(elsewhere.get("error").is_some(), "{elsewhere}");
    }
}

#[tokio::test]
async fn where_addresses_are_verified_a_signup_gives_no_login() {
    let service = Service::start().await;
    let fields = [
        ("username", "zoe"),
        ("email", "zoe@example.test"),
        ("password", "correct horse"),
        ("password_confirmation", "correct horse"),
    ];
    let signup = service.call(3, "signup", &fields).await;
    assert!(signup.get("error").is_some() && signup.get("token").is_none());
    let login = [("username", "zoe"), ("password", "correct horse")];
    let login = service.call(3, "login", &login).await;
    assert!(login.get("error").is_some() && login.get("token").is_none());
}

#[tokio::test]
async fn the_second_handler_is_one_that_the_seed_allows() {
    let service = Service::start().await;
    for (wanted, path) in [
        ("http://app.test/login/second", "/login/second?token="),
        ("https://elsewhere.example.test/", "/login?token="),
    ] {
        let fields = [ADA[0], ADA[1], ("redirect_uri", wanted)];
        let address = service.address(0, "login", &fields).await;
        assert!(address.starts_with(path), "{address}");
        let answer = service.browser().get(&address).await;
        assert_eq!(answer.location(), "/account");
    }
}

/// The links of the mails so far, oldest first.
async fn mailed(service: &Service) -> Vec<String> {
    let address = format!("http://{}/_emulator/outbox", service.running.login_addr());
    let answer: Value = reqwest::get(address).await.unwrap().json().await.unwrap();
    let mails = answer["collection"].as_array().unwrap();
    let link = |mail: &Value| mail["link"].as_str().unwrap().to_owned();
    mails.iter().map(link).collect()
}

#[tokio::test]
async fn the_links_of_the_mails_lead_to_the_pages_that_take_their_tokens() {
    let service = Service::start().await;
    service.call(0, "forgot_password", &[ADA[0]]).await;
    let signup = [
        ("username", "zoe"),
        ("email", "zoe@example.test"),
        ("password", "correct horse"),
        ("password_confirmation", "correct horse"),
    ];
    service.call(3, "signup", &signup).await;
    let links = mailed(&service).await;
    let pages = ["reset-password?token=kpw_", "verify-email?token="];
    assert_eq!(links.len(), pages.len());
    for (link, page) in links.iter().zip(pages) {
        let path = link.strip_prefix("http://app.test").unwrap_or(link);
        assert!(path.starts_with(&format!("/pages/{page}")), "{link}");
        assert_eq!(service.browser().get(path).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_fourth_attempt_is_too_many_where_attempts_are_limited() {
    let service = Service::start().await;
    for seconds_are_told in [false, false, false, true] {
        let wrong = [("username", "lise"), ("password", "fast neutrons")];
        let answer = service.call(5, "login", &wrong).await;
        assert_ne!(answer["error"], json!(null));
        assert_eq!(answer["retry_after"].is_u64(), seconds_are_told, "{answer}");
    }
}
