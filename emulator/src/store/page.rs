//! A part of a list, in an order, of the rows that meet filters (protocol-v1 §5.2). Tested through the lists of the
//! Core API.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, Transaction, params_from_iter};

use super::filter::Filter;
use crate::model::failure::Failure;

/// Which part of a list, in which order.
#[derive(Debug, Clone)]
pub struct Page {
    /// Id of the last one already seen.
    pub after: Option<String>,
    /// At least 1.
    pub max_results: usize,
    /// SQL expression to sort by: a literal of this crate. `seq` is the order of creation.
    pub sort: &'static str,
    /// Last first.
    pub descending: bool,
}

/// What a list can be sorted by: names on the wire, the default first, each with its SQL expression.
pub type SortKeys = &'static [(&'static str, &'static str)];

/// In order of creation, which is what ids of AuthRocket sort by.
pub const BY_ID: SortKeys = &[("id", "seq")];

impl Page {
    /// All rows in order of creation.
    pub fn everything() -> Self {
        Self {
            after: None,
            max_results: i32::MAX as usize,
            sort: "seq",
            descending: false,
        }
    }

    /// The rows of a table (with columns `seq` and `id`), and whether there are more.
    ///
    /// # Errors
    /// `BadRequest` if `after` is no id of the table.
    pub fn select<T>(
        &self,
        tx: &Transaction,
        table: &'static str,
        filters: &[Filter],
        read: fn(&Row) -> rusqlite::Result<T>,
    ) -> Result<(Vec<T>, bool), Failure> {
        let (comparison, direction) = match self.descending {
            true => ("<", "DESC"),
            false => (">", "ASC"),
        };
        // Null would compare as unknown.
        let by_seq = self.sort == "seq";
        let key = match by_seq {
            true => "seq".to_owned(),
            false => format!("ifnull({}, '')", self.sort),
        };
        let mut conditions = vec!["1".to_owned()];
        let mut values = Vec::new();
        for (condition, value) in filters.iter().filter_map(Filter::sql) {
            conditions.push(format!("({condition})"));
            values.push(value);
        }
        if let Some(id) = &self.after {
            let (last, seq) = place(tx, table, &key, id)?;
            if by_seq {
                conditions.push(format!("seq {comparison} ?"));
            } else {
                conditions.push(format!("({key}, seq) {comparison} (?, ?)"));
                values.push(last);
            }
            values.push(seq);
        }
        let conditions = conditions.join(" AND ");
        let order = match by_seq {
            true => format!("seq {direction}"),
            false => format!("{key} {direction}, seq {direction}"),
        };
        // One more than asked for tells whether there are more.
        let limit = i64::try_from(self.max_results).unwrap_or(i64::MAX - 1) + 1;
        let sql =
            format!("SELECT * FROM {table} WHERE {conditions} ORDER BY {order} LIMIT {limit}");
        let mut query = tx.prepare(&sql)?;
        let mut rows = query
            .query_map(params_from_iter(values), read)?
            .collect::<Result<Vec<T>, _>>()?;
        let more = rows.len() > self.max_results;
        rows.truncate(self.max_results);
        Ok((rows, more))
    }
}

fn place(tx: &Transaction, table: &str, key: &str, id: &str) -> Result<(Value, Value), Failure> {
    tx.query_row(
        &format!("SELECT {key}, seq FROM {table} WHERE id = ?1"),
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
    .optional()?
    .ok_or_else(unknown_after)
}

/// What a list says to an `after` that it does not know.
pub fn unknown_after() -> Failure {
    Failure::BadRequest("after is not the id of a known record".to_owned())
}
