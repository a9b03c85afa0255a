//! Database files: whose they may be, and for how many emulators at once.

use loginrocket_emulator::{Config, start};
use rusqlite::Connection;
use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, config, seed};
use crate::program::TempFile;

fn on(file: &TempFile) -> Config {
    Config {
        database: Some(file.0.clone()),
        ..config(seed(&json!({})))
    }
}

async fn refusal(file: &TempFile) -> String {
    let text = start(on(file)).await.unwrap_err().to_string();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains(file.path()), "{text}");
    text
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    for (name, set_up) in [
        (
            "other-id",
            "PRAGMA application_id = 7; CREATE TABLE notes (text);",
        ),
        (
            "other-tables",
            "CREATE TABLE notes (text); PRAGMA user_version = 3;",
        ),
        (
            "other-wal",
            "PRAGMA journal_mode = WAL; CREATE TABLE notes (text);",
        ),
    ] {
        let file = TempFile::new(&format!("{name}.sqlite"));
        let connection = Connection::open(&file.0).unwrap();
        connection.execute_batch(set_up).unwrap();
        drop(connection);
        let before = std::fs::read(&file.0).unwrap();
        let text = refusal(&file).await;
        assert!(text.ends_with("it belongs to another program"), "{text}");
        assert_eq!(std::fs::read(&file.0).unwrap(), before, "{name}");
        let beside = file.0.with_extension("sqlite-wal");
        assert!(!beside.exists(), "{name}");
    }
}

#[tokio::test]
async fn a_database_of_an_emulator_before_there_was_a_mark_is_known() {
    let file = TempFile::new("unmarked.sqlite");
    let first = start(on(&file)).await.unwrap();
    first.stop().await;
    let connection = Connection::open(&file.0).unwrap();
    connection
        .execute_batch("PRAGMA application_id = 0")
        .unwrap();
    drop(connection);
    let emulator = Emulator::configured(on(&file)).await;
    emulator.login("ada", PASSWORD).await.text("token");
}

#[tokio::test]
async fn a_second_emulator_on_the_same_file_is_refused() {
    let file = TempFile::new("shared.sqlite");
    let first = Emulator::configured(on(&file)).await;
    let text = refusal(&file).await;
    assert!(text.ends_with("another program uses it"), "{text}");
    first.login("ada", PASSWORD).await.text("token");
    first.running.stop().await;
    start(on(&file)).await.unwrap().stop().await;
}
