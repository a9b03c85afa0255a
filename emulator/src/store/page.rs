//! A part of a list, in an order, of the rows that meet filters (spec 5.2). Tested through the lists of the
//! Core API.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, Transaction, params_from_iter};

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

/// What a list can be limited by.
#[derive(Debug, Clone, Copy)]
pub enum By {
    /// An id that an event names, such as `user_id`.
    About(&'static str),
    /// `credential_type`.
    CredentialType,
    /// `email`.
    Email,
    /// `email_verification`.
    EmailVerification,
    /// The beginning of `event_type`.
    EventType,
    /// The end of what expires: later than this, or never.
    ExpiresAfter,
    /// `event_at`: at this time or later.
    HappenedSince,
    /// `id`.
    Id,
    /// `org_id`.
    OrgId,
    /// `realm_id`.
    RealmId,
    /// `realm_id`, or none.
    RealmIdOrNone,
    /// The realm of the user whom a row belongs to.
    RealmOfUser,
    /// `reference`.
    Reference,
    /// `reference` among the settings.
    SettingsReference,
    /// `state` among the settings.
    SettingsState,
    /// `state`.
    State,
    /// The state of the user whom a row belongs to.
    StateOfUser,
    /// `user_id`.
    UserId,
    /// `user_type`.
    UserType,
    /// `username`.
    Username,
}

impl By {
    fn condition(self) -> String {
        let condition = match self {
            Self::About(member) => return format!("json_extract(about, '$.{member}') = ?"),
            Self::CredentialType => "credential_type = ?",
            Self::Email => "email = ?",
            Self::EmailVerification => "email_verification = ?",
            // Left-anchored, as documented; types hold no wildcard.
            Self::EventType => "instr(event_type, ?) = 1",
            Self::ExpiresAfter => "ifnull(expires_at > ?, 1)",
            Self::HappenedSince => "event_at >= ?",
            Self::Id => "id = ?",
            Self::OrgId => "org_id = ?",
            Self::RealmId => "realm_id = ?",
            Self::RealmIdOrNone => "realm_id IS NULL OR realm_id = ?",
            Self::RealmOfUser => "user_id IN (SELECT id FROM users WHERE realm_id = ?)",
            Self::Reference => "reference = ?",
            Self::SettingsReference => "json_extract(settings, '$.reference') = ?",
            Self::SettingsState => "json_extract(settings, '$.state') = ?",
            Self::State => "state = ?",
            Self::StateOfUser => "user_id IN (SELECT id FROM users WHERE state = ?)",
            Self::UserId => "user_id = ?",
            Self::UserType => "user_type = ?",
            Self::Username => "username = ?",
        };
        condition.to_owned()
    }
}

/// A limit and its value; without a value it limits nothing.
#[derive(Debug, Clone)]
pub struct Filter(By, Option<Value>);

/// A filter by text.
pub fn filter(by: By, text: Option<&str>) -> Filter {
    Filter(by, text.map(|text| Value::Text(text.to_owned())))
}

/// A filter by time, in epoch milliseconds.
pub fn filter_time(by: By, at_ms: Option<f64>) -> Filter {
    Filter(by, at_ms.map(Value::Real))
}

/// Only what has not expired.
pub(super) fn not_expired(now_ms: i64) -> Filter {
    Filter(By::ExpiresAfter, Some(Value::Integer(now_ms)))
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
        for Filter(by, value) in filters {
            if let Some(value) = value {
                conditions.push(format!("({})", by.condition()));
                values.push(value.clone());
            }
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
