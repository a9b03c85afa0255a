//! Magic user names: outcomes by input, like test cards. The table is what `--help` and the README show.
//! Here are the names and those that spoil the connection or the answer; `people` has those that are
//! about the user. A user who really exists by such a name wins. Tested in `tests/api/magic.rs`.

pub mod people;

use std::collections::BTreeMap;

use axum::http::{Method, header};

use crate::faults::{Fault, Kind};
use crate::fields::Received;
use crate::model::fields::text;
use crate::model::settings::Realm;
use crate::rules::apps;
use crate::state::Shared;
use crate::store::users::{self, User};

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
    /// What comes of it.
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

/// All of them.
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
        "a signup is told that the name has already been taken",
    ),
];

const LONGEST_MS: u64 = 600_000;
const TIMEOUT_MS: u64 = 120_000;

/// What a name does, if it is magic; where usernames are addresses, their local part counts.
pub(crate) fn outcome(realm: &Realm, name: &str) -> Option<Outcome> {
    let name = match name.split_once('@') {
        Some((local, _)) if realm.email_usernames() => local,
        _ => name,
    };
    parse(name)
}

fn parse(name: &str) -> Option<Outcome> {
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

/// The fault that the names in a request ask for, if any.
pub(crate) fn fault(shared: &Shared, received: &Received) -> Option<Fault> {
    if !shared.context.magic || !takes_a_name(received) {
        return None;
    }
    let fields = received.fields().ok()?;
    let wrapped = ["login", "signup"].map(|wrapper| fields.get(wrapper)?.as_object());
    let holders = || std::iter::once(&fields).chain(wrapped.into_iter().flatten());
    let typed = |field: &str| holders().find_map(|fields| text(fields, field));
    let (email, username) = (typed("email"), typed("username"));
    // Before the store is asked, since nearly all names are not magic.
    let local = |name: &str| parse(name.split('@').next().unwrap_or_default());
    [&email, &username]
        .into_iter()
        .flatten()
        .find_map(|name| local(name))?;
    let host = received.header(header::HOST).unwrap_or_default();
    let apps::Found { realm, app, .. } = apps::find(&shared.context, host).ok()?;
    // For the log, since no route is going to say.
    let _ = received.about.set((realm.id.clone(), Some(app.id)));
    let name = match realm.email_usernames() {
        true => email.or(username)?,
        false => username?,
    };
    let spoilt = spoil(outcome(&realm, &name)?, &received.path)?;
    (!really_exists(shared, &realm, &name)).then_some(spoilt)
}

fn takes_a_name(received: &Received) -> bool {
    match received.path.as_str() {
        "/v1/login" | "/v1/signup" | "/v1/forgot_password" | "/v1/password/forgot" => {
            [Method::GET, Method::POST].contains(&received.method)
        }
        "/" | "/login" | "/signup" | "/forgot_password" => received.method == Method::POST,
        _ => false,
    }
}

fn really_exists(shared: &Shared, realm: &Realm, name: &str) -> bool {
    let name = name.to_lowercase();
    let found = shared
        .context
        .transact(|tx| users::by_username(tx, &realm.id, &name));
    matches!(found, Ok(Some(user)) if !is_made_here(&user))
}

/// Whether a magic name made this user.
pub(crate) fn is_made_here(user: &User) -> bool {
    user.custom.get(MARK).is_some()
}

const MARK: &str = "magic";

fn spoil(outcome: Outcome, path: &str) -> Option<Fault> {
    let is_page = !path.starts_with("/v1/");
    let fault = |fault| Fault {
        id: 0,
        path: path.to_owned(),
        fault,
        delay_ms: 0,
        status: None,
        body: None,
        content_type: None,
        headers: BTreeMap::new(),
        times: None,
        method: None,
        port: None,
        cors: !is_page,
    };
    let page = |text: &str| {
        let page = format!("<!doctype html>\n<title>{text}</title>\n<h1>{text}</h1>\n");
        (Some(page), Some("text/html".to_owned()))
    };
    let spoilt = match outcome {
        Outcome::Slow(delay_ms) => Fault {
            delay_ms,
            ..fault(Kind::Delay)
        },
        Outcome::Timeout => Fault {
            delay_ms: TIMEOUT_MS,
            ..fault(Kind::Drop)
        },
        Outcome::Down => {
            let (body, content_type) = page("503 Service Unavailable");
            Fault {
                status: Some(503),
                body,
                content_type,
                headers: BTreeMap::from([("retry-after".to_owned(), "30".to_owned())]),
                cors: false,
                ..fault(Kind::Status)
            }
        }
        Outcome::Html500 => {
            let (body, content_type) = page("Internal Server Error");
            Fault {
                body,
                content_type,
                ..fault(Kind::Status)
            }
        }
        Outcome::BadJson => Fault {
            body: Some(r#"{"token": "eyJ0"#.to_owned()),
            ..fault(Kind::Body)
        },
        Outcome::Drop => fault(Kind::Drop),
        Outcome::Truncated => fault(Kind::Truncate),
        Outcome::Empty => fault(Kind::Body),
        _ => return None,
    };
    Some(spoilt)
}

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
