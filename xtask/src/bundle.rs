//! The last step of a build: esbuild's bundles, declarations, source maps and hashes, in pkg/.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

use crate::process::{npm_tool, root, run};

/// Files of texts in pkg/lang, loaded only when a form is in that language; `en` has every key, as a template for new
/// languages.
const LANGUAGES: [&str; 11] = [
    "ar", "de", "en", "es", "fr", "it", "ja", "nl", "pt", "zh", "zh-hant",
];

/// What modules load when they need it; each is a file of its own.
const APART: [&str; 5] = [
    "--external:./comforts.js",
    "--external:./fallback.js",
    "--external:./hints.js",
    "--external:./lang/*",
    "--external:./strength.js",
];

/// `import()` stands in every browser that is supported, though not in the language of 2018.
const SCRIPT: [&str; 3] = [
    "--format=iife",
    "--target=es2018",
    "--supported:dynamic-import=true",
];

/// `import.meta` came with ES2020; so did the browsers that a module is for.
const MODULE: [&str; 2] = ["--format=esm", "--target=es2020"];

/// Bundles beside pkg/ and swaps at the end, so that whoever serves pkg/ never sees half of it.
pub fn bundle(glue: &Path) -> Result<()> {
    // As deep as pkg/: the source maps hold relative paths.
    let fresh = root().join("pkg.new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    fs::copy(glue.join("engine_bg.wasm"), fresh.join("authrocket.wasm"))?;
    let wasm = fs::read(fresh.join("authrocket.wasm"))?;
    let integrity = format!("sha256-{}", STANDARD.encode(Sha256::digest(wasm)));

    run(esbuild("src/js/entries/script.js", &fresh.join("authrocket.js")).args(SCRIPT))?;
    // Without a source map: its source is no one's writing, and five times as large.
    run(bundled("target/glue/fallback.js", &fresh.join("fallback.js")).args(SCRIPT))?;
    for name in ["module.js", "inline.js", "node.js"] {
        run(
            esbuild(&format!("src/js/entries/{name}"), &fresh.join(name))
                .args(MODULE)
                .args(APART)
                .arg("--external:node:*")
                .arg(format!("--define:WASM_INTEGRITY=\"{integrity}\"")),
        )?;
    }
    run(bundled(
        "src/js/entries/development.js",
        &fresh.join("development.js"),
    )
    .args(MODULE)
    .args(["--external:./module.js", "--external:./doctor.module.js"]))?;
    run(esbuild(
        "src/js/entries/loginrocket.js",
        &fresh.join("loginrocket.js"),
    )
    .args(MODULE))?;
    for name in ["comforts.js", "strength.js"] {
        run(esbuild(&format!("extras/{name}"), &fresh.join(name))
            .args(MODULE)
            .args(APART))?;
    }
    run(bundled("extras/hints.js", &fresh.join("hints.js")).args(MODULE))?;
    // No target: nesting and `light-dark()` are in every browser that is supported.
    run(&mut bundled(
        "extras/authrocket.css",
        &fresh.join("authrocket.css"),
    ))?;
    for language in LANGUAGES {
        let file = format!("lang/{language}.js");
        run(bundled(&format!("extras/{file}"), &fresh.join(&file)).args(MODULE))?;
    }
    guard(&fresh)?;
    doctor(&fresh)?;
    integrations(&fresh)?;
    declarations(&fresh)?;
    tighten(&fresh.join("authrocket.js"), None)?;
    for name in [
        "comforts.js",
        "inline.js",
        "loginrocket.js",
        "module.js",
        "node.js",
        "strength.js",
    ] {
        tighten(&fresh.join(name), Some("--module"))?;
    }
    hashes(&fresh)?;

    let pkg = root().join("pkg");
    if pkg.exists() {
        fs::remove_dir_all(&pkg)?;
    }
    fs::rename(&fresh, &pkg)?;
    Ok(())
}

/// The inline guard: no source map, because pages paste the whole file.
fn guard(fresh: &Path) -> Result<()> {
    let mut terser = npm_tool("terser");
    terser.arg("src/js/entries/guard.js").args([
        "--compress",
        "passes=3",
        "--mangle",
        "--ecma",
        "2018",
    ]);
    run(terser.arg("--output").arg(fresh.join("guard.js")))
}

/// The form doctor, which knows nothing of the engine and is in no other file.
fn doctor(fresh: &Path) -> Result<()> {
    for (entry, name, format) in [
        ("script.js", "doctor.js", "--format=iife"),
        ("index.js", "doctor.module.js", "--format=esm"),
    ] {
        run(
            esbuild(&format!("extras/doctor/{entry}"), &fresh.join(name))
                .args([format, "--target=es2020"]),
        )?;
    }
    Ok(())
}

/// Entries of frameworks; each asks its framework for what it needs, and has the rest inside.
const FRAMEWORKS: [(&str, &[&str]); 4] = [
    ("angular", &["--external:@angular/core"]),
    ("react", &["--external:react"]),
    (
        "svelte",
        &["--external:svelte", "--external:svelte/reactivity"],
    ),
    ("vue", &["--external:vue"]),
];

/// Entries that know the library by its public interface only (ADR 8). Those for Node stay readable: people should be able to
/// read what verifies their logins.
fn integrations(fresh: &Path) -> Result<()> {
    for (name, externals) in FRAMEWORKS {
        let entry = format!("integrations/frameworks/{name}.js");
        run(bundled(&entry, &fresh.join(format!("{name}.js")))
            .args(MODULE)
            .args(externals))?;
    }
    for name in ["server", "testing"] {
        let entry = format!("integrations/{name}/index.js");
        run(bundled(&entry, &fresh.join(format!("{name}.js"))).args([
            "--minify=false",
            "--format=esm",
            "--target=es2022",
            "--external:jose",
            "--external:node:*",
        ]))?;
    }
    Ok(())
}

/// Declarations, by their names in types/ and in pkg/.
const DECLARATIONS: [(&str, &str); 18] = [
    ("angular.d.ts", "angular.d.ts"),
    ("api2.d.ts", "api2.d.ts"),
    ("asset.d.ts", "asset.d.ts"),
    ("authrocket.wasm.d.ts", "authrocket.wasm.d.ts"),
    ("credentials.d.ts", "credentials.d.ts"),
    ("doctor.d.ts", "doctor.d.ts"),
    ("doctor.module.d.ts", "doctor.module.d.ts"),
    ("forms.d.ts", "forms.d.ts"),
    ("index.d.ts", "index.d.ts"),
    ("lang.d.ts", "lang.d.ts"),
    ("loginrocket.d.ts", "loginrocket.d.ts"),
    ("react.d.ts", "react.d.ts"),
    ("results.d.ts", "results.d.ts"),
    ("script.d.ts", "authrocket.d.ts"),
    ("server.d.ts", "server.d.ts"),
    ("svelte.d.ts", "svelte.d.ts"),
    ("testing.d.ts", "testing.d.ts"),
    ("vue.d.ts", "vue.d.ts"),
];

fn declarations(fresh: &Path) -> Result<()> {
    for (source, name) in DECLARATIONS {
        fs::copy(root().join("types").join(source), fresh.join(name))?;
    }
    Ok(())
}

fn esbuild(entry: &str, output: &Path) -> Command {
    let mut esbuild = bundled(entry, output);
    esbuild.arg("--sourcemap=linked");
    esbuild
}

fn bundled(entry: &str, output: &Path) -> Command {
    let mut esbuild = npm_tool("esbuild");
    esbuild
        .arg(entry)
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
        // What the wasm imports from us.
        "--alias:view=./src/js/page/view.js",
        "--alias:names=./target/glue/names.js",
    ]);
    esbuild
}

