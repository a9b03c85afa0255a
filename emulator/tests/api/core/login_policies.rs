//! `/v1/login_policies`: Connected Apps (protocol-v1 §7.4).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, REALM, text_of};

const HANDLER: &str = "https://shop.example.test/login";

async fn put(emulator: &Emulator, id: &str, attributes: Value) -> Answer {
    let body = json!({"login_policy": attributes});
    emulator
        .put(&format!("/v1/login_policies/{id}"), body)
        .await
}

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    let body = json!({"login_policy": attributes});
    emulator.create("/v1/login_policies", body).await
}

async fn login_at(emulator: &Emulator, host: &str) -> Answer {
    let request = emulator.login_port("POST", "/v1/login");
    let fields = [("username", "ada"), ("password", PASSWORD)];
    request.header("host", host).form(&fields).send().await
}

#[tokio::test]
async fn a_new_app_is_at_work_at_once_on_its_own_host() {
    let emulator = Emulator::start().await;
    let attributes = json!({
        "name": "Shop", "subdomain": "Shop", "login_handler": HANDLER,
        "signup_handler": "https://shop.example.test/signup",
        "redirect_uris": ["https://shop.example.test/in"],
        "header": "<b>Shop</b>", "footer": "<i>fin</i>",
        "external_css": "https://shop.example.test/style.css"
    });
    let answer = create(&emulator, attributes).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let app = answer.json();
    let host = format!("shop.localhost:{}", emulator.running.login_addr().port());
    assert!(text_of(&app, "id").starts_with("lpl_"));
    assert_eq!(app["object"], "login_policy");
    assert_eq!(app["realm_id"], REALM);
    assert_eq!(app["subdomain"], "shop");
    assert_eq!(app["domains"], json!([host]));
    assert_eq!(
        app["redirect_uris"],
        json!(["https://shop.example.test/in"])
    );
    assert_eq!(app["header"], "<b>Shop</b>");
    assert_eq!(app["footer"], "<i>fin</i>");
    assert_eq!(app["external_css"], "https://shop.example.test/style.css");
    let read = emulator
        .get(&format!("/v1/login_policies/{}", text_of(&app, "id")))
        .await;
    assert_eq!((read.status, read.json()), (200, app));
    let url = login_at(&emulator, &host).await.text("url");
    assert!(url.starts_with(&format!("{HANDLER}?token=")), "{url}");
}

#[tokio::test]
async fn a_subdomain_is_made_up_if_blank_and_never_given_twice() {
    let emulator = Emulator::start().await;
    let attributes = json!({"name": "Shop", "subdomain": "", "login_handler": HANDLER});
    let made_up = create(&emulator, attributes).await;
    assert_eq!(made_up.status, 201);
    assert!(made_up.text("subdomain").len() >= 8, "{made_up:?}");
    let attributes = json!({"name": "Shop", "subdomain": "demo", "login_handler": HANDLER});
    let taken = create(&emulator, attributes).await;
    assert_eq!(taken.status, 422);
    assert_eq!(
        taken.json()["errors"],
        json!({"subdomain": ["Subdomain has already been taken"]})
    );
    let moved = put(&emulator, &made_up.text("id"), json!({"subdomain": "demo"})).await;
    assert_eq!(moved.status, 422);
}

#[tokio::test]
async fn an_update_changes_the_attributes_sent_and_no_others() {
    let emulator = Emulator::start().await;
    let before = emulator.get("/v1/login_policies/lpl_demo").await.json();
    let answer = put(
        &emulator,
        "lpl_demo",
        json!({"footer": "<p>New</p>", "id": "lpl_x", "domains": ["x"], "realm_id": REALM}),
    )
    .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mut expected = before.clone();
    expected["footer"] = json!("<p>New</p>");
    assert_eq!(answer.json(), expected);
    let cleared = put(&emulator, "lpl_demo", json!({"footer": null})).await;
    assert_eq!(cleared.json(), before);
    // What only seeds can set is kept too.
    let other = login_at(&emulator, "127.0.0.1").await;
    assert!(
        other
            .text("url")
            .starts_with("http://localhost:4100/login?token=")
    );
}

