//! The sample app servers of `docs/app-servers`, each started for real against the emulator, with a realm of either version and
//! in both ways to verify.
//!
//! All but `rails` run unless some are named: `SAMPLES="express rails" cargo test -p authrocket-tests --test samples`.
//! Rails is a hundred packages of its own.

use std::pin::Pin;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};
use authrocket_tests::process;
use libtest_mimic::{Arguments, Failed, Trial};

mod exec;
mod login;
mod logout;
mod sample;
mod signup;
mod tokens;
mod v2;
mod visitor;
mod world;

use sample::Sample;
use world::{Verify, Version, World};

/// What a case does; it begins with a fresh emulator and a browser that knows nothing.
pub type Run = for<'a> fn(&'a World) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;
type Case = (&'static str, Run);

/// A list of cases out of `async fn(&World) -> anyhow::Result<()>`, named after the module and the function.
#[macro_export]
macro_rules! sample_cases {
    ($($function:ident),+ $(,)?) => {
        vec![$((concat!(module_path!(), "::", stringify!($function)), |world| Box::pin($function(world)))),+]
    };
}

/// A sample in one way to verify, started by its first case; what stopped it is told by all of them.
type Stage = Arc<Mutex<Option<Result<World, String>>>>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let samples = match named_samples() {
        Ok(samples) => samples,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    let mut stages: Vec<Stage> = Vec::new();
    let mut trials = Vec::new();
    if samples.contains(&Sample::Express) {
        trials.extend(exec::trials());
    }
    for sample in &samples {
        for (version, verify) in ways() {
            let stage = Stage::default();
            trials.extend(
                cases(version)
                    .into_iter()
                    .map(|case| trial(*sample, version, verify, case, &stage)),
            );
            stages.push(stage);
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    drop(stages);
    process::end_all();
    conclusion.exit_code()
}

fn named_samples() -> Result<Vec<Sample>> {
    let Ok(names) = std::env::var("SAMPLES") else {
        return Ok(Sample::USUAL.to_vec());
    };
    let samples: Vec<Sample> = names
        .split_whitespace()
        .map(Sample::by_name)
        .collect::<Result<_>>()?;
    if samples.is_empty() {
        bail!("SAMPLES names none");
    }
    Ok(samples)
}

fn ways() -> impl Iterator<Item = (Version, Verify)> {
    let both = |version| Verify::BOTH.map(|verify| (version, verify));
    Version::BOTH.into_iter().flat_map(both)
}

fn cases(version: Version) -> Vec<Case> {
    let own = match version {
        Version::V1 => [tokens::cases(), signup::cases()].concat(),
        Version::V2 => v2::cases(),
    };
    [login::cases(), own, logout::cases()].concat()
}

fn trial(
    sample: Sample,
    version: Version,
    verify: Verify,
    (name, run): Case,
    stage: &Stage,
) -> Trial {
    let name = name.trim_start_matches("samples::");
    let stage = Arc::clone(stage);
    Trial::test(
        format!(
            "{}::{}::{}::{name}",
            sample.name(),
            version.name(),
            verify.name()
        ),
        move || {
            let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
            let world = stage.get_or_insert_with(|| {
                World::start(sample, version, verify).map_err(|error| format!("{error:#}"))
            });
            let world = world
                .as_ref()
                .map_err(|error| Failed::from(error.as_str()))?;
            world.run(run).map_err(|error| {
                Failed::from(format!(
                    "{error:#}\n--- the sample said:\n{}",
                    world.last_output()
                ))
            })
        },
    )
}
