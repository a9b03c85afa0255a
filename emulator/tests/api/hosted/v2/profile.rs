//! `/profile`.

use serde_json::json;

use super::{APP, ada, api_session, visitor};
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::{claims, done, refused};

#[tokio::test]
async fn a_changed_name_comes_back_in_the_token() {
    let emulator = Emulator::v2().await;
    let mut visitor = ada(&emulator).await;
    let page = visitor.get("/profile").await;
    assert_eq!(page.fields(), ["first_name", "last_name", "email"]);
    assert!(page.page().contains(r#" value="Ada""#));
    let fields = [
        ("first_name", "Augusta"),
        ("last_name", "King"),
        ("email", "ada@example.test"),
    ];
    let (token, address) = visitor.send("/profile", &fields).await.sent_on();
    assert_eq!(address, APP);
    assert_eq!(claims(&emulator, &token).await["name"], "Augusta King");
    let back = visitor
        .send("/profile", &[("decision", "back"), ("first_name", "X")])
        .await;
    let (token, _) = back.sent_on();
    assert_eq!(claims(&emulator, &token).await["name"], "Augusta King");
}

#[tokio::test]
async fn the_session_of_the_api_spares_a_login_and_an_ended_one_does_not() {
    let emulator = Emulator::v2().await;
    let session = api_session(&emulator, "ada@example.test").await;
    let mut visitor = visitor(&emulator);
    let address = format!("/profile?session={session}");
    let page = visitor.get(&address).await;
    assert_eq!(page.hidden("session"), session);
    assert!(page.page().contains(&format!("/logout?session={session}")));
    let ended = emulator
        .lr("DELETE", "/v2/session")
        .query(&[("session", &*session)]);
    done(&ended.send().await);
    let page = visitor.get(&address).await;
    assert_eq!(page.fields(), ["email", "password"]);
    assert_eq!(page.alert(), "Your session has ended. Please log in again.");
}

#[tokio::test]
async fn a_changed_address_waits_where_addresses_are_verified() {
    let emulator = Emulator::v2_with(json!({"email_verification": "request"})).await;
    let mut visitor = ada(&emulator).await;
    let fields = [
        ("first_name", "Ada"),
        ("last_name", "L"),
        ("email", "new@example.test"),
    ];
    let page = visitor.send("/profile", &fields).await.page();
    assert!(page.contains("new@example.test"));
    let (token, _) = visitor
        .send("/profile", &[("decision", "back")])
        .await
        .sent_on();
    assert_eq!(claims(&emulator, &token).await["email"], "ada@example.test");
    let waiting = visitor.get("/profile").await.page();
    assert!(waiting.contains("new@example.test waits to be verified"));
    let link = emulator.mailed().await;
    assert!(link.starts_with("tue:"));
    let (token, _) = visitor
        .send("/verify_email", &[("token", &link)])
        .await
        .sent_on();
    assert_eq!(claims(&emulator, &token).await["email"], "new@example.test");
}

#[tokio::test]
async fn a_new_password_needs_the_present_one_and_ends_all_other_sessions() {
    let emulator = Emulator::v2().await;
    let other = api_session(&emulator, "ada@example.test").await;
    let mut visitor = ada(&emulator).await;
    let form = visitor.get("/profile?view=password").await;
    assert_eq!(form.fields(), ["current_password", "password"]);
    let send = |current| {
        [
            ("view", "password"),
            ("current_password", current),
            ("password", "difference engine 2"),
        ]
    };
    let wrong = visitor.send("/profile", &send("wrong-canary")).await;
    assert_eq!(wrong.alert(), "Current password does not match");
    assert!(!wrong.page().contains("wrong-canary"));
    assert!(!wrong.page().contains("difference engine 2"));
    let done = visitor.send("/profile", &send(PASSWORD)).await.page();
    assert!(done.contains("Your new password is set."));
    refused(&emulator.lr_session(&[("session", &other)]).await, 403);
    assert_eq!(visitor.get("/").await.sent_on().1, APP);
}

#[tokio::test]
async fn a_data_form_changes_no_password() {
    let emulator = Emulator::v2().await;
    let mut visitor = ada(&emulator).await;
    let fields = [
        ("email", "ada@example.test"),
        ("current_password", PASSWORD),
        ("password", "difference engine 2"),
    ];
    visitor.send("/profile", &fields).await.sent_on();
    emulator.lr_login("ada@example.test").await;
}

#[tokio::test]
async fn the_language_is_one_of_the_realms_and_comes_back_in_the_token() {
    let emulator = Emulator::v2_with(json!({"available_locales": ["en", "es", "pt-BR"]})).await;
    let mut visitor = ada(&emulator).await;
    let page = visitor.get("/profile").await.page();
    for option in [
        r#"<option value="" selected>As the browser asks</option>"#,
        r#"<option value="en" lang="en">English</option>"#,
        r#"<option value="es" lang="es">Español</option>"#,
        r#"<option value="pt-BR">pt-BR</option>"#,
    ] {
        assert!(page.contains(option), "{option} in {page}");
    }
    let form = |locale| {
        [
            ("first_name", "Ada"),
            ("last_name", "L"),
            ("email", "ada@example.test"),
            ("locale", locale),
        ]
    };
    let (token, _) = visitor.send("/profile", &form("es")).await.sent_on();
    assert_eq!(claims(&emulator, &token).await["locale"], "es");
    let page = visitor.get("/profile").await.page();
    assert!(page.contains(r#"<option value="es" lang="es" selected>"#));
    let refused = visitor.send("/profile", &form("ja")).await;
    assert_eq!(refused.alert(), "Locale is not included in the list");
    assert!(refused.page().contains(
        r#"<select id="locale" name="locale" autocomplete="language" aria-invalid="true""#
    ));
    // One that is stored stays, also where the realm has it no more.
    emulator
        .patch_v2(json!({"available_locales": ["en", "ja"]}))
        .await;
    let page = visitor.get("/profile").await.page();
    assert!(page.contains(r#"<option value="es" lang="es" selected>"#));
    let (token, _) = visitor.send("/profile", &form("es")).await.sent_on();
    assert_eq!(claims(&emulator, &token).await["locale"], "es");
    let (token, _) = visitor.send("/profile", &form("")).await.sent_on();
    assert!(claims(&emulator, &token).await.get("locale").is_none());
    emulator
        .patch_v2(json!({"available_locales": ["en"]}))
        .await;
    assert!(!visitor.get("/profile").await.page().contains("<select"));
}
