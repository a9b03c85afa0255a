//! The installed package on pages: by script tag, by markup, as a module, and under a strict policy.

use anyhow::{Result, ensure};
use authrocket_tests::drivers::{Driver, Visitor};
use authrocket_tests::page::Page;
use authrocket_tests::record::find_secret;
use authrocket_tests::runner::{Case, World};
use authrocket_tests::site::Site;
use fantoccini::Client;
use serde_json::{Value, json};

use crate::installed::{package, project};
use crate::types::declared_for_the_script;

/// A browser, a site that serves the installed package as `/pkg/`, and a fake instance.
pub struct Packaged {
    site: Site,
    driver: Driver,
    page: Option<Page>,
    /// The window of a case that passed, as good as fresh.
    spare: Option<Client>,
    passed: bool,
}

pub fn cases() -> Vec<Case<Packaged>> {
    authrocket_tests::cases![
        script_tag_attaches_to_a_form,
        script_tag_answers_on_the_very_next_line,
        script_tag_has_the_members_that_are_declared,
        module_finds_its_wasm_beside_it,
        module_takes_the_wasm_from_elsewhere,
        strict_policy_lets_the_script_tag_work,
        strict_policy_lets_the_module_work,
        file_page_logs_in_on_either_engine,
        file_page_tells_each_native_host,
        file_page_takes_the_token_of_a_link,
    ]
}

const PASSWORD: &str = "correct horse battery";

impl Packaged {
    fn page(&self) -> Result<&Page> {
        self.page
            .as_ref()
            .ok_or_else(|| anyhow::anyhow!("no window"))
    }

    async fn open(&self, html: &str, headers: &Value) -> Result<()> {
        self.page()?
            .goto(&self.site.make(
                &html.replace("INSTANCE", &self.site.instance_origin()),
                headers,
            ))
            .await
    }

    /// Opens a page as a file of the project, as an app that carries its pages does; `TAG` becomes the script tag.
    async fn open_file(&self, html: &str, query: &str) -> Result<()> {
        let tag = format!(
            "<script src=node_modules/authrocket-wasm/pkg/authrocket.js data-url='{}/'></script>",
            self.site.instance_origin()
        );
        let file = project()?.join(format!("page-{}.html", self.driver.browser().name()));
        std::fs::write(
            &file,
            html.replace("TAG", &tag)
                .replace("INSTANCE", &self.site.instance_origin()),
        )?;
        let address = format!("file://{}{query}", file.display());
        self.page()?.goto(&address).await
    }

    /// A script as a file of its own, for pages that allow no other.
    fn script(&self, code: &str) -> String {
        let code = code.replace("INSTANCE", &self.site.instance_origin());
        self.site
            .make(&code, &json!({"content-type": "text/javascript"}))
    }

    /// What a strict page sends (contract §5, promise 3).
    fn strict(&self) -> Value {
        let instance = self.site.instance_origin();
        json!({"content-security-policy": format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' {instance}; \
             require-trusted-types-for 'script'"
        )})
    }

    async fn log_in_and_arrive(&self) -> Result<()> {
        let page = self.page()?;
        page.fill("[name=username]", "ada").await?;
        page.fill("[name=password]", PASSWORD).await?;
        page.click("button").await?;
        page.wait_url("the app's login handler", |url| {
            url.contains("/app/login?token=eyJ")
        })
        .await?;
        Ok(())
    }

    async fn tells_a_token(&self) -> Result<()> {
        let told = self
            .page()?
            .wait_until("document.title !== 'waiting' && document.title")
            .await?;
        ensure!(
            told.as_str().is_some_and(|title| title.starts_with("eyJ")),
            "the page says {told}"
        );
        Ok(())
    }
}

impl World for Packaged {
    async fn start(driver: Driver) -> Result<Self> {
        let package = package()?;
        let site = Site::start(&package.join("pkg"), &package).await?;
        Ok(Self {
            site,
            driver,
            page: None,
            spare: None,
            passed: false,
        })
    }

    async fn begin(&mut self, visitor: Visitor) -> Result<()> {
        self.site.reset();
        self.passed = false;
        let client = match self.spare.take() {
            Some(client) => client,
            None => self.driver.session(visitor).await?,
        };
        self.page = Some(Page::new(client, self.driver.browser()));
        Ok(())
    }

