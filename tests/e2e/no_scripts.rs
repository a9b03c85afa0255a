//! No script runs: JavaScript is switched off, forbidden, or did not arrive. Still no password reaches the app.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        javascript_switched_off_login,
        javascript_switched_off_signup,
        scripts_forbidden_by_policy,
        scripts_that_did_not_arrive,
    ]
}

const LOGIN_PAGES: [&str; 6] = [
    "login",
    "login-post",
    "login-event",
    "two-factor",
    "module",
    "old-style",
];

/// Submits the login form of a page as it stands, and sees where the browser goes: to LoginRocket.
async fn submit_login(journey: &Journey, page: &str) -> Result<()> {
    journey.open(&format!("/pages/{page}")).await?;
    let old = if page == "old-style" { "login_" } else { "" };
    journey
        .page()
        .fill(&format!("#{old}username"), "ada")
        .await?;
    journey
        .page()
        .fill(&format!("#{old}password"), "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    leaves_for_login_rocket(journey, page).await
}

async fn leaves_for_login_rocket(journey: &Journey, page: &str) -> Result<()> {
    let (app, service) = (journey.stack.app_url(""), journey.stack.login_url(""));
    let url = journey
        .page()
        .wait_url("no page of the app", |url| !url.starts_with(&app))
        .await?;
    ensure!(url.starts_with(&service), "{page} leads to {url}");
    let posted = journey
        .stack
        .app
        .all()
        .iter()
        .filter(|request| request.method == "POST")
        .count();
    ensure!(posted == 0, "{page} posted to the app");
    Ok(())
}

async fn javascript_switched_off_login(journey: &mut Journey) -> Result<()> {
    journey.without_scripts().await?;
    for page in LOGIN_PAGES {
        submit_login(journey, page).await?;
    }
    Ok(())
}

async fn javascript_switched_off_signup(journey: &mut Journey) -> Result<()> {
    journey.without_scripts().await?;
    crate::signup::fill(
        journey,
        "/pages/signup",
        "katherine",
        "orbital mechanics by hand",
    )
    .await?;
    journey.page().click("#signup-submit").await?;
    leaves_for_login_rocket(journey, "signup").await
}

async fn scripts_forbidden_by_policy(journey: &mut Journey) -> Result<()> {
    journey.stack.block_scripts();
    submit_login(journey, "login").await
}

async fn scripts_that_did_not_arrive(journey: &mut Journey) -> Result<()> {
    journey.stack.lose_scripts();
    for page in LOGIN_PAGES {
        submit_login(journey, page).await?;
    }
    Ok(())
}
