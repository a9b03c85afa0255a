//! Mails are filled after the transaction that caused them: a heavy template holds up nobody else, and a crash loses
//! no mail.

use serde_json::{Value, json};

use crate::client::Request;
use crate::fixture::{API_KEY, Emulator, PASSWORD, REALM, in_time, lay, seed};
use crate::program::{Program, TempFile};

// Together they take much longer to fill than a few calls.
const HOOKS: usize = 10;
/// Fills a mail, close to the limit on instructions.
const HEAVY: &str = "{% for a in range(1000) %}{{ custom.x|upper|length }}{% endfor %}";

/// Email hooks on ada's logins with a heavy template, and data that makes it heavy.
fn heavy_seed() -> Value {
    let hooks: Vec<Value> = (0..HOOKS)
        .map(|_| {
            json!({"hook_type": "email", "event_type": ["user.login.succeeded"], "email_renderer": "text",
                "email_subject": "Hi", "email_template": HEAVY})
        })
        .collect();
    let mut seed = seed(&json!({"app_hooks": hooks}));
    let custom = json!({"custom": {"x": "x".repeat(60_000)}});
    lay(&mut seed["realms"][0]["users"][0], &custom);
    seed
}

/// The states of the notifications of the login, once its event can be seen.
fn states(events: &Value) -> Option<Vec<String>> {
    let login = events["collection"].get(0)?;
    let states = login["notifications"].as_array()?.iter();
    Some(
        states
            .map(|row| row["state"].as_str().unwrap().to_owned())
            .collect(),
    )
}

const LOGINS: &str = "/v1/events?expand=notifications&event_type=user.login.succeeded";

#[tokio::test]
async fn a_heavy_template_holds_up_nobody_but_the_caller_of_its_mail() {
    let emulator = Emulator::seeded(heavy_seed()).await;
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let heavy = emulator.login_port("POST", "/v1/login").form(&fields);
    let heavy = tokio::spawn(async move { heavy.send().await });
    let seen = in_time(async {
        loop {
            let events = emulator.get(LOGINS).await.json();
            if let Some(states) = states(&events) {
                return states;
            }
        }
    });
    // The login is stored, and both ports answer, while its mails are not filled.
    let seen = seen.await;
    assert!(seen.iter().any(|state| state == "in_progress"), "{seen:?}");
    let other = emulator.login("grace", PASSWORD).await;
    assert!(other.text("token").starts_with("kli_"));
    in_time(heavy).await.unwrap().text("token");
    let mails = emulator.list("outbox").await;
    assert_eq!(mails.len(), HOOKS, "the answer comes after the mails");
    assert_eq!(mails[0]["text"], "60000".repeat(1000));
    let states = states(&emulator.get(LOGINS).await.json()).unwrap();
    assert!(states.iter().all(|state| state == "completed"));
}

#[tokio::test]
async fn a_caller_who_goes_away_loses_no_mail() {
    let emulator = Emulator::seeded(heavy_seed()).await;
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let heavy = emulator.login_port("POST", "/v1/login").form(&fields);
    let heavy = tokio::spawn(async move { heavy.send().await });
    in_time(async { while states(&emulator.get(LOGINS).await.json()).is_none() {} }).await;
    heavy.abort();
    in_time(async { while emulator.list("outbox").await.len() < HOOKS {} }).await;
}

#[tokio::test]
async fn mails_that_a_crash_left_unfilled_are_filled_at_the_next_start() {
    let seed = TempFile::holding("pending-seed.json", &heavy_seed());
    let database = TempFile::new("pending.sqlite");
    let mut program = Program::on(&database, &seed);
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let login = Request::new(program.login, "POST", "/v1/login").form(&fields);
    let login = tokio::spawn(async move { login.attempt().await });
    let events = async |program: &Program| {
        let request = Request::new(program.api, "GET", LOGINS)
            .header("x-authrocket-api-key", API_KEY)
            .header("x-authrocket-realm", REALM);
        request.send().await.json()
    };
    let seen = in_time(async {
        loop {
            if let Some(states) = states(&events(&program).await) {
                return states;
            }
        }
    });
    let seen = seen.await;
    program.kill();
    let _ = login.await;
    assert!(seen.iter().any(|state| state == "in_progress"), "{seen:?}");
    let program = Program::on(&database, &seed);
    let filled = async {
        loop {
            let states = states(&events(&program).await).unwrap();
            if states.iter().all(|state| state == "completed") {
                return;
            }
        }
    };
    in_time(filled).await;
    let outbox = Request::new(program.login, "GET", "/_emulator/outbox");
    let mails = outbox.send().await.json();
    assert_eq!(mails["collection"].as_array().unwrap().len(), HOOKS);
}
