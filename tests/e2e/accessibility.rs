//! Every scene of `accessibility_scenes.rs`, looked at by axe-core on a wide and on a narrow page, where nothing may be cut.
//!
//! No page and no rule is left out. What visitors set in their browsers is in `accessibility_settings.rs`.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use authrocket_tests::viewport::{NARROW, WIDE};
use libtest_mimic::{Failed, Trial};

use crate::accessibility_scenes::{self, Scene};

pub fn cases() -> Vec<Case<Journey>> {
    accessibility_scenes::all().into_iter().map(case).collect()
}

/// The trials that need no browser.
pub fn plain() -> Vec<Trial> {
    vec![Trial::test(
        "accessibility::every_page_is_in_a_scene",
        || {
            let forgotten = accessibility_scenes::forgotten()
                .map_err(|error| Failed::from(format!("{error:#}")))?;
            if forgotten.is_empty() {
                return Ok(());
            }
            let text = format!(
                "www/pages and tests/e2e/accessibility_scenes.rs differ in: {}",
                forgotten.join(", ")
            );
            Err(Failed::from(text))
        },
    )]
}

fn case(scene: Scene) -> Case<Journey> {
    let reach = scene.reach;
    Case::new(scene.name, move |journey: &mut Journey| {
        Box::pin(async move {
            journey.page().set_viewport(WIDE).await?;
            reach(journey).await?;
            journey.page().wait_until(ATTACHED).await?;
            let before = states(journey).await?;
            fits(journey).await?;
            let after = states(journey).await?;
            ensure!(
                before == after,
                "it did not stay as it was: {before} became {after}"
            );
            Ok(())
        })
    })
}

/// Whether the library has taken every form that is to be seen; until then, it may still change the page.
const ATTACHED: &str = "Array.from(document.querySelectorAll('form[data-authrocket]:not([hidden])'), \
     (form) => form.dataset.authrocketState).every(Boolean)";

async fn fits(journey: &Journey) -> Result<()> {
    let page = journey.page();
    none("axe-core", page.axe().await?)?;
    page.set_viewport(NARROW).await?;
    none("on a narrow page", page.cut_off().await?)?;
    none("axe-core, on a narrow page", page.axe().await?)
}

/// Fails with every finding at once.
pub fn none(what: &str, findings: Vec<String>) -> Result<()> {
    ensure!(
        findings.is_empty(),
        "{what}: {} findings\n  {}",
        findings.len(),
        findings.join("\n  ")
    );
    Ok(())
}

/// The states of all forms.
async fn states(journey: &Journey) -> Result<String> {
    let all = "Array.from(document.forms, (form) => `${form.id} ${form.dataset.authrocketState} ${form.ariaBusy}`).join()";
    let answer = journey.page().run(all, &[]).await?;
    Ok(answer.as_str().unwrap_or_default().to_owned())
}
