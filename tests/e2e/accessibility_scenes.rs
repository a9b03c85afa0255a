//! Every page of the demo in every state that it has: the table, and how each scene is reached.
//!
//! A page in `www/pages` that is in no scene fails the run ([`forgotten`]). Used by `accessibility.rs`.

use std::collections::BTreeSet;
use std::pin::Pin;

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::root;
use authrocket_tests::journey::Journey;
use authrocket_tests::stack::dropped;
use axum::http::Method;
use serde_json::json;

/// Brings the browser to a scene.
pub type Reach = for<'a> fn(&'a mut Journey) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// A page in one of its states.
pub struct Scene {
    /// Its file in `www/pages`; empty for a page that is not the demo's.
    pub template: &'static str,
    /// Its name among the cases.
    pub name: &'static str,
    /// How it is reached.
    pub reach: Reach,
}

/// Scenes by the page they show, named after their functions.
macro_rules! scenes {
    ($($template:literal: $($scene:ident),+;)+) => {
        vec![$($($crate::accessibility_scenes::Scene {
            template: $template,
            name: concat!("e2e::accessibility::", stringify!($scene)),
            reach: |journey| Box::pin($scene(journey)),
        }),+),+]
    };
}
pub(crate) use scenes;

/// All of them.
pub fn all() -> Vec<Scene> {
    let mut all = crate::accessibility_forms::scenes();
    all.extend(crate::accessibility_delivery::scenes());
    all.extend(crate::accessibility_operations::scenes());
    all.extend(crate::accessibility_v2::scenes());
    all.extend(crate::accessibility_showcase::scenes());
    all.extend(scenes![
        "index.html": start, start_after_logout;
        "logout.html": logout_idle, logout_busy, logout_unreachable, logout_done;
        "account.html": account, account_enrolment, account_wrong_code, account_second_factor_on, account_unknown;
        "payment.html": payment;
        "refused.html": refused_forged, refused_missing, refused_csrf, refused_unavailable, refused_not_found;
    ]);
    all
}

/// Pages in `www/pages` that no scene shows, and files that scenes name in vain. The layout is part of every page; a part
/// that pages include has no layout of its own.
pub fn forgotten() -> Result<Vec<String>> {
    let folder = root().join("www/pages");
    let mut pages = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).context("www/pages")? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_page =
            name.ends_with(".html") && std::fs::read_to_string(&path)?.contains("{% extends");
        if is_page {
            pages.insert(name);
        }
    }
    ensure!(
        !pages.is_empty(),
        "there is no page in {}",
        folder.display()
    );
    let shown: BTreeSet<String> = all()
        .iter()
        .filter(|scene| !scene.template.is_empty())
        .map(|scene| scene.template.to_owned())
        .collect();
    let differing = pages.symmetric_difference(&shown);
    Ok(differing.cloned().collect())
}

/// Lets LoginRocket answer a path so late that the form stays busy for as long as it is looked at.
pub async fn hold(journey: &Journey, path: &str) -> Result<()> {
    let late = json!({"path": path, "fault": "delay", "delay_ms": 60_000, "times": 9});
    journey.stack.fault(late).await
}

/// Waits until a form is in a state.
pub async fn state(journey: &Journey, form: &str, state: &str) -> Result<()> {
    let there =
        format!("document.querySelector(\"{form}[data-authrocket-state='{state}']\") !== null");
    journey.page().wait_until(&there).await.map(|_| ())
}

