//! Social logins, through the emulator's pretended provider.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::Browser;
use authrocket_tests::drivers::{IN_APP, Visitor};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use fantoccini::key::Key;
use serde_json::json;

pub fn cases() -> Vec<Case<Journey>> {
    let mut cases = authrocket_tests::cases![
        newcomer_becomes_a_user,
        known_address_is_that_users_login,
        refusing_leads_to_the_hosted_login,
        realm_with_payment_gets_a_signup_token,
        redir_comes_back_with_the_token,
    ];
    let in_app = authrocket_tests::cases![built_in_browser_is_offered_a_way_out_first];
    cases.extend(in_app.into_iter().map(|case| case.with(in_an_app())));
    cases
}

/// Somebody who looks at the page inside of another app.
pub fn in_an_app() -> Visitor {
    Visitor {
        in_app: true,
        ..Visitor::default()
    }
}

/// Clicks a link of a page, and waits for the pretended provider.
async fn go_to_provider(journey: &Journey, page: &str, link: &str, provider: &str) -> Result<()> {
    journey.open(page).await?;
    journey.page().click(link).await?;
    let part = format!("/auth/{provider}");
    journey
        .page()
        .wait_url("the provider's", |url| url.contains(&part))
        .await?;
    Ok(())
}

/// Says who one is, and decides.
async fn answer(journey: &Journey, email: &str, name: &str, decision: &str) -> Result<()> {
    journey.page().fill("#email", email).await?;
    journey.page().fill("#name", name).await?;
    journey
        .page()
        .click(&format!("button[value={decision}]"))
        .await
}

/// The names of the parameters of the request that brought the token.
fn arrival(journey: &Journey, path: &str) -> Result<Vec<String>> {
    let all = journey.stack.app.all();
    let brought = all.iter().find(|request| request.path == path);
    let query = &brought
        .with_context(|| format!("nothing arrived at {path}"))?
        .query;
    let names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned());
    Ok(names.collect())
}

async fn newcomer_becomes_a_user(journey: &mut Journey) -> Result<()> {
    go_to_provider(journey, "/pages/social", "#social-facebook", "facebook").await?;
    answer(
        journey,
        "katherine@example.test",
        "Katherine Johnson",
        "allow",
    )
    .await?;
    journey.welcomed("katherine@example.test").await?;
    ensure!(arrival(journey, "/sso/login")? == ["token", "signup"]);
    ensure!(journey.page().text("h1").await?.contains("Katherine"));
    Ok(())
}

async fn known_address_is_that_users_login(journey: &mut Journey) -> Result<()> {
    go_to_provider(journey, "/pages/social", "#social-google", "google").await?;
    answer(journey, "sofia@example.test", "Somebody Else", "allow").await?;
    journey.welcomed("sofia").await?;
    ensure!(arrival(journey, "/sso/login")? == ["token"]);
    Ok(())
}

async fn refusing_leads_to_the_hosted_login(journey: &mut Journey) -> Result<()> {
    go_to_provider(journey, "/pages/social", "#social-google", "google").await?;
    journey.page().click("button[value=refuse]").await?;
    journey
        .page()
        .wait_url("the hosted login", |url| url.contains("/login"))
        .await?;
    let shown = journey
        .page()
        .wait_text("#problems", |text| !text.is_empty())
        .await?;
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app, with: {shown}"
    );
    journey.page().fill("#username", "sofia").await?;
    journey
        .page()
        .fill("#password", "one top, one login")
        .await?;
    journey.page().press(Key::Enter).await?;
    journey.welcomed("sofia").await
}

async fn realm_with_payment_gets_a_signup_token(journey: &mut Journey) -> Result<()> {
    go_to_provider(journey, "/pages/signup-token", "#social-google", "google").await?;
    answer(journey, "mary@example.test", "Mary Jackson", "allow").await?;
    journey.page().wait_for("#payment-form").await?;
    ensure!(
        !journey.page().url().await?.contains("utk_"),
        "the token stayed in the address"
    );
    journey.page().click("#pay-yes").await?;
    journey.welcomed("mary@example.test").await
}

async fn redir_comes_back_with_the_token(journey: &mut Journey) -> Result<()> {
    go_to_provider(journey, "/pages/social", "#social-google-redir", "google").await?;
    answer(journey, "sofia@example.test", "Sofia", "allow").await?;
    let wanted = journey.stack.app_url("/pages/outbox");
    journey
        .page()
        .wait_url("the mails", |url| url == wanted)
        .await?;
    ensure!(arrival(journey, "/sso/login")? == ["token", "redir"]);
    Ok(())
}

/// Clicks a social link in the built-in browser of another app, once the library watches for that.
pub async fn offered_a_way_out(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/social").await?;
    let watches =
        "Boolean((document.wrappedJSObject ?? document)[Symbol.for('authrocket.comforts')])";
    journey.page().wait_until(watches).await?;
    if journey.browser() == Browser::Webkit {
        // Under a driver its name is what it is, but for what scripts are shown.
        let tell =
            "Object.defineProperty(navigator, 'userAgent', { value: arguments[0] }); return true;";
        journey.page().run(tell, &[json!(IN_APP)]).await?;
    }
    journey.page().click("#social-facebook").await?;
    journey.page().wait_for(OFFER).await.map(|_| ())
}

const OFFER: &str = "[data-authrocket-webview]";

async fn built_in_browser_is_offered_a_way_out_first(journey: &mut Journey) -> Result<()> {
    offered_a_way_out(journey).await?;
    let address = journey.stack.app_url("/pages/social");
    ensure!(journey.page().value(&format!("{OFFER} input")).await? == address);
    let out = journey.page().attr(&format!("{OFFER} a"), "href").await?;
    ensure!(
        out.as_ref() == Some(&address),
        "the way out leads to {out:?}"
    );
    ensure!(
        journey.page().focused(OFFER).await?,
        "the focus is elsewhere"
    );

    // Escape takes the offer back, and the user may insist.
    journey.page().press(Key::Escape).await?;
    journey.page().wait_gone(OFFER).await?;
    journey.page().click("#social-facebook").await?;
    journey
        .page()
        .click(&format!("{OFFER} button:last-child"))
        .await?;
    journey
        .page()
        .wait_url("the provider's", |url| url.contains("/auth/facebook"))
        .await
        .map(|_| ())
}
