//! Hosted pages: login, second factor, redirects, escaping and headers (protocol-v1 §4).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, claims, seed};
use crate::visitor::Visitor;

const ADA: [(&str, &str); 2] = [("username", "ada"), ("password", PASSWORD)];

async fn with_redirect_uris() -> Emulator {
    let mut seed = seed(&json!({}));
    seed["realms"][0]["apps"][0]["redirect_uris"] = json!(["https://app.example.test/in"]);
    Emulator::seeded(seed).await
}

#[tokio::test]
async fn the_login_page_works_at_both_of_its_paths_and_without_script() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    for path in ["/", "/login"] {
        let answer = visitor.get(path).await;
        let page = answer.page();
        assert!(page.contains(r#"<html lang="en">"#));
        assert!(page.contains("<title>Log in – Demo</title>"));
        assert!(page.contains(r#"<form method="post" action="/login">"#));
        assert!(page.contains(r#"<label for="username">"#));
        assert!(page.contains(r#"autocomplete="username""#));
        assert!(page.contains(r#"autocomplete="current-password""#));
        assert!(page.contains(r#"<a href="/signup">"#));
        assert!(page.contains(r#"<a href="/forgot_password">"#));
        assert!(!page.contains("<script"));
        assert_eq!(answer.fields(), ["username", "password"]);
        assert_eq!(answer.alert(), "");
    }
}

#[tokio::test]
async fn a_right_password_sends_the_browser_to_the_login_handler_with_the_token() {
    let emulator = Emulator::start().await;
    for path in ["/", "/login"] {
        let answer = Visitor::new(&emulator).send(path, &ADA).await;
        let (token, address) = answer.sent_on();
        assert_eq!(address, "http://localhost:4100/login?token=T");
        assert_eq!(claims(&token)["uid"], "usr_ada");
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[tokio::test]
async fn a_failed_login_keeps_the_name_and_never_the_password() {
    let emulator = Emulator::start().await;
    let fields = [("username", "Ada"), ("password", "wrong-canary")];
    let answer = Visitor::new(&emulator).send("/login", &fields).await;
    assert_eq!(answer.alert(), "Login failed");
    let page = answer.page();
    assert!(page.contains("<title>Error: Log in"));
    assert!(page.contains(r#" value="Ada""#));
    assert!(page.contains(r#"aria-describedby="problems" autofocus"#));
    assert!(!page.contains("wrong-canary"));
}

#[tokio::test]
async fn empty_fields_are_told_at_the_fields() {
    let emulator = Emulator::start().await;
    let fields = [("username", ""), ("password", "")];
    let answer = Visitor::new(&emulator).send("/login", &fields).await;
    let page = answer.page();
    assert!(page.contains(r##"<a href="#username">Username can&#x27;t be blank</a>"##));
    assert!(page.contains(r##"<a href="#password">Password can&#x27;t be blank</a>"##));
    assert_eq!(page.matches(r#"aria-invalid="true""#).count(), 2);
    assert!(page.contains(r#"aria-describedby="username-problem" autofocus"#));
    assert!(page.contains(r#"<div id="username-problem">"#));
    assert_eq!(page.matches(" autofocus").count(), 1);
}

#[tokio::test]
async fn where_usernames_are_addresses_the_page_asks_for_one_and_takes_either_field() {
    let emulator = Emulator::with(json!({"username_validation_human": "email"})).await;
    let mut visitor = Visitor::new(&emulator);
    let answer = visitor.get("/login").await;
    assert_eq!(answer.fields(), ["email", "password"]);
    assert!(answer.page().contains(r#"autocomplete="username""#));
    for name in ["email", "username"] {
        let right = [(name, "ada@example.test"), ("password", PASSWORD)];
        visitor.send("/login", &right).await.sent_on();
        let wrong = [(name, "ada@example.test"), ("password", "wrong")];
        let page = visitor.send("/login", &wrong).await.page();
        assert!(page.contains(r#" value="ada@example.test""#), "{name}");
    }
}

#[tokio::test]
async fn redir_and_redirect_uri_go_through_the_form_to_the_app() {
    let emulator = with_redirect_uris().await;
    let mut visitor = Visitor::new(&emulator);
    let target = "/login?redir=https%3A%2F%2Fx.test%2Fa%3Fb%3D1&redirect_uri=https%3A%2F%2Fapp.example.test%2Fin%3Fk%3Dv";
    let page = visitor.get(target).await;
    let (redir, uri) = (page.hidden("redir"), page.hidden("redirect_uri"));
    assert!(page.page().contains(r#"href="/signup?redir="#));
    let fields = [ADA[0], ADA[1], ("redir", &redir), ("redirect_uri", &uri)];
    let failed = [("username", "ada"), fields[2], fields[3]];
    assert_eq!(visitor.send("/login", &failed).await.hidden("redir"), redir);
    let (_, address) = visitor.send("/login", &fields).await.sent_on();
    assert_eq!(
        address,
        "https://app.example.test/in?k=v&token=T&redir=%2Fa%3Fb%3D1"
    );
}

#[tokio::test]
async fn a_redirect_uri_that_the_app_does_not_list_is_not_followed() {
    let emulator = with_redirect_uris().await;
    for uri in [
        "https://evil.test/in",
        "//evil.test",
        "javascript:alert(1)",
        "https://app.example.test/i",
        "https://app.example.test/in\r\nset-cookie: a=b",
    ] {
        let fields = [ADA[0], ADA[1], ("redirect_uri", uri)];
        let answer = Visitor::new(&emulator).send("/login", &fields).await;
        assert_eq!(answer.sent_on().1, "http://localhost:4100/login?token=T");
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[tokio::test]
async fn a_code_that_is_due_is_asked_for_and_completes_the_login() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    let fields = [("username", "grace"), ADA[1], ("redir", "/x")];
    let page = visitor.send("/login", &fields).await;
    assert_eq!(page.fields(), ["code"]);
    assert!(page.page().contains(r#"autocomplete="one-time-code""#));
    assert!(page.page().contains(r#"inputmode="numeric""#));
    let token = page.hidden("token");
    let redir = page.hidden("redir");
    let wrong = [
        ("token", token.as_str()),
        ("code", "12345x"),
        ("redir", &redir),
    ];
    let page = visitor.send("/login", &wrong).await;
    assert_eq!(page.alert(), "Error validating code");
    assert_eq!(page.hidden("token"), token);
    assert!(!page.page().contains("12345x"));
    let code = emulator.code("grace").await;
    let right = [wrong[0], ("code", &code), wrong[2]];
    let (token, address) = visitor.send("/login", &right).await.sent_on();
    assert_eq!(address, "http://localhost:4100/login?token=T&redir=%2Fx");
    assert_eq!(claims(&token)["uid"], "usr_grace");
}

#[tokio::test]
async fn a_hosted_login_asks_for_the_code_even_where_the_api_refuses_to() {
    let emulator = Emulator::with(json!({"login_rocket": {"two_factor_error": true}})).await;
    let fields = [("username", "grace"), ADA[1]];
    let page = Visitor::new(&emulator).send("/login", &fields).await;
    assert_eq!(page.fields(), ["code"]);
}

#[tokio::test]
async fn a_first_step_that_is_too_old_begins_anew() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    let page = visitor
        .send("/login", &[("username", "grace"), ADA[1]])
        .await;
    let token = page.hidden("token");
    emulator.advance(601).await;
    for fields in [
        vec![("token", token.as_str()), ("code", "123456")],
        vec![("token", "kli_unknown"), ("code", "")],
        vec![("code", "123456")],
    ] {
        let page = visitor.send("/login", &fields).await;
        let expected = match fields[0].1 {
            "kli_unknown" => "Code can&#x27;t be blank",
            _ => "Your login has expired. Please log in again.",
        };
        assert_eq!(page.alert(), expected, "{fields:?}");
    }
}

#[tokio::test]
async fn too_many_failed_logins_are_told_at_the_form() {
    let emulator = Emulator::with(json!({"login_rocket": {"rate_limit": 1}})).await;
    let mut visitor = Visitor::new(&emulator);
    let wrong = [("username", "ada"), ("password", "wrong")];
    assert_eq!(visitor.send("/login", &wrong).await.alert(), "Login failed");
    let answer = visitor.send("/login", &ADA).await;
    assert!(answer.alert().starts_with("Too many failed logins"));
    assert!(answer.page().contains(r#" value="ada""#));
    emulator.advance(61).await;
    visitor.send("/login", &ADA).await.sent_on();
}

#[tokio::test]
async fn nothing_typed_comes_back_unescaped() {
    let emulator = Emulator::with(json!({"social": ["facebook"]})).await;
    let hostile = r#""><script>alert(1)</script>'&{{ 7919*7907 }}{% raw %}<!--"#;
    let names = [
        "username",
        "email",
        "first_name",
        "last_name",
        "org_name",
        "redir",
        "redirect_uri",
        "name",
        "decision",
        "error",
        "token",
        "code",
    ];
    let mut visitor = Visitor::new(&emulator);
    for path in [
        "/login",
        "/signup",
        "/logout",
        "/auth/facebook",
        "/forgot_password",
        "/reset_password",
        "/verify_email",
    ] {
        for left_out in [vec![], vec!["token", "code"], vec!["email"]] {
            let fields: Vec<_> = names
                .iter()
                .filter(|name| !left_out.contains(*name))
                .map(|name| (*name, hostile))
                .collect();
            let query = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&fields)
                .finish();
            let shown = [
                visitor.get(&format!("{path}?{query}")).await,
                visitor.send(path, &fields).await,
            ];
            for answer in shown.iter().filter(|answer| answer.status == 200) {
                let page = answer.page();
                assert!(!page.contains("<script"), "{path}");
                assert!(!page.contains(r#"'&{{"#), "{path}");
                assert!(!page.contains("<!--"), "{path}");
                assert!(!page.contains("62615533"), "{path}");
            }
        }
    }
    let page = visitor
        .send("/login", &[("username", hostile)])
        .await
        .page();
    assert!(
        page.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#x27;&amp;{{ 7919*7907 }}")
    );
}

#[tokio::test]
async fn the_names_of_apps_are_escaped_too() {
    let mut seed = seed(&json!({}));
    seed["realms"][0]["apps"][0]["name"] = json!("<b>Son</b> & \"Co\"");
    let emulator = Emulator::seeded(seed).await;
    let page = Visitor::new(&emulator).get("/login").await.page();
    assert!(page.contains("&lt;b&gt;Son&lt;/b&gt; &amp; &quot;Co&quot;"));
    assert!(!page.contains("<b>"));
}

#[tokio::test]
async fn every_page_forbids_scripts_frames_other_origins_and_caching() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    for path in [
        "/login",
        "/signup",
        "/logout",
        "/auth/nobody",
        "/forgot_password",
        "/reset_password?token=x",
        "/verify_email?token=x",
    ] {
        let answer = visitor.get(path).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"));
        let nonce = policy.split("'nonce-").nth(1).unwrap();
        let nonce = nonce.split('\'').next().unwrap();
        assert!(answer.body.contains(&format!(r#"<style nonce="{nonce}">"#)));
        for (name, value) in [
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path} {name}");
        }
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert!(answer.header("x-request-id").is_some());
    }
    let sent_on = visitor.send("/login", &ADA).await;
    assert_eq!(sent_on.header("cache-control"), Some("no-store"));
    assert_eq!(sent_on.header("referrer-policy"), Some("same-origin"));
}

#[tokio::test]
async fn what_is_switched_off_or_unknown_is_a_404_page() {
    let emulator = Emulator::start().await;
    let is_missing = async |host: &str, path: &str| {
        let mut visitor = Visitor::at(&emulator, host);
        for answer in [visitor.get(path).await, visitor.send(path, &ADA).await] {
            assert_eq!(answer.status, 404, "{host} {path}");
            assert_eq!(
                answer.header("content-type"),
                Some("text/html; charset=utf-8")
            );
            assert!(answer.body.contains("<h1>Page not found</h1>"));
        }
    };
    is_missing("nobody.localhost", "/login").await;
    is_missing("localhost", "/auth/facebook").await;
    let set = async |settings| {
        emulator
            .patch_realm(json!({"login_rocket": settings}))
            .await
    };
    set(json!({"signup": false})).await;
    is_missing("localhost", "/signup").await;
    let page = Visitor::new(&emulator).get("/login").await.page();
    assert!(!page.contains("/signup"));
    set(json!({"signup": true, "login": false})).await;
    is_missing("localhost", "/login").await;
    is_missing("localhost", "/").await;
    let page = Visitor::new(&emulator).get("/signup").await.page();
    assert!(!page.contains("/login"));
    emulator
        .patch_realm(json!({"login_rocket": {"login": true}, "password": {"state": "inactive"}}))
        .await;
    for path in ["/login", "/signup", "/forgot_password", "/reset_password"] {
        is_missing("localhost", path).await;
    }
}

#[tokio::test]
async fn without_passwords_the_pages_offer_social_providers_only() {
    let settings = json!({"password": {"state": "inactive"}, "social": ["google"]});
    let emulator = Emulator::with(settings).await;
    let mut visitor = Visitor::new(&emulator);
    for path in ["/login", "/signup"] {
        let page = visitor.get(path).await.page();
        assert!(!page.contains("<form"), "{path}");
        assert!(page.contains(r#"href="/auth/google">Continue with Google"#));
        assert_eq!(visitor.send(path, &ADA).await.status, 404);
    }
}

#[tokio::test]
async fn other_verbs_are_not_found_and_head_has_no_body() {
    let emulator = Emulator::start().await;
    for method in ["PUT", "DELETE", "PATCH"] {
        let answer = emulator.login_port(method, "/login").send().await;
        assert_eq!(answer.status, 404, "{method}");
    }
    let answer = emulator.login_port("HEAD", "/login").send().await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
}

#[tokio::test]
async fn an_unreadable_form_gets_a_page_that_says_so() {
    let emulator = Emulator::start().await;
    for (kind, status) in [("text/plain", 415), ("application/json", 400)] {
        let answer = emulator
            .login_port("POST", "/login")
            .body(kind, "{")
            .send()
            .await;
        assert_eq!(answer.status, status);
        assert!(answer.body.contains("<h1>This did not work</h1>"));
    }
}

#[tokio::test]
async fn a_page_of_any_origin_may_send_its_login_form_here() {
    let emulator = Emulator::start().await;
    for origin in ["http://localhost:4100", "https://elsewhere.test", "null"] {
        let answer = Visitor::new(&emulator)
            .send_from(origin, "/login", &ADA)
            .await;
        assert_eq!(answer.sent_on().1, "http://localhost:4100/login?token=T");
    }
}
