//! A page in a browser, as a person has it: look, type, press, click, and wait for what is to be seen.
//!
//! Every wait is for a condition and has a deadline. Whatever is typed into a password field is remembered, so that the
//! journeys can prove afterwards that it reached nobody but the service. Tested by the layers that use it.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, ensure};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::browsers::Browser;
use crate::wait;

/// One browser session with its current page.
pub struct Page {
    client: Client,
    browser: Browser,
    secrets: RefCell<Vec<String>>,
    /// Where the window was before its size was changed.
    pub(crate) first_rect: Cell<Option<(u32, u32, u32, u32)>>,
}

impl Page {
    /// Takes over a fresh session.
    #[must_use]
    pub fn new(client: Client, browser: Browser) -> Self {
        Self {
            client,
            browser,
            secrets: RefCell::default(),
            first_rect: Cell::default(),
        }
    }

    /// The browser it runs in.
    #[must_use]
    pub const fn browser(&self) -> Browser {
        self.browser
    }

    /// The WebDriver session, for what has no helper here (windows, alerts, frames).
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Everything typed into password fields so far.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        self.secrets.borrow().clone()
    }

    /// Declares a text secret that was typed in another way than by [`Page::fill`] or [`Page::keys`].
    pub fn secret(&self, text: &str) {
        if !text.is_empty() {
            self.secrets.borrow_mut().push(text.to_owned());
        }
    }

    /// Opens an address and waits for the page to load.
    ///
    /// # Errors
    /// When the page cannot be loaded.
    pub async fn goto(&self, url: &str) -> Result<()> {
        self.client
            .goto(url)
            .await
            .with_context(|| format!("opening {url}"))
    }

    /// The address shown now.
    ///
    /// # Errors
    /// When the browser cannot say.
    pub async fn url(&self) -> Result<String> {
        Ok(self.client.current_url().await?.to_string())
    }

    /// Waits until the address satisfies `wanted`, and answers it.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_url(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<String> {
        let last = RefCell::new(String::new());
        let found = wait::until(format!("the address to be {what}"), async || {
            let url = self.url().await?;
            last.replace(url.clone());
            Ok(wanted(&url).then_some(url))
        });
        found
            .await
            .with_context(|| format!("the address is {}", last.borrow()))
    }

    /// The value of a JavaScript expression (or of a body with `return`), with `args` as `arguments`.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn run(&self, script: &str, args: &[Value]) -> Result<Value> {
        let body = if script.contains("return") {
            script.to_owned()
        } else {
            format!("return ({script});")
        };
        self.client
            .execute(&body, args.to_vec())
            .await
            .with_context(|| format!("running {script}"))
    }

    /// What an async function body answers. A rejection is an error with its text.
    ///
    /// # Errors
    /// When the body throws.
    pub async fn run_async(&self, body: &str, args: &[Value]) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1]; const args = Array.from(arguments).slice(0, -1);\n\
             (async function () {{ {body} }}).apply(null, args)\n\
             .then(value => done({{value}}), error => done({{error: String(error && error.stack || error)}}));"
        );
        let answer = self.client.execute_async(&script, args.to_vec()).await?;
        ensure!(answer.get("error").is_none(), "{}", answer["error"]);
        Ok(answer["value"].clone())
    }

    /// Waits until a JavaScript expression is truthy, and answers its value.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_until(&self, condition: &str) -> Result<Value> {
        let script = format!("const value = ({condition}); return value ? {{value}} : null;");
        let waited = wait::until(condition, async || {
            let answer = self.run(&script, &[]).await?;
            Ok((!answer.is_null()).then(|| answer["value"].clone()))
        });
        waited.await
    }

    /// Waits for an element that can be seen.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_for(&self, css: &str) -> Result<Element> {
        let found = wait::until(format!("{css} to be seen"), async || {
            let element = self.client.find(Locator::Css(css)).await?;
            Ok(element.is_displayed().await?.then_some(element))
        });
        found.await
    }

    /// Waits until nothing that matches can be seen.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_gone(&self, css: &str) -> Result<()> {
        wait::until(format!("{css} to be gone"), async || {
            Ok((!self.visible(css).await?).then_some(()))
        })
        .await
    }

    /// Waits until the text of an element satisfies `wanted`, and answers it.
    ///
    /// # Errors
    /// When the deadline passes.
    pub async fn wait_text(&self, css: &str, wanted: impl Fn(&str) -> bool) -> Result<String> {
        let last = RefCell::new(String::new());
        let found = wait::until(format!("the text of {css}"), async || {
            let text = self.text(css).await?;
            last.replace(text.clone());
            Ok(wanted(&text).then_some(text))
        });
        found
            .await
            .with_context(|| format!("the text is {:?}", last.borrow()))
    }

    /// Replaces what a field holds by typing.
    ///
    /// # Errors
    /// When there is no such field to be seen.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.wait_for(css).await?;
        if field.attr("type").await?.as_deref() == Some("password") {
            self.secret(text);
        }
        if !field.prop("value").await?.unwrap_or_default().is_empty() {
            field.clear().await?;
        }
        field
            .send_keys(text)
            .await
            .with_context(|| format!("typing into {css}"))
    }

    /// Clicks an element once it can be seen.
    ///
    /// # Errors
    /// When it cannot be clicked.
    pub async fn click(&self, css: &str) -> Result<()> {
        self.wait_for(css)
            .await?
            .click()
            .await
            .with_context(|| format!("clicking {css}"))
    }

    /// The text of an element as it is shown.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.find(css).await?.text().await?)
    }

    /// An attribute of an element.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn attr(&self, css: &str, name: &str) -> Result<Option<String>> {
        Ok(self.find(css).await?.attr(name).await?)
    }

    /// What a field holds now.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn value(&self, css: &str) -> Result<String> {
        Ok(self
            .find(css)
            .await?
            .prop("value")
            .await?
            .unwrap_or_default())
    }

    /// Whether any element that matches can be seen.
    ///
    /// # Errors
    /// When the browser cannot say.
    pub async fn visible(&self, css: &str) -> Result<bool> {
        for element in self.client.find_all(Locator::Css(css)).await? {
            if element.is_displayed().await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the element with the focus matches.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn focused(&self, css: &str) -> Result<bool> {
        let script =
            "document.activeElement !== null && document.activeElement.matches(arguments[0])";
        Ok(self.run(script, &[json!(css)]).await? == true)
    }

    async fn find(&self, css: &str) -> Result<Element> {
        self.client
            .find(Locator::Css(css))
            .await
            .with_context(|| format!("looking for {css}"))
    }

    /// Leaves a picture and the source of the page at `stem`.png and `stem`.html, as far as the browser still answers.
    /// Returns the page's address.
    pub async fn keep(&self, stem: &Path) -> String {
        let kept = within(async {
            let _ = self.client.dismiss_alert().await;
            let url = self.url().await;
            if let Ok(picture) = self.client.screenshot().await {
                let _ = std::fs::write(stem.with_added_extension("png"), picture);
            }
            if let Ok(source) = self.client.source().await {
                let _ = std::fs::write(stem.with_added_extension("html"), source);
            }
            url
        });
        match kept.await {
            Some(Ok(url)) => url,
            Some(Err(_)) => "unknown".to_owned(),
            None => "unknown, the browser does not answer".to_owned(),
        }
    }

    /// Whether the browser still answers its driver. Waits for earlier commands, because the driver answers in order.
    pub async fn answers(&self) -> bool {
        within(self.client.windows())
            .await
            .is_some_and(|answer| answer.is_ok())
    }

    /// Makes the session as good as a fresh one, since browsers take long to start: no cookie of the host of `url`, nothing
    /// stored at its origin, no key or button down, the window as wide as it was, showing `url`. Pages stay in the history.
    ///
    /// # Errors
    /// When anything is left, or the browser does not answer; the session is closed then.
    pub async fn renew(self, url: &str) -> Result<Client> {
        let renewed = within(self.wipe(url)).await;
        match renewed.unwrap_or_else(|| Err(anyhow!("the browser does not answer"))) {
            Ok(()) => Ok(self.client),
            Err(error) => {
                self.close().await;
                Err(error)
            }
        }
    }

    async fn wipe(&self, url: &str) -> Result<()> {
        let client = &self.client;
        ensure!(client.windows().await?.len() == 1, "another window is open");
        client.release_actions().await?;
        client.goto(url).await?;
        client.delete_all_cookies().await?;
        ensure!(
            client.get_all_cookies().await?.is_empty(),
            "a cookie is left"
        );
        let forget = "window.name = ''; sessionStorage.clear(); localStorage.clear(); return true;";
        self.run(forget, &[]).await?;
        if let Some((x, y, width, height)) = self.first_rect.get() {
            client.set_window_rect(x, y, width, height).await?;
        }
        Ok(())
    }

    /// Ends the session and closes the browser.
    pub async fn close(self) {
        let _ = within(self.client.close()).await;
    }
}

async fn within<T>(work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(wait::DEADLINE, work).await.ok()
}

#[cfg(test)]
mod tests {
    use axum::routing::post;
    use axum::{Json, Router};
    use fantoccini::ClientBuilder;

    use super::*;

    /// A driver that gives a session and then answers nothing.
    async fn silent_driver() -> Client {
        let session = || async { Json(json!({"value": {"sessionId": "1", "capabilities": {}}})) };
        let silent = || async { std::future::pending::<String>().await };
        let app = Router::new()
            .route("/session", post(session))
            .fallback(silent);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, app).await });
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        ClientBuilder::new(connector).connect(&url).await.unwrap()
    }

    #[tokio::test]
    async fn nothing_waits_for_a_browser_that_does_not_answer() {
        let page = Page::new(silent_driver().await, Browser::Webkit);
        tokio::time::pause();
        let folder = tempfile::tempdir().unwrap();
        assert!(!page.answers().await);
        let url = page.keep(&folder.path().join("kept")).await;
        assert!(url.contains("does not answer"), "{url}");
        assert!(page.renew("http://localhost/").await.is_err());
    }
}
