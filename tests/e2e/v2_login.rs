//! AuthRocket 2: logging in, with a second factor, to one of several accounts; and what can go wrong.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use axum::http::Method;
use serde_json::{Value, json};

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        v2_right_password_leads_to_the_account,
        v2_wrong_password_shows_a_message_and_can_be_corrected,
        v2_second_factor_takes_the_code,
        v2_account_is_chosen_on_the_apps_own_page,
        v2_account_is_chosen_at_loginrocket,
        v2_login_works_without_scripts,
        v2_unlisted_origin_reads_nothing_and_delivers_nothing,
        v2_ended_session_asks_for_a_new_login,
        v2_logout_ends_the_session_here_and_there,
    ]
}

pub const REALM: &str = "rl_0DemoVersionTwoRealm8";
pub const PASSWORD: &str = "analytical engine";

/// Opens a page with a login form, fills it in, and sends it.
pub async fn log_in(journey: &Journey, path: &str, name: &str, password: &str) -> Result<()> {
    journey.open(path).await?;
    send(journey, name, password).await
}

async fn send(journey: &Journey, name: &str, password: &str) -> Result<()> {
    let page = journey.page();
    page.fill("#email", name).await?;
    page.fill("#password", password).await?;
    page.click("#login-submit").await
}

/// Waits for the account page, and that it shows this name.
pub async fn welcomed(journey: &Journey, name: &str) -> Result<()> {
    let account = journey.stack.app_url("/v2/account");
    let page = journey.page();
    page.wait_url("the account page", |url| url == account)
        .await?;
    page.wait_text("#account-name", |text| text == name)
        .await
        .map(drop)
}

/// The claims of the token that the app got last.
fn claims(journey: &Journey) -> Result<Value> {
    use base64::Engine as _;
    let token = journey.delivered_token()?;
    let part = token.split('.').nth(1).context("no claims")?;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part)?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// Whether LoginRocket still knows a session.
async fn lives(journey: &Journey, session: &str) -> Result<bool> {
    let path = format!("/sessions?realm_id={REALM}");
    let all = journey
        .stack
        .control(Method::GET, &path, &Value::Null)
        .await?;
    let list = all["collection"].as_array().context("no collection")?;
    Ok(list.iter().any(|known| known["id"] == session))
}

async fn v2_right_password_leads_to_the_account(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", PASSWORD).await?;
    welcomed(journey, "Ada Lovelace").await?;
    ensure!(journey.page().text("#account-account").await? == "Engines");
    let sent = journey.stack.requests("/v2/login").await?;
    ensure!(sent.len() == 1, "sent {} times", sent.len());
    ensure!(sent[0]["secrets"]["password"] == PASSWORD.len());
    ensure!(sent[0]["cookie"] == false, "a cookie was sent");
    let claims = claims(journey)?;
    ensure!(claims["iss"] == "https://authrocket.com");
    ensure!(claims["rid"] == REALM);
    Ok(())
}

async fn v2_wrong_password_shows_a_message_and_can_be_corrected(
    journey: &mut Journey,
) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", "difference engine").await?;
    journey.error_text("#login-form").await?;
    ensure!(journey.page().value("#email").await? == "ada");
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app"
    );
    journey.page().fill("#password", PASSWORD).await?;
    journey.page().click("#login-submit").await?;
    welcomed(journey, "Ada Lovelace").await
}

async fn v2_second_factor_takes_the_code(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "grace", "nanoseconds of wire").await?;
    let field = "#login-form input[name='code']";
    journey.page().wait_for(field).await?;
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app"
    );
    let path = format!("/users/grace/totp?realm_id={REALM}");
    let stack = &journey.stack;
    let code = stack.control(Method::GET, &path, &Value::Null).await?;
    let code = code["code"].as_str().context("no code")?;
    journey.page().fill(field, code).await?;
    journey.page().click("#login-submit").await?;
    welcomed(journey, "Grace Hopper").await?;
    ensure!(journey.stack.requests("/v2/login/verify").await?.len() == 1);
    Ok(())
}

