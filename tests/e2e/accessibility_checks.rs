//! The checks of accessibility find what they are for: each is tried on a page that was broken on purpose.

use anyhow::{Result, ensure};
use authrocket_tests::browsers::Browser;
use authrocket_tests::drivers::Visitor;
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use authrocket_tests::viewport::NARROW;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        axe_finds_a_field_without_a_name,
        axe_finds_a_faint_text,
        what_does_not_fit_is_found,
        what_moves_is_found,
        what_is_lost_in_forced_colours_is_found,
    ]
}

/// Breaks the page by a script, and expects findings with all of the words.
async fn broken(journey: &Journey, script: &str) -> Result<()> {
    let script = format!("const $ = (css) => document.querySelector(css); {script}; return true;");
    journey.page().run(&script, &[]).await.map(|_| ())
}

fn found(findings: &[String], words: &[&str]) -> Result<()> {
    for word in words {
        ensure!(
            findings.iter().any(|finding| finding.contains(word)),
            "nothing was said of {word:?}, but: {findings:#?}"
        );
    }
    Ok(())
}

async fn axe_finds_a_field_without_a_name(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    broken(journey, "$('label[for=password]').remove()").await?;
    found(
        &journey.page().axe().await?,
        &["label (", "id=\"password\""],
    )
}

async fn axe_finds_a_faint_text(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    broken(journey, "$('h1').style.color = '#ddd'").await?;
    found(
        &journey.page().axe().await?,
        &["color-contrast", "id=\"title\""],
    )
}

async fn what_does_not_fit_is_found(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    journey.page().set_viewport(NARROW).await?;
    broken(
        journey,
        "$('#username').style.width = '400px'; Object.assign($('h1').style, { overflow: 'hidden', height: '9px' }); \
         Object.assign($('h2').style, { overflow: 'auto', whiteSpace: 'nowrap', width: '50px' }); \
         $('#password').tabIndex = -1; \
         const lid = document.body.appendChild(document.createElement('div')); \
         Object.assign(lid.style, { position: 'fixed', inset: '60% 0 0 0' }); \
         const button = $('#login-submit'); Object.assign(button.style, { whiteSpace: 'nowrap', width: '20px' })",
    )
    .await?;
    let words = [
        "the page scrolls sideways",
        "reaches from",
        "is cut at its foot: <h1",
        "scrolls sideways: <h2",
        "its text sticks out: <button",
        "is reached by no key: <input id=\"password\"",
        "cannot be seen or clicked",
    ];
    found(&journey.page().cut_off().await?, &words)
}

async fn what_moves_is_found(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    // The demo's buttons change slowly for those who do not mind.
    found(&journey.page().moving().await?, &["would change slowly"])?;
    broken(
        journey,
        "$('h1').animate([{ opacity: 0 }, { opacity: 1 }], { duration: 60000 }); \
         document.documentElement.style.scrollBehavior = 'smooth'",
    )
    .await?;
    let words = ["is moving", "scrolls smoothly"];
    found(&journey.page().moving().await?, &words)
}

async fn what_is_lost_in_forced_colours_is_found(journey: &mut Journey) -> Result<()> {
    if journey.browser() == Browser::Webkit {
        return crate::accessibility_settings::webkit_has_no_forced_colours(journey).await;
    }
    let forced_colours = true;
    let visitor = Visitor {
        forced_colours,
        ..Visitor::default()
    };
    journey.as_visitor(visitor).await?;
    journey.open("/pages/login").await?;
    broken(
        journey,
        "$('#username').setAttribute('aria-invalid', 'true'); $('#username').style.outline = 'none'; \
         $('#login-submit').style.border = 'none'; \
         Object.assign($('h1').style, { forcedColorAdjust: 'none', color: 'red', backgroundColor: 'red' })",
    )
    .await?;
    let words = [
        "is wrong by its colour only: <input id=\"username\"",
        "shows no focus",
        "has no edge: <button",
        "keeps its own colours: <h1",
        "on rgb(255, 0, 0): <h1",
    ];
    found(&journey.page().lost_in_forced_colours().await?, &words)
}
