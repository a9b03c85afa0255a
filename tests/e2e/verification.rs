//! A realm whose users must confirm their address first: signup, mail, link, login; and links that are no good any more.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        newcomer_confirms_the_address_and_logs_in,
        used_expired_and_unknown_links_are_reported_alike_and_lead_on,
    ]
}

const PASSWORD: &str = "orbital mechanics by hand";
const ADDRESS: &str = "katherine@example.test";

async fn sign_up(journey: &Journey) -> Result<String> {
    crate::signup::fill(journey, "/pages/signup-verify", "katherine", PASSWORD).await?;
    journey.page().click("#signup-submit").await?;
    journey
        .page()
        .wait_text("#signup-form [data-authrocket-done]", |text| {
            !text.is_empty()
        })
        .await
}

async fn log_in(journey: &Journey) -> Result<()> {
    journey
        .fill_login("/pages/login-verify", "katherine", PASSWORD)
        .await?;
    journey.page().click("#login-submit").await
}

async fn newcomer_confirms_the_address_and_logs_in(journey: &mut Journey) -> Result<()> {
    let shown = sign_up(journey).await?;
    ensure!(
        shown.to_lowercase().contains("mail"),
        "no word of the mail: {shown}"
    );
    log_in(journey).await?;
    journey.error_text("#login-form").await?;
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app"
    );

    let token = journey.stack.mail(ADDRESS).await?["token"].clone();
    let token = token.as_str().context("no token")?;
    journey.page().click("#to-outbox").await?;
    journey.page().click(".mail a").await?;
    let clean = journey.stack.app_url("/pages/verify-email");
    journey
        .page()
        .wait_url("free of the token", |url| url == clean)
        .await?;
    journey.page().click("#verify-email-submit").await?;
    journey.page().wait_for("#verify-email-done").await?;
    let passed_on =
        journey.stack.app.all().into_iter().find(|request| {
            request.path != "/pages/verify-email" && request.text().contains(token)
        });
    ensure!(
        passed_on.is_none(),
        "the token was passed on: {passed_on:?}"
    );

    journey.page().click("#to-login").await?;
    journey.page().fill("#username", "katherine").await?;
    journey.page().fill("#password", PASSWORD).await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("katherine").await
}

/// Follows a link that is no good, and answers what the form shows.
async fn refused(journey: &Journey, link: &str) -> Result<String> {
    journey.page().goto(link).await?;
    journey.page().click("#verify-email-submit").await?;
    let text = journey.error_text("#verify-email-form").await?;
    let way_on = journey
        .page()
        .visible(".hint a[href='/pages/signup-verify']")
        .await?;
    ensure!(way_on, "there is no way on");
    ensure!(
        !journey.page().visible("#verify-email-done").await?,
        "{link} was taken"
    );
    Ok(text)
}

async fn used_expired_and_unknown_links_are_reported_alike_and_lead_on(
    journey: &mut Journey,
) -> Result<()> {
    sign_up(journey).await?;
    let mail = journey.stack.mail(ADDRESS).await?;
    let link = mail["link"].as_str().context("no link")?.to_owned();
    let unknown = journey.stack.app_url("/pages/verify-email?token=unknown");
    let mut texts = vec![refused(journey, &unknown).await?];
    journey.stack.pass_time(25 * 3600).await?;
    texts.push(refused(journey, &link).await?);
    journey.stack.reset().await?;

    sign_up(journey).await?;
    let mail = journey.stack.mail(ADDRESS).await?;
    let link = mail["link"].as_str().context("no link")?.to_owned();
    journey.page().goto(&link).await?;
    journey.page().click("#verify-email-submit").await?;
    journey.page().wait_for("#verify-email-done").await?;
    texts.push(refused(journey, &link).await?);
    ensure!(
        texts.iter().all(|text| *text == texts[0]),
        "told apart: {texts:?}"
    );
    log_in(journey).await?;
    journey.welcomed("katherine").await
}
