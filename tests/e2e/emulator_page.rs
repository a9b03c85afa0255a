//! The emulator's page for people: it shows what happens while it happens, and what is done there counts.
//!
//! The page stands in a window of its own beside the demo app's, as a developer has it. The app's server may be asked for
//! nothing by it, so journeys that never open the demo app end on its start page.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use authrocket_tests::viewport::{NARROW, WIDE};
use serde_json::json;

use crate::accessibility::none;
use crate::emulator_window::{
    GRACE, Windows, confirm, gone, open_row, press, row, said, settled, tab, tool_page,
};

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        a_login_shows_up_with_its_password_as_a_length,
        a_refused_login_does_not_look_like_a_success,
        the_code_shown_is_taken,
        a_fault_switched_on_fails_the_login_and_off_lets_it_through,
        the_clock_is_moved_and_goes_back,
        an_export_that_is_imported_brings_back_what_a_reset_removed,
        what_strangers_typed_stays_text,
        it_is_accessible_and_fits_a_narrow_window,
    ]
}

const PASSWORD: &str = "analytical engine";

async fn log_in(journey: &Journey, password: &str) -> Result<()> {
    journey.fill_login("/pages/login", "ada", password).await?;
    journey.page().click("#login-submit").await
}

async fn a_login_shows_up_with_its_password_as_a_length(journey: &mut Journey) -> Result<()> {
    let windows = Windows::open(journey).await?;
    tab(journey, "passwords").await?;
    let none = journey.page().text("#password-findings").await?;
    ensure!(none == "No request contained a password.", "{none}");
    windows.app(journey).await?;
    log_in(journey, PASSWORD).await?;
    journey.welcomed("ada").await?;
    windows.tool(journey).await?;
    let length = format!("{} characters", PASSWORD.len());
    let went = format!("password, {length}: POST /v1/login, LoginRocket v1, in the body");
    row(journey, "passwords", &[&went]).await?;
    let findings = journey.page().text("#password-findings").await?;
    ensure!(findings.contains("No password in a URL."), "{findings}");
    ensure!(
        findings.contains("No password at the Core API"),
        "{findings}"
    );
    tab(journey, "requests").await?;
    let shown = format!("password: ••• {length}");
    row(journey, "requests", &["POST /v1/login", "200", &shown]).await?;
    open_row(journey, "requests", "POST /v1/login").await?;
    // The token of the answer is a length too.
    journey
        .page()
        .wait_text(".answer", |text| text.contains("\"token\": \"•••"))
        .await?;
    tab(journey, "sessions").await?;
    row(journey, "sessions", &["ada"]).await?;
    tab(journey, "events").await?;
    row(journey, "events", &["user.login.succeeded", "ada"]).await?;
    let all = journey
        .page()
        .run("document.documentElement.outerHTML", &[])
        .await?;
    let all = all.as_str().context("no page")?;
    ensure!(!all.contains(PASSWORD), "the password is shown");
    ensure!(!all.contains("eyJ"), "a token is shown");
    windows.close(journey).await
}

async fn a_refused_login_does_not_look_like_a_success(journey: &mut Journey) -> Result<()> {
    let windows = Windows::open(journey).await?;
    windows.app(journey).await?;
    log_in(journey, "difference engine").await?;
    journey.error_text("#login-form").await?;
    windows.tool(journey).await?;
    let refused = "200 refused: Login failed";
    row(journey, "requests", &["POST /v1/login", refused]).await?;
    ensure!(journey.page().visible("#rows-requests .mark.bad").await?);
    open_row(journey, "requests", refused).await?;
    journey
        .page()
        .wait_text(".answer", |text| text.contains("\"Login failed\""))
        .await?;
    windows.close(journey).await
}

