//! Builds pkg/: Rust to wasm, wasm-bindgen's glue, wasm-opt, and what `bundle.rs` makes of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::bundle::bundle;
use crate::process::{command, npm_tool, root, run};
use crate::prune::prune;
use crate::shorten::shorten;
use crate::{declarations, embed, fallback};

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

/// Compiles, binds, optimises and bundles; the result is in pkg/.
pub fn build(flavour: Flavour) -> Result<()> {
    let compiled = compile(flavour)?;
    let glue = root().join("target/glue");
    bind(&compiled, &glue)?;
    prune(&glue)?;
    let functions = declarations::exported(&glue)?;
    shorten(&glue, &functions)?;
    declarations::write(&glue, &functions)?;
    optimise(&glue)?;
    fallback::write(&glue)?;
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
        .typescript(true)
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
