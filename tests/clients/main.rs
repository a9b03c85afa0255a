//! The emulator called by public JWT and HTTP libraries that nobody here wrote, in the languages that app servers are
//! written in, with realms of both versions; and by the one client for AuthRocket 1 that a registry still has.
//!
//! Each client is a small program beside this file that does with its libraries what it is told: `client.rs`. Fewer
//! languages run with `CLIENTS="node python"`.

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};
use libtest_mimic::{Arguments, Failed, Trial};

mod client;
mod core;
mod keys;
mod python_package;
mod tokens;
mod v2;
mod world;

use client::{CLIENTS, Client};
use world::World;

/// What a case does; it begins with the emulator as seeded.
pub type Run = fn(&World) -> Result<()>;
/// A case and its name.
pub type Case = (&'static str, Run);

/// A list of cases out of `fn(&World) -> anyhow::Result<()>`, named after the module and the function.
#[macro_export]
macro_rules! client_cases {
    ($($function:ident),+ $(,)?) => {
        vec![$((concat!(module_path!(), "::", stringify!($function)), $function as $crate::Run)),+]
    };
}

/// A client with its emulator, started by its first case; what stopped it is told by all of them.
type Stage = Arc<Mutex<Option<Result<World, String>>>>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let clients = match chosen() {
        Ok(clients) => clients,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    let mut trials = Vec::new();
    for client in clients {
        let stage = Stage::default();
        let mut cases = [tokens::cases(), keys::cases(), core::cases(), v2::cases()].concat();
        if client.has_python_package() {
            cases.extend(python_package::cases());
        }
        trials.extend(cases.into_iter().map(|case| trial(client, case, &stage)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn chosen() -> Result<Vec<Client>> {
    let Ok(names) = std::env::var("CLIENTS") else {
        return Ok(CLIENTS.to_vec());
    };
    let mut chosen = Vec::new();
    for name in names.split_whitespace() {
        let before = chosen.len();
        let of_language = |client: &&Client| client.language.name() == name;
        chosen.extend(CLIENTS.iter().filter(of_language));
        if chosen.len() == before {
            bail!("there is no client in {name:?}");
        }
    }
    if chosen.is_empty() {
        bail!("CLIENTS names none");
    }
    Ok(chosen)
}

fn trial(client: Client, (name, run): Case, stage: &Stage) -> Trial {
    let name = name.trim_start_matches("clients::");
    let stage = Arc::clone(stage);
    Trial::test(format!("{client}::{name}"), move || {
        let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
        let world =
            stage.get_or_insert_with(|| World::start(client).map_err(|error| format!("{error:#}")));
        let world = world
            .as_ref()
            .map_err(|error| Failed::from(error.as_str()))?;
        world
            .run(run)
            .map_err(|error| Failed::from(format!("{error:#}")))
    })
}
