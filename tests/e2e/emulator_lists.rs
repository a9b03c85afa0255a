//! The lists of the emulator's page: users that are changed, mails that are read, and rows that hold still.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use axum::http::Method;
use fantoccini::Locator;
use fantoccini::actions::{InputSource as _, MouseActions, PointerAction};
use fantoccini::key::Key;
use serde_json::json;

use crate::emulator_window::{
    GRACE, Windows, confirm, gone, numbers, open_row, press, row, said, settled, show, tab,
    tool_page,
};

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        a_user_is_added_disabled_enrolled_changed_and_deleted,
        a_mail_shows_its_html_without_its_scripts_and_its_link_is_copied,
        rows_stay_where_they_are_while_somebody_points_at_them,
        tabs_have_addresses_and_keys,
    ]
}

const REALM: &str = "rl_0DemoUserModeRealm0001";

async fn a_user_is_added_disabled_enrolled_changed_and_deleted(
    journey: &mut Journey,
) -> Result<()> {
    let windows = Windows::open(journey).await?;
    let page = journey.page();
    tab(journey, "users").await?;
    press(journey, "#user-add").await?;
    page.fill("dialog [name=email]", "no address").await?;
    page.click("dialog [type=submit]").await?;
    page.wait_text("dialog [role=alert]", |text| {
        text.contains("Email is invalid")
    })
    .await?;
    let password = "warp and weft";
    page.fill("dialog [name=username]", "jacquard").await?;
    page.fill("dialog [name=email]", "jacquard@example.test")
        .await?;
    page.fill("dialog [name=password]", password).await?;
    page.click("dialog [type=submit]").await?;
    page.wait_gone("dialog").await?;
    said(journey, "User added.").await?;
    let state = |wanted: &'static str| {
        page.wait_text("#panel-users [data-do=state]", move |text| text == wanted)
    };
    state("Disable").await?;
    press(journey, "[data-do=state]").await?;
    said(journey, "User disabled.").await?;
    state("Enable").await?;
    windows.app(journey).await?;
    journey
        .fill_login("/pages/two-factor", "jacquard", password)
        .await?;
    page.click("#login-submit").await?;
    journey.error_text("#login-form").await?;
    windows.tool(journey).await?;
    press(journey, "#undo").await?;
    state("Disable").await?;
    press(journey, "[data-do=totp]").await?;
    said(journey, "Second factor added.").await?;
    let code = page.wait_text(".code", |code| code.len() == 6).await?;
    windows.app(journey).await?;
    page.click("#login-submit").await?;
    page.fill("#code", &code).await?;
    page.click("#code-submit").await?;
    journey.welcomed("jacquard").await?;
    windows.tool(journey).await?;
    press(journey, "[data-do=edit]").await?;
    page.fill("dialog [name=first_name]", "Marie").await?;
    page.click("dialog [type=submit]").await?;
    said(journey, "User changed.").await?;
    row(journey, "users", &["jacquard", "Marie"]).await?;
    press(journey, "[data-do=delete]").await?;
    page.click("dialog button").await?;
    page.wait_gone("dialog").await?;
    row(journey, "users", &["jacquard"]).await?;
    press(journey, "[data-do=delete]").await?;
    confirm(journey).await?;
    said(journey, "User deleted.").await?;
    gone(journey, "users", "jacquard").await?;
    windows.close(journey).await
}

async fn a_mail_shows_its_html_without_its_scripts_and_its_link_is_copied(
    journey: &mut Journey,
) -> Result<()> {
    let template = "<p id='hello'>Dear {{username}}</p><a href='{{link}}'>Set it</a>\
                    <script>document.getElementById('hello').textContent = 'taken'</script>";
    let hook = json!({"hook_type": "email", "event_type": ["user.password_token.created"],
        "email_subject": "A new password", "email_renderer": "html", "email_template": template});
    let seed = json!({"realms": [{"id": REALM, "app_hooks": [hook]}]});
    journey.stack.control(Method::POST, "/seed", &seed).await?;
    journey.open("/").await?;
    tool_page(journey, "mails").await?;
    let page = journey.page();
    let forgot = "await fetch('/v1/forgot_password', {method: 'POST', body: new URLSearchParams({username: 'ada'})}); return true;";
    page.run_async(forgot, &[]).await?;
    open_row(journey, "mails", "A new password").await?;
    let frame = page.client().find(Locator::Css(".detail iframe")).await?;
    ensure!(frame.attr("sandbox").await?.as_deref() == Some(""));
    frame.enter_frame().await?;
    page.wait_text("#hello", |text| text == "Dear ada").await?;
    page.client().clone().enter_parent_frame().await?;
    let link = page.attr(".detail .copyable a", "href").await?;
    ensure!(link.context("no link")?.contains("token=kpw_"));
    press(journey, ".detail .copy").await?;
    page.wait_text(".detail .copy", |text| text == "Copied")
        .await?;
    press(journey, "[data-do=delete]").await?;
    confirm(journey).await?;
    gone(journey, "mails", "A new password").await
}

