//! `/v1/forgot_password` and its alias (D5).

use serde_json::{Value, json};

use crate::fixture::{Emulator, REALM, text_of};

const PATH: &str = "/v1/forgot_password";

async fn recipients(emulator: &Emulator) -> Vec<String> {
    let mails = emulator.list("outbox").await;
    mails.iter().map(|mail| text_of(mail, "to")).collect()
}

#[tokio::test]
async fn a_known_user_is_mailed_a_token() {
    let emulator = Emulator::start().await;
    emulator.done(PATH, &[("username", "ADA")]).await;
    let mail = emulator.newest_mail().await;
    assert_eq!(mail["event"], "user.password_token.created");
    assert_eq!(mail["to"], "ada@example.test");
    assert!(text_of(&mail, "token").starts_with("kpw_"));
}

#[tokio::test]
async fn both_paths_and_every_way_to_send_do_the_same() {
    let emulator = Emulator::start().await;
    let fields = [("username", "ada")];
    let mut sent = 0;
    for path in [PATH, "/v1/password/forgot"] {
        let post = || emulator.login_port("POST", path);
        for request in [
            post().form(&fields),
            post().json(&json!({"username": "ada"})),
            post().query(&fields),
            emulator.login_port("GET", path).query(&fields),
        ] {
            assert_eq!(request.send().await.body, "{}", "{request:?}");
            sent += 1;
        }
    }
    let jsonp = [("username", "ada"), ("callback", "done")];
    let answer = emulator.login_port("GET", PATH).query(&jsonp).send().await;
    assert_eq!(answer.body, "/**/done({});");
    assert_eq!(emulator.list("outbox").await.len(), sent + 1);
}

#[tokio::test]
async fn nothing_in_the_answer_tells_whether_there_is_such_a_user() {
    let emulator = Emulator::start().await;
    let change = json!({"user": {"state": "inactive"}});
    let request = emulator.api("PUT", "/v1/users/grace").json(&change);
    assert_eq!(request.send().await.status, 200);
    let mut answers = Vec::new();
    for (name, value) in [
        ("username", "ada"),
        ("username", "grace"),
        ("username", "nobody"),
        ("email", "ada@example.test"),
        ("email", "grace@example.test"),
        ("email", "nobody@example.test"),
        ("email", "no address at all"),
    ] {
        let mut answer = emulator.post(PATH, &[(name, value)]).await;
        answer
            .headers
            .retain(|(name, _)| name != "x-request-id" && name != "date");
        answers.push((answer.status, answer.headers, answer.body));
    }
    let first = answers[0].clone();
    assert_eq!(first.2, "{}");
    assert!(answers.iter().all(|answer| *answer == first), "{answers:?}");
    let mails = recipients(&emulator).await;
    assert_eq!(mails, ["ada@example.test", "ada@example.test"]);
}

#[tokio::test]
async fn an_address_does_for_a_username() {
    let emulator = Emulator::start().await;
    for (name, value) in [
        ("email", "Ada@Example.test"),
        ("username", "ada@example.test"),
        ("email", " ada@example.test "),
    ] {
        emulator.done(PATH, &[(name, value)]).await;
    }
    assert_eq!(recipients(&emulator).await.len(), 3);
    // A username given as an address is none.
    emulator.done(PATH, &[("email", "ada")]).await;
    assert_eq!(recipients(&emulator).await.len(), 3);
}

#[tokio::test]
async fn each_user_of_a_shared_address_gets_a_mail_that_names_the_user() {
    let users: Vec<Value> = ["ada", "lin"]
        .iter()
        .map(|name| json!({"username": name, "email": "both@example.test", "password": "x"}))
        .collect();
    let settings = json!({"require_unique_emails": false, "users": users});
    let emulator = Emulator::with(settings).await;
    emulator.done(PATH, &[("email", "both@example.test")]).await;
    let mails = emulator.list("outbox").await;
    assert_eq!(mails.len(), 2);
    assert!(text_of(&mails[0], "text").contains("\"ada\""));
    assert!(text_of(&mails[1], "text").contains("\"lin\""));
}

#[tokio::test]
async fn a_user_of_another_realm_is_nobody_here() {
    let emulator = Emulator::start().await;
    let other = json!({"realms": [{"id": "rl_other", "apps": [{"name": "Other", "subdomain": "other",
        "login_handler": "http://other.test/login"}],
        "users": [{"username": "zoe", "email": "zoe@example.test", "password": "x"}]}]});
    emulator.control("POST", "seed", other).await;
    emulator.done(PATH, &[("username", "zoe")]).await;
    assert!(emulator.list("outbox").await.is_empty());
    let there = emulator
        .login_port("POST", PATH)
        .header("host", "other.localhost")
        .form(&[("username", "zoe")]);
    assert_eq!(there.send().await.body, "{}");
    let mail = emulator.newest_mail().await;
    assert_eq!(mail["realm_id"], "rl_other");
    assert_ne!(mail["realm_id"], REALM);
}

#[tokio::test]
async fn a_missing_name_is_refused_by_the_field_that_the_realm_uses() {
    let emulator = Emulator::start().await;
    for fields in [&[][..], &[("username", "")], &[("email", " ")]] {
        let answer = emulator.post(PATH, fields).await;
        assert_eq!(answer.refusal(), "Username can't be blank");
    }
    emulator
        .patch_realm(json!({"username_validation_human": "email"}))
        .await;
    let answer = emulator.post(PATH, &[]).await;
    assert_eq!(answer.refusal(), "Email can't be blank");
}

#[tokio::test]
async fn it_is_not_found_where_passwords_are_off_and_works_where_logins_are() {
    let emulator = Emulator::start().await;
    emulator
        .patch_realm(json!({"login_rocket": {"login": false}}))
        .await;
    emulator.done(PATH, &[("username", "ada")]).await;
    emulator
        .patch_realm(json!({"password": {"state": "inactive"}}))
        .await;
    for path in [PATH, "/v1/password/forgot"] {
        let answer = emulator.post(path, &[("username", "ada")]).await;
        assert_eq!(
            (answer.status, answer.json()),
            (404, json!({"error": "Not found"}))
        );
    }
    assert_eq!(emulator.list("outbox").await.len(), 1);
}
