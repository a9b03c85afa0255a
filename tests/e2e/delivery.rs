//! How the token reaches the app's server: by navigation, by a form post, by the page's own script.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::record::Recorded;
use authrocket_tests::runner::Case;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        navigate_brings_the_token_and_leaves_it_nowhere,
        post_brings_the_token_in_no_address,
        event_leaves_the_token_to_the_page,
        post_after_a_second_factor_too,
    ]
}

async fn login(journey: &Journey, path: &str) -> Result<()> {
    journey.fill_login(path, "ada", "analytical engine").await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

/// The names of the fields of a posted form.
fn fields(request: &Recorded) -> Vec<String> {
    let mut names: Vec<String> = form_urlencoded::parse(&request.body)
        .map(|(name, _)| name.into_owned())
        .collect();
    names.sort();
    names
}

fn arrival(journey: &Journey, method: &str) -> Result<Recorded> {
    let all = journey.stack.app.all();
    let mut found = all.into_iter().filter(|request| request.path == "/login");
    let first = found
        .next()
        .context("nothing arrived at the login handler")?;
    ensure!(
        found.next().is_none(),
        "more than one request arrived at the login handler"
    );
    ensure!(first.method == method, "it arrived by {}", first.method);
    Ok(first)
}

/// No other request passes the token on, in a Referer or in an address.
fn passed_on_nowhere(journey: &Journey, token: &str) -> Result<()> {
    for request in journey
        .stack
        .app
        .all()
        .iter()
        .filter(|request| request.path != "/login")
    {
        ensure!(
            !request.text().contains(token),
            "the token was passed on: {}",
            request.text()
        );
    }
    Ok(())
}

async fn navigate_brings_the_token_and_leaves_it_nowhere(journey: &mut Journey) -> Result<()> {
    login(journey, "/pages/login").await?;
    let request = arrival(journey, "GET")?;
    ensure!(
        request.query.starts_with("token=eyJ") && !request.query.contains('&'),
        "the query is {}",
        request.query
    );
    passed_on_nowhere(journey, &journey.delivered_token()?)
}

async fn post_brings_the_token_in_no_address(journey: &mut Journey) -> Result<()> {
    login(journey, "/pages/login-post").await?;
    let request = arrival(journey, "POST")?;
    ensure!(
        request.query.is_empty() && fields(&request) == ["csrf", "token"],
        "posted {:?}",
        fields(&request)
    );
    passed_on_nowhere(journey, &journey.delivered_token()?)
}

async fn event_leaves_the_token_to_the_page(journey: &mut Journey) -> Result<()> {
    login(journey, "/pages/login-event").await?;
    let request = arrival(journey, "POST")?;
    ensure!(request.header("accept") == Some("application/json"));
    ensure!(
        fields(&request) == ["csrf", "token"],
        "sent {:?}",
        fields(&request)
    );
    passed_on_nowhere(journey, &journey.delivered_token()?)
}

async fn post_after_a_second_factor_too(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login-post", "grace", "nanoseconds of wire")
        .await?;
    journey.page().click("#login-submit").await?;
    let added = "#login-form input[name=code]";
    journey.page().wait_for(added).await?;
    journey
        .page()
        .fill(added, &journey.stack.code("grace").await?)
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("grace").await?;
    let request = arrival(journey, "POST")?;
    ensure!(
        fields(&request) == ["csrf", "token"],
        "posted {:?}",
        fields(&request)
    );
    Ok(())
}
