//! A forgotten password: the mail, its link, the new password; and links that are no good any more.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use axum::http::Method;
use serde_json::{Value, json};

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        forgotten_password_is_replaced_by_the_mails_link,
        nobody_learns_who_has_an_account,
        used_expired_and_foreign_links_are_reported_alike_and_lead_on,
        newer_mail_voids_the_older_one,
        too_short_a_password_can_be_corrected_with_the_same_link,
        page_without_a_token_says_so_and_sends_nothing,
        forgot_survives_an_outage,
    ]
}

const OLD: &str = "analytical engine";
const NEW: &str = "difference engine no. 2";
const ADA: &str = "ada@example.test";

/// Sends the form for a forgotten password, and waits for its answer.
async fn forget(journey: &Journey, username: &str) -> Result<String> {
    journey.open("/pages/forgot-password").await?;
    journey.page().fill("#username", username).await?;
    journey.page().click("#forgot-submit").await?;
    journey.page().wait_for("#forgot-done").await?;
    journey.page().text("#forgot-done").await
}

/// The link of the newest mail to an address.
async fn link(journey: &Journey, to: &str) -> Result<String> {
    let mail = journey.stack.mail(to).await?;
    let link = mail["link"].as_str().context("no link")?;
    let page = journey.stack.app_url("/pages/reset-password?token=kpw_");
    ensure!(link.starts_with(&page), "the link leads to {link}");
    Ok(link.to_owned())
}

/// Follows a link and sends a new password.
async fn reset(journey: &Journey, link: &str, password: &str) -> Result<()> {
    journey.page().goto(link).await?;
    send(journey, password).await
}

async fn send(journey: &Journey, password: &str) -> Result<()> {
    let page = journey.page();
    page.fill("#password", password).await?;
    page.fill("#password_confirmation", password).await?;
    page.click("#reset-submit").await
}

async fn log_in(journey: &Journey, password: &str) -> Result<()> {
    journey.fill_login("/pages/login", "ada", password).await?;
    journey.page().click("#login-submit").await
}

async fn forgotten_password_is_replaced_by_the_mails_link(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    journey
        .page()
        .click("a[href='/pages/forgot-password']")
        .await?;
    journey.page().fill("#username", "ada").await?;
    journey.page().click("#forgot-submit").await?;
    journey.page().click("#to-outbox").await?;
    let token = journey.stack.mail(ADA).await?["token"].clone();
    let token = token.as_str().context("no token")?;
    journey.page().click(".mail a").await?;

    let clean = journey.stack.app_url("/pages/reset-password");
    journey
        .page()
        .wait_url("free of the token", |url| url == clean)
        .await?;
    send(journey, NEW).await?;
    journey.page().wait_for("#reset-done").await?;
    let passed_on =
        journey.stack.app.all().into_iter().find(|request| {
            request.path != "/pages/reset-password" && request.text().contains(token)
        });
    ensure!(
        passed_on.is_none(),
        "the token was passed on: {passed_on:?}"
    );

    log_in(journey, OLD).await?;
    journey.error_text("#login-form").await?;
    log_in(journey, NEW).await?;
    journey.welcomed("ada").await
}

async fn nobody_learns_who_has_an_account(journey: &mut Journey) -> Result<()> {
    let known = forget(journey, "ada").await?;
    let unknown = forget(journey, "nobody").await?;
    ensure!(known == unknown, "{known:?} and {unknown:?} differ");
    let mails = journey
        .stack
        .control(Method::GET, "/outbox", &Value::Null)
        .await?;
    let count = mails["collection"].as_array().map_or(0, Vec::len);
    ensure!(count == 1, "{count} mails were sent");
    Ok(())
}

/// A link of another realm, with the token of its user.
async fn foreign_link(journey: &Journey) -> Result<String> {
    let url = journey.stack.login_url("/v1/forgot_password");
    let headers = [("host", "demo-sso.localhost")];
    let body = json!({"username": "sofia"});
    journey
        .stack
        .http()
        .send(Method::POST, &url, &headers, &body)
        .await?;
    let mail = journey.stack.mail("sofia@example.test").await?;
    let token = mail["token"].as_str().context("no token")?;
    Ok(journey
        .stack
        .app_url(&format!("/pages/reset-password?token={token}")))
}

