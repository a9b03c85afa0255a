//! Everything by keyboard alone: no pointer, and the focus is always where the next key should go.

use anyhow::{Result, bail, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use fantoccini::key::Key;
use serde_json::json;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        login_with_a_mistake_corrected,
        second_factor_without_moving_the_focus_oneself,
        signup_with_the_focus_led_to_the_mistake,
        logout,
    ]
}

/// Presses Tab, or Shift and Tab when the way is back, until an element has the focus.
async fn tab_to(journey: &Journey, css: &str) -> Result<()> {
    let is_back = "const way = document.activeElement.compareDocumentPosition(document.querySelector(arguments[0])); \
         return (way & (Node.DOCUMENT_POSITION_PRECEDING | Node.DOCUMENT_POSITION_CONTAINED_BY)) \
           === Node.DOCUMENT_POSITION_PRECEDING;";
    for _ in 0..40 {
        if journey.page().focused(css).await? {
            return Ok(());
        }
        if journey.page().run(is_back, &[json!(css)]).await? == true {
            journey.page().press_with(Key::Shift, Key::Tab).await?;
        } else {
            journey.page().press(Key::Tab).await?;
        }
    }
    bail!("Tab does not lead to {css}")
}

async fn wait_focus(journey: &Journey, css: &str) -> Result<()> {
    let focused = format!("document.activeElement === document.querySelector('{css}')");
    journey.page().wait_until(&focused).await.map(|_| ())
}

/// Goes to a field and types into it, over what it holds.
async fn type_into(journey: &Journey, css: &str, text: &str) -> Result<()> {
    tab_to(journey, css).await?;
    // Tab selects what a text field holds, and typing replaces it.
    journey
        .page()
        .run("document.activeElement.select(); return true;", &[])
        .await?;
    journey.page().keys(text).await
}

async fn login_with_a_mistake_corrected(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    type_into(journey, "#username", "ada").await?;
    type_into(journey, "#password", "difference engine").await?;
    tab_to(journey, "#login-submit").await?;
    journey.page().press(Key::Enter).await?;
    journey.error_text("#login-form").await?;
    let inside = "document.querySelector('#login-form').contains(document.activeElement)";
    journey.page().wait_until(inside).await?;
    type_into(journey, "#password", "analytical engine").await?;
    journey.page().press(Key::Enter).await?;
    journey.welcomed("ada").await
}

async fn second_factor_without_moving_the_focus_oneself(journey: &mut Journey) -> Result<()> {
    for path in ["/pages/two-factor", "/pages/two-factor-inline"] {
        journey.open(path).await?;
        type_into(journey, "#username", "grace").await?;
        type_into(journey, "#password", "nanoseconds of wire").await?;
        journey.page().press(Key::Enter).await?;
        wait_focus(journey, "input[name=code]").await?;
        journey
            .page()
            .keys(&journey.stack.code("grace").await?)
            .await?;
        journey.page().press(Key::Enter).await?;
        journey.welcomed("grace").await?;
        journey.page().client().delete_all_cookies().await?;
        // A code counts once.
        journey.stack.pass_time(60).await?;
    }
    Ok(())
}

async fn signup_with_the_focus_led_to_the_mistake(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/signup").await?;
    type_into(journey, "#username", "ada").await?;
    type_into(journey, "#email", "katherine@example.test").await?;
    type_into(journey, "#password", "orbital mechanics by hand").await?;
    type_into(
        journey,
        "#password_confirmation",
        "orbital mechanics by hand",
    )
    .await?;
    journey.page().press(Key::Enter).await?;
    wait_focus(journey, "#username").await?;
    type_into(journey, "#username", "katherine").await?;
    tab_to(journey, "#signup-submit").await?;
    journey.page().keys(" ").await?;
    journey.welcomed("katherine").await
}

async fn logout(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    type_into(journey, "#username", "ada").await?;
    type_into(journey, "#password", "analytical engine").await?;
    journey.page().press(Key::Enter).await?;
    journey.welcomed("ada").await?;
    let token = journey.delivered_token()?;
    journey.open("/pages/logout").await?;
    tab_to(journey, "#logout-submit").await?;
    journey.page().press(Key::Enter).await?;
    journey.page().wait_for("#notice").await?;
    ensure!(!journey.stack.session_lives(&token).await?);
    Ok(())
}
