//! The command line of the emulator: which command, and how it ends. Tested in `tests/api/cli/flags.rs` and
//! `cli/exec.rs`.

mod cli;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let ended = match cli::Arguments::parse() {
        cli::Arguments {
            command: Some(cli::Command::Exec(options)),
            ..
        } => cli::exec::exec(options).await,
        cli::Arguments {
            command: Some(cli::Command::Ready(options)),
            ..
        } => cli::ready::ready(&options),
        cli::Arguments { flags, .. } => cli::serve::serve(flags).await,
    };
    ended.unwrap_or_else(|line| {
        eprintln!("loginrocket-emulator: {line}");
        ExitCode::from(2)
    })
}