/// Logs a user in, up to the account page.
pub async fn log_in(journey: &Journey) -> Result<()> {
    journey
        .fill_login("/pages/login", "ada", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

async fn start(journey: &mut Journey) -> Result<()> {
    journey.open("/").await
}

async fn start_after_logout(journey: &mut Journey) -> Result<()> {
    log_in(journey).await?;
    journey.page().click("#account-logout-submit").await?;
    journey.page().wait_for("#notice").await.map(|_| ())
}

async fn logout_idle(journey: &mut Journey) -> Result<()> {
    log_in(journey).await?;
    journey.open("/pages/logout").await
}

async fn logout_busy(journey: &mut Journey) -> Result<()> {
    logout_idle(journey).await?;
    hold(journey, "/v1/logout").await?;
    journey.page().click("#logout-submit").await?;
    state(journey, "#logout-form", "busy").await
}

async fn logout_unreachable(journey: &mut Journey) -> Result<()> {
    logout_idle(journey).await?;
    journey.stack.fault(dropped("/v1/logout")).await?;
    journey.page().click("#logout-submit").await?;
    journey.error_text("#logout-form").await.map(|_| ())
}

async fn logout_done(journey: &mut Journey) -> Result<()> {
    logout_idle(journey).await?;
    journey.page().click("#logout-submit").await?;
    journey.page().wait_for("#notice").await.map(|_| ())
}

async fn account(journey: &mut Journey) -> Result<()> {
    log_in(journey).await
}

async fn account_enrolment(journey: &mut Journey) -> Result<()> {
    log_in(journey).await?;
    journey.page().click("#totp-create").await?;
    journey.page().wait_for("#totp-secret").await.map(|_| ())
}

async fn account_wrong_code(journey: &mut Journey) -> Result<()> {
    account_enrolment(journey).await?;
    journey.page().fill("#totp-code", "000000").await?;
    journey.page().click("#totp-submit").await?;
    let shown = |text: &str| !text.is_empty();
    journey
        .page()
        .wait_text("#totp-error", shown)
        .await
        .map(|_| ())
}

async fn account_second_factor_on(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/two-factor", "grace", "nanoseconds of wire")
        .await?;
    journey.page().click("#login-submit").await?;
    let code = journey.stack.code("grace").await?;
    journey.page().fill("#code", &code).await?;
    journey.page().click("#code-submit").await?;
    journey
        .page()
        .wait_for("#totp-state[data-state=on]")
        .await
        .map(|_| ())
}

async fn account_unknown(journey: &mut Journey) -> Result<()> {
    log_in(journey).await?;
    let silent = json!({"path": "/v1/users/*", "fault": "drop", "port": "api", "times": 9});
    journey.stack.fault(silent).await?;
    journey.open("/account").await?;
    journey
        .page()
        .wait_for("#totp-state[data-state=unknown]")
        .await
        .map(|_| ())
}

async fn payment(journey: &mut Journey) -> Result<()> {
    let password = "orbital mechanics by hand";
    crate::signup::fill(journey, "/pages/signup-token", "mary", password).await?;
    journey.page().click("#signup-submit").await?;
    journey.page().wait_for("#payment-form").await.map(|_| ())
}

async fn refused(journey: &Journey, address: &str, reason: &str) -> Result<()> {
    journey.open(address).await?;
    let page = format!("#refused[data-reason={reason}]");
    journey.page().wait_for(&page).await.map(|_| ())
}

async fn refused_forged(journey: &mut Journey) -> Result<()> {
    refused(journey, "/login?token=eyJ0.eyJ9.c2ln", "forged").await
}

async fn refused_missing(journey: &mut Journey) -> Result<()> {
    refused(journey, "/login", "missing").await
}

async fn refused_not_found(journey: &mut Journey) -> Result<()> {
    refused(journey, "/nowhere", "not-found").await
}

async fn refused_csrf(journey: &mut Journey) -> Result<()> {
    log_in(journey).await?;
    let older =
        "document.querySelector('#account-logout [name=csrf]').value = 'older'; return true;";
    journey.page().run(older, &[]).await?;
    journey.page().click("#account-logout-submit").await?;
    journey
        .page()
        .wait_for("#refused[data-reason=csrf]")
        .await
        .map(|_| ())
}

async fn refused_unavailable(journey: &mut Journey) -> Result<()> {
    let silent = json!({"path": "/v1/sessions/*", "fault": "drop", "port": "api", "times": 9});
    journey
        .stack
        .control(Method::POST, "/faults", &silent)
        .await?;
    journey
        .fill_login("/pages/login", "ada", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_for("#refused[data-reason=unavailable]")
        .await
        .map(|_| ())
}
