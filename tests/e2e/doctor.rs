//! The form doctor on the demo's pages: nothing on them is an error, except where one is shown on purpose.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::root;
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        pages_have_no_errors,
        the_bad_form_has_them,
        the_demo_lists_findings_with_their_fixes,
    ]
}

/// Every page with a form that is for logging in or around it.
const PAGES: [&str; 24] = [
    "/",
    "/pages/comforts",
    "/pages/forgot-password",
    "/pages/login",
    "/pages/login-bridge",
    "/pages/login-event",
    "/pages/login-fetch",
    "/pages/login-org",
    "/pages/login-post",
    "/pages/login-redirect",
    "/pages/module",
    "/pages/old-style",
    "/pages/old-style-forgot",
    "/pages/old-style-signup",
    "/pages/reset-password",
    "/pages/right-to-left",
    "/pages/showcase-login",
    "/pages/showcase-signup",
    "/pages/signup",
    "/pages/signup-fetch",
    "/pages/signup-org",
    "/pages/social",
    "/pages/two-factor",
    "/pages/verify-email",
];

/// What the doctor finds on the page, with the headers that the server sent, as "severity code message".
async fn findings(journey: &Journey) -> Result<Vec<String>> {
    let doctor = std::fs::read_to_string(root().join("pkg/doctor.js"))?;
    let script = format!(
        "{doctor}; const found = await AuthRocketDoctor.examine(document, {{ headers: true, files: true, paste: true }}); \
         return found.map(({{ severity, code, message }}) => `${{severity}} ${{code}} ${{message}}`);"
    );
    let found = journey.page().run_async(&script, &[]).await?;
    serde_json::from_value(found).context("the findings")
}

async fn pages_have_no_errors(journey: &mut Journey) -> Result<()> {
    for path in PAGES {
        journey.open(path).await?;
        let found = findings(journey).await?;
        // What is no error is shown, too, but may have its reason: a visitor without a mail, a page with a script of its own, and a
        // sample that is kept short.
        let allowed = [
            "hint token-missing",
            "hint url-unknown",
            "hint preload-wasm",
        ];
        let left: Vec<_> = found
            .iter()
            .filter(|found| !allowed.iter().any(|allowed| found.starts_with(allowed)))
            .collect();
        ensure!(left.is_empty(), "{path}: {left:#?}");
    }
    Ok(())
}

async fn the_bad_form_has_them(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/doctor").await?;
    let found = findings(journey).await?;
    for code in [
        "error action-to-app",
        "warning autocomplete-off",
        "error deliver-unknown",
        "error label-missing",
        "error login-and-signup",
        "error paste-blocked",
        "warning password-maxlength",
    ] {
        ensure!(
            found.iter().any(|each| each.starts_with(code)),
            "no {code}: {found:#?}"
        );
    }
    Ok(())
}

async fn the_demo_lists_findings_with_their_fixes(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/doctor").await?;
    let page = journey.page();
    page.wait_text("#doctor-state", |text| text.contains("findings."))
        .await?;
    page.wait_for("#findings [data-code=label-missing] .fix")
        .await?;
    page.wait_for("#findings [data-code=paste-blocked][data-severity=error]")
        .await?;
    Ok(())
}
