//! Installs the tarball beside the bundlers, and builds each app once, two at a time.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Condvar, LazyLock, Mutex, OnceLock, PoisonError};

use anyhow::{Result, anyhow, ensure};
use authrocket_tests::browsers::root;
use authrocket_tests::packed;

use crate::app::App;

/// The instance URL in the code of the apps, as a person would write it.
pub const INSTANCE: &str = "https://myapp.e1.loginrocket.com/";

static APPS: LazyLock<Result<PathBuf, String>> =
    LazyLock::new(|| prepare().map_err(|error| format!("{error:#}")));

/// The folder that holds the apps, with the package installed.
pub fn apps() -> Result<&'static Path> {
    APPS.as_deref().map_err(|error| anyhow!("{error}"))
}

/// The package as it was installed.
pub fn package() -> Result<PathBuf> {
    Ok(apps()?.join("node_modules/authrocket-wasm"))
}

/// The app's folder, once it is built, if there is anything to build.
pub fn built(app: App) -> Result<PathBuf> {
    static RESULTS: [OnceLock<Result<(), String>>; App::BUILT.len()] =
        [const { OnceLock::new() }; App::BUILT.len()];
    let folder = apps()?.join(app.folder());
    if let Some(place) = App::BUILT.iter().position(|each| *each == app) {
        let result = RESULTS[place].get_or_init(|| {
            Slot::while_held(|| build(app, &folder)).map_err(|error| format!("{error:#}"))
        });
        result.as_ref().map_err(|error| anyhow!("{error}"))?;
    }
    Ok(folder)
}

fn build(app: App, folder: &Path) -> Result<()> {
    let begun = std::time::Instant::now();
    let names: &[&str] = if App::WITH_UNUSED.contains(&app) {
        &["build", "build:unused"]
    } else {
        &["build"]
    };
    for name in names {
        let mut build = script(folder, name);
        packed::output(build.arg("--").args(app.only_here()))?;
    }
    println!(
        "{}: built in {} ms",
        app.name(),
        begun.elapsed().as_millis()
    );
    Ok(())
}

/// One of the app's own scripts; it can download nothing.
pub fn script(folder: &Path, name: &str) -> Command {
    let mut npm = packed::npm(folder);
    npm.args(["run", "--silent", name])
        .env("NEXT_TELEMETRY_DISABLED", "1")
        .env("npm_config_offline", "true")
        .env("npm_config_registry", "http://127.0.0.1:9/");
    npm
}

fn prepare() -> Result<PathBuf> {
    let (ours, there) = (
        root().join("tests/bundlers"),
        root().join("target/bundlers"),
    );
    let same =
        |name: &str| std::fs::read(ours.join(name)).ok() == std::fs::read(there.join(name)).ok();
    ensure!(
        same("package-lock.json") && there.join("node_modules/.package-lock.json").is_file(),
        "the bundlers are not installed; `cargo xtask setup --tests` does it"
    );
    let apps = there.join("apps");
    packed::install(&apps)?;
    stage(&ours.join("apps"), &apps)?;
    // Not in the folder where it is built: the server would see the build as changes.
    stage(&ours.join("apps/vite"), &apps.join("vite-dev"))?;
    for app in App::ALL {
        // As in a project of its own: Vite's server serves nothing from outside of it.
        let inside = Path::new("node_modules/authrocket-wasm");
        copy(&apps.join(inside), &apps.join(app.folder()).join(inside))?;
    }
    Ok(apps)
}

/// Copies apps, and makes their code take the instance from the page's address: the port of the tests' instance is not known
/// when an app is built.
fn stage(from: &Path, to: &Path) -> Result<()> {
    copy(from, to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            stage(&path, &target)?;
        } else if path.extension().is_some_and(|kind| kind == "js") {
            std::fs::write(
                target,
                with_instance_of_address(&std::fs::read_to_string(path)?),
            )?;
        }
    }
    Ok(())
}

/// Without an instance in the address, the page makes its client and attaches nothing. A server renders with the URL as written.
fn with_instance_of_address(code: &str) -> String {
    let written = format!("'{INSTANCE}'");
    let asked = "new URLSearchParams(globalThis.location?.search).get('instance')";
    code.replace(&written, &format!("({asked} || {written})"))
        .replace("client.attach(", &format!("{asked} && client.attach("))
        .replace("ref={ref}", &format!("ref={{{asked} ? ref : undefined}}"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// One of two places to build in: each bundler would take all of the machine.
struct Slot;

static FREE: (Mutex<usize>, Condvar) = (Mutex::new(2), Condvar::new());

impl Slot {
    fn while_held<T>(work: impl FnOnce() -> T) -> T {
        let free = FREE.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = FREE
            .1
            .wait_while(free, |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        drop(free);
        let _held = Self;
        work()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *FREE.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        FREE.1.notify_one();
    }
}
