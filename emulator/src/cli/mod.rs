//! Commands and flags. Tested in `tests/api/cli/flags.rs`.

pub mod exec;
pub mod log;
pub mod ready;
pub mod serve;

use std::io::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use loginrocket_emulator::{Config, MAGIC_NAMES, PasswordCost, StartTime, seed_from_text};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// AuthRocket 1 and 2 in a box, for development and tests. Never for production.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    after_help = more()
)]
pub struct Arguments {
    /// Without a command, the emulator runs until it is stopped
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to serve
    #[command(flatten)]
    pub flags: Flags,
}

/// What else it can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start an emulator, run a command against it, and exit with the command's status
    Exec(exec::Options),
    /// Check whether an emulator answers: exit status 0 or 1
    Ready(ready::Options),
}

/// Flags of serving, alone or for a command.
#[derive(Debug, Args)]
pub struct Flags {
    /// Address to listen on; other addresses than loopback need --allow-remote
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Port of the LoginRocket API and of /_emulator; 0 chooses a free one [default: 4101; with exec: 0]
    #[arg(long)]
    pub login_port: Option<u16>,
    /// Port of the Core API; 0 chooses a free one [default: 4102; with exec: 0]
    #[arg(long)]
    pub api_port: Option<u16>,
    /// SQLite file that keeps the data between runs
    #[arg(long, value_name = "FILE|:memory:", default_value = ":memory:")]
    pub database: PathBuf,
    /// Seed file (JSON); used if the database has no realm
    #[arg(long, value_name = "FILE")]
    pub seed: Option<PathBuf>,
    /// Value for {{NAME}} in the seed; may be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable)]
    pub vars: Vec<(String, String)>,
    /// Allow a --host that other machines can reach; test secrets and control endpoints are then open to them
    #[arg(long)]
    pub allow_remote: bool,
    /// Derive ids, tokens, secrets and salts from this text: the same in every run, and easy to guess
    #[arg(long, value_name = "TEXT")]
    pub id_seed: Option<String>,
    /// Start the clock at this time: RFC 3339, or seconds since 1970 [default: now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub clock: Option<i64>,
    /// Stop the clock at --clock; only /_emulator/clock moves it
    #[arg(long, requires = "clock")]
    pub clock_frozen: bool,
    /// Time limit for a caller to send the head of a request, and again for its body
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    pub read_timeout: u16,
    /// Disable magic user names
    #[arg(long)]
    pub no_magic: bool,
    /// Format of log lines on stderr; no format contains queries, bodies or tokens
    #[arg(long, value_enum, default_value = "text")]
    pub log_format: log::Format,
    /// What to log: off, error, warn, info, debug, trace, or a list such as info,hyper=debug [default: info; with exec: warn]
    #[arg(long, value_name = "FILTER")]
    pub log: Option<log::Filter>,
}

impl Flags {
    /// The settings, with these ports unless others are asked for.
    ///
    /// # Errors
    /// An address that others can reach, or a seed that cannot be read, in one line.
    pub fn config(&self, (login_port, api_port): (u16, u16)) -> Result<Config, String> {
        if !self.host.is_loopback() && !self.allow_remote {
            return Err(format!(
                "{} can be reached from other machines; add --allow-remote to allow that",
                self.host
            ));
        }
        let in_memory = self.database == Path::new(":memory:");
        Ok(Config {
            host: self.host,
            login_port: self.login_port.unwrap_or(login_port),
            api_port: self.api_port.unwrap_or(api_port),
            database: (!in_memory).then(|| self.database.clone()),
            seed: match &self.seed {
                Some(file) => Some(read_seed(file, &self.vars)?),
                None => None,
            },
            password_cost: PasswordCost::Real,
            magic: !self.no_magic,
            id_seed: self.id_seed.clone(),
            read_timeout: Duration::from_secs(self.read_timeout.into()),
            keys_ahead: true,
            clock: self.clock.map(|at_ms| StartTime {
                at_ms,
                frozen: self.clock_frozen,
            }),
        })
    }
}

/// Prints a line; nobody may be there to read it.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn more() -> String {
    let mut text = "Magic user names, for logins and signups with any password:\n".to_owned();
    for magic in MAGIC_NAMES {
        text.push_str(&format!("  {:<14} {}\n", magic.name, magic.does));
    }
    text.push_str(
        "\nPress Ctrl-C to stop. Control endpoints are described in the emulator's README.",
    );
    text
}

fn variable(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .filter(|(name, _)| !name.is_empty())
        .ok_or_else(|| "expected NAME=VALUE".to_owned())
}

// Epoch milliseconds.
fn time(text: &str) -> Result<i64, String> {
    let bad = || {
        "expected a time from 1970 to 9999, such as 2026-01-31T12:00:00Z, or seconds since 1970"
            .to_owned()
    };
    let seconds = match text.parse::<i64>() {
        Ok(seconds) => Some(seconds),
        Err(_) => OffsetDateTime::parse(text, &Rfc3339)
            .ok()
            .map(OffsetDateTime::unix_timestamp),
    };
    // Until the year 9999, so that sums of times stay numbers.
    seconds
        .filter(|seconds| (0..=253_402_300_799).contains(seconds))
        .map(|seconds| seconds * 1000)
        .ok_or_else(bad)
}

fn read_seed(file: &Path, vars: &[(String, String)]) -> Result<Value, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|cause| format!("cannot read seed {}: {cause}", file.display()))?;
    seed_from_text(&text, vars).map_err(|error| format!("{}: {error}", file.display()))
}
