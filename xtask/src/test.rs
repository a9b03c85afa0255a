//! Runs the test layers, all of them by default, and ends with one line that counts everything.
//!
//! All test programs are built by one cargo call (so that every layer is tested as built for the whole workspace, once),
//! then run one layer after another, also when an earlier one failed. A layer that ran fewer tests than its floor, or that
//! did not build, fails. Layers are told apart by where a test program's source is. Tested by the unit tests in `test/`.

mod programs;
mod tally;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::process::root;
use crate::{build, check, setup, size};
use programs::Program;
use tally::Tally;

/// A layer of `docs/testing.md`.
struct Layer {
    name: &'static str,
    /// Where the sources of its test programs begin, from the root.
    sources: &'static [&'static str],
    /// The least number of tests it must run, with all three browsers where it runs in browsers.
    floor: u32,
    /// Whether it needs browsers and the built bundle.
    in_browsers: bool,
}

/// The layer that has tools of its own to set up, and that runs in the first browser only.
const BUNDLERS: &str = "bundlers";

/// The layer whose clients come from several languages' registries.
const SAMPLES: &str = "samples";

const LAYERS: [Layer; 9] = [
    Layer {
        name: "unit",
        sources: &["src/", "xtask/", "tests/harness/", "tests/contract"],
        floor: 160,
        in_browsers: false,
    },
    Layer {
        name: "emulator",
        sources: &["emulator/"],
        floor: 825,
        in_browsers: false,
    },
    Layer {
        name: "demo",
        sources: &["www/"],
        floor: 110,
        in_browsers: false,
    },
    Layer {
        name: SAMPLES,
        sources: &["tests/samples/", "tests/clients/"],
        floor: 440,
        in_browsers: false,
    },
    Layer {
        name: "browser",
        sources: &["tests/browser/"],
        floor: 9_900,
        in_browsers: true,
    },
    Layer {
        name: "package",
        sources: &["tests/package/"],
        floor: 63,
        in_browsers: true,
    },
    Layer {
        name: BUNDLERS,
        sources: &["tests/bundlers/"],
        floor: 42,
        in_browsers: true,
    },
    Layer {
        name: "frameworks",
        sources: &["tests/frameworks/"],
        floor: 510,
        in_browsers: true,
    },
    Layer {
        name: "e2e",
        sources: &["tests/e2e/"],
        floor: 870,
        in_browsers: true,
    },
];

/// What reads the code and weighs the bundle; part of a whole run, each counted as one test.
const READINGS: [(&str, Reading); 2] = [("check", check::check), ("size", size::size)];

type Reading = fn() -> Result<()>;

/// Sets up, builds, and runs `layers` (all when empty) in `browsers` (all when empty).
pub fn test(layers: &[String], browsers: &[String]) -> Result<()> {
    let is_whole = layers.is_empty();
    let layers = chosen(layers)?;
    let browsers = setup::chosen_browsers(browsers)?;
    let start = Instant::now();
    let in_browsers = layers.iter().any(|layer| layer.in_browsers);
    if in_browsers {
        setup::setup_for(&browsers)?;
    } else {
        setup::setup(setup::Scope::Start)?;
    }
    if layers.iter().any(|layer| layer.name == BUNDLERS) {
        setup::bundlers()?;
    }
    if layers.iter().any(|layer| layer.name == SAMPLES) {
        setup::clients()?;
    }
    setup::packages_of(layers.iter().flat_map(|layer| layer.sources).copied())?;
    let mut bundle = Ok(());
    if in_browsers {
        println!("test: building the library");
        bundle = build::build(build::Flavour::Release);
    }
    println!("test: building the tests");
    let built = programs::build()?;
    let seconds = start.elapsed().as_secs();
    let run = |layer: &&'static Layer| {
        (
            layer.name,
            run_layer(layer, &built.programs, &browsers, &bundle),
        )
    };
    let mut results: Vec<(&str, Tally)> = layers.iter().map(run).collect();
    if is_whole {
        results.extend(READINGS.map(|(name, read)| (name, run_reading(name, read))));
    }
    println!("\ntest: set-up and builds took {seconds} s");
    if !summary(&results, built.complete) {
        // The counts are the last word; an error's report would bury them.
        std::process::exit(1);
    }
    Ok(())
}