/// Once more, by terser: a twentieth smaller than esbuild leaves it.
fn tighten(file: &Path, kind: Option<&str>) -> Result<()> {
    let map = format!("{}.map", file.display());
    let name = Path::new(&map).file_name().unwrap_or_default();
    let mut terser = npm_tool("terser");
    terser
        .arg(file)
        .args(["--compress", "passes=3", "--mangle"]);
    terser
        .args(["--ecma", "2017", "--source-map"])
        .arg(format!("content='{map}',url='{}'", name.to_string_lossy()));
    run(terser.args(kind).arg("--output").arg(file))
}

/// `integrity.json`: what a page writes into the `integrity` of the tag that loads a file, or of an import map for the files
/// that load on demand; and, as `guard.js#csp`, the source for `script-src` that allows the text of `guard.js` inline.
fn hashes(fresh: &Path) -> Result<()> {
    let mut lines = Vec::new();
    let names = [
        "authrocket.css",
        "authrocket.js",
        "authrocket.wasm",
        "comforts.js",
        "doctor.js",
        "fallback.js",
        "guard.js",
        "hints.js",
        "inline.js",
        "loginrocket.js",
        "module.js",
        "strength.js",
    ];
    let languages = LANGUAGES.map(|language| format!("lang/{language}.js"));
    for name in names
        .into_iter()
        .chain(languages.iter().map(String::as_str))
    {
        let hash = STANDARD.encode(Sha384::digest(fs::read(fresh.join(name))?));
        println!("build: {name:<16} sha384-{hash}");
        lines.push(format!("  \"{name}\": \"sha384-{hash}\""));
    }
    let inline = STANDARD.encode(Sha256::digest(fs::read(fresh.join("guard.js"))?));
    println!("build: guard.js, inline 'sha256-{inline}'");
    lines.push(format!("  \"guard.js#csp\": \"'sha256-{inline}'\""));
    fs::write(
        fresh.join("integrity.json"),
        format!("{{\n{}\n}}\n", lines.join(",\n")),
    )?;
    Ok(())
}
