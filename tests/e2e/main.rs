//! Journeys through the demo app, in real browsers, against the emulator.
//!
//! One file per theme. Every journey starts with seeded users, a browser window as good as fresh and empty records; after every
//! journey the harness proves that no password reached the app's server (`harness/journey.rs`).

use std::process::ExitCode;

use authrocket_tests::journey::Journey;
use authrocket_tests::runner;

mod accessibility;
mod accessibility_checks;
mod accessibility_delivery;
mod accessibility_forms;
mod accessibility_operations;
mod accessibility_scenes;
mod accessibility_settings;
mod accessibility_showcase;
mod accessibility_v2;
mod bridge;
mod delivery;
mod doctor;
mod emulator_lists;
mod emulator_page;
mod emulator_window;
mod fetch;
mod hosted;
mod keyboard;
mod languages;
mod limits;
mod login;
mod module;
mod no_scripts;
mod old_style;
mod outage;
mod passwords;
mod redirects;
mod session;
mod showcase;
mod signup;
mod social;
mod two_factor;
mod v2_account;
mod v2_login;
mod verification;

/// The least number of journeys in one browser.
const FLOOR: usize = 291;

fn main() -> ExitCode {
    let themes: Vec<Vec<runner::Case<Journey>>> = vec![
        accessibility::cases(),
        accessibility_settings::cases(),
        accessibility_checks::cases(),
        login::cases(),
        two_factor::cases(),
        signup::cases(),
        session::cases(),
        showcase::cases(),
        outage::cases(),
        delivery::cases(),
        doctor::cases(),
        emulator_page::cases(),
        emulator_lists::cases(),
        keyboard::cases(),
        old_style::cases(),
        module::cases(),
        no_scripts::cases(),
        passwords::cases(),
        verification::cases(),
        limits::cases(),
        social::cases(),
        hosted::cases(),
        fetch::cases(),
        bridge::cases(),
        languages::cases(),
        redirects::cases(),
        v2_login::cases(),
        v2_account::cases(),
    ];
    runner::run(
        "e2e",
        themes.into_iter().flatten().collect(),
        FLOOR,
        accessibility::plain(),
        1,
    )
}
