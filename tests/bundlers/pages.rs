//! The apps in a browser: an import loads nothing, a form loads what it needs, and a login arrives.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::http::Http;
use axum::http::Method;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::app::App;
use crate::build::INSTANCE;
use crate::contents::{OURS, parts};
use crate::server::STRICT;
use crate::stage::{Run, Visit, visit};

const PASSWORD: &str = "correct horse battery";

pub fn trials() -> Vec<Trial> {
    let each = App::ALL.into_iter().flat_map(|app| {
        [
            trial(app, "an_import_loads_nothing_else", |visit| {
                Box::pin(an_import_loads_nothing_else(visit))
            }),
            trial(app, "a_login_arrives", |visit| {
                Box::pin(a_login_arrives(visit))
            }),
        ]
    });
    let next = [
        trial(App::Next, "renders_on_the_server", |visit| {
            Box::pin(renders_on_the_server(visit))
        }),
        trial(App::Next, "leaves_nothing_of_an_unused_import", |visit| {
            Box::pin(leaves_nothing_of_an_unused_import(visit))
        }),
    ];
    let files = App::ALL
        .into_iter()
        .filter(|app| ![App::Next, App::ViteDev].contains(app));
    let forbidden = files.map(|app| {
        trial(app, "a_login_arrives_where_wasm_is_forbidden", |visit| {
            Box::pin(a_login_arrives_where_wasm_is_forbidden(visit))
        })
    });
    each.chain(next).chain(forbidden).collect()
}

fn trial(app: App, name: &'static str, run: Run) -> Trial {
    Trial::test(format!("{}::{name}", app.name()), move || {
        visit(app, name, run).map_err(|error| Failed::from(format!("{error:#}")))
    })
}

impl Visit {
    /// The address of the login page, with the instance in its query.
    fn address(&self) -> String {
        let query: String = form_urlencoded::byte_serialize(self.instance.as_bytes()).collect();
        format!("{}?instance={query}", self.served.page)
    }

    /// The addresses of everything that the page has loaded by now.
    async fn loaded(&self) -> Result<Vec<String>> {
        let list = "performance.getEntriesByType('resource').map((each) => each.name)";
        let list = self.page.run(list, &[]).await?;
        let list = list.as_array().context("no list")?;
        Ok(list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect())
    }

    async fn log_in(&self, username: &str) -> Result<()> {
        self.page.fill("[name=username]", username).await?;
        self.page.fill("[name=password]", PASSWORD).await?;
        self.page
            .click("button:not([data-authrocket-reveal])")
            .await
    }
}

/// A file as the app serves it.
async fn get(address: &str) -> Result<String> {
    let answer = Http::default()
        .send(Method::GET, address, &[], &Value::Null)
        .await?;
    ensure!(answer.status.is_success(), "{address}: {}", answer.status);
    Ok(answer.text)
}

fn path(address: &str) -> &str {
    address.split('?').next().unwrap_or(address)
}

fn is_wasm(address: &str) -> bool {
    path(address).ends_with(".wasm")
}

/// Which of the scripts hold a text.
async fn holders(addresses: &[String], text: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for address in addresses.iter().filter(|it| path(it).ends_with(".js")) {
        if get(address).await?.contains(text) {
            found.push(address.clone());
        }
    }
    Ok(found)
}

async fn an_import_loads_nothing_else(visit: &Visit) -> Result<()> {
    // Without an instance the app attaches nothing.
    visit.page.goto(&visit.served.page).await?;
    visit
        .page
        .wait_until("document.readyState === 'complete'")
        .await?;
    let loaded = visit.loaded().await?;
    ensure!(!loaded.iter().any(|it| is_wasm(it)), "it loaded {loaded:?}");
    let ours = holders(&loaded, OURS).await?;
    ensure!(!ours.is_empty(), "the import is not in {loaded:?}");
    for (part, marker) in parts()? {
        let found = holders(&loaded, &marker).await?;
        ensure!(found.is_empty(), "{part} was loaded, in {found:?}");
    }
    Ok(())
}

async fn a_login_arrives(visit: &Visit) -> Result<()> {
    // The page is on this machine, where a developer is told of mistakes.
    log_in_by(
        visit,
        &visit.address(),
        &["comforts.js", "hints.js", "lang/de.js"],
    )
    .await
}

/// The bundler has kept the fallback as it must be to run.
async fn a_login_arrives_where_wasm_is_forbidden(visit: &Visit) -> Result<()> {
    let strict = format!("{}&{STRICT}", visit.address());
    log_in_by(
        visit,
        &strict,
        &["comforts.js", "hints.js", "lang/de.js", "fallback.js"],
    )
    .await
}

/// Is told of an outage, in the language of the page, then logs in; the page loads the parts that are `wanted`, and no others.
async fn log_in_by(visit: &Visit, address: &str, wanted: &[&str]) -> Result<()> {
    let page = &visit.page;
    page.goto(address).await?;
    page.wait_until("document.forms[0].dataset.authrocketState === 'idle'")
        .await?;
    page.wait_until("document.querySelector('[data-authrocket-reveal][aria-pressed=false]')")
        .await?;

    visit.log_in("fake-html-500").await?;
    let told = page
        .wait_text("[data-authrocket-error]", |text| !text.is_empty())
        .await?;
    ensure!(
        told.starts_with("Der Anmeldedienst hat gerade ein Problem."),
        "it says {told}"
    );

    let loaded = visit.loaded().await?;
    let wasm: Vec<_> = loaded.iter().filter(|it| is_wasm(it)).collect();
    ensure!(wasm.len() == 1, "the wasm was loaded as {wasm:?}");
    for (part, marker) in parts()? {
        let found = holders(&loaded, &marker).await?;
        ensure!(
            found.len() == usize::from(wanted.contains(&part)),
            "{part} was loaded as {found:?}"
        );
    }

    visit.log_in("ada").await?;
    page.wait_url("the app's login handler", |url| {
        url.contains("/app/login?token=eyJ")
    })
    .await?;
    let sent = visit.fake.log();
    let with_password = |request: &&Value| request["fields"]["password"] == PASSWORD;
    ensure!(
        sent.iter().filter(with_password).count() == 2,
        "the instance got {sent:?}"
    );
    Ok(())
}

async fn renders_on_the_server(visit: &Visit) -> Result<()> {
    let html = get(&visit.address()).await?;
    let link = format!("href=\"{INSTANCE}signup\"");
    for wanted in [
        "<form data-authrocket=\"login\"",
        "name=\"password\"",
        &link,
    ] {
        ensure!(html.contains(wanted), "no {wanted} in {html}");
    }
    let said = visit.served.last_output();
    ensure!(
        !said.to_lowercase().contains("error"),
        "the server says {said}"
    );
    Ok(())
}

async fn leaves_nothing_of_an_unused_import(visit: &Visit) -> Result<()> {
    visit
        .page
        .goto(&format!("{}unused", visit.served.page))
        .await?;
    visit
        .page
        .wait_until("document.body.textContent.includes('nothing of it is used')")
        .await?;
    let loaded = visit.loaded().await?;
    ensure!(
        loaded.iter().any(|it| path(it).ends_with(".js")),
        "no script in {loaded:?}"
    );
    ensure!(!loaded.iter().any(|it| is_wasm(it)), "it loaded {loaded:?}");
    let ours = holders(&loaded, OURS).await?;
    ensure!(ours.is_empty(), "something of ours is in {ours:?}");
    Ok(())
}
