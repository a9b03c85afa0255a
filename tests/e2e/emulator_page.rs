//! The emulator's page for people: it shows what happens while it happens, and what is done there counts.
//!
//! The page stands in a window of its own beside the demo app's, as a developer has it. The app's server may be asked for
//! nothing by it, so journeys that never open the demo app end on its start page.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use authrocket_tests::viewport::{NARROW, WIDE};
use fantoccini::wd::WindowHandle;
use serde_json::json;

use crate::accessibility::none;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        a_login_shows_up_with_its_password_as_a_length,
        the_code_shown_is_taken,
        a_fault_switched_on_fails_the_login_and_off_lets_it_through,
        the_clock_is_moved_and_goes_back,
        an_export_that_is_imported_brings_back_what_a_reset_removed,
        what_strangers_typed_stays_text,
        it_is_accessible_and_fits_a_narrow_window,
    ]
}

const PASSWORD: &str = "analytical engine";

/// The demo app's window, and the page's.
struct Windows {
    app: WindowHandle,
    tool: WindowHandle,
}

impl Windows {
    /// Opens the page beside the demo app, and waits until it follows.
    async fn open(journey: &Journey) -> Result<Self> {
        journey.open("/").await?;
        let client = journey.page().client();
        let app = client.window().await?;
        let tool = client.new_window(false).await?.handle;
        client.switch_to_window(tool.clone()).await?;
        tool_page(journey).await?;
        Ok(Self { app, tool })
    }

    async fn app(&self, journey: &Journey) -> Result<()> {
        let client = journey.page().client();
        Ok(client.switch_to_window(self.app.clone()).await?)
    }

    async fn tool(&self, journey: &Journey) -> Result<()> {
        let client = journey.page().client();
        Ok(client.switch_to_window(self.tool.clone()).await?)
    }

    /// Leaves the demo app's window alone, as the next journey expects it.
    async fn close(&self, journey: &Journey) -> Result<()> {
        self.tool(journey).await?;
        journey.page().client().close_window().await?;
        self.app(journey).await
    }
}

/// Goes to the page and waits until it has asked for everything and follows.
async fn tool_page(journey: &Journey) -> Result<()> {
    let url = journey.stack.login_url("_emulator/");
    journey.page().goto(&url).await?;
    let page = journey.page();
    page.wait_text("#connection", |text| text == "Connected.")
        .await?;
    // Before, it grows, and what is clicked moves away.
    page.wait_for("main[aria-busy=false]").await.map(|_| ())
}

/// Waits until an item of a list holds all of these texts.
async fn item(journey: &Journey, list: &str, texts: &[&str]) -> Result<()> {
    let texts = json!(texts);
    let condition = format!(
        "Array.from(document.querySelectorAll('#{list} > li'), (item) => item.textContent) \
         .some((text) => {texts}.every((part) => text.includes(part)))"
    );
    journey.page().wait_until(&condition).await?;
    Ok(())
}

/// Clicks what may stand at the edge of the window, where WebKit's driver misses it.
async fn press(journey: &Journey, css: &str) -> Result<()> {
    let show =
        "document.querySelector(arguments[0]).scrollIntoView({block: 'center'}); return true;";
    journey.page().run(show, &[json!(css)]).await?;
    journey.page().click(css).await
}

/// Waits until the page shows how something went.
async fn said(journey: &Journey, wanted: &str) -> Result<()> {
    let wanted = json!(wanted);
    let shown = "Array.from(document.querySelectorAll('.said'), (place) => place.textContent)";
    let condition = format!("{shown}.some((text) => text.startsWith({wanted}))");
    journey.page().wait_until(&condition).await.map(|_| ())
}

async fn log_in(journey: &Journey) -> Result<()> {
    journey.fill_login("/pages/login", "ada", PASSWORD).await?;
    journey.page().click("#login-submit").await
}

async fn a_login_shows_up_with_its_password_as_a_length(journey: &mut Journey) -> Result<()> {
    let windows = Windows::open(journey).await?;
    ensure!(journey.page().text("#passwords").await? == "No request contained a password.");
    windows.app(journey).await?;
    log_in(journey).await?;
    journey.welcomed("ada").await?;
    windows.tool(journey).await?;
    let length = format!("password: ••• {} characters", PASSWORD.len());
    item(
        journey,
        "requests",
        &["POST /v1/login", "200", &length, "LoginRocket"],
    )
    .await?;
    let went = format!(
        "password, {} characters: POST /v1/login of LoginRocket, in the body",
        PASSWORD.len()
    );
    item(journey, "passwords", &[&went]).await?;
    item(journey, "passwords", &["No password in a URL."]).await?;
    item(journey, "passwords", &["No password at the Core API"]).await?;
    item(journey, "sessions", &["ada"]).await?;
    item(journey, "events", &["user.login.succeeded"]).await?;
    let all = journey
        .page()
        .run("document.documentElement.outerHTML", &[])
        .await?;
    let all = all.as_str().context("no page")?;
    ensure!(!all.contains(PASSWORD), "the password is shown");
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
    item(journey, "codes", &["grace", "Valid for another"]).await?;
    let code = "Array.from(document.querySelectorAll('#codes > li')).find((item) => item.textContent.includes('grace')) \
                .querySelector('.code').textContent";
    let code = journey.page().run(code, &[]).await?;
    journey
        .page()
        .run(
            "document.querySelector('#codes details').open = true; return true;",
            &[],
        )
        .await?;
    // The picture is there, and the page's policy lets it in.
    journey
        .page()
        .wait_until("document.querySelector('.qr').naturalWidth > 0")
        .await?;
    windows.app(journey).await?;
    journey
        .page()
        .fill("#code", code.as_str().context("no code")?)
        .await?;
    journey.page().click("#code-submit").await?;
    journey.welcomed("grace").await?;
    windows.close(journey).await
}

