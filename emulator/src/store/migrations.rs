//! Migrations: bringing a database of an older emulator up to date. Tested here.

use rusqlite::{Connection, TransactionBehavior};

// A database's `user_version` is the number of migrations it has seen.
pub const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_start.sql"),
    include_str!("../../migrations/0002_mails.sql"),
    include_str!("../../migrations/0003_hosted.sql"),
    include_str!("../../migrations/0004_events.sql"),
    include_str!("../../migrations/0005_people.sql"),
    include_str!("../../migrations/0006_keys.sql"),
    include_str!("../../migrations/0009_readable_keys.sql"),
    include_str!("../../migrations/0010_social.sql"),
    include_str!("../../migrations/0011_box.sql"),
    include_str!("../../migrations/0012_pending_mails.sql"),
    include_str!("../../migrations/0013_v2.sql"),
    include_str!("../../migrations/0014_records.sql"),
    include_str!("../../migrations/0015_provider_users.sql"),
];

/// Runs the migrations that a database has not seen.
pub fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let seen: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for migration in MIGRATIONS.iter().skip(seen as usize) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", seen.max(MIGRATIONS.len() as u32))?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{jwt_keys, realms};

    #[test]
    fn a_database_of_an_older_emulator_is_brought_up_to_date_and_keeps_its_rows() {
        for seen in 1..=MIGRATIONS.len() {
            let mut connection = Connection::open_in_memory().unwrap();
            for migration in &MIGRATIONS[..seen] {
                connection.execute_batch(migration).unwrap();
            }
            connection
                .pragma_update(None, "user_version", u32::try_from(seen).unwrap())
                .unwrap();
            connection
                .execute_batch("INSERT INTO realms (id, settings) VALUES ('rl_1', '{}')")
                .unwrap();
            migrate(&mut connection).unwrap();
            let count = "SELECT (SELECT count(*) FROM realms) + (SELECT count(*) FROM mails)";
            let rows: i64 = connection.query_row(count, [], |row| row.get(0)).unwrap();
            assert_eq!(rows, 1, "{seen}");
        }
    }

    #[test]
    fn the_secret_of_a_realm_of_an_older_emulator_becomes_its_key() {
        let mut connection = Connection::open_in_memory().unwrap();
        for migration in &MIGRATIONS[..4] {
            connection.execute_batch(migration).unwrap();
        }
        connection.pragma_update(None, "user_version", 4).unwrap();
        let insert = r#"INSERT INTO realms (id, settings) VALUES ('rl_1', '{"jwt_key":"jsk_1"}')"#;
        connection.execute_batch(insert).unwrap();
        migrate(&mut connection).unwrap();
        let tx = connection.transaction().unwrap();
        let key = jwt_keys::current(&tx, "rl_1", crate::model::settings::JwtAlgo::Hs256).unwrap();
        assert_eq!(key.unwrap().material.secret, "jsk_1");
        let realm = realms::realm(&tx, "rl_1").unwrap().unwrap();
        assert_eq!(realm.jwt_key, "");
    }
}
