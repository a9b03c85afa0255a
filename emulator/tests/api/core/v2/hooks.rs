//! `/v2/hooks` (protocol-v2 §7.9, §7.10).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{REALM, done, errors};

async fn create(emulator: &Emulator, hook: Value) -> crate::client::Answer {
    let body = json!({"hook": hook});
    emulator.core_send("POST", "/v2/hooks", body).await
}

#[tokio::test]
async fn a_webhook_takes_event_types_of_version_2_and_no_others() {
    let emulator = Emulator::v2().await;
    let hook = |event_type: Value| {
        json!({"hook_type": "webhook", "event_type": event_type,
            "destination": "http://localhost:1/hook"})
    };
    let made = create(&emulator, hook(json!("session.deleted"))).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!(
        (&made["object"], &made["event_type"]),
        (&json!("hook"), &json!(["session.deleted"]))
    );
    for known in [
        "ping",
        "invitation.org.accepted",
        "org.closed",
        "user.password.resetting",
    ] {
        assert_eq!(
            create(&emulator, hook(json!([known]))).await.status,
            201,
            "{known}"
        );
    }
    for unknown in ["user.password_token.created", "app_hook.created", "nothing"] {
        errors(&create(&emulator, hook(json!([unknown]))).await, 422);
    }
    let path = format!("/v2/hooks/{}", text_of(&made, "id"));
    let body = json!({"hook": {"delay": 5}});
    assert_eq!(
        done(&emulator.core_send("PUT", &path, body).await)["delay"],
        5
    );
    assert_eq!(emulator.core_list("/v2/hooks").await.len(), 5);
    emulator.core_delete(&path).await;
    errors(&emulator.core("GET", &path).send().await, 404);
}

#[tokio::test]
async fn an_email_hook_replaces_the_mail_of_its_event() {
    let emulator = Emulator::v2().await;
    let hook = json!({"hook_type": "email", "event_type": "user.password.resetting",
        "email_from": "us@example.test", "email_subject": "Reset", "email_template": "{{token}}"});
    assert_eq!(create(&emulator, hook).await.status, 201);
    let forgot = json!({"email": "ada@example.test"});
    done(&emulator.lr_post("/v2/password/forgot", forgot).await);
    let mail = emulator.newest_mail().await;
    assert_eq!(
        (&mail["subject"], &mail["to"]),
        (&json!("Reset"), &json!("ada@example.test"))
    );
}

#[tokio::test]
async fn an_email_hook_has_texts_by_locale_and_takes_that_of_the_user_or_of_the_realm() {
    let emulator = Emulator::v2_with(json!({"default_locale": "ja"})).await;
    let hook = json!({"hook_type": "email", "event_type": "user.password.resetting",
        "email_from": "us@example.test", "email_from_name": {"en": "Us", "es": "Nosotros"},
        "email_subject": {"en": "Reset", "es": "Restablecer", "ja": "再設定", "de": null},
        "email_template": {"en": "Hello {{name}}", "es": "Hola {{name}}", "ja": "{{name}}"}});
    let made = create(&emulator, hook).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    let expected = json!({"en": "Reset", "es": "Restablecer", "ja": "再設定"});
    assert_eq!(made["email_subject"], expected);
    let path = format!("/v2/hooks/{}", text_of(&made, "id"));
    assert_eq!(emulator.core_get(&path).await, made);
    for (locale, from, subject, text) in [
        (json!("es-MX"), "Nosotros", "Restablecer", "Hola Ada L"),
        (json!("en"), "Us", "Reset", "Hello Ada L"),
        (json!("fr"), "Us", "再設定", "Ada L"),
        (json!(null), "Us", "再設定", "Ada L"),
    ] {
        let user = json!({"user": {"locale": locale}});
        done(&emulator.core_send("PUT", "/v2/users/usr_ada", user).await);
        let forgot = json!({"email": "ada@example.test"});
        done(&emulator.lr_post("/v2/password/forgot", forgot).await);
        let mail = emulator.newest_mail().await;
        assert_eq!(
            mail["from"],
            format!("{from} <us@example.test>"),
            "{locale}"
        );
        assert_eq!(mail["subject"], subject, "{locale}");
        assert_eq!(text_of(&mail, "text").trim(), text, "{locale}");
    }
    for (given, sentence) in [
        (
            json!({"email_subject": {"en": ""}}),
            "Email subject can't be blank",
        ),
        (json!({"email_subject": {}}), "Email subject can't be blank"),
        (
            json!({"email_template": {"en": 5}}),
            "Email template must be a text, or texts by locale",
        ),
        (
            json!({"email_from_name": {"en us": "x"}}),
            "Email from name must be a text, or texts by locale",
        ),
    ] {
        let body = json!({"hook": given});
        let answer = emulator.core_send("PUT", &path, body).await;
        assert_eq!(errors(&answer, 422), [sentence]);
    }
    let broken = json!({"hook": {"email_template": {"en": "{{name}}", "es": "{% if %}"}}});
    let broken = errors(&emulator.core_send("PUT", &path, broken).await, 422);
    assert!(
        broken[0].starts_with("Email template cannot be read"),
        "{broken:?}"
    );
}

