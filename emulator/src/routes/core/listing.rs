//! What a call says of a list: its page, its order, and what to expand (protocol-v1 §5.2). Tested in
//! `tests/api/core/lists.rs`.

use serde_json::{Value, json};

use super::ApiCall;
use crate::http::render;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::store::users::User;
use crate::store::{self, Page, SortKeys, Transaction};

const DEFAULT_ROWS: usize = 100;
const MOST_ROWS: usize = 1000;

/// How a list may be sorted.
pub struct Sorting {
    /// Values of `sort`, the default first.
    pub keys: SortKeys,
    /// Whether `direction` is `desc` unless said otherwise.
    pub descending: bool,
}

/// In order of creation, which is what ids of AuthRocket sort by.
pub const BY_ID: Sorting = Sorting {
    keys: store::BY_ID,
    descending: false,
};

/// Newest first.
pub const NEWEST_FIRST: Sorting = Sorting {
    descending: true,
    ..BY_ID
};

impl ApiCall {
    /// The part of the list that the query asks for (protocol-v1 §5.2).
    pub fn page(&self, sorting: &Sorting) -> Result<Page, Failure> {
        let query = &self.received.query;
        let max_results = match text(query, "max_results") {
            None => DEFAULT_ROWS,
            Some(number) => number
                .parse()
                .ok()
                .filter(|number| (1..=MOST_ROWS).contains(number))
                .ok_or_else(|| Failure::BadRequest("max_results must be 1 to 1000".to_owned()))?,
        };
        let default = sorting.keys.first().map_or("id", |(name, _)| name);
        let wanted = text(query, "sort").unwrap_or_else(|| default.to_owned());
        let mut keys = sorting.keys.iter();
        let (_, sort) = keys.find(|(name, _)| *name == wanted).ok_or_else(|| {
            let names: Vec<&str> = sorting.keys.iter().map(|(name, _)| *name).collect();
            Failure::BadRequest(format!("sort must be one of: {}", names.join(", ")))
        })?;
        let descending = match text(query, "direction").as_deref() {
            None => sorting.descending,
            Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(Failure::BadRequest("direction must be asc or desc".into())),
        };
        Ok(Page {
            after: text(query, "after"),
            max_results,
            sort,
            descending,
        })
    }

    /// A user as single reads show it, with memberships if the call expands them (protocol-v1 §12, C2).
    pub fn user_body(&self, tx: &Transaction, user: &User) -> Result<Value, Failure> {
        let mut body = render::user(tx, user)?;
        if self.expands("memberships") {
            body["memberships"] = render::memberships_of(tx, user)?;
        }
        Ok(body)
    }

    /// The same with a token that it has just got.
    pub fn user_with_token(
        &self,
        tx: &Transaction,
        user: &User,
        token: &str,
    ) -> Result<Value, Failure> {
        let mut body = self.user_body(tx, user)?;
        body["token"] = json!(token);
        Ok(body)
    }

    /// Whether `expand` or `expands` (D29) names this member.
    pub fn expands(&self, name: &str) -> bool {
        [&self.received.query, &self.body].iter().any(|fields| {
            ["expand", "expands"]
                .iter()
                .any(|key| match fields.get(*key) {
                    Some(Value::String(names)) => {
                        names.split([',', ' ']).any(|given| given == name)
                    }
                    Some(Value::Array(names)) => names.iter().any(|given| given == name),
                    _ => false,
                })
        })
    }
}
