//! What visitors set in their browsers is respected by every page: dark colours, reduced motion, colours of their own.
//!
//! One browser window for each setting and half of the scenes. A page at rest, at work, and with an error tells all of its
//! colours and movements; the other scenes differ from these by their words.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::Browser;
use authrocket_tests::drivers::Visitor;
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;

use crate::accessibility::none;
use crate::accessibility_scenes::{self, Scene};

pub fn cases() -> Vec<Case<Journey>> {
    let (dark, reduced_motion, forced_colours) = (true, true, true);
    let usual = Visitor::default();
    let dark = Visitor { dark, ..usual };
    let still = Visitor {
        reduced_motion,
        ..usual
    };
    let coloured = Visitor {
        forced_colours,
        ..usual
    };
    let by_visitor = [
        (dark, authrocket_tests::cases![dark_forms, dark_pages]),
        (
            still,
            authrocket_tests::cases![reduced_motion_in_forms, reduced_motion_on_pages],
        ),
        (
            coloured,
            authrocket_tests::cases![forced_colours_in_forms, forced_colours_on_pages],
        ),
    ];
    let cases = by_visitor
        .into_iter()
        .flat_map(|(visitor, cases)| cases.into_iter().map(move |case| case.with(visitor)));
    cases.collect()
}

const FORMS: [&str; 9] = [
    "login_busy",
    "login_refused",
    "login_code",
    "login_event_app_away",
    "two_factor_code_refused",
    "signup_field_errors",
    "module_busy",
    "showcase_refused",
    "showcase_signup_typed",
];

const PAGES: [&str; 7] = [
    "start",
    "start_after_logout",
    "old_style_refused",
    "account_wrong_code",
    "payment",
    "refused_forged",
    "logout_unreachable",
];

fn chosen(names: &[&str]) -> Result<Vec<Scene>> {
    let mut all = accessibility_scenes::all();
    let mut chosen = Vec::new();
    for name in names {
        let place = all
            .iter()
            .position(|scene| scene.name.ends_with(&format!("::{name}")));
        chosen.push(all.swap_remove(place.with_context(|| format!("there is no scene {name}"))?));
    }
    Ok(chosen)
}

/// Goes through the scenes in one window, and looks at each.
async fn each_scene(
    journey: &mut Journey,
    names: &[&str],
    look: impl AsyncFn(&Journey) -> Result<Vec<String>>,
) -> Result<()> {
    let mut findings = Vec::new();
    for scene in chosen(names)? {
        journey.stack.reset().await?;
        journey.open("/assets/icon.svg").await?;
        journey.page().client().delete_all_cookies().await?;
        (scene.reach)(journey).await.context(scene.name)?;
        let found = look(journey).await.context(scene.name)?;
        findings.extend(
            found
                .into_iter()
                .map(|text| format!("{}: {text}", scene.name)),
        );
    }
    none("all scenes", findings)
}

async fn dark(journey: &mut Journey, names: &[&str]) -> Result<()> {
    ensure!(journey.page().media("(prefers-color-scheme: dark)").await?);
    each_scene(journey, names, async |journey| journey.page().axe().await).await
}

async fn dark_forms(journey: &mut Journey) -> Result<()> {
    dark(journey, &FORMS).await
}

async fn dark_pages(journey: &mut Journey) -> Result<()> {
    dark(journey, &PAGES).await
}

async fn reduced_motion(journey: &mut Journey, names: &[&str]) -> Result<()> {
    let asked = "(prefers-reduced-motion: reduce)";
    ensure!(journey.page().media(asked).await?);
    each_scene(journey, names, async |journey| {
        journey.page().moving().await
    })
    .await
}

async fn reduced_motion_in_forms(journey: &mut Journey) -> Result<()> {
    reduced_motion(journey, &FORMS).await
}

async fn reduced_motion_on_pages(journey: &mut Journey) -> Result<()> {
    reduced_motion(journey, &PAGES).await
}

async fn forced_colours(journey: &mut Journey, names: &[&str]) -> Result<()> {
    if journey.browser() == Browser::Webkit {
        return webkit_has_no_forced_colours(journey).await;
    }
    ensure!(journey.page().media("(forced-colors: active)").await?);
    each_scene(journey, names, async |journey| {
        journey.page().lost_in_forced_colours().await
    })
    .await
}

async fn forced_colours_in_forms(journey: &mut Journey) -> Result<()> {
    forced_colours(journey, &FORMS).await
}

async fn forced_colours_on_pages(journey: &mut Journey) -> Result<()> {
    forced_colours(journey, &PAGES).await
}

/// WebKit on Linux never forces colours, so there is nothing to look at; when it can, this fails, and the check is due.
pub async fn webkit_has_no_forced_colours(journey: &mut Journey) -> Result<()> {
    journey
        .as_visitor(Visitor {
            forced_colours: true,
            ..Visitor::default()
        })
        .await?;
    journey.open("/").await?;
    ensure!(!journey.page().media("(forced-colors: active)").await?);
    Ok(())
}
