//! `/v2/client_apps` (protocol-v2 §7.9).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{REALM, done, errors};

async fn oauth2(emulator: &Emulator) -> Value {
    let given = json!({"client_app": {"client_type": "oauth2", "name": "Partner", "app_type": "web",
        "allowed_scopes": ["openid", "email"], "logo": "https://partner.test/logo.png", "trusted": true,
        "redirect_uris": ["https://partner.test/in", "test.partner.app:/in"]}});
    emulator.core_create("/v2/client_apps", given).await
}

#[tokio::test]
async fn a_connected_app_is_made_changed_and_removed() {
    let emulator = Emulator::v2().await;
    let given = json!({"client_app": {"client_type": "standard", "name": "Web",
        "redirect_uris": ["http://localhost:3000/"]}});
    let made = emulator.core_create("/v2/client_apps", given).await;
    assert_eq!(
        (&made["object"], &made["state"]),
        (&json!("client_app"), &json!("active"))
    );
    let path = format!("/v2/client_apps/{}", text_of(&made, "id"));
    let put = async |app: Value| {
        let body = json!({"client_app": app});
        emulator.core_send("PUT", &path, body).await
    };
    let changed = done(&put(json!({"name": "Site", "state": "inactive"})).await);
    assert_eq!(emulator.core_get(&path).await, changed);
    assert_eq!(changed["name"], "Site");
    errors(&put(json!({"redirect_uris": []})).await, 422);
    errors(&put(json!({"redirect_uris": ["javascript:x"]})).await, 422);
    assert_eq!(emulator.core_list("/v2/client_apps").await.len(), 2);
    emulator.core_delete(&path).await;
    assert_eq!(emulator.core_list("/v2/client_apps").await.len(), 1);
    emulator.core_delete("/v2/client_apps/cap_two").await;
    assert_eq!(emulator.lr("POST", "/v2/login").send().await.status, 404);
}

#[tokio::test]
async fn the_first_app_takes_the_place_of_the_one_that_a_realm_begins_with() {
    let emulator = Emulator::v2().await;
    let realm = json!({"realm": {"name": "New"}});
    let realm = emulator.core_create("/v2/realms", realm).await;
    let id = text_of(&realm, "id");
    let list = async || {
        let call = emulator.core("GET", "/v2/client_apps");
        let body = done(&call.header("authrocket-realm", &id).send().await);
        body["collection"].as_array().unwrap().clone()
    };
    assert_eq!(list().await.len(), 1);
    for name in ["One", "Two"] {
        let given = json!({"client_app": {"name": name, "redirect_uris": ["http://a.test/"]}});
        let call = emulator.core("POST", "/v2/client_apps");
        let call = call.header("authrocket-realm", &id).json(&given);
        assert_eq!(call.send().await.status, 201);
    }
    let names: Vec<Value> = list().await.iter().map(|app| app["name"].clone()).collect();
    assert_eq!(names, ["One", "Two"]);
}

#[tokio::test]
async fn an_oauth2_app_is_made_with_a_secret_read_changed_and_removed() {
    let emulator = Emulator::v2().await;
    let made = oauth2(&emulator).await;
    for (name, expected) in [
        ("client_type", json!("oauth2")),
        ("allowed_scopes", json!(["openid", "email"])),
        ("app_type", json!("web")),
        ("logo", json!("https://partner.test/logo.png")),
        ("trusted", json!(true)),
        ("state", json!("active")),
    ] {
        assert_eq!(made[name], expected, "{name}");
    }
    let secret = text_of(&made, "secret");
    assert_eq!(secret.len(), 40);
    let path = format!("/v2/client_apps/{}", text_of(&made, "id"));
    assert_eq!(emulator.core_get(&path).await, made);
    let put = async |app: Value| {
        let body = json!({"client_app": app});
        done(&emulator.core_send("PUT", &path, body).await)
    };
    let changed =
        put(json!({"allowed_scopes": "openid profile", "trusted": false, "redirect_uris": []}));
    let changed = changed.await;
    assert_eq!(changed["allowed_scopes"], json!(["openid", "profile"]));
    assert_eq!(
        (&changed["trusted"], &changed["redirect_uris"]),
        (&json!(false), &json!([]))
    );
    assert_eq!(text_of(&changed, "secret"), secret);
    let renewed = text_of(&put(json!({"secret": null})).await, "secret");
    assert!(renewed.len() == 40 && renewed != secret);
    assert_eq!(
        put(json!({"secret": "brought along"})).await["secret"],
        "brought along"
    );
    let bad = json!({"client_app": {"redirect_uris": ["javascript:x"]}});
    errors(&emulator.core_send("PUT", &path, bad).await, 422);
    let none =
        json!({"client_app": {"client_type": "standard", "redirect_uris": ["http://a.test/"]}});
    let plain = done(&emulator.core_send("PUT", &path, none).await);
    for member in ["allowed_scopes", "app_type", "logo", "secret", "trusted"] {
        assert!(plain.get(member).is_none(), "{member}");
    }
    emulator.core_delete(&path).await;
    errors(&emulator.core("GET", &path).send().await, 404);
}

