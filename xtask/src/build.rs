//! Builds pkg/: Rust to wasm, wasm-bindgen's glue, wasm-opt, and esbuild's bundles.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::embed;
use crate::process::{command, npm_tool, root, run};
use crate::shorten::shorten;

/// How the wasm is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// What ships: the standard library rebuilt for size, panics that stop at once.
    Release,
    /// Plain stable Rust; larger, and must keep building.
    Stable,
}

/// Linear memory at start is the shadow stack plus data; the default stack alone is 1 MiB.
const STACK_BYTES: u32 = 64 * 1024;

/// What src/js calls; the exports of src/wasm.
const FUNCTIONS: [&str; 9] = [
    "answered", "attach", "begin", "detach", "end", "handed", "happened", "submit", "sweep",
];

/// Files of texts in pkg/lang, loaded only when a form is in that language; `en` has every key, for who adds another.
const LANGUAGES: [&str; 6] = ["de", "en", "es", "fr", "ja", "pt"];

/// Compiles, binds, optimises and bundles; the result is in pkg/.
pub fn build(flavour: Flavour) -> Result<()> {
    let compiled = compile(flavour)?;
    let glue = root().join("target/glue");
    bind(&compiled, &glue)?;
    shorten(&glue, &FUNCTIONS)?;
    optimise(&glue)?;
    fs::write(
        glue.join("embedded.js"),
        embed::module(&fs::read(glue.join("engine_bg.wasm"))?),
    )?;
    bundle(&glue)
}

fn compile(flavour: Flavour) -> Result<PathBuf> {
    let target = root().join(match flavour {
        Flavour::Release => "target/wasm-release",
        Flavour::Stable => "target/wasm-stable",
    });
    let mut flags = format!(
        "-Ctarget-cpu=mvp -Ctarget-feature=+bulk-memory -Clink-arg=-zstack-size={STACK_BYTES}"
    );
    let mut cargo = command("cargo");
    cargo.args([
        "rustc",
        "--package",
        "authrocket-wasm",
        "--lib",
        "--crate-type",
        "cdylib",
    ]);
    cargo.args([
        "--profile",
        "wasm",
        "--target",
        "wasm32-unknown-unknown",
        "--locked",
    ]);
    if flavour == Flavour::Release {
        cargo.args([
            "-Zbuild-std=std,panic_abort",
            "-Zbuild-std-features=optimize_for_size",
        ]);
        cargo.env("RUSTC_BOOTSTRAP", "1");
        flags.push_str(
            " -Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none",
        );
    }
    cargo
        .env("RUSTFLAGS", flags)
        .env("CARGO_TARGET_DIR", &target);
    run(&mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown/wasm/authrocket_wasm.wasm"))
}

/// Old engines and the JavaScript fallback know no externref tables, which wasm-bindgen
/// chooses by the target_features section; so that section goes first.
fn bind(wasm: &Path, glue: &Path) -> Result<()> {
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let mut module = walrus::Module::from_buffer(&bytes)?;
    module.customs.remove_raw("target_features");
    Bindgen::new()
        .input_module("engine", module)
        .bundler(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(glue)
}

fn optimise(glue: &Path) -> Result<()> {
    let wasm = glue.join("engine_bg.wasm");
    let mut opt = npm_tool("wasm-opt");
    opt.args(["-Oz", "--converge", "--strip-debug", "--strip-producers"]);
    opt.args([
        "--strip-target-features",
        "--enable-bulk-memory",
        "--enable-sign-ext",
    ]);
    opt.args([
        "--enable-nontrapping-float-to-int",
        "--enable-mutable-globals",
    ]);
    opt.args(["--signext-lowering", "--llvm-nontrapping-fptoint-lowering"]);
    opt.args(["--llvm-memory-copy-fill-lowering", "-Oz"]);
    run(opt.arg(&wasm).arg("-o").arg(&wasm))
}

/// Bundles beside pkg/ and swaps at the end, so that whoever serves pkg/ never sees half of it.
fn bundle(glue: &Path) -> Result<()> {
    let fresh = root().join("target/pkg");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    let (script, module) = (fresh.join("authrocket.js"), fresh.join("module.js"));
    // `import()` stands in every browser that is supported, though not in the language of 2018.
    run(esbuild("script.js", &script).args([
        "--format=iife",
        "--target=es2018",
        "--supported:dynamic-import=true",
    ]))?;
    // `import.meta` came with ES2020; so did the browsers that a module is for.
    let es2020 = ["--format=esm", "--target=es2020"];
    run(esbuild("module.js", &module)
        .args(es2020)
        .args(["--external:./comforts.js", "--external:./lang/*"]))?;
    run(esbuild("comforts.js", &fresh.join("comforts.js")).args(es2020))?;
    for language in LANGUAGES {
        let file = format!("lang/{language}.js");
        run(esbuild(&file, &fresh.join(&file)).args(es2020))?;
    }
    fs::copy(glue.join("engine_bg.wasm"), fresh.join("authrocket.wasm"))?;
    fs::copy(root().join("src/js/index.d.ts"), fresh.join("index.d.ts"))?;
    doctor(&fresh)?;
    let pkg = root().join("pkg");
    if pkg.exists() {
        fs::remove_dir_all(&pkg)?;
    }
    fs::rename(&fresh, &pkg)?;
    Ok(())
}

/// The form doctor, which knows nothing of the engine and is in no other file.
fn doctor(fresh: &Path) -> Result<()> {
    for (entry, name, format) in [
        ("doctor/script.js", "doctor.js", "--format=iife"),
        ("doctor/index.js", "doctor.module.js", "--format=esm"),
    ] {
        run(esbuild(entry, &fresh.join(name)).args([format, "--target=es2020"]))?;
    }
    fs::copy(
        root().join("src/js/doctor/doctor.d.ts"),
        fresh.join("doctor.d.ts"),
    )?;
    Ok(())
}

fn esbuild(entry: &str, output: &Path) -> Command {
    let mut esbuild = npm_tool("esbuild");
    esbuild
        .arg(format!("src/js/{entry}"))
        .arg(format!("--outfile={}", output.display()));
    esbuild.args([
        "--bundle",
        "--minify",
        "--charset=utf8",
        "--log-level=warning",
        "--legal-comments=none",
    ]);
    esbuild.args([
        "--alias:engine=./target/glue/engine.js",
        "--alias:embedded=./target/glue/embedded.js",
    ]);
    esbuild
}
