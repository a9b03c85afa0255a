//! The emulator's page in a window: opening it, its tabs and rows, and buttons that are pressed once nothing moves.

use anyhow::{Context as _, Result};
use authrocket_tests::journey::Journey;
use fantoccini::wd::WindowHandle;
use serde_json::json;

/// A user with a second factor.
pub const GRACE: &str = "usr_0DemoGraceHopper00002";

/// The demo app's window, and the page's.
pub struct Windows {
    app: WindowHandle,
    tool: WindowHandle,
}

impl Windows {
    /// Opens the page beside the demo app, and waits until it follows.
    pub async fn open(journey: &Journey) -> Result<Self> {
        journey.open("/").await?;
        let client = journey.page().client();
        let app = client.window().await?;
        let tool = client.new_window(false).await?.handle;
        client.switch_to_window(tool.clone()).await?;
        tool_page(journey, "requests").await?;
        Ok(Self { app, tool })
    }

    pub async fn app(&self, journey: &Journey) -> Result<()> {
        let client = journey.page().client();
        Ok(client.switch_to_window(self.app.clone()).await?)
    }

    pub async fn tool(&self, journey: &Journey) -> Result<()> {
        let client = journey.page().client();
        Ok(client.switch_to_window(self.tool.clone()).await?)
    }

    /// Leaves the demo app's window alone, as the next journey expects it.
    pub async fn close(&self, journey: &Journey) -> Result<()> {
        self.tool(journey).await?;
        journey.page().client().close_window().await?;
        self.app(journey).await
    }
}

/// Goes to a tab of the page and waits until it follows.
pub async fn tool_page(journey: &Journey, tab: &str) -> Result<()> {
    let url = journey.stack.login_url(&format!("_emulator/#{tab}"));
    let page = journey.page();
    page.goto(&url).await?;
    page.wait_text("#connection", |text| text == "Connected")
        .await?;
    settled(journey).await
}

/// Waits until nothing is about to change.
pub async fn settled(journey: &Journey) -> Result<()> {
    let page = journey.page();
    page.wait_until("document.querySelector('main').ariaBusy === 'false'")
        .await
        .map(|_| ())
}

/// Opens a tab.
pub async fn tab(journey: &Journey, tab: &str) -> Result<()> {
    press(journey, &format!("#tab-{tab}")).await?;
    let page = journey.page();
    page.wait_for(&format!("#panel-{tab}")).await?;
    settled(journey).await
}

/// Clicks once nothing moves.
pub async fn press(journey: &Journey, css: &str) -> Result<()> {
    settled(journey).await?;
    show(journey, css).await?;
    journey.page().click(css).await
}

/// Scrolls to what may stand at the edge of the window, where WebKit's driver misses it.
pub async fn show(journey: &Journey, css: &str) -> Result<()> {
    let show =
        "document.querySelector(arguments[0]).scrollIntoView({block: 'center'}); return true;";
    journey.page().run(show, &[json!(css)]).await.map(|_| ())
}

/// Says yes to the question that is asked.
pub async fn confirm(journey: &Journey) -> Result<()> {
    journey.page().click("dialog [data-confirm]").await?;
    journey.page().wait_gone("dialog").await
}

/// What brings new rows into an open list that holds still, since the pointer rests on it.
const SHOW: &str =
    "document.querySelector('[role=tabpanel]:not([hidden]) .news-button:not(.away)')?.click()";

/// Waits until a row of a list has all of these texts.
pub async fn row(journey: &Journey, list: &str, texts: &[&str]) -> Result<()> {
    let texts = json!(texts);
    let condition = format!(
        "({SHOW}, Array.from(document.querySelectorAll('#rows-{list} > *'), (row) => row.textContent) \
         .some((text) => {texts}.every((part) => text.includes(part))))"
    );
    journey.page().wait_until(&condition).await.map(|_| ())
}

/// Waits until a list no longer shows a text.
pub async fn gone(journey: &Journey, list: &str, text: &str) -> Result<()> {
    let text = json!(text);
    let condition =
        format!("({SHOW}, !document.getElementById('rows-{list}').textContent.includes({text}))");
    journey.page().wait_until(&condition).await.map(|_| ())
}

/// Opens the details of the first row with a text, or of the one with an id.
pub async fn open_row(journey: &Journey, list: &str, wanted: &str) -> Result<()> {
    let wanted = json!(wanted);
    let key = format!(
        "({SHOW}, [...document.querySelectorAll('#rows-{list} > tr')] \
         .find((row) => row.dataset.key === {wanted} || row.textContent.includes({wanted}))?.dataset.key)"
    );
    let key = journey.page().wait_until(&key).await?;
    let key = key.as_str().context("no key")?;
    press(journey, &format!("#rows-{list} [data-key='{key}'] a")).await?;
    let pane = format!("#panel-{list} .detail");
    journey.page().wait_for(&pane).await.map(|_| ())
}

/// Waits until the page says how something went.
pub async fn said(journey: &Journey, wanted: &str) -> Result<()> {
    let page = journey.page();
    page.wait_text("#said", |text| text.starts_with(wanted))
        .await
        .map(|_| ())
}

/// The numbers of the requests that are in the document.
pub async fn numbers(journey: &Journey) -> Result<Vec<u64>> {
    let script = "Array.from(document.querySelectorAll('#rows-requests > tr'), (row) => Number(row.dataset.key))";
    let numbers = journey.page().run(script, &[]).await?;
    Ok(serde_json::from_value(numbers)?)
}
