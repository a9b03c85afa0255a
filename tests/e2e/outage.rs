//! The service is away or answers nonsense: never shown as a wrong password, and what was typed stays.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use authrocket_tests::stack::dropped;
use axum::http::Method;
use serde_json::{Value, json};

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        login_waits_for_the_service_to_come_back,
        every_kind_of_outage_has_its_code_and_is_no_refusal,
        signup_keeps_what_was_typed,
        second_factor_survives_an_outage,
        app_says_so_when_it_cannot_ask,
        logout_that_failed_can_be_repeated,
    ]
}

const PASSWORD: &str = "analytical engine";

async fn refusal(journey: &Journey) -> Result<String> {
    journey.fill_login("/pages/login", "ada", "wrong").await?;
    journey.watch_codes().await?;
    journey.page().click("#login-submit").await?;
    ensure!(journey.next_code().await? == "refused");
    journey.error_text("#login-form").await
}

async fn login_waits_for_the_service_to_come_back(journey: &mut Journey) -> Result<()> {
    let refusal = refusal(journey).await?;
    journey.fill_login("/pages/login", "ada", PASSWORD).await?;
    journey.watch_codes().await?;
    journey.stack.stop_login_rocket().await;
    journey.page().click("#login-submit").await?;
    let text = journey.error_text("#login-form").await?;
    ensure!(
        text != refusal,
        "the outage looks like a wrong password: {text}"
    );
    ensure!(journey.next_code().await? == "unreachable");
    ensure!(journey.page().value("#username").await? == "ada");
    ensure!(
        journey.page().value("#password").await? == PASSWORD,
        "the password must be typed again"
    );
    journey.stack.start_login_rocket().await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

async fn every_kind_of_outage_has_its_code_and_is_no_refusal(journey: &mut Journey) -> Result<()> {
    let refusal = refusal(journey).await?;
    journey.fill_login("/pages/login", "ada", PASSWORD).await?;
    journey.watch_codes().await?;
    let html = "<!doctype html><h1>Bad Gateway</h1>";
    let kinds = [
        ("unreachable", dropped("/v1/login")),
        (
            "unreachable",
            json!({"path": "/v1/login", "fault": "status", "status": 200, "cors": false}),
        ),
        (
            "server",
            json!({"path": "/v1/login", "fault": "status", "status": 502, "body": html, "content_type": "text/html"}),
        ),
        (
            "server",
            json!({"path": "/v1/login", "fault": "status", "status": 503}),
        ),
        (
            "rate_limited",
            json!({"path": "/v1/login", "fault": "status", "status": 429, "headers": {"retry-after": "3"}}),
        ),
        (
            "switched_off",
            json!({"path": "/v1/login", "fault": "status", "status": 404}),
        ),
        (
            "bad_response",
            json!({"path": "/v1/login", "fault": "body", "body": html, "content_type": "text/html"}),
        ),
        (
            "bad_response",
            json!({"path": "/v1/login", "fault": "body", "body": ""}),
        ),
        (
            "bad_response",
            json!({"path": "/v1/login", "fault": "body", "body": "{\"token\":\"eyJ"}),
        ),
    ];
    for (code, fault) in kinds {
        journey.stack.fault(fault.clone()).await?;
        journey.page().click("#login-submit").await?;
        let shown = journey.next_code().await?;
        ensure!(shown == code, "{fault} is shown as {shown}, not {code}");
        let text = journey.error_text("#login-form").await?;
        ensure!(
            text != refusal && !text.contains('<'),
            "{fault} is shown as {text}"
        );
        ensure!(
            journey.page().value("#password").await? == PASSWORD,
            "after {fault} the password is gone"
        );
        journey
            .stack
            .control(Method::DELETE, "/faults", &Value::Null)
            .await?;
    }
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

async fn signup_keeps_what_was_typed(journey: &mut Journey) -> Result<()> {
    crate::signup::fill(
        journey,
        "/pages/signup",
        "katherine",
        "orbital mechanics by hand",
    )
    .await?;
    journey.stack.fault(dropped("/v1/signup")).await?;
    journey.page().click("#signup-submit").await?;
    journey.error_text("#signup-form").await?;
    for (field, wanted) in [
        ("#username", "katherine"),
        ("#email", "katherine@example.test"),
    ] {
        ensure!(
            journey.page().value(field).await? == wanted,
            "{field} is gone"
        );
    }
    journey
        .stack
        .control(Method::DELETE, "/faults", &Value::Null)
        .await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("katherine").await
}

async fn second_factor_survives_an_outage(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/two-factor", "grace", "nanoseconds of wire")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.page().wait_for("#code").await?;
    journey.stack.fault(dropped("*")).await?;
    journey
        .page()
        .fill("#code", &journey.stack.code("grace").await?)
        .await?;
    journey.page().click("#code-submit").await?;
    journey.error_text("#code-form").await?;
    journey
        .stack
        .control(Method::DELETE, "/faults", &Value::Null)
        .await?;
    journey
        .page()
        .fill("#code", &journey.stack.code("grace").await?)
        .await?;
    journey.page().click("#code-submit").await?;
    journey.welcomed("grace").await
}

async fn app_says_so_when_it_cannot_ask(journey: &mut Journey) -> Result<()> {
    journey
        .stack
        .fault(json!({"path": "/v1/sessions/*", "fault": "drop", "port": "api"}))
        .await?;
    journey.fill_login("/pages/login", "ada", PASSWORD).await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_for("#refused[data-reason=unavailable]")
        .await?;
    Ok(())
}

async fn logout_that_failed_can_be_repeated(journey: &mut Journey) -> Result<()> {
    journey.fill_login("/pages/login", "ada", PASSWORD).await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    let token = journey.delivered_token()?;
    journey.open("/pages/logout").await?;
    journey.stack.fault(dropped("/v1/logout")).await?;
    journey.page().click("#logout-submit").await?;
    journey.error_text("#logout-form").await?;
    ensure!(journey.stack.session_lives(&token).await?);
    journey
        .stack
        .control(Method::DELETE, "/faults", &Value::Null)
        .await?;
    journey.page().click("#logout-submit").await?;
    journey.page().wait_for("#notice").await?;
    ensure!(!journey.stack.session_lives(&token).await?);
    Ok(())
}