async fn a_fault_switched_on_fails_the_login_and_off_lets_it_through(
    journey: &mut Journey,
) -> Result<()> {
    let windows = Windows::open(journey).await?;
    press(journey, "#fault-login-500").await?;
    said(journey, "Login: an internal error (500): on.").await?;
    item(journey, "faults", &["status /v1/login"]).await?;
    windows.app(journey).await?;
    log_in(journey).await?;
    journey.error_text("#login-form").await?;
    windows.tool(journey).await?;
    item(
        journey,
        "requests",
        &["POST /v1/login", "500", "fault: status"],
    )
    .await?;
    press(journey, "#fault-login-500").await?;
    said(journey, "Login: an internal error (500): off.").await?;
    journey.page().wait_gone("#faults > li").await?;
    windows.app(journey).await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    windows.close(journey).await
}

async fn the_clock_is_moved_and_goes_back(journey: &mut Journey) -> Result<()> {
    let windows = Windows::open(journey).await?;
    windows.app(journey).await?;
    log_in(journey).await?;
    journey.welcomed("ada").await?;
    windows.tool(journey).await?;
    item(journey, "sessions", &["ada"]).await?;
    press(journey, "[data-advance='86400']").await?;
    said(journey, "Clock advanced by 86400 seconds.").await?;
    journey
        .page()
        .wait_text("#ahead", |text| text == ", 86400 seconds ahead")
        .await?;
    journey.page().wait_gone("#sessions > li").await?;
    press(journey, "#clock-back").await?;
    journey
        .page()
        .wait_text("#ahead", |text| text == ", real time")
        .await?;
    item(journey, "sessions", &["ada"]).await?;
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
    item(journey, "users", &["katherine"]).await?;
    let exported = "const answer = await fetch(document.getElementById('export').href); return await answer.text();";
    let exported = journey.page().run_async(exported, &[]).await?;
    let file = tempfile::Builder::new().suffix(".json").tempfile()?;
    std::fs::write(file.path(), exported.as_str().context("no export")?)?;
    press(journey, "#reset").await?;
    said(journey, "Everything was reset.").await?;
    let gone = "!document.getElementById('users').textContent.includes('katherine')";
    journey.page().wait_until(gone).await?;
    let path = file.path().to_str().context("no path")?;
    journey
        .page()
        .wait_for("#import-form [name=file]")
        .await?
        .send_keys(path)
        .await?;
    press(journey, "#import-form button").await?;
    said(journey, "Everything was imported.").await?;
    item(journey, "users", &["katherine"]).await?;
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
    tool_page(journey).await?;
    let page = journey.page();
    page.run(
        "document.querySelector('[name=seed]').value = arguments[0]; return true;",
        &[json!(seed.to_string())],
    )
    .await?;
    press(journey, "#seed-form button").await?;
    said(journey, "The seed was added.").await?;
    for list in ["users", "codes", "realms", "apps"] {
        item(journey, list, &[name]).await?;
    }
    ensure!(
        page.run("document.querySelectorAll('main img:not(.qr)').length", &[])
            .await?
            == 0
    );
    ensure!(page.run("document.title", &[]).await? == "LoginRocket emulator");
    page.fill("[name=seed]", "{").await?;
    press(journey, "#seed-form button").await?;
    said(journey, "Failed:").await
}

async fn it_is_accessible_and_fits_a_narrow_window(journey: &mut Journey) -> Result<()> {
    log_in(journey).await?;
    journey.welcomed("ada").await?;
    journey.page().set_viewport(WIDE).await?;
    tool_page(journey).await?;
    press(journey, "#fault-login-slow").await?;
    item(journey, "faults", &["delay /v1/login"]).await?;
    let open = "document.querySelectorAll('details').forEach((each) => { each.open = true; }); return true;";
    journey.page().run(open, &[]).await?;
    none("axe-core", journey.page().axe().await?)?;
    journey.page().set_viewport(NARROW).await?;
    none("on a narrow page", journey.page().cut_off().await?)?;
    none("axe-core, on a narrow page", journey.page().axe().await?)
}