#[tokio::test]
async fn the_secret_of_an_oauth2_app_is_for_keys_that_may_change_it() {
    let emulator = Emulator::v2().await;
    let made = oauth2(&emulator).await;
    let secret = text_of(&made, "secret");
    let writer = json!({"api_keys": [{"key": "ks_writer", "permissions": ["write"]}]});
    emulator.control("POST", "seed", writer).await;
    let path = format!("/v2/client_apps/{}", text_of(&made, "id"));
    let read = emulator.core("GET", &path);
    let read = done(&read.header("authrocket-api-key", "ks_writer").send().await);
    assert_eq!((&read["trusted"], read.get("secret")), (&json!(true), None));
    let list = emulator.core_list("/v2/client_apps").await;
    assert!(list.iter().any(|app| app["id"] == made["id"]));
    for shown in [
        json!(list),
        json!(emulator.list("client_apps").await),
        json!(emulator.list("requests").await),
    ] {
        assert!(!shown.to_string().contains(&secret), "{shown}");
    }
}

#[tokio::test]
async fn logins_never_end_at_an_oauth2_app() {
    let app = json!({"client_type": "oauth2", "name": "Partner", "redirect_uris": ["https://partner.test/in"]});
    let emulator = Emulator::v2_with(json!({"client_apps": [app]})).await;
    assert_eq!(emulator.lr("GET", "/login").send().await.status, 404);
    let bare = emulator.login_port("GET", "/login");
    assert_eq!(bare.header("host", "localhost").send().await.status, 404);
    let emulator = Emulator::v2().await;
    oauth2(&emulator).await;
    let form = [
        ("email", "ada@example.test"),
        ("password", crate::fixture::PASSWORD),
        ("redirect_uri", "https://partner.test/in"),
    ];
    let login = emulator.lr("POST", "/login").form(&form);
    let login = login.header("origin", "http://two.e2.localhost:4101");
    let target = login.send().await;
    let target = target.header("location").unwrap_or_default();
    assert!(
        target.starts_with("http://app.example.test:4000/in?"),
        "{target}"
    );
    let realm = json!({"realm": {"name": "New"}});
    let realm = emulator.core_create("/v2/realms", realm).await;
    let given = json!({"client_app": {"client_type": "oauth2", "name": "Partner"}});
    let call = emulator.core("POST", "/v2/client_apps");
    let call = call.header("authrocket-realm", &text_of(&realm, "id"));
    assert_eq!(call.json(&given).send().await.status, 201);
    let apps = emulator.list("client_apps").await;
    let here = apps.iter().filter(|app| app["realm_id"] == realm["id"]);
    assert_eq!(here.count(), 2, "the first app stays");
}

#[tokio::test]
async fn an_oauth2_app_that_becomes_standard_is_where_logins_of_a_new_realm_end() {
    let emulator = Emulator::v2().await;
    let realm = json!({"realm": {"name": "New"}});
    let realm = emulator.core_create("/v2/realms", realm).await;
    let id = text_of(&realm, "id");
    let call = |method: &str, path: &str| {
        let call = emulator.core(method, path);
        call.header("authrocket-realm", &id)
    };
    let ids = async || {
        let list = done(&call("GET", "/v2/client_apps").send().await);
        let apps = list["collection"].as_array().unwrap().iter();
        apps.map(|app| text_of(app, "id")).collect::<Vec<_>>()
    };
    let change = async |path: &str, app: Value| {
        let call = call("PUT", path).json(&json!({"client_app": app}));
        done(&call.send().await)
    };
    let first = ids().await.remove(0);
    let path = format!("/v2/client_apps/{first}");
    for kind in ["oauth2", "standard"] {
        change(&path, json!({"client_type": kind})).await;
        assert_eq!(ids().await, [first.as_str()], "never in its own way");
    }
    let partner = json!({"client_app": {"client_type": "oauth2", "name": "Partner"}});
    let made = call("POST", "/v2/client_apps").json(&partner).send().await;
    let partner = text_of(&made.json(), "id");
    let path = format!("/v2/client_apps/{partner}");
    change(&path, json!({"trusted": true})).await;
    assert_eq!(ids().await.len(), 2);
    let standard = json!({"client_type": "standard", "redirect_uris": ["http://a.test/in"]});
    change(&path, standard).await;
    assert_eq!(ids().await, [partner]);
}

#[tokio::test]
async fn an_oauth2_app_of_a_seed_gets_a_secret_and_keeps_it_through_an_export() {
    let app = |members: Value| {
        let mut app = json!({"id": "cap_partner", "client_type": "oauth2", "name": "Partner",
            "redirect_uris": []});
        crate::fixture::lay(&mut app, &members);
        json!({"realms": [{"id": REALM, "api": 2, "client_apps": [app]}]})
    };
    let emulator = Emulator::v2().await;
    emulator
        .control("POST", "seed", app(json!({"allowed_scopes": ["openid"]})))
        .await;
    let path = "/v2/client_apps/cap_partner";
    let seeded = emulator.core_get(path).await;
    assert_eq!(text_of(&seeded, "secret").len(), 40);
    let export = emulator.control("GET", "export", json!({})).await;
    let other = Emulator::v2().await;
    other.control("POST", "import", export).await;
    assert_eq!(other.core_get(path).await, seeded);
    for (members, place) in [
        (json!({"default": true}), "client_apps[0].default"),
        (
            json!({"client_type": "standard", "trusted": true}),
            "client_apps[0].client_type",
        ),
    ] {
        let seed = emulator.login_port("POST", "/_emulator/seed");
        let answer = seed.json(&app(members)).send().await;
        assert_eq!(answer.status, 400, "{answer:?}");
        assert!(answer.body.contains(place), "{answer:?}");
    }
}
