//! `/v1/memberships`, and the claim `m`.

use serde_json::{Value, json};

use crate::client::{Answer, race};
use crate::fixture::{Emulator, claims, text_of};

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    let body = json!({"membership": attributes});
    emulator.create("/v1/memberships", body).await
}

/// The id of a new membership.
async fn made(emulator: &Emulator, attributes: Value) -> String {
    let answer = create(emulator, attributes).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.text("id")
}

async fn org(emulator: &Emulator, name: &str) -> String {
    let answer = emulator
        .create("/v1/orgs", json!({"org": {"name": name}}))
        .await;
    answer.text("id")
}

async fn now(emulator: &Emulator) -> i64 {
    let body = json!({"advance_seconds": 0});
    let now = &emulator.control("POST", "clock", body).await["now"];
    #[allow(clippy::cast_possible_truncation)]
    let seconds = now.as_f64().unwrap() as i64;
    seconds
}

#[tokio::test]
async fn a_membership_is_made_for_a_user_and_an_org_and_read_with_both() {
    let emulator = Emulator::start().await;
    let org = org(&emulator, "Engines").await;
    let answer = create(
        &emulator,
        json!({"user_id": "ada", "org_id": org, "permissions": ["admin", "Widget:*"], "custom": {"desk": 3}}),
    )
    .await;
    assert_eq!(answer.status, 201);
    let body = answer.json();
    assert!(answer.text("id").starts_with("mb_"));
    assert_eq!(body["object"], "membership");
    assert_eq!(
        (&body["user_id"], &body["org_id"]),
        (&json!("usr_ada"), &json!(org))
    );
    assert_eq!(body["permissions"], json!(["admin", "Widget:*"]));
    assert_eq!(
        (&body["custom"], &body["expires_at"]),
        (&json!({"desk": 3}), &Value::Null)
    );
    assert_eq!(body["user"]["username"], "ada");
    assert_eq!(body["org"]["name"], "Engines");
    let read = emulator
        .get(&format!("/v1/memberships/{}", answer.text("id")))
        .await;
    assert_eq!(read.json(), body);
    let ada = emulator
        .get("/v1/users/ada?expand=memberships")
        .await
        .json();
    assert_eq!(ada["memberships"][0]["org"]["name"], "Engines");
    assert_eq!(ada["membership_count"], 1);
}

#[tokio::test]
async fn a_list_shows_what_is_at_the_other_end() {
    let emulator = Emulator::start().await;
    let (one, two) = (org(&emulator, "One").await, org(&emulator, "Two").await);
    for (user, org) in [("ada", &one), ("ada", &two), ("grace", &one)] {
        made(&emulator, json!({"user_id": user, "org_id": org})).await;
    }
    let list = async |query: &str| {
        emulator
            .collection(&format!("/v1/memberships{query}"))
            .await
    };
    for user in ["usr_ada", "ada"] {
        let rows = list(&format!("?user_id={user}")).await;
        let orgs: Vec<_> = rows
            .iter()
            .map(|row| text_of(&row["org"], "name"))
            .collect();
        assert_eq!(orgs, ["One", "Two"]);
        assert!(rows[0].get("user").is_none());
    }
    let rows = list(&format!("?org_id={one}&direction=desc")).await;
    let users: Vec<_> = rows
        .iter()
        .map(|row| text_of(&row["user"], "username"))
        .collect();
    assert_eq!(users, ["grace", "ada"]);
    assert!(rows[0].get("org").is_none());
    for (query, count) in [
        (format!("?user_id=usr_ada&org_id={two}"), 1),
        (String::new(), 3),
        ("?user_id=usr_nobody".to_owned(), 0),
        ("?org_id=org_none".to_owned(), 0),
    ] {
        let rows = list(&query).await;
        assert_eq!(rows.len(), count, "{query}");
        let bare = |row: &Value| row.get("user").is_none() && row.get("org").is_none();
        assert!(rows.iter().all(bare), "{query}");
    }
}