/// Makes requests to an address that is not there, from the page.
async fn ask(journey: &Journey, times: u32) -> Result<()> {
    let script = "for (let at = 0; at < args[0]; at += 1) await fetch('/v1/nothing'); return true;";
    let asked = journey.page().run_async(script, &[json!(times)]).await;
    asked.context("asking").map(|_| ())
}

async fn rows_stay_where_they_are_while_somebody_points_at_them(
    journey: &mut Journey,
) -> Result<()> {
    journey.open("/").await?;
    tool_page(journey, "requests").await?;
    let page = journey.page();
    ask(journey, 60).await?;
    let count =
        |wanted: &'static str| page.wait_text("#panel-requests .count", move |text| text == wanted);
    row(
        journey,
        "requests",
        &["/v1/nothing", "404 refused: Not found"],
    )
    .await?;
    count("1–50 of 60").await?;
    // However many there are, one page of them is in the document.
    ensure!(numbers(journey).await?.len() == 50);
    settled(journey).await?;
    let second = "#rows-requests > tr:nth-child(2) a";
    show(journey, second).await?;
    let element = page.wait_for(second).await?;
    let (x, y) = (0.0, 0.0);
    let point = PointerAction::MoveToElement {
        element,
        duration: None,
        x,
        y,
    };
    let actions = MouseActions::new("mouse".to_owned()).then(point);
    page.client()
        .perform_actions(actions)
        .await
        .context("pointing at a row")?;
    let before = numbers(journey).await?;
    ask(journey, 2).await?;
    page.wait_text(".news-button", |text| text == "Show 2 new")
        .await?;
    settled(journey).await?;
    ensure!(numbers(journey).await? == before, "rows moved");
    page.click(".news-button").await?;
    count("1–50 of 62").await?;
    let after = numbers(journey).await?;
    ensure!(
        after[2] == before[0] && after[0] == before[0] + 2,
        "{after:?}"
    );
    press(journey, "#panel-requests th:first-child button").await?;
    press(journey, "#panel-requests th:nth-child(3) button").await?;
    let oldest = numbers(journey).await?;
    ensure!(oldest[0] == after[0] - 61, "{oldest:?}");
    page.fill("#panel-requests [type=search]", "nowhere")
        .await?;
    page.wait_for("#panel-requests .empty").await?;
    ensure!(numbers(journey).await?.is_empty());
    press(journey, "#requests-clear").await?;
    confirm(journey).await?;
    count("0").await.map(|_| ())
}

async fn tabs_have_addresses_and_keys(journey: &mut Journey) -> Result<()> {
    journey.open("/").await?;
    tool_page(journey, "users").await?;
    let page = journey.page();
    let at = |wanted: &'static str| page.wait_url(wanted, move |url| url.ends_with(wanted));
    open_row(journey, "users", GRACE).await?;
    at("#users/usr_0DemoGraceHopper00002").await?;
    ensure!(page.focused(".detail h3").await?);
    page.press(Key::Escape).await?;
    at("#users").await?;
    let link = format!("[data-key='{GRACE}'] a");
    ensure!(page.focused(&link).await?);
    page.client().back().await?;
    tab(journey, "mails").await?;
    page.client().back().await?;
    at("#users/usr_0DemoGraceHopper00002").await?;
    page.wait_for("#panel-users .detail").await?;
    page.client().refresh().await?;
    page.wait_text("#panel-users .detail h3", |text| text == "grace")
        .await?;
    settled(journey).await?;
    press(journey, "#tab-users").await?;
    at("#users").await?;
    page.press(Key::Down).await?;
    at("#sessions").await?;
    page.wait_for("#panel-sessions").await?;
    ensure!(page.focused("#tab-sessions[aria-selected=true]").await?);
    page.press(Key::Home).await?;
    at("#requests").await?;
    page.press(Key::Left).await?;
    at("#data").await?;
    ensure!(page.focused("#tab-data").await?);
    // A realm that is chosen stays chosen.
    tab(journey, "users").await?;
    page.client()
        .find(Locator::Css("#realm"))
        .await?
        .select_by_value("rl_0DemoUserOrgRealm00002")
        .await?;
    gone(journey, "users", "Grace Hopper").await?;
    page.client().refresh().await?;
    page.wait_for("#panel-users .empty").await?;
    settled(journey).await
}
