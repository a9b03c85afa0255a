//! A page that runs a test file: waits until its tests are done, and does for them what a script cannot.
//!
//! The page's side is `tests/browser/harness.js`. Tested by `tests/browser/fake.test.js`.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use serde_json::{Value, json};

use crate::page::Page;
use crate::wait;

/// How long one file may take; each of its tests has a deadline of its own in `harness.js`.
const FILE_DEADLINE: Duration = Duration::from_secs(180);

/// The tests of a file that runs on the page at an address, as the page reports them.
///
/// # Errors
/// When the file cannot run, registers no test, or does not end; or when the browser stops answering.
pub(crate) async fn run(page: &Page, url: &str) -> Result<Vec<Value>> {
    let longest = FILE_DEADLINE + wait::DEADLINE * 2;
    let ran = tokio::time::timeout(longest, run_in_time(page, url));
    ran.await.context("the browser did not answer")?
}

async fn run_in_time(page: &Page, url: &str) -> Result<Vec<Value>> {
    page.goto(url).await?;
    let deadline = Instant::now() + FILE_DEADLINE;
    let mut last = None;
    while Instant::now() < deadline {
        // Answers when the tests are done, or when one of them wants real keys or clicks; many tests want neither.
        let wants = wait::until("the tests to go on", async || {
            let state = page.run_async("return window.testState();", &[]).await?;
            Ok((!state.is_null()).then_some(state))
        });
        let state = match wants.await {
            Ok(state) => state,
            Err(error) => {
                last = Some(error);
                continue;
            }
        };
        match state["wants"].as_str() {
            Some("report") => return report(&state),
            Some(_) => act(page, &state).await?,
            None => {}
        }
    }
    let late = anyhow!("took more than {} s", FILE_DEADLINE.as_secs());
    Err(last.map_or(late, |error| error.context("the file took too long")))
}

fn report(state: &Value) -> Result<Vec<Value>> {
    if let Some(error) = state["failure"].as_str() {
        bail!("the file could not run: {error}");
    }
    let tests = state["tests"].as_array().cloned().unwrap_or_default();
    ensure!(!tests.is_empty(), "the file registered no test");
    Ok(tests)
}

/// Does for the page what a script cannot: press real keys, click with a real pointer.
async fn act(page: &Page, state: &Value) -> Result<()> {
    let (css, text) = (
        state["css"].as_str().unwrap_or_default(),
        state["text"].as_str().unwrap_or_default(),
    );
    let done = match state["wants"].as_str().unwrap_or_default() {
        "click" => page.click(css).await,
        "fill" => page.fill(css, text).await,
        "keys" => page.keys(text).await,
        other => bail!("harness.js wants {other:?}"),
    };
    let answer = done.err().map(|error| format!("{error:#}"));
    page.run(
        "window.testActed(arguments[0], arguments[1])",
        &[state["id"].clone(), json!(answer)],
    )
    .await?;
    Ok(())
}
