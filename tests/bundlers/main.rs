//! The packed package in small apps, each built for production by a bundler as its users would: what the builds hold, and
//! a login in a browser. Runs in one browser, Chromium unless `BROWSERS` begins with another: the bundlers differ, not
//! the browsers.

use std::process::ExitCode;

use authrocket_tests::{process, runner};
use libtest_mimic::Arguments;

mod app;
mod build;
mod contents;
mod docs;
mod pages;
mod server;
mod stage;

/// The least number of cases.
const FLOOR: usize = 42;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    runner::end_processes_when_stopped();
    let mut trials = contents::trials();
    trials.extend(pages::trials());
    trials.extend(docs::trials());
    // A case waits for its app's build or for the browser; how many build at once is up to `build`.
    arguments.test_threads.get_or_insert(trials.len());
    let conclusion = libtest_mimic::run(&arguments, trials);
    stage::end();
    process::end_all();
    runner::judge(&arguments, &conclusion, FLOOR)
}
