//! Logging in on the usual page, and what can go wrong at it.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use fantoccini::key::Key;
use serde_json::json;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        right_password_leads_to_the_account,
        enter_submits_like_the_button,
        wrong_password_is_shown_and_can_be_corrected,
        unknown_wrong_and_switched_off_look_the_same,
        empty_fields_are_stopped_before_anything_is_sent,
        double_click_sends_once,
        form_is_busy_until_the_answer_comes,
        app_can_verify_the_jwt_by_itself,
    ]
}

async fn right_password_leads_to_the_account(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login", "ada", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    ensure!(journey.page().text("#passwords-received").await? == "0");
    ensure!(journey.page().text("#tokens-received").await? == "1");
    let sent = journey.stack.requests("/v1/login").await?;
    ensure!(sent.len() == 1, "sent {} times", sent.len());
    ensure!(
        sent[0]["secrets"]["password"] == "analytical engine".len(),
        "the password was changed: {}",
        sent[0]
    );
    ensure!(sent[0]["cookie"] == false, "a cookie was sent");
    ensure!(
        journey
            .stack
            .session_lives(&journey.delivered_token()?)
            .await?
    );
    Ok(())
}

async fn enter_submits_like_the_button(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login", "ada", "analytical engine")
        .await?;
    journey.page().press(Key::Enter).await?;
    journey.welcomed("ada").await
}

async fn wrong_password_is_shown_and_can_be_corrected(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login", "ada", "difference engine")
        .await?;
    journey.watch_codes().await?;
    journey.page().click("#login-submit").await?;
    journey.error_text("#login-form").await?;
    ensure!(journey.next_code().await? == "refused");
    ensure!(
        journey
            .page()
            .attr("#login-form", "data-authrocket-state")
            .await?
            .as_deref()
            == Some("error")
    );
    ensure!(journey.page().value("#username").await? == "ada");
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app"
    );
    journey
        .page()
        .fill("#password", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

async fn unknown_wrong_and_switched_off_look_the_same(journey: &mut Journey) -> Result<()> {
    let mut texts = Vec::new();
    for (username, password) in [
        ("ada", "wrong"),
        ("nobody", "analytical engine"),
        ("alan", "bombe at bletchley"),
    ] {
        journey
            .fill_login("/pages/login", username, password)
            .await?;
        journey.page().click("#login-submit").await?;
        texts.push(journey.error_text("#login-form").await?);
    }
    ensure!(
        texts.iter().all(|text| *text == texts[0]),
        "they can be told apart: {texts:?}"
    );
    Ok(())
}

async fn empty_fields_are_stopped_before_anything_is_sent(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    journey.page().click("#login-submit").await?;
    journey.page().fill("#username", "ada").await?;
    journey.page().click("#login-submit").await?;
    ensure!(
        journey.page().focused("#password").await?,
        "the empty field did not get the focus"
    );
    journey
        .page()
        .fill("#password", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    let sent = journey.stack.requests("/v1/login").await?.len();
    ensure!(sent == 1, "sent {sent} times");
    Ok(())
}

async fn double_click_sends_once(journey: &mut Journey) -> Result<()> {
    journey
        .stack
        .fault(json!({"path": "/v1/login", "fault": "delay", "delay_ms": 700}))
        .await?;
    journey
        .fill_login("/pages/login", "ada", "analytical engine")
        .await?;
    journey.page().double_click("#login-submit").await?;
    journey.welcomed("ada").await?;
    let sent = journey.stack.requests("/v1/login").await?.len();
    ensure!(sent == 1, "sent {sent} times");
    Ok(())
}

async fn form_is_busy_until_the_answer_comes(journey: &mut Journey) -> Result<()> {
    journey
        .stack
        .fault(json!({"path": "/v1/login", "fault": "delay", "delay_ms": 2500}))
        .await?;
    journey.fill_login("/pages/login", "ada", "wrong").await?;
    let page = journey.page();
    page.click("#login-submit").await?;
    let busy = "document.querySelector('#login-submit').disabled \
         && document.querySelector('#login-form').matches('[aria-busy=true][data-authrocket-state=busy]')";
    page.wait_until(busy).await?;
    journey.error_text("#login-form").await?;
    let idle = "!document.querySelector('#login-submit').disabled \
         && document.querySelector('#login-form').matches(':not([aria-busy=true])[data-authrocket-state=error]')";
    page.wait_until(idle).await.map(|_| ())
}

async fn app_can_verify_the_jwt_by_itself(journey: &mut Journey) -> Result<()> {
    journey.open("/").await?;
    journey
        .page()
        .click("input[name=verify][value=jwt]")
        .await?;
    journey.page().click("#verify-submit").await?;
    journey
        .page()
        .wait_until("document.querySelector('input[name=verify][value=jwt]')?.defaultChecked")
        .await?;
    journey
        .fill_login("/pages/login", "ada", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    ensure!(
        journey
            .page()
            .attr("#verified-by", "data-verified")
            .await?
            .as_deref()
            == Some("jwt")
    );
    Ok(())
}
