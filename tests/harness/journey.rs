//! A journey through the demo app, and what holds after every one of them.
//!
//! After each journey that passed, without its author doing anything: whatever was typed into password fields is in no
//! request the app's server got, in no log, in no address LoginRocket got, in no storage and no cookie of the page.
//! Tested by `tests/e2e`; the finder of secrets by the unit tests of [`crate::record`].

use anyhow::{Context as _, Result, bail, ensure};
use axum::http::Method;
use fantoccini::Client;
use serde_json::Value;

use crate::browsers::Browser;
use crate::drivers::{Driver, Scripting, Visitor};
use crate::log;
use crate::page::Page;
use crate::record::find_secret;
use crate::runner::World;
use crate::stack::Stack;

/// The world of a journey: a browser window as good as fresh, the demo app, and the emulator.
pub struct Journey {
    /// The emulator and the demo app.
    pub stack: Stack,
    driver: Driver,
    page: Option<Page>,
    log_mark: usize,
    visitor: Visitor,
    /// Whether the journey passed, so that nothing unforeseen is left in the window.
    passed: bool,
    /// A renewed session for the next journey of such a visitor.
    spare: Option<(Visitor, Client)>,
}

impl Journey {
    /// The browser window.
    ///
    /// # Panics
    /// Never in a journey, which begins with a window.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the runner opens it before the journey")]
    pub fn page(&self) -> &Page {
        self.page.as_ref().expect("the journey has begun")
    }

    /// The browser it runs in.
    #[must_use]
    pub const fn browser(&self) -> Browser {
        self.driver.browser()
    }

    /// Opens a page of the demo app.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.page().goto(&self.stack.app_url(path)).await
    }

    /// Opens a page and fills in its login form; nothing is submitted yet.
    ///
    /// # Errors
    /// When there is no such form.
    pub async fn fill_login(&self, path: &str, username: &str, password: &str) -> Result<()> {
        self.open(path).await?;
        self.page().fill("#username", username).await?;
        self.page().fill("#password", password).await
    }

    /// Waits until a form shows an error of its own (not one at a field). Returns the text.
    ///
    /// # Errors
    /// When it shows none.
    pub async fn error_text(&self, form: &str) -> Result<String> {
        let place = format!("{form} [data-authrocket-error='']");
        self.page().wait_text(&place, |text| !text.is_empty()).await
    }

    /// Waits until an error is shown at a field, which is marked as wrong and described by the text. Returns the text.
    ///
    /// # Errors
    /// When none is shown there.
    pub async fn field_error(&self, field: &str) -> Result<String> {
        let place = format!("[data-authrocket-error='{field}']");
        let text = self
            .page()
            .wait_text(&place, |text| !text.is_empty())
            .await?;
        let marked = format!(
            "(() => {{ const field = document.getElementById('{field}'), place = document.querySelector(\"{place}\"); \
             return field.getAttribute('aria-invalid') === 'true' \
               && (field.getAttribute('aria-describedby') || '').split(' ').includes(place.id); }})()"
        );
        self.page().wait_until(&marked).await?;
        Ok(text)
    }

    /// Collects the codes of the errors that the library reports to the page from now on, for [`Journey::next_code`].
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn watch_codes(&self) -> Result<()> {
        let script = "document.addEventListener('authrocket:error', (event) => { \
             document.documentElement.dataset.errorCode = event.detail.code; }); return true;";
        self.page().run(script, &[]).await.map(|_| ())
    }

    /// Waits for the next error's code.
    ///
    /// # Errors
    /// When no error is reported.
    pub async fn next_code(&self) -> Result<String> {
        let code = self
            .page()
            .wait_until("document.documentElement.dataset.errorCode")
            .await?;
        self.page()
            .run(
                "delete document.documentElement.dataset.errorCode; return true;",
                &[],
            )
            .await?;
        Ok(code.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for the account page, and that it greets the user of this name.
    ///
    /// # Errors
    /// When another page comes.
    pub async fn welcomed(&self, username: &str) -> Result<()> {
        let account = self.stack.app_url("/account");
        self.page()
            .wait_url("the account page", |url| url == account)
            .await?;
        self.page()
            .wait_text("#account-username", |text| text == username)
            .await
            .map(|_| ())
    }

    /// Replaces the window by one of a browser that is set up in another way, if the journey's case did not ask for it.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn as_visitor(&mut self, visitor: impl Into<Visitor>) -> Result<()> {
        let visitor = visitor.into();
        if self.visitor == visitor {
            return Ok(());
        }
        if let Some(page) = self.page.take() {
            page.close().await;
        }
        self.new_window(visitor).await
    }

    async fn new_window(&mut self, visitor: Visitor) -> Result<()> {
        self.visitor = visitor;
        let browser = self.browser();
        self.page = Some(match self.spare.take() {
            Some((of, client)) if of == visitor => Page::new(client, browser),
            other => {
                if let Some((_, client)) = other {
                    Page::new(client, browser).close().await;
                }
                let page = Page::new(self.driver.session(visitor).await?, browser);
                page.make_resizable().await?;
                page
            }
        });
        Ok(())
    }

    /// The login token the app's server got last, in the query or in a posted form.
    ///
    /// # Errors
    /// When it got none.
    pub fn delivered_token(&self) -> Result<String> {
        let all = self.stack.app.all();
        let mut found = all.iter().flat_map(|request| {
            let fields = [request.query.as_bytes(), &request.body].join(&b'&');
            form_urlencoded::parse(&fields)
                .into_owned()
                .collect::<Vec<_>>()
        });
        let token = found.rfind(|(name, value)| name == "token" && value.starts_with("eyJ"));
        token
            .map(|(_, value)| value)
            .context("the app's server got no login token")
    }

    fn holds_no_secret(&self, what: &str, text: &str) -> Result<()> {
        for secret in self.page().secrets() {
            if let Some(dress) = find_secret(text, &secret) {
                bail!("a password stands {dress} in {what}:\n{text}");
            }
        }
        Ok(())
    }

    /// What the page could have kept: storage, cookies, its own address, the history's state.
    async fn kept_by_page(&self) -> Result<String> {
        if self.visitor.scripting == Scripting::Off {
            return self.page().url().await;
        }
        let kept = "(() => { try { return JSON.stringify([location.href, history.state, document.cookie, document.referrer, \
             window.name, { ...localStorage }, { ...sessionStorage }]); } catch (error) { return String(error); } })()";
        let script = format!("return {kept};");
        let answer = self.page().run(&script, &[]).await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }
}

