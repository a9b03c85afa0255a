//! Signing up in the three modes, and what can be wrong with what was typed.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use axum::http::Method;
use serde_json::{Value, json};

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        user_mode_makes_a_user_and_logs_in,
        org_mode_makes_a_team_too,
        token_mode_asks_for_the_payment_first,
        token_mode_without_payment_makes_no_user,
        short_password_is_stopped_by_the_page,
        short_password_is_shown_from_the_service_at_its_field,
        taken_user_name_is_shown_at_its_field,
        different_confirmation_is_shown_at_its_field,
        several_mistakes_are_shown_each_at_its_field,
    ]
}

const PASSWORD: &str = "orbital mechanics by hand";

/// Opens a signup page and fills in what it requires.
pub async fn fill(journey: &Journey, path: &str, username: &str, password: &str) -> Result<()> {
    journey.open(path).await?;
    let page = journey.page();
    page.fill("#username", username).await?;
    page.fill("#email", &format!("{username}@example.test"))
        .await?;
    page.fill("#password", password).await?;
    page.fill("#password_confirmation", password).await
}

/// More characters than the page asks for.
async fn stricter_passwords(journey: &Journey) -> Result<()> {
    let stricter = json!({"password": {"min_length": 40}});
    let realm = "/realms/rl_0DemoUserModeRealm0001";
    journey
        .stack
        .control(Method::PATCH, realm, &stricter)
        .await
        .map(|_| ())
}

async fn usernames(journey: &Journey) -> Result<Vec<String>> {
    let all = journey
        .stack
        .control(Method::GET, "/users", &Value::Null)
        .await?;
    let list = all["collection"].as_array().context("no collection")?;
    Ok(list
        .iter()
        .filter_map(|user| user["username"].as_str().map(str::to_owned))
        .collect())
}

async fn user_mode_makes_a_user_and_logs_in(journey: &mut Journey) -> Result<()> {
    fill(journey, "/pages/signup", "katherine", PASSWORD).await?;
    journey.page().fill("#first_name", "Katherine").await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("katherine").await?;
    ensure!(journey.page().text("h1").await?.contains("Katherine"));
    let all = journey.stack.app.all();
    let arrival = all
        .iter()
        .find(|request| request.path == "/login")
        .context("no arrival at the login handler")?;
    let order: Vec<&str> = arrival
        .query
        .split('&')
        .map(|pair| pair.split('=').next().unwrap_or(""))
        .collect();
    ensure!(order == ["token", "signup"], "the query is {order:?}");
    Ok(())
}

async fn org_mode_makes_a_team_too(journey: &mut Journey) -> Result<()> {
    fill(journey, "/pages/signup-org", "dorothy", PASSWORD).await?;
    journey.page().fill("#org_name", "West Computers").await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("dorothy").await?;
    ensure!(
        journey
            .page()
            .text("#account-orgs")
            .await?
            .contains("West Computers")
    );
    Ok(())
}

async fn token_mode_asks_for_the_payment_first(journey: &mut Journey) -> Result<()> {
    fill(journey, "/pages/signup-token", "mary", PASSWORD).await?;
    journey.page().click("#signup-submit").await?;
    journey
        .page()
        .wait_text("#pending-username", |text| text == "mary")
        .await?;
    ensure!(
        !usernames(journey).await?.contains(&"mary".to_owned()),
        "there is a user before the payment"
    );
    ensure!(
        !journey.page().url().await?.contains("utk_"),
        "the token stayed in the address"
    );
    journey.page().click("#pay-yes").await?;
    journey.welcomed("mary").await?;
    ensure!(usernames(journey).await?.contains(&"mary".to_owned()));
    Ok(())
}

async fn token_mode_without_payment_makes_no_user(journey: &mut Journey) -> Result<()> {
    fill(journey, "/pages/signup-token", "mary", PASSWORD).await?;
    journey.page().click("#signup-submit").await?;
    journey.page().click("#pay-no").await?;
    journey.page().wait_for("#notice").await?;
    ensure!(
        !usernames(journey).await?.contains(&"mary".to_owned()),
        "there is a user without a payment"
    );
    Ok(())
}

async fn short_password_is_stopped_by_the_page(journey: &mut Journey) -> Result<()> {
    fill(journey, "/pages/signup", "katherine", "orbit").await?;
    journey.page().click("#signup-submit").await?;
    let short =
        "document.activeElement.id === 'password' && document.activeElement.validity.tooShort";
    journey.page().wait_until(short).await?;
    ensure!(
        journey.stack.requests("/v1/signup").await?.is_empty(),
        "it was sent all the same"
    );
    Ok(())
}

async fn short_password_is_shown_from_the_service_at_its_field(
    journey: &mut Journey,
) -> Result<()> {
    stricter_passwords(journey).await?;
    fill(journey, "/pages/signup", "katherine", PASSWORD).await?;
    journey.page().click("#signup-submit").await?;
    journey.field_error("password").await?;
    journey
        .page()
        .wait_until("document.activeElement.id === 'password'")
        .await?;
    let longer = "orbital mechanics by hand, on paper, twice";
    journey.page().fill("#password", longer).await?;
    journey
        .page()
        .fill("#password_confirmation", longer)
        .await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("katherine").await
}

async fn taken_user_name_is_shown_at_its_field(journey: &mut Journey) -> Result<()> {
    fill(journey, "/pages/signup", "ada", PASSWORD).await?;
    journey
        .page()
        .fill("#email", "another@example.test")
        .await?;
    journey.page().click("#signup-submit").await?;
    journey.field_error("username").await?;
    journey
        .page()
        .wait_until("document.activeElement.id === 'username'")
        .await?;
    ensure!(
        journey.page().value("#email").await? == "another@example.test",
        "what was typed is gone"
    );
    journey.page().fill("#username", "katherine").await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("katherine").await
}

async fn different_confirmation_is_shown_at_its_field(journey: &mut Journey) -> Result<()> {
    fill(journey, "/pages/signup", "katherine", PASSWORD).await?;
    journey
        .page()
        .fill("#password_confirmation", "orbital mechanics by foot")
        .await?;
    journey.page().click("#signup-submit").await?;
    journey.field_error("password_confirmation").await?;
    journey
        .page()
        .wait_until("document.activeElement.id === 'password_confirmation'")
        .await?;
    ensure!(
        journey.page().value("#username").await? == "katherine",
        "what was typed is gone"
    );
    journey
        .page()
        .fill("#password_confirmation", PASSWORD)
        .await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("katherine").await
}

async fn several_mistakes_are_shown_each_at_its_field(journey: &mut Journey) -> Result<()> {
    stricter_passwords(journey).await?;
    fill(journey, "/pages/signup", "ada", PASSWORD).await?;
    journey.page().click("#signup-submit").await?;
    let (name, password) = (
        journey.field_error("username").await?,
        journey.field_error("password").await?,
    );
    ensure!(name != password, "both fields say {name:?}");
    journey
        .page()
        .wait_until("document.activeElement.id === 'username'")
        .await
        .map(|_| ())
}