#[tokio::test]
async fn there_is_one_membership_for_each_pair_and_one_without_an_org() {
    let emulator = Emulator::start().await;
    let org = org(&emulator, "Engines").await;
    for (attributes, sentence) in [
        (
            json!({"user_id": "usr_ada", "org_id": org}),
            "User already has a membership in this org",
        ),
        (
            json!({"user_id": "usr_ada"}),
            "User already has a membership without an org",
        ),
    ] {
        let first = made(&emulator, attributes.clone()).await;
        let again = create(&emulator, attributes.clone()).await;
        assert_eq!(Emulator::problem(&again, "user_id"), sentence);
        emulator.delete(&format!("/v1/memberships/{first}")).await;
        made(&emulator, attributes).await;
    }
    made(&emulator, json!({"user_id": "usr_grace", "org_id": org})).await;
    let bare = emulator.collection("/v1/memberships?user_id=ada").await;
    assert_eq!(
        (&bare[1]["org_id"], &bare[1]["org"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn of_many_memberships_for_a_pair_at_once_exactly_one_is_made() {
    let emulator = Emulator::start().await;
    let body = json!({"membership": {"user_id": "ada"}});
    let request = emulator.api("POST", "/v1/memberships").json(&body);
    let answers = race(vec![request; 8]).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422, 422, 422, 422, 422, 422, 422]);
}

#[tokio::test]
async fn bad_attributes_are_refused_and_nothing_is_made() {
    let emulator = Emulator::start().await;
    let other = json!({"realms": [{"id": "rl_other", "users": [{"username": "lin", "email": "l@x.test"}]}]});
    emulator.control("POST", "seed", other).await;
    let foreign = emulator.api("POST", "/v1/orgs?realm_id=rl_other");
    let foreign = foreign
        .json(&json!({"org": {"name": "F"}}))
        .send()
        .await
        .text("id");
    for (attributes, attribute) in [
        (json!({"invalid": "data"}), "user_id"),
        (json!({"user_id": "nobody"}), "user_id"),
        (json!({"user_id": "lin"}), "user_id"),
        (json!({"user_id": "ada", "org_id": "org_none"}), "org_id"),
        (json!({"user_id": "ada", "org_id": foreign}), "org_id"),
        (
            json!({"user_id": "ada", "permissions": ["a b"]}),
            "permissions",
        ),
        (
            json!({"user_id": "ada", "permissions": {"a": 1}}),
            "permissions",
        ),
        (
            json!({"user_id": "ada", "expires_at": "soon"}),
            "expires_at",
        ),
        (json!({"user_id": "ada", "expires_at": 1e300}), "expires_at"),
        (json!({"user_id": "ada", "expires_at": "NaN"}), "expires_at"),
        (
            json!({"user_id": "ada", "expires_at": 1_000_000_000}),
            "expires_at",
        ),
        (json!({"user_id": "ada", "custom": "x"}), "custom"),
    ] {
        let answer = create(&emulator, attributes).await;
        Emulator::problem(&answer, attribute);
    }
    assert!(emulator.collection("/v1/memberships").await.is_empty());
}

#[tokio::test]
async fn permissions_custom_data_and_end_can_be_changed_user_and_org_cannot() {
    let emulator = Emulator::start().await;
    let org = org(&emulator, "Engines").await;
    let id = made(&emulator, json!({"user_id": "ada", "permissions": "admin"})).await;
    let path = format!("/v1/memberships/{id}");
    let change = async |attributes: Value| {
        let answer = emulator.put(&path, json!({"membership": attributes})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    let at = now(&emulator).await + 100;
    let changed = change(json!({"expires_at": at, "user_id": "grace", "org_id": org})).await;
    assert_eq!(changed["permissions"], json!(["admin"]));
    assert_eq!(
        (&changed["expires_at"], &changed["org_id"]),
        (&json!(at), &Value::Null)
    );
    assert_eq!(changed["user_id"], "usr_ada");
    let cleared =
        change(json!({"expires_at": null, "permissions": null, "custom": {"a": 1}})).await;
    assert_eq!(
        (&cleared["expires_at"], &cleared["permissions"]),
        (&Value::Null, &json!([]))
    );
    let refused = emulator
        .put(&path, json!({"membership": {"permissions": "é"}}))
        .await;
    Emulator::problem(&refused, "permissions");
    assert_eq!(emulator.get(&path).await.json(), cleared);
}

#[tokio::test]
async fn a_membership_is_gone_when_its_time_is_over() {
    let emulator = Emulator::with(json!({"jwt_fields": ["memberships"]})).await;
    let org = org(&emulator, "Engines").await;
    let at = now(&emulator).await + 100;
    let ends = json!({"user_id": "ada", "org_id": org, "expires_at": at});
    let path = format!("/v1/memberships/{}", made(&emulator, ends).await);
    made(&emulator, json!({"user_id": "ada"})).await;
    emulator.advance(90).await;
    assert_eq!(emulator.get(&path).await.status, 200);
    let m = claims(&emulator.login_token("ada").await)["m"].clone();
    assert_eq!(m.as_array().unwrap().len(), 2);
    emulator.advance(11).await;
    let m = claims(&emulator.login_token("ada").await)["m"].clone();
    assert_eq!(m.as_array().unwrap().len(), 1);
    assert_eq!(emulator.get(&path).await.status, 404);
    let count = emulator.get("/v1/users/ada").await.json()["membership_count"].clone();
    assert_eq!(count, 1);
    assert_eq!(
        emulator.get(&format!("/v1/orgs/{org}")).await.json()["membership_count"],
        0
    );
}

#[tokio::test]
async fn a_login_token_names_permissions_with_and_without_an_org() {
    let emulator = Emulator::with(json!({"jwt_fields": ["memberships", "orgs"]})).await;
    let org = org(&emulator, "Engines").await;
    let with = json!({"user_id": "ada", "org_id": org, "permissions": "admin"});
    made(&emulator, with).await;
    made(
        &emulator,
        json!({"user_id": "ada", "permissions": ["beta"], "custom": {"a": 1}}),
    )
    .await;
    let m = claims(&emulator.login_token("ada").await)["m"].clone();
    assert_eq!(
        m,
        json!([
            {"oid": org, "o": "Engines", "ocs": {}, "p": ["admin"], "cs": {}},
            {"p": ["beta"], "cs": {"a": 1}}
        ])
    );
}

#[tokio::test]
async fn a_membership_goes_with_its_user_and_is_hidden_from_other_realms() {
    let emulator = Emulator::start().await;
    emulator
        .control("POST", "seed", json!({"realms": [{"id": "rl_other"}]}))
        .await;
    let path = format!(
        "/v1/memberships/{}",
        made(&emulator, json!({"user_id": "ada"})).await
    );
    for method in ["GET", "PUT", "DELETE"] {
        let request = emulator
            .api(method, &path)
            .header("x-authrocket-realm", "rl_other");
        let answer = request
            .json(&json!({"membership": {"permissions": "x"}}))
            .send()
            .await;
        assert_eq!(answer.status, 404, "{method}");
    }
    assert_eq!(emulator.get(&path).await.json()["permissions"], json!([]));
    assert_eq!(emulator.delete("/v1/users/ada").await.status, 204);
    assert_eq!(emulator.get(&path).await.status, 404);
    assert!(emulator.collection("/v1/memberships").await.is_empty());
}

#[tokio::test]
async fn what_happens_to_orgs_and_memberships_is_recorded_even_an_end_by_itself() {
    let emulator = Emulator::start().await;
    let org = org(&emulator, "Engines").await;
    let at = now(&emulator).await + 100;
    let ends = json!({"user_id": "ada", "org_id": org, "expires_at": at});
    let id = made(&emulator, ends).await;
    let path = format!("/v1/memberships/{id}");
    let change = json!({"membership": {"permissions": "x"}, "request": {"ip": "192.0.2.7"}});
    assert_eq!(emulator.put(&path, change).await.status, 200);
    emulator.advance(101).await;
    let bare = made(&emulator, json!({"user_id": "ada"})).await;
    assert_eq!(
        emulator
            .delete(&format!("/v1/memberships/{bare}"))
            .await
            .status,
        204
    );
    let org_path = format!("/v1/orgs/{org}");
    let refused = emulator.put(&org_path, json!({"org": {"name": ""}})).await;
    assert_eq!(refused.status, 422);
    emulator.put(&org_path, json!({"org": {"name": "E"}})).await;
    emulator.delete(&org_path).await;
    let of_one = format!("/v1/events?direction=asc&membership_id={id}");
    let events = emulator.collection(&of_one).await;
    let types: Vec<_> = events
        .iter()
        .map(|event| text_of(event, "event_type"))
        .collect();
    assert_eq!(
        types,
        [
            "membership.created",
            "membership.updated",
            "membership.deleted"
        ]
    );
    assert_eq!(events[1]["request"]["ip"], "192.0.2.7");
    let about = |event: &Value| (text_of(event, "user_id"), text_of(event, "org_id"));
    assert!(
        events
            .iter()
            .all(|event| about(event) == ("usr_ada".into(), org.clone()))
    );
    let query = format!("/v1/events?direction=asc&event_type=org.&org_id={org}");
    let events = emulator.collection(&query).await;
    let types: Vec<_> = events
        .iter()
        .map(|event| text_of(event, "event_type"))
        .collect();
    assert_eq!(types, ["org.created", "org.updated", "org.deleted"]);
}
