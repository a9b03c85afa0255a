//! The command line of the emulator. Tested in `tests/api/cli.rs`.

use std::io::IsTerminal;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use loginrocket_emulator::{Config, PasswordCost, Running, seed_from_text, start};
use serde_json::Value;

/// AuthRocket 1 in a box, for development and tests. Never for production.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Stop it with Ctrl-C. Control endpoints: see the README of the emulator."
)]
struct Arguments {
    /// Address to listen on; any but a loopback address needs --allow-remote
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Port of the LoginRocket API and of /_emulator; 0 chooses a free one
    #[arg(long, default_value_t = 4101)]
    login_port: u16,
    /// Port of the Core API; 0 chooses a free one
    #[arg(long, default_value_t = 4102)]
    api_port: u16,
    /// SQLite file, kept between runs; without it everything is in memory
    #[arg(long, value_name = "FILE|:memory:", default_value = ":memory:")]
    database: PathBuf,
    /// Seed file (JSON); stored if the database holds no realm yet
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Value for {{NAME}} in the seed; may be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable)]
    vars: Vec<(String, String)>,
    /// Listen on an address that other machines can reach, with test secrets and open control endpoints
    #[arg(long)]
    allow_remote: bool,
}

fn variable(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .filter(|(name, _)| !name.is_empty())
        .ok_or_else(|| "expected NAME=VALUE".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            eprintln!("loginrocket-emulator: {line}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    if !arguments.host.is_loopback() && !arguments.allow_remote {
        return Err(format!(
            "{} can be reached from other machines; add --allow-remote if that is what you want",
            arguments.host
        ));
    }
    let seed = match &arguments.seed {
        Some(file) => Some(read_seed(file, &arguments.vars)?),
        None => None,
    };
    let in_memory = arguments.database == Path::new(":memory:");
    let running = start(Config {
        host: arguments.host,
        login_port: arguments.login_port,
        api_port: arguments.api_port,
        database: (!in_memory).then_some(arguments.database),
        seed,
        password_cost: PasswordCost::Real,
    })
    .await
    .map_err(|error| error.to_string())?;
    let end = end().map_err(|cause| format!("cannot listen for signals: {cause}"))?;
    announce(&running);
    end.await;
    running.stop().await;
    println!("stopped");
    Ok(())
}

fn read_seed(file: &Path, vars: &[(String, String)]) -> Result<Value, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|cause| format!("cannot read seed {}: {cause}", file.display()))?;
    seed_from_text(&text, vars).map_err(|error| format!("{}: {error}", file.display()))
}

fn announce(running: &Running) {
    let (login, api) = (running.login_addr(), running.api_addr());
    println!("LoginRocket emulator (AuthRocket 1), for development and tests only");
    println!(
        "  LoginRocket  http://{login}/  (an app: http://SUBDOMAIN.localhost:{}/)",
        login.port()
    );
    println!("  Core API     http://{api}/v1/");
    println!("  Control      http://{login}/_emulator/ready");
}

// Listens for the signals at once, so that one that comes right after the banner is not missed.
#[cfg(unix)]
fn end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
