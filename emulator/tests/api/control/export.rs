//! Everything as one document, and back.

use std::path::PathBuf;

use loginrocket_emulator::Config;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, REALM, config, in_time, seed, text_of};

async fn export(emulator: &Emulator) -> Value {
    emulator.control("GET", "export", json!({})).await
}

async fn import(emulator: &Emulator, document: &Value) -> Answer {
    let request = emulator.login_port("POST", "/_emulator/import");
    request.json(document).send().await
}

async fn refusal(emulator: &Emulator, document: &Value) -> String {
    let answer = import(emulator, document).await;
    assert_eq!(answer.status, 400, "{answer:?}");
    answer.text("error")
}

/// A hook of its own, and an event that it delivered.
pub async fn with_delivery(emulator: &Emulator) {
    let hook = json!({
        "hook_type": "email", "event_type": ["user.login.failed"], "email_to": "ops@example.test",
        "email_subject": "Changed", "email_template": "{{ user.username }}"
    });
    emulator.create_hook(&hook).await;
    emulator.login("ada", "wrong").await.refusal();
    let is_done = |row: &Value| row["state"] == "completed";
    in_time(async { while !emulator.list("notifications").await.iter().any(is_done) {} }).await;
}

/// An emulator with something of everything that can be made through its ports.
async fn lived_in(seeded: Config) -> Emulator {
    let emulator = Emulator::configured(seeded).await;
    emulator.login_token("ada").await;
    emulator.login("grace", PASSWORD).await;
    emulator.reset_token("ada").await;
    emulator.verification_token("ada").await;
    emulator
        .patch_realm(json!({"login_rocket": {"signup_mode": "user_token", "sso": "seamless"}}))
        .await;
    let fields = [
        ("username", "lin"),
        ("email", "lin@example.test"),
        ("password", "long enough"),
    ];
    emulator.post("/v1/signup", &fields).await.text("token");
    emulator
        .patch_realm(json!({"login_rocket": {"signup_mode": "user_org"}}))
        .await;
    let fields = [
        ("username", "org"),
        ("email", "org@example.test"),
        ("password", "long enough"),
        ("org_name", "Engines"),
    ];
    emulator.post("/v1/signup", &fields).await.text("token");
    with_delivery(&emulator).await;
    let origin = format!("http://localhost:{}", emulator.running.login_addr().port());
    let form = emulator
        .login_port("POST", "/login")
        .header("origin", &origin);
    let answer = form
        .form(&[("username", "ada"), ("password", PASSWORD)])
        .send()
        .await;
    assert!(answer.header("set-cookie").is_some(), "{answer:?}");
    emulator.advance(60).await;
    emulator
}

fn seeded() -> Config {
    config(seed(&json!({"name": "Standard \u{1F510}"})))
}

#[tokio::test]
async fn what_was_exported_is_the_same_after_an_import_elsewhere() {
    let emulator = lived_in(seeded()).await;
    let token = emulator.login_token("ada").await;
    let code = emulator.code("grace").await;
    let document = export(&emulator).await;
    let other = Emulator::seeded(json!({"realms": [{"name": "gone"}]})).await;
    let answer = import(&other, &document).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json()["tables"]["realms"], 1);
    assert_eq!(export(&other).await, document);
    for what in [
        "realms",
        "apps",
        "users",
        "sessions",
        "signup_tokens",
        "outbox",
    ] {
        assert_eq!(other.list(what).await, emulator.list(what).await, "{what}");
    }
    let session = other.get(&format!("/v1/sessions/{token}")).await;
    assert_eq!(session.status, 200, "a login token is good there too");
    other.login("ada", PASSWORD).await.text("token");
    assert_eq!(other.code("grace").await, code);
    let clocks = [&emulator, &other].map(|emulator| emulator.control("GET", "clock", json!({})));
    for clock in clocks {
        assert_eq!(clock.await["advanced_seconds"], 60);
    }
}