#[tokio::test]
async fn each_bad_attribute_is_told_and_nothing_is_stored() {
    let emulator = Emulator::start().await;
    let blank = create(&emulator, json!({"subdomain": "x"})).await;
    assert_eq!(blank.status, 422);
    assert_eq!(
        blank.json(),
        json!({"message": "Validation failed", "errors": {
            "name": ["Name can't be blank"],
            "login_handler": ["Login handler can't be blank"]
        }})
    );
    for (name, value) in [
        ("name", json!({})),
        ("name", json!(" ")),
        ("login_handler", json!("javascript:alert(1)")),
        ("login_handler", json!(null)),
        ("signup_handler", json!("/signup")),
        ("external_css", json!("style.css")),
        ("redirect_uris", json!("https://a.test")),
        ("redirect_uris", json!(["javascript:"])),
        ("redirect_uris", json!([1])),
        ("header", json!(["x"])),
        ("state", json!("asleep")),
        ("subdomain", json!("a.b")),
        ("subdomain", json!("a".repeat(64))),
    ] {
        let answer = put(&emulator, "lpl_demo", json!({name: value})).await;
        assert_eq!(answer.status, 422, "{name} {value}");
        assert!(answer.json()["errors"][name].is_array(), "{answer:?}");
    }
    let list = emulator.get("/v1/login_policies").await.json();
    assert_eq!(list["collection"].as_array().unwrap().len(), 1);
    assert_eq!(
        emulator
            .create("/v1/login_policies", json!({}))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn lists_are_sorted_by_name_and_show_fewer_fields() {
    let emulator = Emulator::start().await;
    for name in ["Zoo", "Bar"] {
        let attributes = json!({"name": name, "login_handler": HANDLER});
        assert_eq!(create(&emulator, attributes).await.status, 201);
    }
    let names = async |query: &str| -> Vec<Value> {
        let list = emulator.get(&format!("/v1/login_policies{query}")).await;
        let rows = list.json()["collection"].as_array().unwrap().clone();
        assert!(rows.iter().all(|row| row.get("header").is_none()));
        rows.iter().map(|row| row["name"].clone()).collect()
    };
    assert_eq!(names("").await, ["Bar", "Demo", "Zoo"]);
    assert_eq!(names("?direction=desc").await, ["Zoo", "Demo", "Bar"]);
    assert_eq!(names("?sort=id").await, ["Demo", "Zoo", "Bar"]);
    assert_eq!(names("?max_results=1&after=lpl_demo").await, ["Zoo"]);
}

#[tokio::test]
async fn a_deleted_or_inactive_app_is_gone_from_its_host() {
    let emulator = Emulator::start().await;
    let attributes = json!({"name": "Shop", "subdomain": "shop", "login_handler": HANDLER});
    let id = create(&emulator, attributes).await.text("id");
    let asleep = put(&emulator, &id, json!({"state": "inactive"})).await;
    assert_eq!(asleep.text("state"), "inactive");
    assert_eq!(login_at(&emulator, "shop.localhost").await.status, 404);
    put(&emulator, &id, json!({"state": "active"})).await;
    assert_eq!(login_at(&emulator, "shop.localhost").await.status, 200);
    let path = format!("/v1/login_policies/{id}");
    assert_eq!(emulator.delete(&path).await.status, 204);
    assert_eq!(login_at(&emulator, "shop.localhost").await.status, 404);
    assert_eq!(emulator.get(&path).await.status, 404);
    assert_eq!(emulator.delete(&path).await.status, 404);
    assert_eq!(login_at(&emulator, "demo.localhost").await.status, 200);
}

#[tokio::test]
async fn apps_of_another_realm_are_hidden() {
    let emulator = Emulator::start().await;
    for method in ["GET", "PUT", "DELETE"] {
        let request = emulator
            .api(method, "/v1/login_policies/lpl_demo")
            .header("x-authrocket-realm", "rl_other")
            .json(&json!({"login_policy": {"name": "Mine"}}));
        assert_eq!(request.send().await.status, 404, "{method}");
    }
    let app = emulator.get("/v1/login_policies/lpl_demo").await;
    assert_eq!(app.text("name"), "Demo");
}