impl World for Journey {
    async fn start(driver: Driver) -> Result<Self> {
        let stack = Stack::start().await?;
        Ok(Self {
            stack,
            driver,
            page: None,
            log_mark: 0,
            visitor: Visitor::default(),
            passed: false,
            spare: None,
        })
    }

    async fn begin(&mut self, visitor: Visitor) -> Result<()> {
        self.stack.reset().await?;
        self.log_mark = log::mark();
        self.passed = false;
        self.new_window(visitor).await
    }

    async fn check(&mut self) -> Result<()> {
        let requests = self.stack.app.all();
        ensure!(
            !requests.is_empty(),
            "the recorder saw no request to the app's server"
        );
        for request in &requests {
            self.holds_no_secret("a request to the app's server", &request.text())?;
        }
        let log = log::since(self.log_mark);
        ensure!(
            log.contains("request"),
            "the app's server wrote no line to its log"
        );
        self.holds_no_secret("the log", &log)?;
        self.holds_no_secret("what the page kept", &self.kept_by_page().await?)?;
        self.stack.start_login_rocket().await?;
        let all = self
            .stack
            .control(Method::GET, "/requests", &Value::Null)
            .await?;
        for request in all["collection"].as_array().into_iter().flatten() {
            let password = request["secrets"].get("password").is_some();
            ensure!(
                !password || request["method"] == "POST",
                "a password in an address: {request}"
            );
        }
        self.passed = true;
        Ok(())
    }

    fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    async fn end(&mut self) -> String {
        if let Some(page) = self.page.take() {
            if self.passed {
                let renewed = page.renew(&self.stack.app_url("/assets/icon.svg")).await;
                self.spare = renewed.ok().map(|client| (self.visitor, client));
            } else {
                page.close().await;
            }
        }
        let requests: Vec<String> = self
            .stack
            .app
            .all()
            .iter()
            .map(|request| format!("{} {}", request.method, request.path))
            .collect();
        format!("the app's server got: {}\n", requests.join(", "))
    }
}
