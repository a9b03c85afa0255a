//! `cargo xtask bench`: figures about the emulator and about pages that use the library. Nothing here fails for being slow:
//! figures depend on the machine. Described in `docs/benchmarks.md`.

mod emulator;
mod http;
mod pages;
mod server;

use anyhow::Result;

/// Options of the benchmarks.
#[derive(clap::Args)]
pub struct Options {
    /// What to measure
    #[arg(value_enum)]
    what: What,
    /// emulator: how long each measurement takes
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// emulator: requests under way at once
    #[arg(long, default_value_t = 4)]
    clients: usize,
    /// pages: how often each page is measured
    #[arg(long, default_value_t = 15)]
    runs: usize,
    /// pages: only these measures, such as load,clicks
    #[arg(long)]
    only: Option<String>,
    /// pages: only these pages, such as fetch,script
    #[arg(long)]
    peers: Option<String>,
    /// pages: write the figures into docs/benchmarks.md
    #[arg(long)]
    write: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    Emulator,
    Pages,
}

/// Measures and prints.
pub fn bench(options: &Options) -> Result<()> {
    match options.what {
        What::Emulator => emulator::bench(options),
        What::Pages => pages::bench(options),
    }
}
