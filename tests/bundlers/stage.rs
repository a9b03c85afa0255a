//! What the cases on pages share, one after another: a browser and the fake instance.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use authrocket_tests::browsers::Browser;
use authrocket_tests::drivers::{Driver, Scripting};
use authrocket_tests::fake::Fake;
use authrocket_tests::page::Page;
use authrocket_tests::serve::Server;
use authrocket_tests::{output, runner};
use fantoccini::Client;
use tokio::runtime::Runtime;

use crate::app::App;
use crate::build::built;
use crate::server::Served;

/// How long a case may take once its app is built.
const CASE_DEADLINE: Duration = Duration::from_secs(60);

/// A visit of one app.
pub struct Visit {
    pub served: Served,
    pub page: Page,
    pub fake: Fake,
    /// The instance URL.
    pub instance: String,
}

/// What a case does.
pub type Run = for<'a> fn(&'a Visit) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

struct Stage {
    /// A window that the last case left as good as new; apps have addresses of their own, and keep nothing.
    session: Option<Client>,
    // Before the runtime that its servers run on.
    driver: Driver,
    fake: Fake,
    instance: Server,
    runtime: Runtime,
}

/// Started by the first case; what stopped it is told by all of them.
static STAGE: Mutex<Option<Result<Stage, String>>> = Mutex::new(None);

/// Visits an app in a browser window that knows nothing.
pub fn visit(app: App, name: &str, run: Run) -> Result<()> {
    built(app)?;
    let mut stage = STAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let stage = stage.get_or_insert_with(|| Stage::start().map_err(|error| format!("{error:#}")));
    let stage = stage.as_mut().map_err(|error| anyhow::anyhow!("{error}"))?;
    let runtime = stage.runtime.handle().clone();
    runtime.block_on(stage.visit(app, name, run))
}

/// Ends the browser and the servers.
pub fn end() {
    let stage = STAGE.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(Ok(Stage {
        driver,
        instance,
        runtime,
        ..
    })) = stage
    {
        let _inside = runtime.enter();
        drop((driver, instance));
    }
}

impl Stage {
    fn start() -> Result<Self> {
        let browsers = Browser::from_environment()?;
        let browser = *browsers.first().context("no browser is asked for")?;
        let (runtime, fake) = (runner::runtime(), Fake::default());
        let (driver, instance) = runtime.block_on(async {
            Ok::<_, anyhow::Error>((
                Driver::start(browser).await?,
                Server::start(fake.router("instance")).await?,
            ))
        })?;
        Ok(Self {
            session: None,
            driver,
            fake,
            instance,
            runtime,
        })
    }

    async fn visit(&mut self, app: App, name: &str, run: Run) -> Result<()> {
        self.fake.reset();
        let served = Served::start(app).await?;
        let session = match self.session.take() {
            Some(session) => session,
            None => self.driver.session(Scripting::On).await?,
        };
        let visit = Visit {
            served,
            page: Page::new(session, self.driver.browser()),
            fake: self.fake.clone(),
            instance: format!("http://fake.localhost:{}/", self.instance.port()),
        };
        let result = tokio::time::timeout(CASE_DEADLINE, run(&visit)).await;
        let result = result.context("the case took too long").flatten();
        let Visit { served, page, .. } = visit;
        if result.is_ok() {
            self.session = page.renew(&served.page).await.ok();
            return result;
        }
        let stem = output::file("bundlers", &format!("{}-{name}", app.name()))?;
        page.keep(&stem).await;
        page.close().await;
        let (kept, said) = (output::shown(&stem), served.last_output());
        result.with_context(|| format!("kept: {kept}.{{png,html}}\n{said}"))
    }
}
