//! What the log holds: names, and never a value.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::stand_in::StandIn;

thread_local! {
    /// The log of this thread's test; each test runs in one thread, its servers too.
    static LINES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Starts logging, for all tests: a subscriber of one thread only would miss what another thread met first.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(|| Lines)
            .init();
    });
}

fn logged() -> String {
    LINES.with_borrow(|lines| String::from_utf8(lines.clone()).unwrap())
}

#[tokio::test]
async fn a_line_names_method_path_status_and_fields() {
    listen();
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!("/login?token={}&signup=true", it.log_in(0, "ada")))
        .await;
    let text = logged();
    assert!(
        text.contains("method=GET path=/login status=303 fields=token,signup"),
        "{text}"
    );
}

#[tokio::test]
async fn no_secret_of_any_journey_reaches_the_log() {
    listen();
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let token = it.log_in(0, "ada");
    browser.get(&format!("/login?token={token}")).await;
    let cookie = browser.cookie.clone().unwrap();
    let csrf = browser.csrf("/account").await;
    browser
        .post_from("/account", "/account/two-factor", &[])
        .await;
    browser
        .post_from(
            "/account",
            "/account/two-factor/verify",
            &[("code", "424242")],
        )
        .await;
    browser
        .post(
            "/login",
            &[
                ("password", "analytical engine"),
                ("analytical engine as a name", ""),
            ],
        )
        .await;
    browser.get("/nowhere/analytical%20engine").await;
    browser
        .post_from("/account", "/logout", &[("token", &token)])
        .await;
    browser.get(&format!("/login?token={token}")).await;
    let mut script = Browser::new(&it);
    let header = script.csrf("/pages/login-fetch").await;
    let mut script = script.with("x-csrf-token", &header);
    script.post("/login", &[("token", &token)]).await;
    script
        .get("/pages/reset-password?token=kpw_0xResetTokenOfAMail000")
        .await;
    it.facts().broken = Some(StatusCode::BAD_GATEWAY);
    browser.get(&format!("/login?token={token}")).await;
    browser
        .get(&format!("/token/signup?token={}", it.park("zoe")))
        .await;
    let text = logged();
    assert!(
        text.contains("(odd name)") && text.contains("(unknown path)"),
        "{text}"
    );
    let key = it.config.api_key.reveal();
    let session = cookie.strip_prefix("demo_session=").unwrap();
    for secret in [
        token.as_str(),
        session,
        &csrf,
        "424242",
        "JBSWY3DPEHPK3PXP",
        "analytical",
        "utk_zoe",
        "kpw_0x",
        &header,
        key,
    ] {
        assert!(!text.contains(secret), "{secret} is in the log:\n{text}");
    }
    let signature = token.rsplit('.').next().unwrap();
    assert!(!text.contains(signature));
}
