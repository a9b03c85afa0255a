//! Journeys through the demo app, in real browsers, against the emulator.
//!
//! One file per theme. Every journey starts with seeded users, a fresh browser window and empty records; after every
//! journey the harness proves that no password reached the app's server (`harness/journey.rs`).

use std::process::ExitCode;

use authrocket_tests::journey::Journey;
use authrocket_tests::runner;

mod delivery;
mod keyboard;
mod login;
mod module;
mod no_scripts;
mod old_style;
mod outage;
mod session;
mod signup;
mod two_factor;

/// The least number of journeys in one browser.
const FLOOR: usize = 55;

fn main() -> ExitCode {
    let themes: [Vec<runner::Case<Journey>>; 10] = [
        login::cases(),
        two_factor::cases(),
        signup::cases(),
        session::cases(),
        outage::cases(),
        delivery::cases(),
        keyboard::cases(),
        old_style::cases(),
        module::cases(),
        no_scripts::cases(),
    ];
    runner::run(
        "e2e",
        themes.into_iter().flatten().collect(),
        FLOOR,
        Vec::new(),
        0,
    )
}
