//! Makes a fresh machine ready: Rust's wasm target, npm packages and, for the tests, three browsers with their drivers.
//!
//! Installs only what is missing and prints a line for each; where it cannot install, it names what is missing and
//! Debian's packages for it. What is needed, and how to detect it: `setup/needs.rs`, `setup/clients.rs`. Tested by the unit
//! tests there and by `npm test` on a fresh machine.

mod clients;
mod needs;

use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::process::{command, output, root, run};
pub use clients::clients;
use needs::{Need, NodeModules};

/// What the machine is to be made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Building the library and running the demo.
    Start,
    /// The same, and all tests.
    Test,
}

/// A program that `setup` builds from crates.io into `target/tools`.
struct Tool {
    name: &'static str,
    version: &'static str,
    /// Its features, in place of the default ones.
    features: Option<&'static str>,
}

/// The driver for Firefox, which no Debian package brings.
const GECKODRIVER: Tool = Tool {
    name: "geckodriver",
    version: "0.37.1",
    features: None,
};

/// What makes a site of the documents.
const MDBOOK: Tool = Tool {
    name: "mdbook",
    version: "0.5.4",
    features: Some("search"),
};

/// Folders with npm packages of their own, which only the tests or the benchmark there need.
const FOLDERS: [&str; 3] = ["tests/frameworks", "tests/clients", "bench"];

const FEWER_BROWSERS: &str =
    "Fewer browsers can be tested with BROWSERS=chromium or --browsers chromium,firefox.";

/// Every browser the tests run in.
pub const BROWSERS: [&str; 3] = ["chromium", "firefox", "webkit"];

/// Installs what is missing for `scope`; quick when all is there.
pub fn setup(scope: Scope) -> Result<()> {
    rust()?;
    npm()?;
    if scope == Scope::Test {
        bundlers()?;
        packages_of(FOLDERS.into_iter().filter(|folder| *folder != "bench"))?;
        clients()?;
        browsers(&chosen_browsers(&[])?)
    } else {
        Ok(())
    }
}

/// The same for tests in some browsers only.
pub fn setup_for(browser_names: &[String]) -> Result<()> {
    rust()?;
    npm()?;
    browsers(browser_names)
}

/// The browsers to test in: those named, else those in the variable `BROWSERS`, else all.
pub fn chosen_browsers(named: &[String]) -> Result<Vec<String>> {
    let variable = std::env::var("BROWSERS").unwrap_or_default();
    let mut chosen: Vec<String> = named.to_vec();
    if chosen.is_empty() {
        chosen = variable
            .split(',')
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
    }
    if chosen.is_empty() {
        chosen = BROWSERS.map(str::to_owned).to_vec();
    }
    if let Some(name) = chosen
        .iter()
        .find(|name| !BROWSERS.contains(&name.as_str()))
    {
        bail!(
            "there is no browser {name:?}; there are {}",
            BROWSERS.join(", ")
        );
    }
    Ok(chosen)
}

/// A line before, and after it how long it took, since some steps take minutes.
fn step(what: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("setup: {what} …");
    let start = Instant::now();
    work()?;
    println!("setup: {what}: done in {} s", start.elapsed().as_secs());
    Ok(())
}

/// rustup installs these by itself from rust-toolchain.toml, unless the toolchain was there before without them.
fn rust() -> Result<()> {
    let missing = needs::rust_parts(&root())?;
    if missing.is_empty() {
        return Ok(());
    }
    if needs::on_path(&["rustup"]).is_none() {
        let missing = missing.join(" and ");
        bail!(
            "Rust is here without {missing}; install rustup, or these parts the way Rust was installed"
        );
    }
    for part in missing {
        let words: &[&str] = if part == needs::WASM {
            &["target", "add"]
        } else {
            &["component", "add"]
        };
        step(&format!("Rust's {part}"), || {
            run(command("rustup").args(words).arg(part))
        })?;
    }
    Ok(())
}

fn npm() -> Result<()> {
    let version = output(command("node").arg("--version")).unwrap_or_default();
    if needs::node_major(&version).is_none_or(|major| major < needs::NODE)
        || needs::on_path(&["npm"]).is_none()
    {
        let (needed, found) = (needs::NODE, version.trim());
        bail!("Node.js {needed} or newer with npm is needed; found {found:?}");
    }
    let arguments: &[&str] = match needs::node_modules(&root()) {
        NodeModules::Fresh => return Ok(()),
        NodeModules::Stale => &["ci", "--no-audit", "--no-fund"],
        NodeModules::NoLock => &["install", "--no-audit", "--no-fund"],
    };
    step("npm packages", || run(command("npm").args(arguments)))
}

/// The bundlers that `tests/bundlers` builds with, in a folder of their own: the project itself needs none of them.
pub fn bundlers() -> Result<()> {
    let (wanted, installed) = (
        root().join("tests/bundlers"),
        root().join("target/bundlers"),
    );
    fs::create_dir_all(&installed)?;
    for name in ["package.json", "package-lock.json"] {
        let text = fs::read(wanted.join(name))?;
        // Its time shows whether the installed packages are older.
        if fs::read(installed.join(name)).ok().as_ref() != Some(&text) {
            fs::write(installed.join(name), text)?;
        }
    }
    npm_of(&installed, "bundlers")
}

