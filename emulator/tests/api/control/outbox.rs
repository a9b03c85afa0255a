//! `/_emulator/outbox`: mails and their links (protocol-v1 §3.10).

use serde_json::json;

use crate::fixture::{Emulator, REALM, seed, text_of};

const FORGOT: &str = "/v1/forgot_password";

#[tokio::test]
async fn a_mail_tells_its_realm_app_event_recipient_token_and_link() {
    let emulator = Emulator::start().await;
    emulator.done(FORGOT, &[("username", "ada")]).await;
    let mail = emulator.newest_mail().await;
    let (token, port) = (
        text_of(&mail, "token"),
        emulator.running.login_addr().port(),
    );
    assert!(text_of(&mail, "id").len() > 10);
    assert_eq!(mail["realm_id"], REALM);
    assert_eq!(mail["app_id"], "lpl_demo");
    assert_eq!(mail["event"], "user.password_token.created");
    assert_eq!(mail["to"], "ada@example.test");
    assert_eq!(mail["subject"], "Demo: Set a new password");
    let link = format!("http://localhost:{port}/reset_password?token={token}");
    assert_eq!(mail["link"], link.as_str());
    let text = text_of(&mail, "text");
    assert!(text.contains(&link) && text.contains("\"ada\""), "{text}");
    assert!(mail["created_at"].is_f64());
    assert_eq!(mail["from"], "noreply@loginrocket.com");
    assert!(text_of(&mail, "event_id").starts_with("ev_"));
    assert!(mail["html"].is_null());
    assert_eq!(mail.as_object().unwrap().len(), 13);
}

#[tokio::test]
async fn the_link_leads_to_the_host_that_was_called() {
    let emulator = Emulator::start().await;
    let port = emulator.running.login_addr().port();
    for (host, instance) in [
        (format!("demo.localhost:{port}"), "http://demo.localhost:"),
        (format!("127.0.0.1:{port}"), "http://127.0.0.1:"),
        (format!("[::1]:{port}"), "http://[::1]:"),
        ("evil/x?".to_owned(), "http://localhost:"),
    ] {
        let request = emulator.login_port("POST", FORGOT).header("host", &host);
        let answer = request.form(&[("username", "ada")]).send().await;
        assert_eq!(answer.body, "{}", "{host}");
        let link = text_of(&emulator.newest_mail().await, "link");
        assert!(link.starts_with(&format!("{instance}{port}/")), "{link}");
    }
}

#[tokio::test]
async fn an_app_may_point_the_links_at_itself() {
    let emulator = Emulator::start().await;
    let urls = json!({"reset_url": "http://localhost:4100/reset?x=1",
        "verify_url": "http://localhost:4100/verify"});
    emulator.control("PATCH", "apps/lpl_demo", urls).await;
    for (token, start) in [
        (
            emulator.reset_token("ada").await,
            "http://localhost:4100/reset?x=1&token=",
        ),
        (
            emulator.verification_token("ada").await,
            "http://localhost:4100/verify?token=",
        ),
    ] {
        let mails = emulator.list("outbox").await;
        let links: Vec<String> = mails.iter().map(|mail| text_of(mail, "link")).collect();
        assert!(links.contains(&format!("{start}{token}")), "{links:?}");
    }
    let request = emulator.login_port("PATCH", "/_emulator/apps/lpl_demo");
    let odd = json!({"reset_url": "javascript:alert(1)"});
    assert_eq!(request.json(&odd).send().await.status, 400);
}

#[tokio::test]
async fn a_redirect_uri_goes_along_if_the_app_allows_it() {
    let mut seed = seed(&json!({"login_rocket": {"verify": "request"}}));
    seed["realms"][0]["apps"][0]["redirect_uris"] = json!(["https://app.example.test/"]);
    let emulator = Emulator::seeded(seed).await;
    let good = "https://app.example.test/in?a=b";
    let carried = "&redirect_uri=https%3A%2F%2Fapp.example.test%2Fin%3Fa%3Db";
    for (wish, kept) in [(good, true), ("https://evil.test/", false)] {
        let fields = [("username", "ada"), ("redirect_uri", wish)];
        emulator.done(FORGOT, &fields).await;
        let link = text_of(&emulator.newest_mail().await, "link");
        assert_eq!(link.ends_with(carried), kept, "{link}");
        assert_eq!(link.contains("redirect_uri"), kept, "{link}");
    }
    let fields = [
        ("username", "lin"),
        ("email", "lin@example.test"),
        ("password", "long enough"),
        ("redirect_uri", good),
    ];
    emulator.post("/v1/signup", &fields).await.text("token");
    let link = text_of(&emulator.newest_mail().await, "link");
    assert!(
        link.contains("/verify_email?token=") && link.ends_with(carried),
        "{link}"
    );
}

