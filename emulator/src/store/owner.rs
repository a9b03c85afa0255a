//! Whose a database file is: an emulator marks its own, and uses no other. Tested in `tests/api/app/databases.rs`.

use std::fs;
use std::io::Read;
use std::path::Path;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rusqlite::{Connection, OpenFlags, ffi};

/// The `application_id` of an emulator's file.
pub const MARK: u32 = 0x4c52_454d;

/// Refuses a file of another program, without touching it.
pub fn check(path: &Path) -> rusqlite::Result<()> {
    let mut header = [0; 100];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    // Nothing there yet, or no database at all, which SQLite says itself.
    if read.is_err() || !header.starts_with(b"SQLite format 3") {
        return Ok(());
    }
    let mark = u32::from_be_bytes([header[68], header[69], header[70], header[71]]);
    match mark {
        MARK => Ok(()),
        0 if is_unmarked(path)? => Ok(()),
        _ => Err(failure(ffi::SQLITE_NOTADB, "it belongs to another program")),
    }
}

/// An error of SQLite's in other words.
pub fn failure(code: i32, words: &str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(words.to_owned()))
}

// Older emulators set no mark. Immutable, so that no file appears beside this one.
fn is_unmarked(path: &Path) -> rusqlite::Result<bool> {
    let path = path.to_string_lossy();
    let name = utf8_percent_encode(&path, NON_ALPHANUMERIC);
    let uri = format!("file:{name}?mode=ro&immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(uri, flags)?;
    let tables = "SELECT count(*), ifnull(sum(name IN ('realms', 'apps', 'users')), 0) FROM sqlite_schema WHERE type = 'table'";
    let (all, own): (i64, i64) =
        connection.query_row(tables, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all == 0 || own == 3)
}