/// The npm packages of those folders among `sources` that have their own.
pub fn packages_of<'a>(sources: impl IntoIterator<Item = &'a str>) -> Result<()> {
    for source in sources {
        let folder = source.trim_end_matches('/');
        if FOLDERS.contains(&folder) {
            npm_of(&root().join(folder), &format!("npm packages of {folder}"))?;
        }
    }
    Ok(())
}

/// Installs what a folder's lock file names, unless it is there.
fn npm_of(folder: &Path, what: &str) -> Result<()> {
    if needs::node_modules(folder) == NodeModules::Fresh {
        return Ok(());
    }
    // Each of their programs for this machine is in a package; scripts would fetch or compile them once more. They also
    // name the versions of Node.js they support; what the tests use runs with the project's version.
    let arguments = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    step(what, || {
        run(command("npm").args(arguments).current_dir(folder))
    })
}

fn browsers(names: &[String]) -> Result<()> {
    install_missing(|| needs::missing_programs(names), FEWER_BROWSERS)?;
    if names.iter().any(|name| name == "firefox") && needs::geckodriver(&root()).is_none() {
        step("geckodriver, built from source", || {
            build_tool(&GECKODRIVER)
        })?;
    }
    Ok(())
}

/// Installs Debian's packages for what is `missing`; elsewhere, or when that is not enough, names them.
fn install_missing(missing: impl Fn() -> Vec<&'static Need>, fewer: &str) -> Result<()> {
    let needs = missing();
    let packages: Vec<&str> = needs.iter().flat_map(|need| need.debian).copied().collect();
    if packages.is_empty() {
        return Ok(());
    }
    match administrator() {
        Some(sudo) if needs::is_debian() => install_packages(sudo, &packages)?,
        _ => bail!("{}", lacking(&needs, fewer)),
    }
    let still = missing();
    if !still.is_empty() {
        bail!("{}", lacking(&still, fewer));
    }
    Ok(())
}

/// What is missing and cannot be installed here, with the names of Debian's packages; `fewer` says how to do without.
fn lacking(needs: &[&Need], fewer: &str) -> String {
    let names: Vec<&str> = needs.iter().map(|need| need.what).collect();
    let packages: Vec<&str> = needs.iter().flat_map(|need| need.debian).copied().collect();
    format!(
        "The tests need {}. Install what Debian calls {}. {fewer}",
        names.join(", "),
        packages.join(" ")
    )
}

/// `Some` when packages can be installed; the text is the command to put in front, empty for root.
fn administrator() -> Option<&'static str> {
    if output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        return Some("");
    }
    needs::on_path(&["sudo"])?;
    let silent = command("sudo")
        .args(["-n", "true"])
        .stderr(Stdio::null())
        .status();
    (silent.is_ok_and(|status| status.success()) || std::io::stdin().is_terminal())
        .then_some("sudo")
}

fn install_packages(sudo: &str, packages: &[&str]) -> Result<()> {
    let apt = |arguments: &[&str]| {
        let line = [
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-q",
            "-y",
        ];
        let words: Vec<&str> = [sudo]
            .iter()
            .filter(|word| !word.is_empty())
            .chain(&line)
            .chain(arguments)
            .copied()
            .collect();
        run(command(words[0]).args(&words[1..]).stdout(Stdio::null()))
    };
    step("the list of Debian packages", || apt(&["update"]))?;
    let install = [&["install", "--no-install-recommends"], packages].concat();
    step(&format!("Debian packages {}", packages.join(" ")), || {
        apt(&install)
    })
}

/// The generator of the documentation's site, built from source if it is not there.
pub fn mdbook() -> Result<PathBuf> {
    let program = root().join("target/tools/bin/mdbook");
    if !program.is_file() {
        step("mdbook, built from source", || build_tool(&MDBOOK))?;
    }
    Ok(program)
}

/// Unoptimised, since it compiles in a third of the time and these programs mostly wait.
fn build_tool(tool: &Tool) -> Result<()> {
    let tools = root().join("target/tools");
    let install = |locked: bool| {
        let mut cargo = command("cargo");
        cargo
            .args([
                "install",
                tool.name,
                "--version",
                tool.version,
                "--quiet",
                "--debug",
                "--root",
            ])
            .arg(&tools);
        if let Some(features) = tool.features {
            cargo.args(["--no-default-features", "--features", features]);
        }
        if locked {
            cargo.arg("--locked");
        }
        // The project's own flags for wasm are no business of a tool's.
        run(cargo
            .env_remove("RUSTFLAGS")
            .env("CARGO_TARGET_DIR", tools.join("build")))
    };
    // The versions it was locked to may be gone from a mirror.
    install(true).or_else(|_| install(false))?;
    remove_folder(&tools.join("build"))
}

fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}