    async fn check(&mut self) -> Result<()> {
        for request in self.site.app.all() {
            ensure!(
                find_secret(&request.text(), PASSWORD).is_none(),
                "the app got the password: {}",
                request.text()
            );
        }
        let sent = self.site.fake.log();
        ensure!(
            sent.iter()
                .any(|request| request["fields"]["password"] == PASSWORD),
            "the password reached nobody"
        );
        self.passed = true;
        Ok(())
    }

    fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    async fn end(&mut self) -> String {
        if let Some(page) = self.page.take() {
            if self.passed {
                let plain = format!("{}/pkg/index.d.ts", self.site.origin());
                self.spare = page.renew(&plain).await.ok();
            } else {
                page.close().await;
            }
        }
        String::new()
    }
}

const FORM: &str = "<form data-authrocket=login method=post action='INSTANCE/login'><input name=username required>\
     <input name=password type=password required><button>Log in</button></form>";

async fn script_tag_attaches_to_a_form(world: &mut Packaged) -> Result<()> {
    let page = format!(
        "<!doctype html><title>p</title><script src=/pkg/authrocket.js data-url='INSTANCE/' defer></script>{FORM}"
    );
    world.open(&page, &Value::Null).await?;
    world.log_in_and_arrive().await
}

async fn script_tag_answers_on_the_very_next_line(world: &mut Packaged) -> Result<()> {
    let page = format!(
        "<!doctype html><title>waiting</title><script src=/pkg/authrocket.js></script><script>\
         AuthRocket.setInstanceUrl('INSTANCE/v1');\
         AuthRocket.authenticate({{ username: 'ada', password: '{PASSWORD}' }}, \
           function (answer) {{ document.title = answer.error || answer.token; }});</script>"
    );
    world.open(&page, &Value::Null).await?;
    world.tells_a_token().await
}

async fn script_tag_has_the_members_that_are_declared(world: &mut Packaged) -> Result<()> {
    let page = format!(
        "<!doctype html><title>p</title><script src=/pkg/authrocket.js data-url='INSTANCE/' defer></script>{FORM}"
    );
    world.open(&page, &Value::Null).await?;
    let there = world
        .page()?
        .wait_until("window.AuthRocket && Object.keys(AuthRocket).sort()")
        .await?;
    let declared = declared_for_the_script()?;
    ensure!(there == *declared, "there: {there}; declared: {declared}");
    world.log_in_and_arrive().await
}

/// A module that logs in and puts the token, or what went wrong, into the title.
fn module(options: &str) -> String {
    format!(
        "import {{ createClient }} from '/pkg/module.js';\
         const client = createClient({{ url: 'INSTANCE/'{options} }});\
         client.login({{ username: 'ada', password: '{PASSWORD}' }})\
         .then((result) => {{ document.title = result.token || result.error; }}, (error) => {{ document.title = error; }});"
    )
}

async fn module_finds_its_wasm_beside_it(world: &mut Packaged) -> Result<()> {
    let page = format!(
        "<!doctype html><title>waiting</title><script type=module>{}</script>",
        module("")
    );
    world.open(&page, &Value::Null).await?;
    world.tells_a_token().await
}

async fn module_takes_the_wasm_from_elsewhere(world: &mut Packaged) -> Result<()> {
    // The site serves the same file under another path, too.
    let elsewhere = module(", wasm: '/browser/pkg/authrocket.wasm'");
    let page =
        format!("<!doctype html><title>waiting</title><script type=module>{elsewhere}</script>");
    world.open(&page, &Value::Null).await?;
    world.tells_a_token().await
}

async fn strict_policy_lets_the_script_tag_work(world: &mut Packaged) -> Result<()> {
    let page = format!(
        "<!doctype html><title>p</title><script src=/pkg/authrocket.js data-url='INSTANCE/' defer></script>{FORM}"
    );
    world.open(&page, &world.strict()).await?;
    world.log_in_and_arrive().await
}

async fn strict_policy_lets_the_module_work(world: &mut Packaged) -> Result<()> {
    let script = world.script(&module(""));
    let page = format!(
        "<!doctype html><title>waiting</title><script type=module src='{script}'></script>"
    );
    world.open(&page, &world.strict()).await?;
    world.tells_a_token().await
}