#[tokio::test]
async fn no_table_of_the_database_is_left_out() {
    let path = std::env::temp_dir().join(format!("emulator-{}-export.sqlite", std::process::id()));
    let file = Removed(path);
    let emulator = lived_in(Config {
        database: Some(file.0.clone()),
        ..seeded()
    })
    .await;
    let document = export(&emulator).await;
    emulator.running.stop().await;
    let database = Connection::open(&file.0).unwrap();
    let mut query = database
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'",
        )
        .unwrap();
    let names = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut tables = 0;
    for name in names {
        let name = name.unwrap();
        let count = format!("SELECT count(*) FROM {name}");
        let stored: i64 = database.query_row(&count, [], |row| row.get(0)).unwrap();
        let exported = document["tables"][&name].as_array();
        let exported = exported.map(|rows| i64::try_from(rows.len()).unwrap());
        assert_eq!(exported, Some(stored), "{name}");
        tables += 1;
    }
    assert!(tables >= 12, "{tables} tables");
    let filled = document["tables"].as_object().unwrap().values();
    let filled = filled.filter(|rows| !rows.as_array().unwrap().is_empty());
    assert!(filled.count() >= 12, "the test fills too few tables");
}

struct Removed(PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(suffix);
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Puts `value` where a pointer points; `null` at a place that is there takes it away.
fn with(document: &Value, pointer: &str, value: Value) -> Value {
    let mut changed = document.clone();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    let parent = changed.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(members), Value::Null) => {
            members.remove(member).unwrap();
        }
        (parent, value) => parent[member] = value,
    }
    changed
}

