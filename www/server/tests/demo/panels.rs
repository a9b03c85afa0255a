//! What stands below each page: the markup of its forms, and the log of what this server received. And the navigation above,
//! which follows the login, and the reader's look.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::stand_in::StandIn;

/// The markup that a page shows, as its reader sees it.
fn shown(page: &Answer) -> String {
    let text = page.between("<pre id=\"markup\"", "</pre>");
    let text = text.split_once('>').unwrap().1;
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[tokio::test]
async fn a_page_shows_its_form_as_a_reader_would_write_it() {
    let it = StandIn::start().await;
    let markup = shown(&Browser::new(&it).get("/pages/login").await);
    let wanted = [
        "<script src=\"/authrocket.js\" data-url=\"https://myapp.e1.loginrocket.com/\"></script>\n\n<form id=\"login-form\"",
        "action=\"https://myapp.e1.loginrocket.com/login\">\n  <div>\n    <label for=\"username\">",
        "    <p data-authrocket-error=\"password\"></p>\n  </div>\n",
        "  <button type=\"submit\" id=\"login-submit\">Log in</button>\n</form>",
    ];
    for part in wanted {
        assert!(markup.contains(part), "{part} is missing in:\n{markup}");
    }
    assert!(!markup.contains("class="), "{markup}");
    let v2 = shown(&Browser::new(&it).get("/pages/v2-login").await);
    assert!(
        v2.contains("data-url=\"https://myapp.e2.loginrocket.com/\" data-api=\"v2\""),
        "{v2}"
    );
}

#[tokio::test]
async fn a_secret_of_the_page_is_not_in_its_markup() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let page = browser.get("/pages/login-post").await;
    let csrf = page.between("name=\"csrf\" value=\"", "\"").to_owned();
    let markup = shown(&page);
    assert!(
        markup.contains("<input type=\"hidden\" name=\"csrf\" value=\"…\">"),
        "{markup}"
    );
    assert!(!markup.contains(&csrf));
    let token = it.log_in(0, "ada");
    browser.get(&format!("/login?token={token}")).await;
    for path in ["/pages/logout", "/pages/session"] {
        let page = browser.get(path).await;
        assert!(page.body.contains(&token), "{path}");
        assert!(!shown(&page).contains(&token), "{path}");
    }
}

#[tokio::test]
async fn the_log_has_the_names_of_fields_and_no_value() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let token = it.log_in(0, "ada");
    browser
        .get(&format!("/login?token={token}&signup=true"))
        .await;
    let answer = browser.get("/received").await;
    let rows: Value = serde_json::from_str(&answer.body).unwrap();
    let login = json!({"method": "GET", "path": "/login", "fields": ["token", "signup"]});
    assert_eq!(rows["collection"], json!([login]));
    assert!(!answer.body.contains(&token[..8]));
    // Asking is no request of the visitor's.
    let again = browser.get("/received").await;
    assert_eq!(again.body, answer.body);
}

#[tokio::test]
async fn asking_for_the_log_with_the_cookie_from_before_the_login_changes_no_cookie() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser.get("/").await;
    let before = browser.cookie.clone();
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    browser.cookie = before;
    let answer = browser.get("/received").await;
    assert_eq!(answer.body, "{\"collection\":[]}");
    assert!(answer.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn the_navigation_follows_the_login() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let before = browser.get("/pages/outbox").await.body;
    assert!(before.contains("id=\"nav-login\"") && !before.contains("id=\"nav-logout\""));
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    let page = browser.get("/pages/outbox").await;
    assert!(!page.body.contains("id=\"nav-login\""));
    assert!(
        page.between("id=\"nav-account\"", "</a>")
            .contains("ada &lt;the user&gt;")
    );
    let answer = browser.post_from("/pages/outbox", "/logout", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let after = browser.get("/pages/outbox").await.body;
    assert!(after.contains("id=\"nav-login\"") && !after.contains("id=\"nav-logout\""));
}

#[tokio::test]
async fn the_look_of_a_cookie_is_written_into_the_page() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let html = "<html lang=\"en\" data-look=\"";
    assert!(
        browser
            .get("/")
            .await
            .body
            .contains(&format!("{html}plain\" data-theme=\"auto\">"))
    );
    browser.cookie = Some("demo_look=ledger; demo_theme=dark".to_owned());
    let page = browser.get("/").await;
    assert!(
        page.body
            .contains(&format!("{html}ledger\" data-theme=\"dark\">"))
    );
    assert!(page.body.contains("<option value=\"ledger\" selected>"));
}
