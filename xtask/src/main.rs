//! The project's commands, one file each; `npm start` and `npm test` call them.

mod bench;
mod build;
mod bundle;
mod check;
mod declarations;
mod docs;
mod embed;
mod fallback;
mod files;
mod pictures;
mod process;
mod prune;
mod release;
mod serve;
mod setup;
mod shorten;
mod size;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Build, check, test, serve and release the project"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install missing npm packages; with --tests also browsers, drivers and bundlers
    Setup {
        /// Also install what the tests need: Chromium, Firefox, WebKit, their drivers, and the bundlers
        #[arg(long)]
        tests: bool,
    },
    /// Build the library into pkg/
    Build {
        /// Use stable Rust only, without the size flags that need the standard library's source
        #[arg(long)]
        stable: bool,
    },
    /// Check formatting, lints, types, layers, and the documents' links and citations
    Check,
    /// Build the documentation into target/docs as a site with search, and check its links
    Docs,
    /// Take the pictures of the demo in docs/pictures anew, in headless Chromium
    Pictures,
    /// Run the named test layers, or all
    Test {
        /// unit, emulator, demo, samples, browser, package, bundlers, frameworks, e2e
        layers: Vec<String>,
        /// Only these browsers: chromium, firefox, webkit
        #[arg(long, value_delimiter = ',')]
        browsers: Vec<String>,
    },
    /// Print the size of every shipped file, and fail if one exceeds its limit
    Size,
    /// Measure the emulator, or pages that use the library beside pages that use other clients
    Bench(bench::Options),
    /// Update THIRD-PARTY-LICENSES after a dependency of the wasm has changed
    Licences,
    /// Check whether this tree can be published; publishes nothing
    Release {
        /// Run all checks and report the results
        #[arg(long)]
        dry_run: bool,
    },
    /// Build everything, start the emulator and the demo app, and print their addresses
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
        Command::Docs => docs::docs(),
        Command::Pictures => pictures::pictures(),
        Command::Test { layers, browsers } => test::test(&layers, &browsers),
        Command::Size => size::size(),
        Command::Bench(options) => bench::bench(&options),
        Command::Licences => release::write_licences(),
        Command::Release { dry_run } => release::release(dry_run),
        Command::Serve(options) => serve::serve(&options),
    }
}