async fn v2_account_is_chosen_on_the_apps_own_page(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login-teams", "ada", PASSWORD).await?;
    let page = journey.page();
    page.wait_for("#account-form:not([hidden]) #account")
        .await?;
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app"
    );
    let choose =
        "document.querySelector('#account').value = 'org_0DemoLoomsTeam0000009'; return true;";
    page.run(choose, &[]).await?;
    page.click("#account-submit").await?;
    welcomed(journey, "Ada Lovelace").await?;
    ensure!(page.text("#account-account").await? == "Looms");
    // LoginRocket's own page changes to the other one.
    page.click("#to-accounts").await?;
    page.wait_for("button[value='org_0DemoEnginesTeam00009']")
        .await?;
    page.click("button[value='org_0DemoEnginesTeam00009']")
        .await?;
    page.wait_text("#account-account", |text| text == "Engines")
        .await?;
    Ok(())
}

async fn v2_account_is_chosen_at_loginrocket(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-login-teams").await?;
    journey.page().click("#choose-there").await?;
    send(journey, "ada", PASSWORD).await?;
    let page = journey.page();
    let looms = "button[value='org_0DemoLoomsTeam0000009']";
    page.wait_for(looms).await?;
    ensure!(page.url().await?.contains("/accounts?"));
    page.click(looms).await?;
    welcomed(journey, "Ada Lovelace").await?;
    ensure!(page.text("#account-account").await? == "Looms");
    Ok(())
}

async fn v2_login_works_without_scripts(journey: &mut Journey) -> Result<()> {
    journey.stack.block_scripts();
    log_in(journey, "/pages/v2-login", "ada", "wrong").await?;
    let page = journey.page();
    page.wait_for("#problems").await?;
    send_hosted(journey, PASSWORD).await?;
    welcomed(journey, "Ada Lovelace").await
}

async fn send_hosted(journey: &Journey, password: &str) -> Result<()> {
    journey.page().fill("#password", password).await?;
    journey.page().click("form button[type='submit']").await
}

async fn v2_unlisted_origin_reads_nothing_and_delivers_nothing(
    journey: &mut Journey,
) -> Result<()> {
    let path = format!("/realms/{REALM}");
    let none = json!({"allowed_origins": []});
    journey.stack.control(Method::PATCH, &path, &none).await?;
    journey.open("/pages/v2-login").await?;
    journey.watch_codes().await?;
    send(journey, "ada", PASSWORD).await?;
    journey.error_text("#login-form").await?;
    let code = journey.next_code().await?;
    ensure!(code == "unreachable", "reported as {code}");
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app"
    );
    Ok(())
}

async fn v2_ended_session_asks_for_a_new_login(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", PASSWORD).await?;
    welcomed(journey, "Ada Lovelace").await?;
    journey.open("/v2/profile").await?;
    journey.watch_codes().await?;
    journey.stack.pass_time(1441 * 60).await?;
    journey.page().fill("#first_name", "Augusta").await?;
    journey.page().fill("#last_name", "King").await?;
    journey.page().click("#profile-submit").await?;
    journey.error_text("#profile-form").await?;
    ensure!(journey.next_code().await? == "session_expired");
    journey.open("/v2/account").await?;
    let login = journey.stack.app_url("/pages/v2-login");
    journey
        .page()
        .wait_url("the login page", |url| url == login)
        .await?;
    Ok(())
}

async fn v2_logout_ends_the_session_here_and_there(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", PASSWORD).await?;
    welcomed(journey, "Ada Lovelace").await?;
    let claims = claims(journey)?;
    let session = claims["sid"].as_str().context("no session")?;
    ensure!(lives(journey, session).await?);
    journey.page().click("#to-logout").await?;
    journey.page().click("#logout-submit").await?;
    let login = journey.stack.app_url("/pages/v2-login");
    journey
        .page()
        .wait_url("the login page", |url| url == login)
        .await?;
    ensure!(!lives(journey, session).await?, "the session still lives");
    journey.open("/v2/account").await?;
    journey
        .page()
        .wait_url("the login page", |url| url == login)
        .await?;
    Ok(())
}
