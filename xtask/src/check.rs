//! Everything that reads the code without running it: format, lints, docs, types, the rules of the layers,
//! and what documents cite and link to.
//! Part of a whole `cargo xtask test`.

mod circles;
mod citations;
mod doctor;
mod floors;
pub mod links;
mod prose;
mod recipes;
mod rules;
mod samples;
pub mod tree;

use std::process::Command;

use anyhow::Result;

use crate::build::{Flavour, build};
use crate::process::{command, root, run};
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
    circles::check(&root())?;
    recipes::check(&root())?;
    citations::check(&root())?;
    doctor::check(&root())?;
    links::check(&root())?;
    prose::check(&root())?;
    samples::check(&root())?;
    println!("check: all good");
    Ok(())
}

/// The declarations, and the hand-written JavaScript; what consumers may write is the package layer's.
fn types() -> Result<()> {
    // The exports' declarations are generated.
    if !root().join("target/glue/types.d.ts").exists() {
        build(Flavour::Release)?;
    }
    let mut declared = tsc();
    declared.args(["--strict", "--exactOptionalPropertyTypes"]);
    declared.args(["--target", "es2020", "--lib", "es2022,dom"]);
    declared.args(["--module", "node16", "--moduleResolution", "node16"]);
    run(declared.args([
        "types/index.d.ts",
        "types/script.d.ts",
        "types/authrocket.wasm.d.ts",
        "types/asset.d.ts",
        "types/lang.d.ts",
        "types/doctor.d.ts",
        "types/loginrocket.d.ts",
        "types/react.d.ts",
        "types/svelte.d.ts",
        "types/server.d.ts",
        "types/testing.d.ts",
    ]))?;
    integrations()?;
    let mut ours = tsc();
    ours.args([
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
        "types/internal.d.ts",
        "target/glue/types.d.ts",
        "types/script.d.ts",
        "types/doctor.d.ts",
    ]);
    run(ours.args([
        "src/js/entries/script.js",
        "src/js/entries/module.js",
        "src/js/entries/development.js",
        "src/js/entries/inline.js",
        "src/js/entries/loginrocket.js",
        "extras/comforts.js",
        "extras/strength.js",
        "extras/hints.js",
        "src/js/entries/guard.js",
        "extras/lang/ar.js",
        "extras/lang/de.js",
        "extras/lang/es.js",
        "extras/lang/fr.js",
        "extras/lang/it.js",
        "extras/lang/ja.js",
        "extras/lang/nl.js",
        "extras/lang/pt.js",
        "extras/lang/zh.js",
        "extras/lang/zh-hant.js",
        "extras/doctor/script.js",
    ]))
}

/// What needs neither a framework's types nor Node's. The frameworks layer compiles apps with the others.
fn integrations() -> Result<()> {
    let mut ours = tsc();
    ours.args(["--allowJs", "--checkJs", "--target", "es2022"]);
    ours.args(["--lib", "es2023,dom,dom.iterable", "--module", "es2022"]);
    ours.args(["--moduleResolution", "bundler"]);
    run(ours.args([
        "integrations/server/index.js",
        "integrations/frameworks/attached.js",
        "integrations/frameworks/login.js",
    ]))
}

/// The compiler that is pinned; others, for the package layer, would stand under the same name in `.bin`.
fn tsc() -> Command {
    let mut tsc = Command::new(root().join("node_modules/typescript/bin/tsc"));
    tsc.current_dir(root()).arg("--noEmit");
    tsc
}
