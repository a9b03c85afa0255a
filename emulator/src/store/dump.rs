//! Every table as JSON, and back. Driven by the schema, so that a table of a later migration is in it without
//! anybody thinking of it. Tested here and in `tests/api/control/export.rs`.
//!
//! What comes back is first laid into a database of its own, at the schema it was made with, and brought up to
//! date there: whatever is wrong with it shows before the real database is touched.

use rusqlite::types::{Value as Cell, ValueRef};
use rusqlite::{Connection, Statement, Transaction, params_from_iter};
use serde_json::{Map, Value, json};

use super::migrations::MIGRATIONS;
use super::readable;
use crate::model::failure::Failure;

/// The number of migrations that an export of this emulator has seen.
pub const SCHEMA: usize = MIGRATIONS.len();

/// Whether this can be a time in epoch milliseconds, or a distance between two.
pub fn is_time(ms: i64) -> bool {
    (0..=readable::FAR).contains(&ms)
}

/// Every table with its rows, in the order they were stored.
pub fn tables(tx: &Transaction) -> Result<Map<String, Value>, Failure> {
    let mut tables = Map::new();
    for table in names(tx)? {
        let mut query = tx.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = columns(&query);
        let mut rows = query.query([])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            let mut members = Map::new();
            for (at, column) in columns.iter().enumerate() {
                members.insert(column.clone(), to_json(row.get_ref(at)?));
            }
            list.push(Value::Object(members));
        }
        tables.insert(table, Value::Array(list));
    }
    Ok(tables)
}

/// Removes every row of every table.
pub fn empty(tx: &Transaction) -> rusqlite::Result<()> {
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    for table in names(tx)? {
        tx.execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}

/// Tables of an export that were found good.
pub struct PreparedImport(Connection);

impl PreparedImport {
    /// Checks the tables of an export made at `schema`.
    ///
    /// # Errors
    /// `BadRequest` with the place of the fault.
    pub fn new(schema: usize, tables: &Map<String, Value>) -> Result<Self, Failure> {
        if !(1..=SCHEMA).contains(&schema) {
            let reason = format!("schema: made by another emulator; this one knows 1 to {SCHEMA}");
            return Err(Failure::BadRequest(reason));
        }
        let mut scratch = Connection::open_in_memory()?;
        scratch.execute_batch("PRAGMA foreign_keys = ON")?;
        let tx = scratch.transaction()?;
        tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let (seen, rest) = MIGRATIONS.split_at(schema);
        seen.iter().try_for_each(|sql| tx.execute_batch(sql))?;
        fill(&tx, tables)?;
        references(&tx)?;
        rest.iter().try_for_each(|sql| tx.execute_batch(sql))?;
        readable::check(&tx)?;
        tx.commit()?;
        Ok(Self(scratch))
    }

    /// Puts them in the place of everything that is stored; answers how many rows each table got.
    pub fn replace(&self, tx: &Transaction) -> Result<Value, Failure> {
        empty(tx)?;
        let mut counts = Map::new();
        for table in names(&self.0)? {
            let mut query = self.0.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = columns(&query);
            let mut statement = inserting(tx, &table, &columns)?;
            let mut rows = query.query([])?;
            let mut count = 0;
            while let Some(row) = rows.next()? {
                let cells = (0..columns.len()).map(|at| row.get(at));
                let cells: Vec<Cell> = cells.collect::<Result<_, _>>()?;
                statement.execute(params_from_iter(cells))?;
                count += 1;
            }
            counts.insert(table, json!(count));
        }
        Ok(Value::Object(counts))
    }
}

fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    )?;
    query.query_map([], |row| row.get(0))?.collect()
}

fn fault(place: &str, reason: &str) -> Failure {
    Failure::BadRequest(format!("{place}: {reason}"))
}

fn fill(tx: &Transaction, tables: &Map<String, Value>) -> Result<(), Failure> {
    let known = names(tx)?;
    if let Some(odd) = tables.keys().find(|name| !known.contains(*name)) {
        return Err(fault(&format!("tables.{odd}"), "there is no such table"));
    }
    for table in known {
        let place = format!("tables.{table}");
        let rows = tables
            .get(&table)
            .ok_or_else(|| fault(&place, "is missing"))?;
        let rows = rows
            .as_array()
            .ok_or_else(|| fault(&place, "must be a list"))?;
        let columns = columns(&tx.prepare(&format!("SELECT * FROM {table}"))?);
        let mut statement = inserting(tx, &table, &columns)?;
        for (at, row) in rows.iter().enumerate() {
            let place = format!("{place}[{at}]");
            let row = row
                .as_object()
                .ok_or_else(|| fault(&place, "must be an object"))?;
            let cells = cells(row, &columns, &place)?;
            // SQLite's words name table, columns and types, never a value.
            statement
                .execute(params_from_iter(cells))
                .map_err(|cause| match cause {
                    rusqlite::Error::SqliteFailure(_, Some(words)) => fault(&place, &words),
                    other => Failure::internal(other),
                })?;
        }
    }
    Ok(())
}