async fn the_code_shown_is_taken(journey: &mut Journey) -> Result<()> {
    let windows = Windows::open(journey).await?;
    windows.app(journey).await?;
    journey
        .fill_login("/pages/two-factor", "grace", "nanoseconds of wire")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.page().wait_for("#code").await?;
    windows.tool(journey).await?;
    row(journey, "requests", &["200 incomplete: A code is due"]).await?;
    tab(journey, "users").await?;
    open_row(journey, "users", GRACE).await?;
    let page = journey.page();
    let code = page.wait_text(".code", |code| code.len() == 6).await?;
    ensure!(page.text(".codes").await?.contains("Valid for another"));
    page.run(
        "document.querySelector('.codes details').open = true; return true;",
        &[],
    )
    .await?;
    // The picture is there, and the page's policy lets it in.
    page.wait_until("document.querySelector('.qr').naturalWidth > 0")
        .await?;
    windows.app(journey).await?;
    journey.page().fill("#code", &code).await?;
    journey.page().click("#code-submit").await?;
    journey.welcomed("grace").await?;
    windows.close(journey).await
}

async fn a_fault_switched_on_fails_the_login_and_off_lets_it_through(
    journey: &mut Journey,
) -> Result<()> {
    let windows = Windows::open(journey).await?;
    tab(journey, "faults").await?;
    let place = "document.querySelector('#fault-login-500').getBoundingClientRect().top + scrollY";
    let before = journey.page().run(place, &[]).await?;
    press(journey, "#fault-login-500").await?;
    said(journey, "v1 login: an internal error (500): on.").await?;
    row(journey, "faults", &["status /v1/login"]).await?;
    // What the header says moves nothing below it.
    let after = journey.page().run(place, &[]).await?;
    ensure!(before == after, "from {before} to {after}");
    windows.app(journey).await?;
    log_in(journey, PASSWORD).await?;
    journey.error_text("#login-form").await?;
    windows.tool(journey).await?;
    tab(journey, "requests").await?;
    row(journey, "requests", &["500 failed", "fault: status"]).await?;
    // One click in the header removes all faults, and one more brings them back.
    let state = |wanted: &'static str| {
        let page = journey.page();
        page.wait_text("#fault-state", move |text| text == wanted)
    };
    state("1 fault active").await?;
    press(journey, "#faults-clear").await?;
    said(journey, "All faults removed.").await?;
    state("No faults").await?;
    press(journey, "#undo").await?;
    state("1 fault active").await?;
    tab(journey, "faults").await?;
    press(journey, "#fault-login-500").await?;
    said(journey, "v1 login: an internal error (500): off.").await?;
    journey.page().wait_gone("#rows-faults > li").await?;
    windows.app(journey).await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    windows.close(journey).await
}

async fn the_clock_is_moved_and_goes_back(journey: &mut Journey) -> Result<()> {
    let windows = Windows::open(journey).await?;
    windows.app(journey).await?;
    log_in(journey, PASSWORD).await?;
    journey.welcomed("ada").await?;
    windows.tool(journey).await?;
    tab(journey, "sessions").await?;
    row(journey, "sessions", &["ada"]).await?;
    tab(journey, "clock").await?;
    press(journey, "[data-advance='86400']").await?;
    said(journey, "Clock moved by 86400 seconds.").await?;
    let page = journey.page();
    page.wait_text("#ahead", |text| text == ", 1 day ahead")
        .await?;
    page.wait_text("#clock-state", |text| text == "Clock +1 day")
        .await?;
    tab(journey, "sessions").await?;
    gone(journey, "sessions", "ada").await?;
    press(journey, "#clock-back").await?;
    page.wait_text("#clock-state", |text| text == "Real time")
        .await?;
    row(journey, "sessions", &["ada"]).await?;
    windows.close(journey).await
}

