//! Why a seed cannot be used.

use std::fmt::Display;

/// A seed that cannot be used; the text says where.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("seed{place}: {reason}")]
pub struct SeedError {
    /// ` line 3 column 7` or ` realms[0].apps[1].name`; empty if the whole seed is meant.
    pub place: String,
    /// What is wrong there; never holds a password.
    pub reason: String,
}

impl SeedError {
    /// An error at a place; an empty place means the whole seed.
    pub fn at(place: impl Display, reason: impl Display) -> Self {
        let place = place.to_string();
        Self {
            place: if place.is_empty() || place == "." {
                String::new()
            } else {
                format!(" {place}")
            },
            reason: reason.to_string(),
        }
    }
}
