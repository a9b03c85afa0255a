//! Everything that reads the code without running it: format, lints, docs, types, and the rules of the layers.
//! Part of a whole `cargo xtask test`.

mod rules;

use anyhow::Result;

use crate::process::{command, npm_tool, root, run};
use crate::setup::{Scope, setup};

const WASM: &str = "wasm32-unknown-unknown";

/// Runs all checks; the first that fails ends it.
pub fn check() -> Result<()> {
    setup(Scope::Start)?;
    run(command("cargo").args(["fmt", "--all", "--check"]))?;
    // Natively the browser layer is not compiled, so a domain that reaches for it fails here.
    let clippy = ["clippy", "--quiet", "--locked"];
    let deny = ["--", "-Dwarnings"];
    run(command("cargo")
        .args(clippy)
        .args(["--workspace", "--all-targets"])
        .args(deny))?;
    run(command("cargo")
        .args(clippy)
        .args(["-p", "authrocket-wasm", "--target", WASM])
        .args(deny))?;
    let doc = [
        "doc",
        "--quiet",
        "--locked",
        "--no-deps",
        "--document-private-items",
    ];
    run(command("cargo").args(doc).arg("--workspace").env(
        "RUSTDOCFLAGS",
        "-Dwarnings -Arustdoc::private_intra_doc_links",
    ))?;
    types()?;
    rules::check(&root())?;
    println!("check: all good");
    Ok(())
}

/// The declarations with a page's use of them, and the hand-written JavaScript.
fn types() -> Result<()> {
    let mut page = npm_tool("tsc");
    page.args([
        "--noEmit",
        "--strict",
        "--target",
        "es2020",
        "--lib",
        "es2022,dom",
    ]);
    page.args(["--module", "node16", "--moduleResolution", "node16"]);
    run(page.args(["src/js/index.d.ts", "tests/package/types.ts"]))?;
    let mut ours = npm_tool("tsc");
    ours.args([
        "--noEmit",
        "--allowJs",
        "--checkJs",
        "--target",
        "es2020",
        "--lib",
        "es2022,dom,dom.iterable",
    ]);
    ours.args([
        "--module",
        "es2022",
        "--moduleResolution",
        "bundler",
        "src/js/types/generated.d.ts",
    ]);
    run(ours.args([
        "src/js/script.js",
        "src/js/module.js",
        "src/js/inline.js",
        "src/js/comforts.js",
        "src/js/lang/de.js",
        "src/js/lang/es.js",
        "src/js/lang/fr.js",
        "src/js/lang/ja.js",
        "src/js/lang/pt.js",
        "src/js/doctor/script.js",
    ]))
}