#[tokio::test]
async fn a_mail_that_the_core_api_asked_for_links_to_the_realms_default_app() {
    let emulator = Emulator::start().await;
    let port = emulator.running.login_addr().port();
    let other = json!({"realms": [
        {"id": "rl_other", "users": [{"username": "zoe", "email": "zoe@example.test"}],
         "apps": [{"name": "First", "subdomain": "first", "login_handler": "http://o.test/"},
                  {"id": "lpl_2", "name": "Second", "subdomain": "second", "default": true,
                   "login_handler": "http://o.test/"}]},
        {"id": "rl_bare", "users": [{"username": "kim", "email": "kim@example.test"}]}]});
    emulator.control("POST", "seed", other).await;
    for (realm, user, app, link) in [
        (
            REALM,
            "ada",
            json!("lpl_demo"),
            format!("http://localhost:{port}/verify_email?"),
        ),
        (
            "rl_other",
            "zoe",
            json!("lpl_2"),
            format!("http://second.localhost:{port}/verify_email?"),
        ),
        ("rl_bare", "kim", json!(null), String::new()),
    ] {
        let path = format!("/v1/users/{user}/request_email_verification");
        let request = emulator
            .api("POST", &path)
            .header("x-authrocket-realm", realm);
        assert_eq!(request.send().await.status, 200);
        let mail = emulator.newest_mail().await;
        assert_eq!(mail["app_id"], app);
        let has = mail["link"].as_str().unwrap_or_default();
        assert!(
            has.starts_with(&link) && has.is_empty() == link.is_empty(),
            "{mail}"
        );
        assert!(text_of(&mail, "text").contains(&text_of(&mail, "token")));
    }
}

#[tokio::test]
async fn it_is_listed_by_realm_and_recipient_and_emptied() {
    let emulator = Emulator::start().await;
    for name in ["ada", "grace", "ada"] {
        emulator.done(FORGOT, &[("username", name)]).await;
    }
    let to = async |query: &str| emulator.list(&format!("outbox{query}")).await.len();
    assert_eq!(to("").await, 3);
    assert_eq!(to("?to=Ada@example.test").await, 2);
    assert_eq!(
        to(&format!("?realm_id={REALM}&to=grace@example.test")).await,
        1
    );
    assert_eq!(to("?realm_id=rl_x").await, 0);
    let last = emulator.newest_mail().await;
    assert_eq!(last["to"], "ada@example.test");
    emulator.control("DELETE", "outbox", json!({})).await;
    assert_eq!(to("").await, 0);
    // The tokens are in the mails, so those outlive the outbox.
    let fields = [
        ("token", last["token"].as_str().unwrap()),
        ("password", "long enough"),
    ];
    emulator.done("/v1/reset_password", &fields).await;
    emulator.done(FORGOT, &[("username", "ada")]).await;
    emulator.control("POST", "reset", json!({})).await;
    assert_eq!(to("").await, 0);
}

#[tokio::test]
async fn the_html_of_a_mail_is_a_document_that_can_do_nothing() {
    let emulator = Emulator::start().await;
    let hook = json!({"hook_type": "email", "event_type": ["user.login.succeeded"], "email_subject": "Hello",
        "email_renderer": "html", "email_template": "<script>alert(1)</script><p style='color:red'>{{name}}</p>"});
    emulator.create_hook(&hook).await;
    emulator.login_token("ada").await;
    let id = text_of(&emulator.newest_mail().await, "id");
    let path = format!("/_emulator/outbox/{id}/html");
    let answer = emulator.login_port("GET", &path).send().await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("<p style='color:red'>Ada L</p>"));
    let policy = answer.header("content-security-policy").unwrap();
    for part in [
        "sandbox;",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("allow-") && !policy.contains("script-src"));
    assert_eq!(answer.header("x-frame-options"), Some("SAMEORIGIN"));
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    emulator.reset_token("ada").await;
    let plain = text_of(&emulator.newest_mail().await, "id");
    for id in [plain.as_str(), "ml_none"] {
        let request = emulator.login_port("GET", &format!("/_emulator/outbox/{id}/html"));
        assert_eq!(request.send().await.status, 404, "{id}");
    }
}

#[tokio::test]
async fn one_mail_is_deleted_and_its_token_stays_valid() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    let id = text_of(&emulator.newest_mail().await, "id");
    emulator.reset_token("grace").await;
    let path = format!("outbox/{id}");
    emulator.control("DELETE", &path, json!({})).await;
    let mails = emulator.list("outbox").await;
    assert_eq!(
        (mails.len(), &mails[0]["to"]),
        (1, &json!("grace@example.test"))
    );
    let again = emulator.login_port("DELETE", &format!("/_emulator/{path}"));
    assert_eq!(again.send().await.status, 404);
    let fields = [("token", token.as_str()), ("password", "a new password")];
    emulator.done("/v1/reset_password", &fields).await;
}
