//! What a call says of a list: its page, its order, and what to expand (protocol-v2 §7.2). Tested in
//! `tests/api/core/v2/calls.rs`.

use serde_json::Value;

use super::super::listing::Sorting;
use super::Call;
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::store::Page;

const USUAL: usize = 100;
const MOST: usize = 1000;

impl Call {
    /// The part of the list that the query asks for.
    pub fn page(&self, sorting: &Sorting) -> Result<Page, Failure> {
        let query = &self.received.query;
        let refused = |sentence: &str| Failure::BadRequest(sentence.to_owned());
        let max_results = match text(query, "max_results") {
            None => USUAL,
            Some(number) => number
                .parse()
                .ok()
                .filter(|number| (1..=MOST).contains(number))
                .ok_or_else(|| refused("max_results must be 1 to 1000"))?,
        };
        let wanted = text(query, "sort");
        let mut keys = sorting.keys.iter();
        let found = keys.find(|(name, _)| wanted.as_deref().is_none_or(|wanted| wanted == *name));
        let (_, sort) = found.ok_or_else(|| {
            let names: Vec<&str> = sorting.keys.iter().map(|(name, _)| *name).collect();
            refused(&format!("sort must be one of: {}", names.join(", ")))
        })?;
        let descending = match text(query, "direction").as_deref() {
            None => sorting.descending,
            Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(refused("direction must be asc or desc")),
        };
        Ok(Page {
            after: text(query, "after"),
            max_results,
            sort,
            descending,
        })
    }

    /// Whether `expand` names this member.
    pub fn expands(&self, name: &str) -> bool {
        let sources = [&self.received.query, &self.body];
        sources.iter().any(|fields| match fields.get("expand") {
            Some(Value::String(names)) => names.split([',', ' ']).any(|given| given == name),
            Some(Value::Array(names)) => names.iter().any(|given| given == name),
            _ => false,
        })
    }
}
