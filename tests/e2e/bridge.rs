//! Delivery to a native host around the page: stand-ins for four kinds of hosts, and none at all.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use serde_json::Value;

use crate::accessibility_delivery::choose;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        each_host_gets_the_token_and_the_hidden_inputs,
        without_a_host_the_form_says_so_and_can_be_sent_again,
    ]
}

const PAGE: &str = "/pages/login-bridge";
const HOSTS: [&str; 4] = ["wkwebview", "android", "react-native", "flutter"];

/// What the stand-in got, with its token shortened.
async fn received(journey: &Journey) -> Result<Value> {
    let text = journey
        .page()
        .wait_text("#bridge-received", |text| text.ends_with('}'))
        .await?;
    serde_json::from_str(&text).with_context(|| format!("not JSON: {text}"))
}

fn check(message: &Value, host: &str) -> Result<()> {
    let mut names: Vec<&str> = message
        .as_object()
        .context("no object")?
        .keys()
        .map(String::as_str)
        .filter(|name| *name != "handler")
        .collect();
    names.sort_unstable();
    ensure!(names == ["device", "token"], "{host} got {names:?}");
    let token = message["token"].as_str().unwrap_or_default();
    ensure!(token.starts_with("eyJ"), "{host} got the token {token:?}");
    Ok(())
}

fn nothing_reached_the_server(journey: &Journey) -> Result<()> {
    let all = journey.stack.app.all();
    let reached = all.iter().any(|request| request.path == "/login");
    ensure!(!reached, "the app's server got the token too");
    Ok(())
}

async fn each_host_gets_the_token_and_the_hidden_inputs(journey: &mut Journey) -> Result<()> {
    for host in HOSTS {
        journey.fill_login(PAGE, "ada", "analytical engine").await?;
        choose(journey, "#bridge-host", host).await?;
        journey.page().click("#login-submit").await?;
        check(&received(journey).await?, host)?;
        let state = journey
            .page()
            .attr("#login-form", "data-authrocket-state")
            .await?;
        ensure!(
            state.as_deref() == Some("done"),
            "{host}: the form is {state:?}"
        );
    }
    nothing_reached_the_server(journey)
}

async fn without_a_host_the_form_says_so_and_can_be_sent_again(
    journey: &mut Journey,
) -> Result<()> {
    journey.fill_login(PAGE, "ada", "analytical engine").await?;
    journey.page().click("#login-submit").await?;
    let shown = journey.error_text("#login-form").await?;
    ensure!(!shown.contains("eyJ"), "the token is shown: {shown}");
    choose(journey, "#bridge-host", "react-native").await?;
    journey.page().click("#login-submit").await?;
    check(&received(journey).await?, "react-native")?;
    let logins = journey.stack.requests("/v1/login").await?.len();
    ensure!(logins == 1, "{logins} logins");
    nothing_reached_the_server(journey)
}