async fn used_expired_and_foreign_links_are_reported_alike_and_lead_on(
    journey: &mut Journey,
) -> Result<()> {
    forget(journey, "ada").await?;
    let used = link(journey, ADA).await?;
    reset(journey, &used, NEW).await?;
    journey.page().wait_for("#reset-done").await?;
    let mut texts = vec![refused(journey, &used).await?];
    texts.push(refused(journey, &foreign_link(journey).await?).await?);
    forget(journey, "ada").await?;
    let expired = link(journey, ADA).await?;
    journey.stack.pass_time(2 * 3600).await?;
    texts.push(refused(journey, &expired).await?);
    ensure!(
        texts.iter().all(|text| *text == texts[0]),
        "told apart: {texts:?}"
    );

    journey.page().click("#to-forgot").await?;
    journey.page().fill("#username", "ada").await?;
    journey.page().click("#forgot-submit").await?;
    journey.page().wait_for("#forgot-done").await?;
    reset(journey, &link(journey, ADA).await?, OLD).await?;
    journey.page().wait_for("#reset-done").await?;
    log_in(journey, OLD).await?;
    journey.welcomed("ada").await
}

/// Follows a link that is no good, and answers what the form shows.
async fn refused(journey: &Journey, link: &str) -> Result<String> {
    journey.page().goto(link).await?;
    journey.watch_codes().await?;
    send(journey, "never to be set").await?;
    let text = journey.error_text("#reset-form").await?;
    ensure!(journey.next_code().await? == "refused");
    ensure!(
        !journey.page().visible("#reset-done").await?,
        "{link} was taken"
    );
    Ok(text)
}

async fn newer_mail_voids_the_older_one(journey: &mut Journey) -> Result<()> {
    forget(journey, "ada").await?;
    let older = link(journey, ADA).await?;
    forget(journey, "ada").await?;
    let newer = link(journey, ADA).await?;
    ensure!(older != newer);
    refused(journey, &older).await?;
    reset(journey, &newer, NEW).await?;
    journey.page().wait_for("#reset-done").await.map(|_| ())
}

async fn too_short_a_password_can_be_corrected_with_the_same_link(
    journey: &mut Journey,
) -> Result<()> {
    let stricter = json!({"password": {"min_length": 20}});
    let realm = "/realms/rl_0DemoUserModeRealm0001";
    journey
        .stack
        .control(Method::PATCH, realm, &stricter)
        .await?;
    forget(journey, "ada").await?;
    reset(journey, &link(journey, ADA).await?, "nineteen characters").await?;
    journey.field_error("password").await?;
    journey
        .page()
        .wait_until("document.activeElement.id === 'password'")
        .await?;
    send(journey, NEW).await?;
    journey.page().wait_for("#reset-done").await?;
    log_in(journey, NEW).await?;
    journey.welcomed("ada").await
}

async fn page_without_a_token_says_so_and_sends_nothing(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/reset-password").await?;
    send(journey, NEW).await?;
    journey.error_text("#reset-form").await?;
    let sent = journey.stack.requests("/v1/reset_password").await?;
    ensure!(sent.is_empty(), "it was sent all the same");
    ensure!(
        journey.page().visible("#to-forgot").await?,
        "there is no way on"
    );
    Ok(())
}

async fn forgot_survives_an_outage(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/forgot-password").await?;
    journey.watch_codes().await?;
    journey.page().fill("#username", "ada").await?;
    journey.stack.stop_login_rocket().await;
    journey.page().click("#forgot-submit").await?;
    ensure!(journey.next_code().await? == "unreachable");
    ensure!(!journey.page().visible("#forgot-done").await?);
    journey.stack.start_login_rocket().await?;
    journey.page().click("#forgot-submit").await?;
    journey.page().wait_for("#forgot-done").await?;
    let shown = journey
        .page()
        .text("#forgot-form [data-authrocket-error='']")
        .await?;
    ensure!(shown.is_empty(), "the outage is still shown: {shown}");
    journey.stack.mail(ADA).await.map(|_| ())
}
