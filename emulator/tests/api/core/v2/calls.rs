//! What all calls of the Core API v2 have in common (protocol-v2 §7.2, §7.3).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{done, errors, refused};

#[tokio::test]
async fn json_and_forms_are_read_alike_and_only_json_is_given() {
    let emulator = Emulator::v2().await;
    let form = emulator.core("POST", "/v2/orgs");
    let made = form.form(&[("org[name]", "Formed"), ("org[custom][a]", "1")]);
    let org = made.send().await;
    assert_eq!(org.status, 201);
    assert_eq!(org.json()["custom"], json!({"a": "1"}));
    // As one client does.
    let read = emulator.core("GET", "/v2/orgs/org_engines");
    let read = read.header("content-type", "application/json");
    assert_eq!(done(&read.send().await)["object"], "org");
    let html = emulator
        .core("GET", "/v2/orgs")
        .header("accept", "text/html");
    errors(&html.send().await, 406);
    let odd = emulator.core("POST", "/v2/orgs").body("text/plain", "x");
    errors(&odd.send().await, 415);
}

#[tokio::test]
async fn failures_have_a_list_of_sentences_in_the_callers_language() {
    let emulator = Emulator::v2().await;
    let answer = emulator.core_send("POST", "/v2/orgs", json!({})).await;
    assert_eq!(errors(&answer, 400), ["org is missing"]);
    let answer = emulator
        .core_send("POST", "/v2/orgs", json!({"org": {"state": "lost"}}))
        .await;
    let expected = ["Name can't be blank", "State is not included in the list"];
    assert_eq!(errors(&answer, 422), expected);
    for path in [
        "/v2/nothing",
        "/v2/orgs/org_none",
        "/v2/users/nobody@example.test",
    ] {
        errors(&emulator.core("GET", path).send().await, 404);
    }
    errors(&emulator.core("PATCH", "/v2/orgs").send().await, 405);
    let wrong = json!({"user": {"password": "wrong"}});
    for (language, expected) in [
        ("es", "Error al iniciar sesión"),
        ("en", "Login failed"),
        ("xx", "Login failed"),
        ("", "Login failed"),
    ] {
        let call = emulator.core("POST", "/v2/users/usr_ada/authenticate");
        let call = call.header("accept-language", language).json(&wrong);
        assert_eq!(errors(&call.send().await, 422), [expected], "{language}");
    }
}

#[tokio::test]
async fn an_expect_header_is_refused_as_the_service_refuses_it() {
    let emulator = Emulator::v2().await;
    let call = emulator.core("POST", "/v2/orgs");
    let call = call
        .header("expect", "something")
        .json(&json!({"org": {"name": "x"}}));
    errors(&call.clone().send().await, 417);
    let unknown = call.header("authrocket-api-key", "ks_other");
    errors(&unknown.send().await, 403);
}

#[tokio::test]
async fn lists_come_in_pages_of_up_to_1000_in_the_order_that_is_asked_for() {
    let emulator = Emulator::v2().await;
    let page = emulator.core_get("/v2/orgs?max_results=1").await;
    assert_eq!(page["more_results"], true);
    assert_eq!(page["collection"][0]["id"], "org_engines");
    let page = emulator
        .core_get("/v2/orgs?max_results=1000&after=org_engines")
        .await;
    assert_eq!(page["more_results"], false);
    assert_eq!(page["collection"][0]["id"], "org_looms");
    let down = emulator
        .core_list("/v2/orgs?sort=id&direction=desc&expand=custom")
        .await;
    assert_eq!(down[0]["id"], "org_looms");
    assert_eq!(down[0]["custom"], json!({}));
    for (query, sentence) in [
        ("max_results=0", "max_results must be 1 to 1000"),
        ("max_results=1001", "max_results must be 1 to 1000"),
        ("sort=nonsense", "sort must be one of: name, id"),
        ("direction=up", "direction must be asc or desc"),
        ("after=org_none", "after is not the id of a known record"),
    ] {
        let answer = emulator.core("GET", &format!("/v2/orgs?{query}"));
        assert_eq!(errors(&answer.send().await, 400), [sentence]);
    }
}

#[tokio::test]
async fn the_limit_on_wrong_passwords_is_a_429_by_address_and_a_422_by_user() {
    let settings = json!({"login_rocket": {"rate_limit": 1}});
    let emulator = Emulator::v2_with(settings).await;
    let body = json!({"user": {"password": "wrong"}, "request": {"ip": "192.0.2.1"}});
    let path = "/v2/users/usr_ada/authenticate";
    errors(&emulator.core_send("POST", path, body.clone()).await, 422);
    let answer = emulator.core_send("POST", path, body).await;
    assert!(answer.header("ratelimit-reset").unwrap().ends_with(" GMT"));
    assert!(answer.header("x-ratelimit-reset").is_none());
    errors(&answer, 429);
    let emulator = Emulator::v2_with(json!({"user_rate_limit": 1})).await;
    let body = json!({"user": {"password": "wrong"}});
    assert_eq!(
        errors(&emulator.core_send("POST", path, body).await, 422),
        ["Login failed"]
    );
    let body = json!({"user": {"password": PASSWORD}});
    let locked = errors(&emulator.core_send("POST", path, body).await, 422);
    assert!(
        locked[0].starts_with("Too many failed logins"),
        "{locked:?}"
    );
}

#[tokio::test]
async fn a_session_ended_here_is_403_at_the_lr_api_and_the_other_way_round() {
    let emulator = Emulator::v2().await;
    let path = "/v2/sessions";
    let body = json!({"session": {"user_id": "usr_ada"}});
    let session = emulator.core_create(path, body.clone()).await;
    let id = text_of(&session, "id");
    let fresh = done(&emulator.lr_session(&[("session", &id)]).await);
    assert_eq!(fresh["account"], "org_engines");
    emulator.core_delete(&format!("/v2/sessions/{id}")).await;
    refused(&emulator.lr_session(&[("session", &id)]).await, 403);
    let id = text_of(&emulator.core_create(path, body).await, "id");
    let out = emulator.lr("DELETE", "/v2/session");
    done(&out.query(&[("session", &id)]).send().await);
    let read = emulator.core("GET", &format!("/v2/sessions/{id}"));
    errors(&read.send().await, 404);
}
