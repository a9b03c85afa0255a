//! Journeys through the demo app, in real browsers, against the emulator.
//!
//! One file per theme. Every journey starts with seeded users, a fresh browser window and empty records; after every
//! journey the harness proves that no password reached the app's server (`harness/journey.rs`).

use std::process::ExitCode;

use authrocket_tests::journey::Journey;
use authrocket_tests::runner;

mod accessibility;
mod accessibility_checks;
mod accessibility_forms;
mod accessibility_scenes;
mod accessibility_settings;
mod delivery;
mod doctor;
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
const FLOOR: usize = 125;

fn main() -> ExitCode {
    let themes: [Vec<runner::Case<Journey>>; 14] = [
        accessibility::cases(),
        accessibility_settings::cases(),
        accessibility_checks::cases(),
        login::cases(),
        two_factor::cases(),
        signup::cases(),
        session::cases(),
        outage::cases(),
        delivery::cases(),
        doctor::cases(),
        keyboard::cases(),
        old_style::cases(),
        module::cases(),
        no_scripts::cases(),
    ];
    runner::run(
        "e2e",
        themes.into_iter().flatten().collect(),
        FLOOR,
        accessibility::plain(),
        1,
    )
}
