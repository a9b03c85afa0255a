//! `/_emulator`: for tests, and the page for people.

mod answers;
mod export;
mod faults;
mod outbox;
mod page;
mod request_log;
mod requests;
mod state;
mod state_v2;
mod users;