#[tokio::test]
async fn a_bad_document_is_refused_with_the_place_of_its_fault_and_changes_nothing() {
    let emulator = lived_in(seeded()).await;
    let document = export(&emulator).await;
    let user = &document["tables"]["users"][0];
    let twice = json!([user, user]);
    for (pointer, value, place) in [
        ("/format", json!("seed"), "format: "),
        ("/format", json!(null), "format: "),
        ("/schema", json!(10_000), "schema: "),
        ("/schema", json!(0), "schema: "),
        ("/schema", json!("1"), "schema: "),
        ("/more", json!(1), "more: "),
        (
            "/clock/advanced_seconds",
            json!(i64::MAX),
            "clock.advanced_seconds: ",
        ),
        ("/tables/odd", json!([]), "tables.odd: "),
        ("/tables/users", json!(null), "tables.users: "),
        ("/tables/users", json!({}), "tables.users: "),
        ("/tables/users/0", json!(1), ""),
        ("/tables/users", twice, "tables.users[1]: UNIQUE"),
    ] {
        let changed = match pointer {
            "/tables/users/0" => with(&document, "/tables/users", json!([1])),
            _ => with(&document, pointer, value),
        };
        let error = refusal(&emulator, &changed).await;
        assert!(error.starts_with(place), "{pointer}: {error}");
    }
    for (table, column, value, place) in [
        ("users", "odd", json!(1), "tables.users[0].odd: "),
        (
            "users",
            "email",
            json!(null),
            "tables.users[0].email: is missing",
        ),
        (
            "users",
            "email",
            json!(true),
            "tables.users[0].email: must be",
        ),
        (
            "users",
            "created_at",
            json!("x"),
            "tables.users[0]: cannot store TEXT value in INTEGER column",
        ),
        (
            "users",
            "created_at",
            json!(i64::MAX),
            "tables.users[0].created_at: ",
        ),
        (
            "users",
            "realm_id",
            json!("rl_none"),
            "tables.users: a row's realm_id names nothing in realms",
        ),
        ("users", "custom", json!("{"), "tables.users[0].custom: "),
        (
            "realms",
            "settings",
            json!("{}"),
            "tables.realms[0].settings: id is not that of the row",
        ),
        (
            "realms",
            "settings",
            json!("[]"),
            "tables.realms[0].settings: ",
        ),
        (
            "apps",
            "settings",
            json!("{\"id\":\"lpl_demo\"}"),
            "tables.apps[0].settings: ",
        ),
        (
            "credentials",
            "secret",
            json!("hunter2"),
            "tables.credentials[0].secret: ",
        ),
        (
            "signup_tokens",
            "password_hash",
            json!("x"),
            "tables.signup_tokens[0].password_hash: ",
        ),
        ("jwt_keys", "algo", json!("x"), "tables.jwt_keys.secret: "),
        (
            "jwt_keys",
            "public",
            json!("x"),
            "tables.jwt_keys[0].secret: ",
        ),
    ] {
        let mut changed = document.clone();
        let row = changed["tables"][table][0].as_object_mut().unwrap();
        match value {
            Value::Null => row.remove(column),
            value => row.insert(column.to_owned(), value),
        };
        let error = refusal(&emulator, &changed).await;
        assert!(error.starts_with(place), "{table}.{column}: {error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
    assert_eq!(export(&emulator).await, document);
}

#[tokio::test]
async fn an_import_that_is_taken_never_makes_the_emulator_fail() {
    let emulator = lived_in(seeded()).await;
    let document = export(&emulator).await;
    let mut taken = 0;
    for (table, rows) in document["tables"].as_object().unwrap() {
        let Some(row) = rows[0].as_object() else {
            continue;
        };
        for (column, value) in row {
            let odd = match value {
                Value::String(_) => [json!(""), json!("[]\u{0}\u{1F510}")],
                _ => [json!(0), json!(i64::MAX)],
            };
            for value in odd {
                let mut changed = document.clone();
                changed["tables"][table][0][column] = value.clone();
                let answer = import(&emulator, &changed).await;
                assert!(answer.status == 200 || answer.status == 400, "{answer:?}");
                if answer.status == 200 {
                    taken += 1;
                    nothing_fails(&emulator, &format!("{table}.{column} = {value}")).await;
                }
            }
        }
    }
    assert!(taken > 50, "{taken}");
}

async fn nothing_fails(emulator: &Emulator, what: &str) {
    let mut answers = Vec::new();
    for path in [
        "realms",
        "apps",
        "users",
        "sessions",
        "signup_tokens",
        "outbox",
        "events",
        "app_hooks",
        "notifications",
        "users/usr_grace/totp",
    ] {
        let request = emulator.login_port("GET", &format!("/_emulator/{path}"));
        answers.push((path, request.send().await));
    }
    for path in [
        "users",
        "users/usr_ada",
        "sessions",
        "user_tokens",
        "orgs",
        "memberships",
        "app_hooks",
        "events",
    ] {
        answers.push((path, emulator.get(&format!("/v1/{path}")).await));
    }
    answers.push(("login", emulator.login("ada", PASSWORD).await));
    for (path, answer) in answers {
        assert!(answer.status < 500, "{path} after {what}: {answer:?}");
    }
}

#[tokio::test]
async fn an_import_may_be_larger_than_other_bodies() {
    let emulator = Emulator::start().await;
    let mut document = export(&emulator).await;
    let long = json!({"note": "x".repeat(400_000)}).to_string();
    document["tables"]["users"][0]["custom"] = json!(long);
    assert_eq!(import(&emulator, &document).await.status, 200);
    let user = emulator.get("/v1/users/ada").await.json();
    assert_eq!(text_of(&user["custom"], "note").len(), 400_000);
}

#[tokio::test]
async fn a_reset_returns_to_the_seed_of_the_start_after_an_import() {
    let emulator = Emulator::start().await;
    let other = Emulator::seeded(json!({"realms": [{"id": "rl_other"}]})).await;
    let answer = import(&emulator, &export(&other).await).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(emulator.list("users").await.is_empty());
    emulator.control("POST", "reset", json!({})).await;
    assert_eq!(emulator.list("users").await.len(), 2);
    assert_eq!(emulator.list("realms").await[0]["id"], REALM);
}
