//! Where log lines go, and how they look. Tested in `tests/api/cli/logs.rs`.

use std::io::IsTerminal;
use std::str::FromStr;

use clap::ValueEnum;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// How a log line looks.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Which lines there are.
#[derive(Debug, Clone)]
pub struct Filter(Targets);

impl FromStr for Filter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse()
            .map(Self)
            .map_err(|_| "expected a level, or a list such as info,hyper=debug".to_owned())
    }
}

impl From<LevelFilter> for Filter {
    fn from(level: LevelFilter) -> Self {
        Self(Targets::new().with_default(level))
    }
}

/// Starts logging to stderr.
pub fn start(format: Format, filter: Option<Filter>, default: LevelFilter) {
    let lines = fmt::layer().with_target(false).with_writer(std::io::stderr);
    let lines = match format {
        Format::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    let Filter(targets) = filter.unwrap_or_else(|| default.into());
    tracing_subscriber::registry()
        .with(lines.with_filter(targets))
        .init();
}
