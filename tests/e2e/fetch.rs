//! Delivery by `fetch`: the token goes to the app's server without leaving the page, which may refuse and be asked again.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::record::Recorded;
use authrocket_tests::runner::Case;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        token_and_hidden_inputs_go_with_the_csrf_value,
        refusal_is_shown_and_repeated_without_a_second_login,
        editing_a_field_begins_anew,
        second_factor_is_not_asked_twice,
        signup_token_goes_with_the_pages_meta,
    ]
}

const PAGE: &str = "/pages/login-fetch";

/// What reached the login handler by POST.
fn arrivals(journey: &Journey, path: &str) -> Vec<Recorded> {
    let all = journey.stack.app.all().into_iter();
    all.filter(|request| request.path == path && request.method == "POST")
        .collect()
}

fn field(request: &Recorded, wanted: &str) -> Option<String> {
    form_urlencoded::parse(&request.body)
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
}

async fn refused(journey: &Journey, username: &str, password: &str) -> Result<()> {
    journey.fill_login(PAGE, username, password).await?;
    journey.page().click("#refuse-once").await?;
    journey.watch_codes().await?;
    journey.page().click("#login-submit").await
}

async fn token_and_hidden_inputs_go_with_the_csrf_value(journey: &mut Journey) -> Result<()> {
    journey.fill_login(PAGE, "ada", "analytical engine").await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    let all = arrivals(journey, "/login");
    let request = all
        .first()
        .context("nothing arrived at the login handler")?;
    let mut names: Vec<String> = form_urlencoded::parse(&request.body)
        .map(|(name, _)| name.into_owned())
        .collect();
    names.sort();
    ensure!(names == ["csrf", "refuse", "token"], "sent {names:?}");
    ensure!(request.query.is_empty() && all.len() == 1);
    let accepted = request.header("accept");
    ensure!(accepted == Some("application/json"), "accepts {accepted:?}");
    ensure!(
        field(request, "csrf").is_some_and(|value| !value.is_empty()),
        "no CSRF value came"
    );
    Ok(())
}

async fn refusal_is_shown_and_repeated_without_a_second_login(journey: &mut Journey) -> Result<()> {
    refused(journey, "ada", "analytical engine").await?;
    let shown = journey.error_text("#login-form").await?;
    ensure!(
        shown.contains("refused"),
        "the server's own words are not shown: {shown}"
    );
    ensure!(!journey.page().url().await?.contains("token"));
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    let logins = journey.stack.requests("/v1/login").await?.len();
    ensure!(logins == 1, "{logins} logins");
    let tokens: Vec<_> = arrivals(journey, "/login")
        .iter()
        .map(|request| field(request, "token"))
        .collect();
    ensure!(tokens.len() == 2 && tokens[0].is_some() && tokens[0] == tokens[1]);
    Ok(())
}

async fn editing_a_field_begins_anew(journey: &mut Journey) -> Result<()> {
    refused(journey, "ada", "analytical engine").await?;
    journey.error_text("#login-form").await?;
    journey.page().fill("#username", "grace").await?;
    journey.page().fill("#password", "not hers").await?;
    journey.page().click("#login-submit").await?;
    let logins = "the second login";
    authrocket_tests::wait::until(logins, async || {
        let sent = journey.stack.requests("/v1/login").await?.len();
        Ok((sent == 2).then_some(()))
    })
    .await?;
    journey.error_text("#login-form").await?;
    let delivered = arrivals(journey, "/login").len();
    ensure!(delivered == 1, "ada's token was delivered for grace");
    Ok(())
}

async fn second_factor_is_not_asked_twice(journey: &mut Journey) -> Result<()> {
    refused(journey, "grace", "nanoseconds of wire").await?;
    let code = journey.stack.code("grace").await?;
    journey.page().fill("input[name=code]", &code).await?;
    journey.page().click("#login-submit").await?;
    journey.error_text("#login-form").await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("grace").await?;
    let steps = journey.stack.requests("/v1/login").await?.len();
    ensure!(steps == 2, "{steps} steps");
    Ok(())
}

async fn signup_token_goes_with_the_pages_meta(journey: &mut Journey) -> Result<()> {
    let password = "orbital mechanics by hand";
    crate::signup::fill(journey, "/pages/signup-fetch", "mary", password).await?;
    journey.page().click("#signup-submit").await?;
    journey.page().wait_for("#payment-form").await?;
    let all = arrivals(journey, "/token/signup");
    let request = all
        .first()
        .context("nothing arrived at the signup handler")?;
    ensure!(field(request, "token").is_some_and(|token| token.starts_with("utk_")));
    ensure!(
        request
            .header("x-csrf-token")
            .is_some_and(|value| !value.is_empty())
    );
    journey.page().click("#pay-yes").await?;
    journey.welcomed("mary").await
}
