//! Logging in with a second factor, on a page with a form for the code and on one without.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use axum::http::Method;
use serde_json::Value;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        own_form_takes_the_code,
        own_form_tells_a_wrong_code_and_takes_the_right_one,
        own_form_leads_back_to_the_password,
        same_form_takes_the_code,
        same_form_tells_a_wrong_code_and_takes_the_right_one,
        newcomer_signs_up_turns_it_on_and_logs_in_with_it,
    ]
}

const PASSWORD: &str = "nanoseconds of wire";

/// The first factor, after which a code is due.
async fn first_factor(journey: &Journey, path: &str, code: &str) -> Result<()> {
    journey.fill_login(path, "grace", PASSWORD).await?;
    journey.page().click("#login-submit").await?;
    journey.page().wait_for(code).await?;
    let focused = format!("document.activeElement === document.querySelector('{code}')");
    journey.page().wait_until(&focused).await?;
    ensure!(
        journey
            .page()
            .attr("#login-form", "data-authrocket-state")
            .await?
            .as_deref()
            == Some("code")
    );
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app after the first factor"
    );
    Ok(())
}

/// Six digits that are not the code of this moment.
async fn wrong_code(journey: &Journey) -> Result<String> {
    let code: u32 = journey.stack.code("grace").await?.parse()?;
    Ok(format!("{:06}", (code + 500_001) % 1_000_000))
}

async fn own_form_takes_the_code(journey: &mut Journey) -> Result<()> {
    first_factor(journey, "/pages/two-factor", "#code").await?;
    journey
        .page()
        .fill("#code", &journey.stack.code("grace").await?)
        .await?;
    journey.page().click("#code-submit").await?;
    journey.welcomed("grace").await
}

async fn own_form_tells_a_wrong_code_and_takes_the_right_one(journey: &mut Journey) -> Result<()> {
    first_factor(journey, "/pages/two-factor", "#code").await?;
    journey
        .page()
        .fill("#code", &wrong_code(journey).await?)
        .await?;
    journey.page().click("#code-submit").await?;
    let shown = "Array.from(document.querySelectorAll('#code-form [data-authrocket-error]'), (place) => place.textContent).join('')";
    journey.page().wait_until(shown).await?;
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app with a wrong code"
    );
    journey
        .page()
        .fill("#code", &journey.stack.code("grace").await?)
        .await?;
    journey.page().click("#code-submit").await?;
    journey.welcomed("grace").await
}

async fn own_form_leads_back_to_the_password(journey: &mut Journey) -> Result<()> {
    first_factor(journey, "/pages/two-factor", "#code").await?;
    journey.page().click("#code-cancel").await?;
    journey.page().wait_gone("#code").await?;
    journey.page().fill("#username", "ada").await?;
    journey
        .page()
        .fill("#password", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

/// The field that the library adds to a login form.
const ADDED: &str = "#login-form input[name=code]";

async fn same_form_takes_the_code(journey: &mut Journey) -> Result<()> {
    first_factor(journey, "/pages/two-factor-inline", ADDED).await?;
    journey
        .page()
        .fill(ADDED, &journey.stack.code("grace").await?)
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("grace").await
}

async fn same_form_tells_a_wrong_code_and_takes_the_right_one(journey: &mut Journey) -> Result<()> {
    first_factor(journey, "/pages/two-factor-inline", ADDED).await?;
    journey
        .page()
        .fill(ADDED, &wrong_code(journey).await?)
        .await?;
    journey.page().click("#login-submit").await?;
    let shown = "Array.from(document.querySelectorAll('#login-form [data-authrocket-error]'), (place) => place.textContent).join('')";
    journey.page().wait_until(shown).await?;
    journey
        .page()
        .fill(ADDED, &journey.stack.code("grace").await?)
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("grace").await
}

async fn newcomer_signs_up_turns_it_on_and_logs_in_with_it(journey: &mut Journey) -> Result<()> {
    let (name, password) = ("katherine", "orbital mechanics by hand");
    crate::signup::fill(journey, "/pages/signup", name, password).await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed(name).await?;

    journey.page().click("#totp-create").await?;
    journey.page().wait_for("#totp-secret").await?;
    let address = journey
        .page()
        .attr("#totp-current", "href")
        .await?
        .context("no address for the current code")?;
    journey
        .page()
        .fill("#totp-code", &code_at(journey, &address).await?)
        .await?;
    journey.page().click("#totp-submit").await?;
    journey
        .page()
        .wait_for("#totp-state[data-state=on]")
        .await?;
    journey.page().click("#account-logout-submit").await?;
    journey.page().wait_for("#notice").await?;

    journey
        .fill_login("/pages/two-factor", name, password)
        .await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .fill("#code", &code_at(journey, &address).await?)
        .await?;
    journey.page().click("#code-submit").await?;
    journey.welcomed(name).await
}

/// The code that the emulator shows at the address the page links to.
async fn code_at(journey: &Journey, address: &str) -> Result<String> {
    // A code counts once: the next one is taken when the last was used.
    let answer = journey
        .stack
        .http()
        .json(Method::GET, address, &Value::Null)
        .await?;
    Ok(answer["code"].as_str().context("no code")?.to_owned())
}
