//! `GET /v1/users`: filters, order, what it shows.

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, text_of};

/// Six users: ada and grace, three more people, and a program.
async fn populated() -> Emulator {
    let emulator = Emulator::start().await;
    for (username, first, last, reference) in [
        ("lin", Some("Lin"), Some("Ada"), "7"),
        ("kay", None, Some("alan"), "8"),
        ("bob", None, None, "7"),
    ] {
        let user = json!({"username": username, "email": format!("{username}@example.test"),
            "password": PASSWORD, "first_name": first, "last_name": last, "reference": reference,
            "custom": {"of": username}});
        let answer = emulator.create("/v1/users", json!({"user": user})).await;
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    let robot = json!({"user": {"user_type": "api", "username": "robot"}});
    assert_eq!(emulator.create("/v1/users", robot).await.status, 201);
    emulator
}

async fn usernames(emulator: &Emulator, query: &str) -> Vec<String> {
    let rows = emulator.collection(&format!("/v1/users?{query}")).await;
    rows.iter().map(|row| text_of(row, "username")).collect()
}

#[tokio::test]
async fn filters_are_exact_and_take_any_case_where_users_do() {
    let emulator = populated().await;
    let inactive = json!({"user": {"state": "inactive", "email_verification": "verified"}});
    assert_eq!(emulator.put("/v1/users/kay", inactive).await.status, 200);
    for (query, found) in [
        ("user_type=api", vec!["robot"]),
        ("user_type=human&reference=7", vec!["lin", "bob"]),
        ("state=inactive", vec!["kay"]),
        ("username=LIN", vec!["lin"]),
        ("username=li", vec![]),
        ("email=Ada@Example.Test", vec!["ada"]),
        ("email_verification=verified", vec!["kay"]),
        (
            "reference=",
            vec!["ada", "grace", "lin", "kay", "bob", "robot"],
        ),
        ("reference=9", vec![]),
    ] {
        assert_eq!(usernames(&emulator, query).await, found, "{query}");
    }
}

#[tokio::test]
async fn lists_are_in_the_order_asked_for_and_go_on_in_it() {
    let emulator = populated().await;
    emulator.login_token("grace").await;
    emulator.login_token("ada").await;
    for (query, order) in [
        ("sort=id", ["ada", "grace", "lin", "kay", "bob", "robot"]),
        (
            "sort=created_at",
            ["ada", "grace", "lin", "kay", "bob", "robot"],
        ),
        (
            "direction=desc",
            ["robot", "bob", "kay", "lin", "grace", "ada"],
        ),
        (
            "sort=username",
            ["ada", "bob", "grace", "kay", "lin", "robot"],
        ),
        ("sort=email", ["robot", "ada", "bob", "grace", "kay", "lin"]),
        ("sort=name", ["ada", "kay", "bob", "grace", "lin", "robot"]),
        (
            "sort=last_name",
            ["grace", "bob", "robot", "lin", "kay", "ada"],
        ),
        (
            "sort=first_name",
            ["grace", "kay", "bob", "robot", "ada", "lin"],
        ),
        (
            "sort=last_login_at&direction=desc",
            ["ada", "robot", "bob", "kay", "lin", "grace"],
        ),
    ] {
        assert_eq!(usernames(&emulator, query).await, order, "{query}");
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let path = format!("/v1/users?{query}&max_results=1{after}");
            let page = emulator.get(&path).await.json();
            let row = &page["collection"][0];
            seen.push(text_of(row, "username"));
            if page["more_results"] == false {
                break;
            }
            after = format!("&after={}", text_of(row, "id"));
        }
        assert_eq!(seen, order, "{query}, one by one");
    }
}

#[tokio::test]
async fn lists_show_less_than_single_reads() {
    let emulator = populated().await;
    let rows = emulator.collection("/v1/users?username=lin").await;
    let single = emulator.get("/v1/users/lin").await.json();
    for member in ["custom", "credentials", "membership_count"] {
        assert!(rows[0].get(member).is_none(), "{member}");
        assert!(single.get(member).is_some(), "{member}");
    }
    let listed = rows[0].as_object().unwrap();
    assert!(listed.iter().all(|(name, value)| single[name] == *value));
    for parameter in ["expand", "expands", "expand[]"] {
        let rows = emulator
            .collection(&format!("/v1/users?username=lin&{parameter}=custom"))
            .await;
        assert_eq!(rows[0]["custom"], json!({"of": "lin"}), "{parameter}");
    }
}

#[tokio::test]
async fn a_realm_shows_its_own_users_only() {
    let emulator = populated().await;
    let other = json!({"realms": [{"id": "rl_other", "username_validation_human": "email",
        "users": [{"username": "ada", "email": "ada@example.test"}]}]});
    emulator.control("POST", "seed", other).await;
    let rows = emulator.collection("/v1/users?realm_id=rl_other").await;
    let found: Vec<_> = rows.iter().map(|row| text_of(row, "username")).collect();
    assert_eq!(found, ["ada@example.test"]);
    let anywhere = |path: &str| emulator.api("GET", path).without("x-authrocket-realm");
    let everywhere = anywhere("/v1/users?email=ada@example.test").send().await;
    let rows: Value = everywhere.json();
    assert_eq!(rows["collection"].as_array().unwrap().len(), 2);
    let by_email = "/v1/users/ada%40example.test";
    let theirs = emulator.get(&format!("{by_email}?realm_id=rl_other")).await;
    assert_eq!(theirs.text("realm_id"), "rl_other");
    assert_eq!(emulator.get(by_email).await.status, 404);
    assert_eq!(
        emulator.get("/v1/users/ada?realm_id=rl_other").await.status,
        404
    );
    assert_eq!(
        emulator.get("/v1/users/ada?realm_id=rl_none").await.status,
        404
    );
}
