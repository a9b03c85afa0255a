//! Every chore of the project, one file each; `npm start` and `npm test` are thin fronts for these commands.

mod bench;
mod build;
mod bundle;
mod check;
mod declarations;
mod embed;
mod fallback;
mod files;
mod process;
mod release;
mod serve;
mod setup;
mod shorten;
mod size;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's chores")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing: npm packages; with --tests also browsers, drivers and bundlers
    Setup {
        /// Also what the tests need: Chromium, Firefox, WebKit and their drivers, and the bundlers
        #[arg(long)]
        tests: bool,
    },
    /// Build the library into pkg/
    Build {
        /// Build with plain stable Rust, without the size flags that need the standard library's source
        #[arg(long)]
        stable: bool,
    },
    /// Format, lints, docs, types and the layer rule
    Check,
    /// Run the test layers, all of them when none is named
    Test {
        /// unit, emulator, demo, samples, browser, package, bundlers, frameworks, e2e
        layers: Vec<String>,
        /// Only these browsers: chromium, firefox, webkit
        #[arg(long, value_delimiter = ',')]
        browsers: Vec<String>,
    },
    /// Print the size of every shipped file, and fail over a ceiling
    Size,
    /// Measure the emulator, or pages that use the library beside pages that use other clients
    Bench(bench::Options),
    /// Write THIRD-PARTY-LICENSES anew, after a dependency of the wasm changed
    Licences,
    /// Say whether this tree may be published; publishes nothing
    Release {
        /// Check everything and say what was seen
        #[arg(long)]
        dry_run: bool,
    },
    /// Build everything, start the emulator and the demo app, and say where to go
    Serve(serve::Options),
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Setup { tests } => setup::setup(if tests {
            setup::Scope::Test
        } else {
            setup::Scope::Start
        }),
        Command::Build { stable } => build::build(if stable {
            build::Flavour::Stable
        } else {
            build::Flavour::Release
        }),
        Command::Check => check::check(),
        Command::Test { layers, browsers } => test::test(&layers, &browsers),
        Command::Size => size::size(),
        Command::Bench(options) => bench::bench(&options),
        Command::Licences => release::write_licences(),
        Command::Release { dry_run } => release::release(dry_run),
        Command::Serve(options) => serve::serve(&options),
    }
}