fn cells(row: &Map<String, Value>, columns: &[String], place: &str) -> Result<Vec<Cell>, Failure> {
    if let Some(odd) = row.keys().find(|name| !columns.contains(*name)) {
        return Err(fault(&format!("{place}.{odd}"), "there is no such column"));
    }
    let cell = |column: &String| {
        let place = format!("{place}.{column}");
        let value = row.get(column).ok_or_else(|| fault(&place, "is missing"))?;
        to_cell(value).ok_or_else(|| fault(&place, "must be text, a number or null"))
    };
    columns.iter().map(cell).collect()
}

/// A statement that stores a row of all columns.
fn inserting<'a>(
    tx: &'a Transaction,
    table: &str,
    columns: &[String],
) -> rusqlite::Result<Statement<'a>> {
    let places = vec!["?"; columns.len()].join(", ");
    let columns = columns.join(", ");
    tx.prepare(&format!(
        "INSERT INTO {table} ({columns}) VALUES ({places})"
    ))
}

fn columns(query: &Statement) -> Vec<String> {
    let names = query.column_names();
    names.into_iter().map(str::to_owned).collect()
}

/// Rows that refer to a missing row.
fn references(tx: &Transaction) -> Result<(), Failure> {
    let mut query = tx.prepare(
        "SELECT violation.\"table\", violation.parent, key.\"from\"
         FROM pragma_foreign_key_check AS violation
         JOIN pragma_foreign_key_list(violation.\"table\") AS key ON key.id = violation.fkid",
    )?;
    let mut rows = query.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(());
    };
    let (table, parent): (String, String) = (row.get(0)?, row.get(1)?);
    let column: String = row.get(2)?;
    let reason = format!("a row's {column} names nothing in {parent}");
    Err(fault(&format!("tables.{table}"), &reason))
}

fn to_json(cell: ValueRef) -> Value {
    match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => json!(number),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            json!({"hex": hex})
        }
    }
}

fn to_cell(value: &Value) -> Option<Cell> {
    match value {
        Value::Null => Some(Cell::Null),
        Value::String(text) => Some(Cell::Text(text.clone())),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Some(Cell::Integer(number)),
            None => number.as_f64().map(Cell::Real),
        },
        Value::Object(members) => {
            let hex = members
                .get("hex")
                .filter(|_| members.len() == 1)?
                .as_str()?;
            let pairs = hex.as_bytes().chunks(2);
            let byte = |pair: &[u8]| {
                let pair = std::str::from_utf8(pair)
                    .ok()
                    .filter(|pair| pair.len() == 2)?;
                u8::from_str_radix(pair, 16).ok()
            };
            Some(Cell::Blob(pairs.map(byte).collect::<Option<_>>()?))
        }
        Value::Bool(_) | Value::Array(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrated(schema: usize) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        for migration in &MIGRATIONS[..schema] {
            connection.execute_batch(migration).unwrap();
        }
        connection
    }

    #[test]
    fn every_table_is_strict_so_that_no_import_stores_a_wrong_type() {
        let connection = migrated(SCHEMA);
        let sql = "SELECT group_concat(name) FROM pragma_table_list
                   WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND NOT strict";
        let lax: Option<String> = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(lax, None);
    }

    #[test]
    fn no_table_has_what_an_export_cannot_hold() {
        let connection = migrated(SCHEMA);
        let sql = "SELECT group_concat(name) FROM sqlite_schema WHERE type IN ('trigger', 'view')";
        let more: Option<String> = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(more, None);
    }

    #[test]
    fn every_kind_of_cell_comes_back_as_it_was() {
        for cell in [
            Cell::Null,
            Cell::Integer(i64::MIN),
            Cell::Real(0.5),
            Cell::Text("\u{0}é".into()),
            Cell::Blob(vec![0, 255]),
        ] {
            assert_eq!(to_cell(&to_json((&cell).into())), Some(cell));
        }
        for odd in [
            json!(true),
            json!([]),
            json!({}),
            json!({"hex": "é0"}),
            json!({"hex": "0"}),
        ] {
            assert_eq!(to_cell(&odd), None, "{odd}");
        }
    }

    #[test]
    fn an_export_of_an_older_emulator_is_brought_up_to_date() {
        for schema in 1..=SCHEMA {
            let mut old = migrated(schema);
            let realm = r#"INSERT INTO realms (id, settings) VALUES ('rl_1', '{"id":"rl_1","jwt_key":"jsk_1"}')"#;
            old.execute_batch(realm).unwrap();
            // Where a realm's key is a row of its own.
            let _ = old.execute_batch(
                "INSERT INTO jwt_keys (id, realm_id, algo, secret) VALUES ('jky_1', 'rl_1', 'hs256', 'jsk_1')",
            );
            let tables = tables(&old.transaction().unwrap()).unwrap();
            let prepared = PreparedImport::new(schema, &tables).unwrap();
            let mut new = migrated(SCHEMA);
            let tx = new.transaction().unwrap();
            let counts = prepared.replace(&tx).unwrap();
            assert_eq!(counts["realms"], 1, "{schema}");
            tx.commit().unwrap();
        }
    }
}
