//! No script runs: JavaScript is switched off, forbidden, or did not arrive. A form then goes to the hosted page of its
//! operation, which does the same; still no password reaches the app.

mod hosted;

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;

pub fn cases() -> Vec<Case<Journey>> {
    let mut cases = authrocket_tests::cases![
        javascript_switched_off_login,
        javascript_switched_off_signup,
        scripts_forbidden_by_policy,
        scripts_that_did_not_arrive,
    ];
    cases.extend(hosted::cases());
    cases
}

const LOGIN_PAGES: [&str; 6] = [
    "login",
    "login-post",
    "login-event",
    "two-factor",
    "module",
    "old-style",
];

/// Submits the login form of a page as it stands: the browser comes back from LoginRocket logged in.
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
    journey.welcomed("ada").await?;
    went_through_the_hosted_page(journey, "/login").await?;
    journey.page().click("#account-logout-submit").await?;
    journey.page().wait_for("#notice").await.map(|_| ())
}

/// The form was posted to LoginRocket and not to the app.
async fn went_through_the_hosted_page(journey: &Journey, path: &str) -> Result<()> {
    let posts = journey.stack.requests(path).await?;
    let posts = posts.iter().filter(|request| request["method"] == "POST");
    ensure!(posts.count() > 0, "no form came to {path}");
    let to_app = journey.stack.app.all();
    let to_app = to_app
        .iter()
        .find(|request| request.method == "POST" && request.path != "/logout");
    ensure!(to_app.is_none(), "the app got a form");
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
    journey.welcomed("katherine").await?;
    went_through_the_hosted_page(journey, "/signup").await
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
