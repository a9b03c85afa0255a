//! The scenes of the showcase pages, of the panels when they are open, and of the documents.
//!
//! Used by `accessibility.rs`.

use anyhow::Result;
use authrocket_tests::journey::Journey;

use crate::accessibility_scenes::{Scene, scenes};

pub fn scenes() -> Vec<Scene> {
    scenes![
        "showcase-login.html": showcase_idle, showcase_languages, showcase_refused, showcase_code, showcase_panels;
        "showcase-signup.html": showcase_signup_idle, showcase_signup_typed;
        "docs.html": documents, document;
    ]
}

const LOGIN: &str = "/pages/showcase-login";

async fn showcase_idle(journey: &mut Journey) -> Result<()> {
    journey.open(LOGIN).await
}

async fn showcase_languages(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/showcase-login?lang=ja").await?;
    journey.page().click("#languages summary").await
}

async fn showcase_refused(journey: &mut Journey) -> Result<()> {
    journey.fill_login(LOGIN, "ada", "wrong").await?;
    journey.page().click("#login-submit").await?;
    journey.error_text("#login-form").await.map(drop)
}

async fn showcase_code(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login(LOGIN, "grace", "nanoseconds of wire")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.page().wait_for("#code").await.map(drop)
}

async fn showcase_panels(journey: &mut Journey) -> Result<()> {
    showcase_refused(journey).await?;
    journey.page().click("#markup-panel summary").await?;
    journey.page().click("#requests-panel summary").await?;
    let listed = |text: &str| text.contains("/v1/login");
    let log = "#log-authrocket";
    journey.page().wait_text(log, listed).await.map(drop)
}

async fn showcase_signup_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/showcase-signup").await
}

async fn showcase_signup_typed(journey: &mut Journey) -> Result<()> {
    showcase_signup_idle(journey).await?;
    journey.page().fill("#password", "orbital").await
}

async fn documents(journey: &mut Journey) -> Result<()> {
    journey.open("/docs").await
}

async fn document(journey: &mut Journey) -> Result<()> {
    journey.open("/docs/styling").await
}