async fn an_export_that_is_imported_brings_back_what_a_reset_removed(
    journey: &mut Journey,
) -> Result<()> {
    let password = "orbital mechanics by hand";
    crate::signup::fill(journey, "/pages/signup", "katherine", password).await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("katherine").await?;
    let windows = Windows::open(journey).await?;
    tab(journey, "users").await?;
    row(journey, "users", &["katherine"]).await?;
    tab(journey, "data").await?;
    let exported = "const answer = await fetch(document.getElementById('export').href); return await answer.text();";
    let exported = journey.page().run_async(exported, &[]).await?;
    let file = tempfile::Builder::new().suffix(".json").tempfile()?;
    std::fs::write(file.path(), exported.as_str().context("no export")?)?;
    press(journey, "#reset").await?;
    confirm(journey).await?;
    said(journey, "Everything was reset.").await?;
    tab(journey, "users").await?;
    gone(journey, "users", "katherine").await?;
    tab(journey, "data").await?;
    let path = file.path().to_str().context("no path")?;
    journey
        .page()
        .wait_for("#import-form [name=file]")
        .await?
        .send_keys(path)
        .await?;
    // The button waits for a file.
    journey
        .page()
        .wait_for("#import-form button:enabled")
        .await?;
    press(journey, "#import-form button").await?;
    confirm(journey).await?;
    said(journey, "Everything was imported.").await?;
    tab(journey, "users").await?;
    row(journey, "users", &["katherine"]).await?;
    windows.app(journey).await?;
    journey.page().client().delete_all_cookies().await?;
    journey
        .fill_login("/pages/login", "katherine", password)
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("katherine").await?;
    windows.close(journey).await
}

async fn what_strangers_typed_stays_text(journey: &mut Journey) -> Result<()> {
    let name = "<img src=x onerror=document.title='taken'>";
    let user = json!({"username": name, "email": "x@example.test", "totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"});
    let seed = json!({"realms": [{"name": name, "users": [user], "apps": [{"name": name, "login_handler": "http://a.test/"}]}]});
    journey.open("/").await?;
    tool_page(journey, "data").await?;
    let page = journey.page();
    page.run(
        "document.querySelector('[name=seed]').value = arguments[0]; return true;",
        &[json!(seed.to_string())],
    )
    .await?;
    press(journey, "#seed-form button").await?;
    said(journey, "The seed was added.").await?;
    for list in ["users", "realms", "apps"] {
        tab(journey, list).await?;
        row(journey, list, &[name]).await?;
        open_row(journey, list, name).await?;
        page.wait_text("[role=tabpanel]:not([hidden]) .detail h3", |text| {
            text == name
        })
        .await?;
    }
    let pictures = "document.querySelectorAll('main img:not(.qr)').length";
    ensure!(page.run(pictures, &[]).await? == 0);
    ensure!(page.run("document.title", &[]).await? == "Apps – LoginRocket emulator");
    tab(journey, "data").await?;
    page.fill("[name=seed]", "{").await?;
    press(journey, "#seed-form button").await?;
    said(journey, "Failed:").await
}

async fn it_is_accessible_and_fits_a_narrow_window(journey: &mut Journey) -> Result<()> {
    log_in(journey, PASSWORD).await?;
    journey.welcomed("ada").await?;
    let page = journey.page();
    page.set_viewport(WIDE).await?;
    tool_page(journey, "faults").await?;
    press(journey, "#fault-login-slow").await?;
    row(journey, "faults", &["delay /v1/login"]).await?;
    let open = "document.querySelectorAll('details').forEach((each) => { each.open = true; }); return true;";
    tab(journey, "users").await?;
    open_row(journey, "users", GRACE).await?;
    page.wait_for(".codes .code").await?;
    page.run(open, &[]).await?;
    settled(journey).await?;
    none("axe-core", page.axe().await?)?;
    press(journey, "#user-add").await?;
    page.wait_for("dialog[open]").await?;
    none("axe-core, with a dialog", page.axe().await?)?;
    page.set_viewport(NARROW).await?;
    // What is behind a dialog cannot be reached, so the page's check does not apply.
    let fits = "const dialog = document.querySelector('dialog'); const box = dialog.getBoundingClientRect(); \
        return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight && dialog.scrollWidth <= dialog.clientWidth;";
    ensure!(page.run(fits, &[]).await? == true, "the dialog is cut");
    press(journey, "dialog button").await?;
    page.wait_gone("dialog").await?;
    none("on a narrow page", page.cut_off().await?)?;
    tab(journey, "requests").await?;
    none("on a narrow list", page.cut_off().await?)?;
    none("axe-core, on a narrow list", page.axe().await?)?;
    open_row(journey, "requests", "POST /v1/login").await?;
    page.wait_for(".answer pre").await?;
    none("on narrow details", page.cut_off().await?)?;
    tab(journey, "faults").await?;
    none("on a narrow form", page.cut_off().await?)
}
