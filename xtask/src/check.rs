//! Everything that reads the code without running it: format, lints, docs, types, and the rules of the layers.
//! Run before a commit; the test layer `check` runs the same.

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
    run(command("cargo")
        .args(doc)
        .arg("--workspace")
        .env("RUSTDOCFLAGS", "-Dwarnings"))?;
    types()?;
    rules::check(&root())?;
    println!("check: all good");
    Ok(())
}

/// The declarations, and a page's use of them.
fn types() -> Result<()> {
    let mut compiler = npm_tool("tsc");
    compiler.args([
        "--noEmit",
        "--strict",
        "--target",
        "es2020",
        "--lib",
        "es2022,dom",
    ]);
    compiler.args(["--module", "node16", "--moduleResolution", "node16"]);
    run(compiler.args(["src/js/index.d.ts", "tests/package/types.ts"]))
}
