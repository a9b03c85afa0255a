//! `redir` and `redirect_uri`: where the token goes, and where the app goes on to (protocol-v1 §4).

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::record::Recorded;
use authrocket_tests::runner::Case;

use crate::accessibility_delivery::choose;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        redir_is_gone_to_after_the_login,
        allowed_redirect_uri_takes_the_handlers_place,
        foreign_redirect_uri_gets_nothing,
    ]
}

async fn log_in(journey: &Journey, list: &str, value: &str) -> Result<()> {
    journey
        .fill_login("/pages/login-redirect", "ada", "analytical engine")
        .await?;
    choose(journey, list, value).await?;
    journey.page().click("#login-submit").await
}

fn arrival(journey: &Journey, path: &str) -> Result<Recorded> {
    let all = journey.stack.app.all().into_iter();
    let mut brought = all.filter(|request| request.query.contains("token="));
    let first = brought.next().context("no token arrived")?;
    ensure!(first.path == path, "the token arrived at {}", first.path);
    Ok(first)
}

async fn redir_is_gone_to_after_the_login(journey: &mut Journey) -> Result<()> {
    log_in(journey, "#redir", "/pages/outbox").await?;
    let wanted = journey.stack.app_url("/pages/outbox");
    journey
        .page()
        .wait_url("the mails", |url| url == wanted)
        .await?;
    let query = arrival(journey, "/login")?.query;
    let is_first = query.starts_with("token=") && query.contains("&redir=%2Fpages%2Foutbox");
    ensure!(
        is_first || query.contains("&redir=/pages/outbox"),
        "the query is {query}"
    );
    journey.open("/account").await?;
    journey.welcomed("ada").await
}

async fn allowed_redirect_uri_takes_the_handlers_place(journey: &mut Journey) -> Result<()> {
    let second = journey.stack.app_url("/login/second");
    log_in(journey, "#redirect_uri", &second).await?;
    journey
        .page()
        .wait_url("the account page", |url| url.ends_with("/account"))
        .await?;
    arrival(journey, "/login/second").map(|_| ())
}

async fn foreign_redirect_uri_gets_nothing(journey: &mut Journey) -> Result<()> {
    log_in(journey, "#redirect_uri", "https://elsewhere.example.test/").await?;
    journey.welcomed("ada").await?;
    arrival(journey, "/login").map(|_| ())
}