#[tokio::test]
async fn what_a_mailing_list_would_get_is_recorded_and_not_sent() {
    let emulator = Emulator::v2().await;
    let provider = json!({"mailing_list_provider": {"name": "News"}});
    let provider = emulator
        .core_create("/v2/mailing_list_providers", provider)
        .await;
    let hook = json!({"hook_type": "mailing_list", "event_type": ["user.created"],
        "mailing_list_provider_id": provider["id"], "list_id": "l-1", "list_token": "hidden"});
    let made = create(&emulator, hook).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!(
        (&made["hook_type"], &made["mailing_list_provider_id"]),
        (&json!("mailing_list"), &provider["id"])
    );
    assert_eq!(
        (&made["list_id"], made.get("list_token")),
        (&json!("l-1"), None)
    );
    let path = format!("/v2/hooks/{}", text_of(&made, "id"));
    let body = json!({"hook": {"list_id": "l-2", "destination": "Newsletter"}});
    let changed = done(&emulator.core_send("PUT", &path, body).await);
    assert_eq!(
        (&changed["list_id"], &changed["destination"]),
        (&json!("l-2"), &json!("Newsletter"))
    );
    assert_eq!(emulator.core_get(&path).await, changed);
    let user = json!({"user": {"email": "new@example.test", "password": "a-long-password"}});
    emulator.core_create("/v2/users", user).await;
    let created = "/v2/events?event_type=user.created&expand=notifications";
    let events = emulator.core_list(created).await;
    let delivery = &events[0]["notifications"][0];
    for (name, expected) in [
        ("hook_type", "mailing_list"),
        ("state", "completed"),
        ("last_destination", "new@example.test"),
        (
            "last_result",
            "not sent: the emulator calls no mailing list",
        ),
    ] {
        assert_eq!(delivery[name], expected, "{name}");
    }
    assert_eq!(
        emulator.list("notifications").await,
        std::slice::from_ref(delivery)
    );
    assert!(emulator.list("outbox").await.is_empty());
    for (attribute, value, sentence) in [
        (
            "mailing_list_provider_id",
            json!("mlp_none"),
            "Mailing list provider is unknown",
        ),
        (
            "event_type",
            json!(["org.created"]),
            "Event type must be user events, at least one",
        ),
        (
            "event_type",
            json!([]),
            "Event type must be user events, at least one",
        ),
    ] {
        let answer = emulator.core_send("PUT", &path, json!({"hook": {attribute: value}}));
        assert_eq!(errors(&answer.await, 422), [sentence]);
    }
    let export = emulator.control("GET", "export", json!({})).await;
    let other = Emulator::v2().await;
    other.control("POST", "import", export).await;
    assert_eq!(other.core_get(&path).await, changed);
    emulator.core_delete(&path).await;
}

