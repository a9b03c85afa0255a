//! No script runs: JavaScript is switched off, forbidden, or did not arrive. A form then goes to the hosted page of its
//! operation, which does the same; still no password reaches the app.

mod hosted;

use anyhow::{Result, ensure};
use authrocket_tests::drivers::Scripting;
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;

pub fn cases() -> Vec<Case<Journey>> {
    let switched_off = authrocket_tests::cases![
        javascript_switched_off_login,
        javascript_switched_off_event_and_code_login,
        javascript_switched_off_module_and_old_login,
        javascript_switched_off_signup,
    ];
    let switched_off = switched_off
        .into_iter()
        .map(|case| case.with(Scripting::Off));
    let mut cases: Vec<Case<Journey>> = switched_off.chain(hosted::cases()).collect();
    cases.extend(authrocket_tests::cases![
        scripts_forbidden_by_policy,
        scripts_that_did_not_arrive_for_a_login,
        scripts_that_did_not_arrive_for_an_event_and_code_login,
        scripts_that_did_not_arrive_for_a_module_and_old_login,
    ]);
    cases
}

// Few at a time, since each is a whole login and a slow machine has a deadline too.
const PLAIN: [&str; 2] = ["login", "login-post"];
const EVENT_AND_CODE: [&str; 2] = ["login-event", "two-factor"];
const OTHERS: [&str; 2] = ["module", "old-style"];

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

async fn submit_logins(journey: &Journey, pages: [&str; 2]) -> Result<()> {
    for page in pages {
        submit_login(journey, page).await?;
    }
    Ok(())
}

async fn javascript_switched_off_login(journey: &mut Journey) -> Result<()> {
    submit_logins(journey, PLAIN).await
}

async fn javascript_switched_off_event_and_code_login(journey: &mut Journey) -> Result<()> {
    submit_logins(journey, EVENT_AND_CODE).await
}

async fn javascript_switched_off_module_and_old_login(journey: &mut Journey) -> Result<()> {
    submit_logins(journey, OTHERS).await
}

async fn javascript_switched_off_signup(journey: &mut Journey) -> Result<()> {
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

async fn scripts_that_did_not_arrive_for_a_login(journey: &mut Journey) -> Result<()> {
    journey.stack.lose_scripts();
    submit_logins(journey, PLAIN).await
}

async fn scripts_that_did_not_arrive_for_an_event_and_code_login(
    journey: &mut Journey,
) -> Result<()> {
    journey.stack.lose_scripts();
    submit_logins(journey, EVENT_AND_CODE).await
}

async fn scripts_that_did_not_arrive_for_a_module_and_old_login(
    journey: &mut Journey,
) -> Result<()> {
    journey.stack.lose_scripts();
    submit_logins(journey, OTHERS).await
}
