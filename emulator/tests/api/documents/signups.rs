//! The document on signups: what the app gets, where, in each mode and by each of the three ways.

use serde_json::{Value, json};

use super::{API_KEY, AppServer, REALM, ids};
use crate::fixture::PASSWORD;

const HEADERS: [(&str, &str); 3] = [
    ("Accept", "application/json"),
    ("X-Authrocket-Api-Key", API_KEY),
    ("X-Authrocket-Realm", REALM),
];

const FIELDS: [(&str, &str); 4] = [
    ("username", "sally"),
    ("email", "sally@example.test"),
    ("password", PASSWORD),
    ("password_confirmation", PASSWORD),
];

async fn in_mode(mode: &str) -> AppServer {
    let settings = json!({"login_rocket": {"signup_mode": mode, "org_name_field": "ask",
        "membership_permissions": ["member"]}});
    AppServer::start(settings, &HEADERS).await
}

/// The address that the hosted form and the API call lead to; both must be the same but for the token.
async fn addresses(app: &AppServer) -> (String, String) {
    let hosted = app
        .emulator
        .login_port("POST", "/signup")
        .form(&FIELDS)
        .send()
        .await;
    assert_eq!(hosted.status, 302, "{hosted:?}");
    let hosted = hosted.header("location").expect("a redirect").to_owned();
    let other = FIELDS.map(|(name, value)| (name, value.replace("sally", "trent")));
    let other: Vec<(&str, &str)> = other
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let by_api = app.emulator.post("/v1/signup", &other).await.text("url");
    (hosted, by_api)
}

fn token_in<'a>(address: &'a str, handler: &str) -> &'a str {
    let rest = address
        .strip_prefix(handler)
        .and_then(|rest| rest.strip_prefix("?token="));
    rest.unwrap_or_else(|| panic!("{address} is not {handler} with a token"))
}

#[tokio::test]
async fn signups_as_users_arrive_at_the_login_handler_with_signup_true_on_the_first_login() {
    let app = in_mode("user").await;
    let (hosted, by_api) = addresses(&app).await;
    for address in [&hosted, &by_api] {
        let token = token_in(address, "https://myapp.example.test/login");
        let token = token.strip_suffix("&signup=true").expect("signup=true");
        app.found(&format!("sessions/{token}")).await;
    }
    let again = app.emulator.login("sally", PASSWORD).await.text("url");
    assert!(!again.contains("signup"), "{again}");
}

#[tokio::test]
async fn signups_with_orgs_also_make_an_org_and_a_membership_with_the_default_permissions() {
    let app = in_mode("user_org").await;
    let (_, by_api) = addresses(&app).await;
    assert!(by_api.ends_with("&signup=true"), "{by_api}");
    let sally = app.found("users/sally").await;
    let path = format!("memberships?user_id={}", sally["id"].as_str().unwrap());
    let memberships = app.found(&path).await;
    let membership = &memberships["collection"][0];
    assert_eq!(membership["permissions"], json!(["member"]));
    let org = app
        .found(&format!("orgs/{}", membership["org_id"].as_str().unwrap()))
        .await;
    assert_eq!(org["name"], sally["name"], "named after the user");
    let mut named = FIELDS
        .map(|(name, value)| (name, value.replace("sally", "victor")))
        .to_vec();
    named.push(("org_name", "Victor & Sons".to_owned()));
    let named: Vec<(&str, &str)> = named
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    app.emulator.post("/v1/signup", &named).await.text("token");
    let orgs = app.found("orgs").await;
    let rows = orgs["collection"].as_array().unwrap();
    assert!(
        rows.iter().any(|org| org["name"] == "Victor & Sons"),
        "{orgs}"
    );
}

#[tokio::test]
async fn signups_as_signup_tokens_arrive_at_the_signup_handler_and_the_app_chooses() {
    let app = in_mode("user_token").await;
    let (hosted, by_api) = addresses(&app).await;
    assert_eq!(
        ids(&app.found("users").await).len(),
        1,
        "only dave is a user"
    );
    let kept = token_in(&hosted, "https://myapp.example.test/signup");
    let discarded = token_in(&by_api, "https://myapp.example.test/signup");
    assert_eq!(
        app.found(&format!("user_tokens/{kept}")).await["username"],
        "sally"
    );
    let user = app.post("users", json!({"user": {"token": kept}})).await;
    assert_eq!(user.status, 201, "{user:?}");
    assert_eq!(ids(&app.found("users").await).len(), 2);
    assert_eq!(app.get(&format!("user_tokens/{kept}")).await.status, 404);
    assert_eq!(
        app.found(&format!("user_tokens/{discarded}")).await["username"],
        "trent"
    );
}

#[tokio::test]
async fn signups_managed_by_the_app_itself_create_the_user_by_the_api() {
    let app = in_mode("user_token").await;
    let body: Value = FIELDS
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    let user = app.post("users", json!({"user": body})).await;
    assert_eq!(user.status, 201, "{user:?}");
    app.emulator.login("sally", PASSWORD).await.text("token");
}

#[tokio::test]
async fn a_non_web_app_uses_the_same_api_with_json() {
    let app = in_mode("user").await;
    let body: Value = FIELDS
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    let answer = app
        .emulator
        .login_port("POST", "/v1/signup")
        .json(&body)
        .send()
        .await;
    app.found(&format!("sessions/{}", answer.text("token")))
        .await;
}

#[tokio::test]
async fn each_of_several_apps_is_told_by_its_own_connected_app() {
    let app = in_mode("user_token").await;
    let second = json!({"realms": [{"id": REALM, "apps": [{"name": "Second", "subdomain": "second",
        "login_handler": "https://second.example.test/in", "signup_handler": "https://second.example.test/up"}]}]});
    app.emulator.control("POST", "seed", second).await;
    let signup = app.emulator.login_port("POST", "/v1/signup").form(&FIELDS);
    let url = signup
        .header("host", "second.e1.loginrocket.test")
        .send()
        .await
        .text("url");
    token_in(&url, "https://second.example.test/up");
}