#[tokio::test]
async fn a_mailing_list_whose_provider_was_deleted_can_be_switched_off() {
    let emulator = Emulator::v2().await;
    let providers = "/v2/mailing_list_providers";
    let provider = json!({"mailing_list_provider": {"name": "News"}});
    let provider = emulator.core_create(providers, provider).await;
    let id = text_of(&provider, "id");
    let hook = json!({"hook": {"hook_type": "mailing_list", "event_type": ["user.created"],
        "mailing_list_provider_id": id}});
    let hook = emulator.core_create("/v2/hooks", hook).await;
    emulator.core_delete(&format!("{providers}/{id}")).await;
    let path = format!("/v2/hooks/{}", text_of(&hook, "id"));
    for given in [
        json!({"state": "inactive"}),
        json!({"mailing_list_provider_id": id, "delay": 5}),
    ] {
        let body = json!({"hook": given});
        let changed = done(&emulator.core_send("PUT", &path, body).await);
        assert_eq!(changed["state"], "inactive");
        assert_eq!(changed["mailing_list_provider_id"], id.as_str());
    }
}

#[tokio::test]
async fn a_mailing_list_of_a_seed_keeps_no_secret_and_replaces_no_attribute_of_its_hook() {
    let emulator = Emulator::v2().await;
    let list = json!({"id": "x", "object": "x", "state": "inactive", "destination": "x", "list_id": "l-1",
        "api_key": "not-kept", "apiKey": "not-kept", "more": {"AccessToken": "not-kept", "id": "m-1"}});
    let hook = json!({"id": "hk_list", "hook_type": "mailing_list", "event_type": ["user.created"],
        "mailing_list": list});
    let seed = json!({"realms": [{"id": REALM, "api": 2, "app_hooks": [hook]}]});
    emulator.control("POST", "seed", seed).await;
    let read = emulator.core_get("/v2/hooks/hk_list").await;
    for (name, expected) in [
        ("id", json!("hk_list")),
        ("object", json!("hook")),
        ("state", json!("active")),
        ("destination", json!(null)),
        ("list_id", json!("l-1")),
        ("more", json!({"id": "m-1"})),
    ] {
        assert_eq!(read[name], expected, "{name}");
    }
    let export = emulator.control("GET", "export", json!({})).await;
    assert!(!export.to_string().contains("not-kept"), "{export}");
}

#[tokio::test]
async fn what_hooks_have_in_version_2_only_is_refused_in_version_1() {
    let emulator = Emulator::start().await;
    let email = json!({"event_type": ["user.created"], "email_subject": {"en": "x"}});
    let list = json!({"event_type": ["user.created"]});
    for (kind, hook, attribute) in [
        ("email", email, "email_subject"),
        ("mailing_list", list, "hook_type"),
    ] {
        let mut hook = hook;
        hook["hook_type"] = json!(kind);
        hook["email_template"] = json!("x");
        let answer = emulator
            .create("/v1/app_hooks", json!({"app_hook": hook}))
            .await;
        Emulator::problem(&answer, attribute);
        let seed = emulator.login_port("POST", "/_emulator/seed");
        let answer = seed
            .json(&json!({"realms": [{"app_hooks": [hook]}]}))
            .send()
            .await;
        assert_eq!(answer.status, 400, "{answer:?}");
        let place = format!("app_hooks[0].{attribute}");
        assert!(answer.body.contains(&place), "{answer:?}");
    }
    for (attribute, value) in [
        ("accumulate", json!(true)),
        ("mailing_list_provider_id", json!("mlp_1")),
        ("mailing_list", json!({"list_id": "l-1"})),
    ] {
        let hook = json!({"destination": "http://localhost:1/", attribute: value});
        let seed = emulator.login_port("POST", "/_emulator/seed");
        let seed = seed.json(&json!({"realms": [{"app_hooks": [hook]}]}));
        let answer = seed.send().await;
        assert_eq!(answer.status, 400, "{answer:?}");
        let place = format!("app_hooks[0].{attribute}: is for realms with api 2");
        assert!(answer.body.contains(&place), "{answer:?}");
    }
}