/// Prints a line for each layer and one for all; answers whether everything passed.
fn summary(results: &[(&str, Tally)], everything_built: bool) -> bool {
    for (name, tally) in results {
        println!("{name:<9}{tally}");
    }
    let passed: u32 = results.iter().map(|(_, tally)| tally.passed).sum();
    let mut failed: u32 = results.iter().map(|(_, tally)| tally.failed).sum();
    if !everything_built {
        println!("build    failed; what cargo said is above");
        failed += 1;
    }
    println!("{passed} passed, {failed} failed");
    failed == 0
}

fn chosen(names: &[String]) -> Result<Vec<&'static Layer>> {
    if names.is_empty() {
        return Ok(LAYERS.iter().collect());
    }
    let mut chosen = Vec::new();
    for name in names {
        // The golden exchanges are checked from both sides; neither is a layer of its own.
        let wanted: &[&str] = if name == "contract" {
            &["unit", "emulator"]
        } else {
            &[name]
        };
        let before = chosen.len();
        chosen.extend(LAYERS.iter().filter(|layer| wanted.contains(&layer.name)));
        if chosen.len() == before {
            let known: Vec<&str> = LAYERS.iter().map(|layer| layer.name).collect();
            bail!("there is no layer {name:?}; there are {}", known.join(", "));
        }
    }
    Ok(chosen)
}

fn run_reading(name: &str, read: Reading) -> Tally {
    println!("\ntest: {name}");
    let start = Instant::now();
    let mut tally = Tally::default();
    match read() {
        Ok(()) => tally.passed = 1,
        Err(error) => tally.fail(format!("{error:#}")),
    }
    tally.seconds = start.elapsed().as_secs_f64();
    tally
}

fn run_layer(
    layer: &Layer,
    programs: &[Program],
    browsers: &[String],
    bundle: &Result<()>,
) -> Tally {
    println!("\ntest: layer {}", layer.name);
    let start = Instant::now();
    let mut tally = Tally::default();
    if let (true, Err(error)) = (layer.in_browsers, bundle) {
        tally.fail(format!("the library did not build: {error:#}"));
        return tally;
    }
    let own = programs.iter().filter(|program| {
        layer
            .sources
            .iter()
            .any(|source| program.source.starts_with(source))
    });
    for program in own {
        if let Err(error) = run_program(program, browsers, &mut tally) {
            tally.fail(format!("{}: {error:#}", program.source));
        }
    }
    let share = if layer.in_browsers && layer.name != BUNDLERS {
        browsers.len()
    } else {
        setup::BROWSERS.len()
    };
    tally.demand(layer.floor * u32::try_from(share).unwrap_or(0) / 3);
    tally.seconds = start.elapsed().as_secs_f64();
    tally
}

/// Runs one test program as cargo would, shows what it prints and counts its results.
fn run_program(program: &Program, browsers: &[String], tally: &mut Tally) -> Result<()> {
    let folder = root().join(program.package());
    let mut command = Command::new(&program.executable);
    command
        .current_dir(&folder)
        .env("CARGO_MANIFEST_DIR", &folder)
        .env("BROWSERS", browsers.join(","));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let lines = BufReader::new(child.stdout.take().context("no output")?).split(b'\n');
    let mut seen = Tally::default();
    for line in lines {
        let line = String::from_utf8_lossy(&line?).into_owned();
        seen.read(&line);
        writeln!(std::io::stdout(), "{line}")?;
    }
    let status = child.wait()?;
    if !status.success() && seen.failed == 0 {
        seen.fail(format!("{} ended with {status}", program.source));
    }
    tally.add(seen);
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn layers_are_chosen_by_name_and_unknown_ones_refused() {
        let names =
            |list: &[&str]| -> Vec<String> { list.iter().map(|name| (*name).to_owned()).collect() };
        assert_eq!(chosen(&[]).unwrap().len(), 9);
        let both: Vec<&str> = chosen(&names(&["contract"]))
            .unwrap()
            .iter()
            .map(|layer| layer.name)
            .collect();
        assert_eq!(both, ["unit", "emulator"]);
        assert!(
            chosen(&names(&["unit", "smoke"]))
                .err()
                .unwrap()
                .to_string()
                .contains("smoke")
        );
    }

    #[test]
    fn every_layer_has_a_floor() {
        assert!(LAYERS.iter().all(|layer| layer.floor > 0));
    }
}
