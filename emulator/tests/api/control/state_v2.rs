//! Realms of version 2 in a seed, and what the control endpoints show of them.

use serde_json::json;

use crate::fixture::Emulator;
use crate::fixture_v2::REALM;

async fn refusal(emulator: &Emulator, realm: serde_json::Value) -> String {
    let request = emulator.login_port("POST", "/_emulator/seed");
    let answer = request.json(&json!({"realms": [realm]})).send().await;
    // What shows only when the seed is stored is a 422.
    assert!([400, 422].contains(&answer.status), "{answer:?}");
    answer.body
}

#[tokio::test]
async fn a_realm_of_version_2_is_shown_with_its_members_and_without_its_keys() {
    let emulator = Emulator::v2().await;
    let realms = emulator.list("realms").await;
    for (name, expected) in [
        ("api", json!(2)),
        ("jwt_algo", json!("rs256")),
        ("session_minutes", json!(1440)),
        ("name", json!("Two")),
    ] {
        assert_eq!(realms[0][name], expected, "{name}");
    }
    assert_eq!(realms[0]["allowed_origins"][0], crate::fixture_v2::ORIGIN);
    assert!(!json!(realms).to_string().contains("PRIVATE"));
    let domains = emulator.list("domains").await;
    assert_eq!(domains[0]["fqdn"], "two.e2.localhost");
    assert_eq!(domains[0]["domain_type"], "loginrocket");
    assert_eq!(emulator.list("client_apps").await[0]["realm_id"], REALM);
    assert_eq!(emulator.list("orgs").await.len(), 2);
}

#[tokio::test]
async fn a_realm_without_a_host_gets_one() {
    let realm = json!({"id": "rl_bare", "api": 2, "jwt_algo": "hs256"});
    let emulator = Emulator::seeded(json!({"realms": [realm]})).await;
    let domains = emulator.list("domains").await;
    let name = domains[0]["fqdn"].as_str().unwrap();
    assert!(
        name.ends_with(".e2.localhost") && name.len() == 23,
        "{name}"
    );
}

#[tokio::test]
async fn members_of_the_other_version_and_odd_ones_are_refused_with_their_place() {
    let emulator = Emulator::v2().await;
    let two = |members: serde_json::Value| {
        let mut realm = json!({"api": 2, "jwt_algo": "hs256"});
        crate::fixture::lay(&mut realm, &members);
        realm
    };
    let app = json!([{"name": "A", "login_handler": "http://a.test/"}]);
    for (realm, place) in [
        (json!({"api": 3}), "realms[0].api: must be 1 or 2"),
        (
            json!({"subdomain": "x"}),
            "realms[0].subdomain: is for realms with api 2",
        ),
        (json!({"signup": "open"}), "realms[0].signup: unknown field"),
        (
            json!({"users": [{"username": "a", "locale": "es"}]}),
            "realms[0].users[0]: locale",
        ),
        (
            two(json!({"apps": app})),
            "realms[0].apps: is for realms with api 1",
        ),
        (
            two(json!({"signup": "always"})),
            "realms[0].signup: unknown variant",
        ),
        (
            two(json!({"jwt_minutes": 0})),
            "realms[0].jwt_minutes: must be at least 1",
        ),
        (
            two(json!({"client_apps": [{"name": "A", "redirect_uris": []}]})),
            "realms[0].client_apps[0].redirect_uris",
        ),
        (two(json!({"domains": ["a b"]})), "realms[0].domains"),
        (
            two(json!({"invitations": [{"email": "a@b.test", "org_id": "org_x"}]})),
            "realms[0]: Org is not one of the realm",
        ),
        (
            json!({"id": REALM, "api": 1}),
            "realms[0].api: cannot be changed",
        ),
    ] {
        let text = refusal(&emulator, realm).await;
        assert!(text.contains(place), "{place}: {text}");
    }
}

#[tokio::test]
async fn an_export_brings_everything_back() {
    let emulator = Emulator::v2().await;
    let export = emulator.control("GET", "export", json!({})).await;
    let other = Emulator::seeded(json!({"realms": []})).await;
    other.control("POST", "import", export).await;
    let body = other.lr_login("ada").await;
    assert_eq!(body["account"], "org_engines");
}
