//! Running a command against an emulator of its own. Tested in `tests/api/cli/exec.rs`.

use std::ffi::OsString;
use std::process::{ExitCode, ExitStatus};

use clap::Args;
use loginrocket_emulator::{Access, Running, seed_from_text, start};
use tokio::process::{Child, Command};
use tracing_subscriber::filter::LevelFilter;

use super::{Flags, log};

const SEED: &str = include_str!("exec.json");
const SEED_V2: &str = include_str!("exec_v2.json");
const APP: (&str, &str) = ("APP", "http://localhost:3000");
const CANNOT_START: u8 = 127;

/// The emulator's flags, and the command.
#[derive(Debug, Args)]
#[command(
    after_help = "The command gets AUTHROCKET_URL, AUTHROCKET_API_KEY, AUTHROCKET_REALM, AUTHROCKET_JWT_SECRET and \
AUTHROCKET_LOGIN_URL, of the default app's realm; of version 2, LOGINROCKET_URL and AUTHROCKET_JWT_KEY in the place of \
AUTHROCKET_JWT_SECRET. Without --seed there is one realm with an app at \
http://localhost:3000 (--var APP=... moves it) and the user ada, password \"analytical engine\"."
)]
pub struct Options {
    /// How to serve
    #[command(flatten)]
    flags: Flags,
    /// Version of AuthRocket that the realm speaks when there is no --seed
    #[arg(long, value_name = "VERSION", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2), conflicts_with = "seed")]
    api: u8,
    /// The command and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Starts an emulator, runs the command, and ends as it did.
///
/// # Errors
/// Why there is no emulator, in one line.
pub async fn exec(options: Options) -> Result<ExitCode, String> {
    let flags = options.flags;
    log::start(flags.log_format, flags.log.clone(), LevelFilter::WARN);
    let mut config = flags.config((0, 0))?;
    let own_seed = config.seed.is_none();
    if own_seed {
        let mut vars = flags.vars.clone();
        vars.push((APP.0.to_owned(), APP.1.to_owned()));
        let text = if options.api == 2 { SEED_V2 } else { SEED };
        let seed = seed_from_text(text, &vars).map_err(|error| error.to_string())?;
        config.seed = Some(seed);
    }
    let running = start(config).await.map_err(|error| error.to_string())?;
    let access = running.access().map_err(|error| error.to_string())?;
    announce(&running, own_seed, access.v2);
    let ended = run(&options.command, &access).await;
    running.stop().await;
    ended
}

// On stderr: stdout is the command's.
fn announce(running: &Running, own_seed: bool, v2: bool) {
    let version = if v2 { "v2" } else { "v1" };
    let (login, api) = (running.login_addr(), running.api_addr());
    eprintln!(
        "loginrocket-emulator: LoginRocket http://{login}/, Core API http://{api}/{version}/"
    );
    if own_seed {
        eprintln!(
            "loginrocket-emulator: no --seed, so there is the user ada, password \"analytical engine\""
        );
    }
}

async fn run(command: &[OsString], access: &Access) -> Result<ExitCode, String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err("no command".to_owned());
    };
    let mut command = Command::new(program);
    command.args(arguments);
    for (name, value) in access.variables() {
        // Removed, not inherited: a test must not reach the real service by accident.
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    // Before the start, so that no signal is missed.
    let signals = signals().map_err(|cause| format!("cannot listen for signals: {cause}"))?;
    match command.spawn() {
        Ok(child) => wait(child, signals)
            .await
            .map(code)
            .map_err(|cause| format!("cannot wait for the command: {cause}")),
        Err(cause) => {
            let program = program.to_string_lossy();
            eprintln!("loginrocket-emulator: cannot start {program}: {cause}");
            Ok(ExitCode::from(CANNOT_START))
        }
    }
}

fn code(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            return ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX));
        }
    }
    ExitCode::from(status.code().map_or(1, |code| code.to_le_bytes()[0]))
}

#[cfg(unix)]
struct Signals {
    interrupted: tokio::signal::unix::Signal,
    terminated: tokio::signal::unix::Signal,
    hung_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
fn signals() -> std::io::Result<Signals> {
    use tokio::signal::unix::{SignalKind, signal};
    Ok(Signals {
        interrupted: signal(SignalKind::interrupt())?,
        terminated: signal(SignalKind::terminate())?,
        hung_up: signal(SignalKind::hangup())?,
    })
}

#[cfg(unix)]
async fn wait(mut child: Child, mut signals: Signals) -> std::io::Result<ExitStatus> {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    use std::io::IsTerminal;
    let by_terminal = std::io::stdin().is_terminal() || std::io::stderr().is_terminal();
    loop {
        let signal = tokio::select! {
            status = child.wait() => return status,
            Some(()) = signals.interrupted.recv() => Signal::SIGINT,
            Some(()) = signals.terminated.recv() => Signal::SIGTERM,
            Some(()) = signals.hung_up.recv() => Signal::SIGHUP,
        };
        // A terminal has sent its Ctrl-C to the command too.
        if signal == Signal::SIGINT && by_terminal {
            continue;
        }
        if let Some(id) = child.id().and_then(|id| i32::try_from(id).ok()) {
            // An error means that the command has just ended, which the next turn sees.
            let _ = kill(Pid::from_raw(id), signal);
        }
    }
}

#[cfg(not(unix))]
fn signals() -> std::io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
async fn wait(mut child: Child, (): ()) -> std::io::Result<ExitStatus> {
    loop {
        tokio::select! {
            status = child.wait() => return status,
            // The console has sent it to the command too.
            _ = tokio::signal::ctrl_c() => {}
        }
    }
}
