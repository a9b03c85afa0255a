//! Email hooks: whose event leads to which mail, and what it says (protocol-v1 §3.10, §7.2).

use serde_json::{Value, json};

use crate::fixture::{Emulator, LIN, PASSWORD, lay, text_of};

async fn hook(emulator: &Emulator, settings: Value) -> String {
    let mut hook = json!({"hook_type": "email", "event_type": ["user.login.succeeded"],
        "email_subject": "Welcome back, {{name}}", "email_renderer": "text",
        "email_template": "{{username}} from {{ip}} in {{realm}}{{nothing}}"});
    lay(&mut hook, &settings);
    text_of(&emulator.create_hook(&hook).await, "id")
}

#[tokio::test]
async fn an_event_of_a_user_is_mailed_to_the_user() {
    let emulator = Emulator::start().await;
    let sender = json!({"email_from": "hello@app.test", "email_from_name": "The App"});
    let id = hook(&emulator, sender).await;
    emulator.login_token("ada").await;
    let mail = emulator.newest_mail().await;
    assert_eq!(mail["to"], "ada@example.test");
    assert_eq!(mail["from"], "The App <hello@app.test>");
    assert_eq!(mail["subject"], "Welcome back, Ada L");
    assert_eq!(mail["event"], "user.login.succeeded");
    assert_eq!(
        (&mail["token"], &mail["html"]),
        (&Value::Null, &Value::Null)
    );
    assert!(text_of(&mail, "text").starts_with("ada from 127.0.0.1 in "));
    let path = format!("/v1/events/{}", text_of(&mail, "event_id"));
    let event = emulator.get(&path).await.json();
    let delivery = &event["notifications"][0];
    assert_eq!(delivery["object"], "notification");
    assert!(text_of(delivery, "id").starts_with("ent_"));
    assert_eq!(delivery["app_hook_id"], id.as_str());
    assert_eq!(delivery["hook_type"], "email");
    assert_eq!(delivery["state"], "completed");
    assert_eq!(delivery["attempts"], 1);
    assert_eq!(delivery["last_destination"], "ada@example.test");
}

#[tokio::test]
async fn a_hook_takes_the_place_of_the_mail_there_was_and_an_inactive_one_silences_it() {
    let emulator = Emulator::start().await;
    let id = hook(
        &emulator,
        json!({"event_type": "user.password_token.created", "email_renderer": "markdown",
            "email_template": "Dear *{{username}}*, [set it]({{link}})"}),
    )
    .await;
    let token = emulator.reset_token("ada").await;
    let mails = emulator.list("outbox").await;
    assert_eq!(mails.len(), 1);
    assert!(token.starts_with("kpw_"));
    let html = text_of(&mails[0], "html");
    assert!(
        html.contains("<em>ada</em>") && html.contains(&token),
        "{html}"
    );
    let text = text_of(&mails[0], "text");
    assert!(text.starts_with("Dear ada, set it (http://"), "{text}");

    let path = format!("/v1/app_hooks/{id}");
    let off = json!({"app_hook": {"state": "inactive"}});
    assert_eq!(emulator.put(&path, off.clone()).await.status, 200);
    emulator
        .done("/v1/forgot_password", &[("username", "ada")])
        .await;
    assert_eq!(emulator.list("outbox").await.len(), 1);
}

#[tokio::test]
async fn a_mail_may_be_forced_to_one_address_and_to_one_type_of_user() {
    let emulator = Emulator::start().await;
    hook(&emulator, json!({"email_to": "team@app.test"})).await;
    hook(&emulator, json!({"user_type": "api"})).await;
    emulator.login_token("ada").await;
    let mails = emulator.list("outbox").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["to"], "team@app.test");
}

#[tokio::test]
async fn names_cannot_become_markup_or_another_header() {
    let mut seed = crate::fixture::seed(&json!({}));
    seed["realms"][0]["users"][0]["first_name"] = json!("<img src=x>\r\nBcc: all");
    let emulator = Emulator::seeded(seed).await;
    hook(
        &emulator,
        json!({"email_renderer": "html", "email_template": "<p>{{name}}</p>"}),
    )
    .await;
    emulator.login("ada", PASSWORD).await;
    let mail = emulator.newest_mail().await;
    assert!(!text_of(&mail, "html").contains("<img"));
    assert!(!text_of(&mail, "subject").contains('\n'));
}

#[tokio::test]
async fn a_template_that_never_ends_is_told_in_the_log_and_the_login_goes_on() {
    let emulator = Emulator::start().await;
    let endless =
        "{% for a in range(9999) %}{% for b in range(9999) %}{{a}}{% endfor %}{% endfor %}";
    hook(&emulator, json!({"email_template": endless})).await;
    emulator.login_token("ada").await;
    assert!(emulator.list("outbox").await.is_empty());
    let events = emulator.get("/v1/events?expand=notifications").await.json();
    let login = &events["collection"][0];
    assert_eq!(login["event_type"], "user.login.succeeded");
    assert_eq!(login["notifications"][0]["state"], "failed");
    assert!(text_of(&login["notifications"][0], "last_result").starts_with("template: "));
}

#[tokio::test]
async fn a_seed_may_bring_hooks_along() {
    let mut seed = crate::fixture::seed(&json!({}));
    seed["realms"][0]["app_hooks"] = json!([{"id": "hk_welcome", "hook_type": "email",
        "event_type": ["user.created"], "email_subject": "Welcome", "email_template": "Hi {{username}}"}]);
    let emulator = Emulator::seeded(seed).await;
    let fields = LIN;
    emulator.post("/v1/signup", &fields).await.text("token");
    assert_eq!(emulator.newest_mail().await["text"], "Hi lin\n");
    assert_eq!(emulator.get("/v1/app_hooks/hk_welcome").await.status, 200);
    let other = json!({"realms": [{"app_hooks": [{"id": "hk_welcome", "destination": "http://localhost/"}]}]});
    let request = emulator.login_port("POST", "/_emulator/seed").json(&other);
    let answer = request.send().await;
    assert_eq!(answer.status, 422, "{answer:?}");
    assert!(
        answer
            .body
            .contains("realms[0].app_hooks[0]: Id has already been taken")
    );
}