/// Stand-ins for native hosts, by the name of each: what it is told becomes the title.
const HOSTS: [(&str, &str); 4] = [
    (
        "wkwebview",
        "webkit = { messageHandlers: { authrocket: { postMessage: (message) => tell(message) } } }",
    ),
    (
        "android",
        "AuthRocketBridge = { postMessage: (text) => tell(JSON.parse(text)) }",
    ),
    (
        "react-native",
        "ReactNativeWebView = { postMessage: (text) => tell(JSON.parse(text)) }",
    ),
    (
        "flutter",
        "flutter_inappwebview = { callHandler: (name, message) => tell(message) }",
    ),
];

async fn file_page_logs_in_on_either_engine(world: &mut Packaged) -> Result<()> {
    let form = FORM.replace(
        "data-authrocket=login",
        "data-authrocket=login data-authrocket-deliver=event",
    );
    for (engine, before) in [("wasm", ""), ("javascript", "delete window.WebAssembly;")] {
        let page = format!(
            "<!doctype html><html lang=en><title>p</title><script>{before}</script>TAG{form}"
        );
        world.open_file(&page, "").await?;
        let page = world.page()?;
        page.fill("[name=username]", "ada").await?;
        page.fill("[name=password]", PASSWORD).await?;
        page.click("button").await?;
        page.wait_until("document.querySelector('form').dataset.authrocketState === 'done'")
            .await?;
        let runs = page.run("AuthRocket.engine", &[]).await?;
        ensure!(runs == engine, "it runs as {runs}, not as {engine}");
    }
    ensure!(world.site.fake.log().len() == 2, "one call each");
    Ok(())
}

async fn file_page_tells_each_native_host(world: &mut Packaged) -> Result<()> {
    for (name, host) in HOSTS {
        let form = FORM.replace(
            "data-authrocket=login",
            "data-authrocket=login data-authrocket-deliver=bridge",
        );
        // The language's file may not be had from a file; the login does without it.
        let page = format!(
            "<!doctype html><html lang=de><meta charset=utf-8><title>waiting</title><script>\
             const tell = (message) => {{ document.title = JSON.stringify(message); }};\
             window.{host};</script>TAG{form}"
        );
        world.open_file(&page, "").await?;
        let page = world.page()?;
        page.fill("[name=username]", "ada").await?;
        page.fill("[name=password]", PASSWORD).await?;
        page.click("button").await?;
        let told = page
            .wait_until("document.title !== 'waiting' && document.title")
            .await?;
        let told: Value = serde_json::from_str(told.as_str().unwrap_or_default())?;
        let names: Vec<_> = told
            .as_object()
            .into_iter()
            .flat_map(|all| all.keys())
            .collect();
        ensure!(
            names == ["token"]
                && told["token"]
                    .as_str()
                    .is_some_and(|token| token.starts_with("eyJ")),
            "{name} was told {told}"
        );
        page.wait_until("document.querySelector('form').dataset.authrocketState === 'done'")
            .await?;
        ensure!(page.url().await?.starts_with("file:"), "the page was left");
    }
    ensure!(world.site.fake.log().len() == HOSTS.len(), "one call each");
    Ok(())
}

async fn file_page_takes_the_token_of_a_link(world: &mut Packaged) -> Result<()> {
    let page = format!(
        "<!doctype html><html lang=en><title>waiting</title>TAG<form data-authrocket=reset-password>\
         <input name=password type=password value='{PASSWORD}'><button>Go</button></form>"
    );
    world.open_file(&page, "?token=kpw_1&a=1#top").await?;
    let page = world.page()?;
    page.click("button").await?;
    page.wait_until("document.querySelector('form').dataset.authrocketState === 'done'")
        .await?;
    let url = page.url().await?;
    ensure!(
        url.ends_with(".html?a=1#top"),
        "the token is still in the address: {url}"
    );
    let sent = world.site.fake.log();
    ensure!(
        sent.iter()
            .any(|request| request["fields"]["token"] == "kpw_1"),
        "the token was not sent: {sent:?}"
    );
    Ok(())
}
