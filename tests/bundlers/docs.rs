//! `docs/bundlers.md` shows the very files and commands that are tested.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::root;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::app::App;

/// Files that are shown whole.
const SHOWN: [&str; 5] = [
    "vite/src/main.js",
    "rollup/rollup.config.js",
    "esbuild/src/main.js",
    "next/app/login-form.js",
    "next/app/page.js",
];

pub fn trials() -> Vec<Trial> {
    vec![Trial::test("docs::show_what_is_tested", || {
        show_what_is_tested().map_err(|error| Failed::from(format!("{error:#}")))
    })]
}

fn show_what_is_tested() -> Result<()> {
    let docs = plain(&std::fs::read_to_string(root().join("docs/bundlers.md"))?);
    let apps = root().join("tests/bundlers/apps");
    let read = |name: &str| {
        std::fs::read_to_string(apps.join(name)).with_context(|| format!("reading {name}"))
    };
    for name in SHOWN {
        ensure!(docs.contains(&plain(&read(name)?)), "{name} is not shown");
    }
    // Nothing to configure: their code is that of the first one.
    for same in [
        "webpack/src/index.js",
        "rollup/src/main.js",
        "parcel/src/main.js",
        "import-map/main.js",
    ] {
        ensure!(read(same)? == read(SHOWN[0])?, "{same} is different");
    }
    let page = read("import-map/index.html")?;
    let map = page
        .split_once("<script type=\"importmap\">")
        .and_then(|(_, rest)| rest.split_once("</script>"));
    let (map, _) = map.context("no import map")?;
    ensure!(docs.contains(&plain(map)), "{map} is not shown");
    for app in App::BUILT {
        let package: Value =
            serde_json::from_str(&read(&format!("{}/package.json", app.folder()))?)?;
        let build = package["scripts"]["build"].as_str().context("no build")?;
        ensure!(
            docs.contains(&format!("```sh {build} ```")),
            "{build} is not shown"
        );
    }
    Ok(())
}

/// Without its layout: the page's is deeper than that of the docs.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
