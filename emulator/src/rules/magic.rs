//! Magic user names: outcomes by input, like test cards. The table is what `--help` and the README show.
//! Here are the names; `http/magic_faults.rs` has those that spoil the connection or the answer, `people`
//! those that are about the user. A user who really exists by such a name wins. Tested in `tests/api/magic.rs`.

pub mod people;

use crate::model::settings::Realm;
use crate::store::users::User;

/// What a name does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Slow(u64),
    Timeout,
    Down,
    Drop,
    Truncated,
    BadJson,
    Empty,
    Html500,
    RateLimited(u64),
    SecondStep,
    Unverified,
    Inactive,
    Wrong,
    Expired,
    Forged,
    Taken,
}

/// A magic user name.
#[derive(Debug)]
pub struct MagicName {
    /// As it is typed; capitals after a `+` stand for a number.
    pub name: &'static str,
    /// Its effect, for people.
    pub does: &'static str,
    outcome: fn(u64) -> Outcome,
}

const fn row(name: &'static str, outcome: fn(u64) -> Outcome, does: &'static str) -> MagicName {
    MagicName {
        name,
        does,
        outcome,
    }
}

/// All magic names.
pub const MAGIC_NAMES: &[MagicName] = &[
    row(
        "slow+MS",
        Outcome::Slow,
        "holds the request for MS milliseconds (600000 at most), then logs in, or signs up",
    ),
    row(
        "timeout",
        |_| Outcome::Timeout,
        "holds the request for two minutes, then closes the connection",
    ),
    row(
        "down",
        |_| Outcome::Down,
        "an outage: 503 from a proxy, HTML, Retry-After, no CORS headers",
    ),
    row(
        "drop",
        |_| Outcome::Drop,
        "closes the connection without a byte",
    ),
    row(
        "truncated",
        |_| Outcome::Truncated,
        "closes the connection in the middle of the answer",
    ),
    row(
        "badjson",
        |_| Outcome::BadJson,
        "200 with a JSON content type and broken JSON",
    ),
    row("empty", |_| Outcome::Empty, "200 with an empty body"),
    row(
        "html500",
        |_| Outcome::Html500,
        "500 with an error page in HTML",
    ),
    row(
        "ratelimited+S",
        Outcome::RateLimited,
        "too many failed logins, try again in S seconds (retry_after)",
    ),
    row(
        "2fa",
        |_| Outcome::SecondStep,
        "asks for a code; /_emulator/users/2fa/totp shows it, secret JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    ),
    row(
        "unverified",
        |_| Outcome::Unverified,
        "asks to verify the address first, at login and at signup",
    ),
    row(
        "inactive",
        |_| Outcome::Inactive,
        "an inactive user: the login is refused",
    ),
    row(
        "wrong",
        |_| Outcome::Wrong,
        "the login is refused, also after a signup",
    ),
    row(
        "expired",
        |_| Outcome::Expired,
        "logs in with a session and a token that ended a minute ago",
    ),
    row(
        "forged",
        |_| Outcome::Forged,
        "logs in with a token whose signature is wrong",
    ),
    row(
        "taken",
        |_| Outcome::Taken,
        "refuses a signup: the name has already been taken",
    ),
];

const LONGEST_MS: u64 = 600_000;

/// What a name does, if it is magic; where usernames are addresses, their local part counts.
pub(crate) fn outcome(realm: &Realm, name: &str) -> Option<Outcome> {
    let name = match name.split_once('@') {
        Some((local, _)) if realm.email_usernames() || realm.is_v2() => local,
        _ => name,
    };
    parse(name)
}

/// The same for a name alone.
pub(crate) fn parse(name: &str) -> Option<Outcome> {
    let name = name.to_lowercase();
    let (head, number) = match name.split_once('+') {
        None => (name.as_str(), None),
        Some((head, number)) => (head, Some(number)),
    };
    let row = MAGIC_NAMES.iter().find(|row| {
        let (known, takes_number) = match row.name.split_once('+') {
            None => (row.name, false),
            Some((known, _)) => (known, true),
        };
        known == head && takes_number == number.is_some()
    })?;
    let number = match number {
        None => 0,
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse().ok().filter(|number| *number <= LONGEST_MS)?
        }
        Some(_) => return None,
    };
    Some((row.outcome)(number))
}

/// Whether a magic name made this user.
pub(crate) fn is_made_here(user: &User) -> bool {
    user.custom.get(MARK).is_some()
}

const MARK: &str = "magic";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_name_in_any_case_and_numbers_are_read() {
        for row in MAGIC_NAMES {
            let typed = row.name.replace("+MS", "+30").replace("+S", "+30");
            assert_eq!(parse(&typed), Some((row.outcome)(30)), "{typed}");
            assert_eq!(parse(&typed.to_uppercase()), parse(&typed));
        }
        assert_eq!(parse("slow+3000"), Some(Outcome::Slow(3000)));
    }

    #[test]
    fn names_that_only_resemble_one_are_not_magic() {
        for name in [
            "",
            "slow",
            "slow+",
            "slow+x",
            "slow+-1",
            "slow+1+1",
            "slow+99999999999999999999",
            "slow+600001",
            "down+1",
            "downs",
            " down",
            "2fa+1",
            "ada",
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}
