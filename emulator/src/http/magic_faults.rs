//! Magic user names that spoil the connection or the answer, found in the fields of a request. Tested in
//! `tests/api/magic.rs`.

use std::collections::BTreeMap;

use axum::http::{Method, header};

use crate::http::faults::{Fault, FaultKind};
use crate::http::fields::Received;
use crate::http::shared::Shared;
use crate::model::fields::text;
use crate::model::settings::Realm;
use crate::rules::magic::{Outcome, is_made_here, outcome, parse};
use crate::rules::{apps, domains, v2};
use crate::store::users;

const TIMEOUT_MS: u64 = 120_000;

/// The fault that the names in a request ask for, if any.
pub fn fault(shared: &Shared, received: &Received) -> Option<Fault> {
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
    let (realm, app_id) = match apps::find(&shared.context, host) {
        Ok(apps::Found { realm, app, .. }) => (realm, app.id),
        Err(_) => {
            let domains::Found { realm, app, .. } = domains::find(&shared.context, host).ok()?;
            (realm, app.id)
        }
    };
    // For the log, since no route is going to say.
    let _ = received.about.set((realm.id.clone(), Some(app_id)));
    let name = match realm.email_usernames() || realm.is_v2() {
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
        "/v2/login" | "/v2/signup" | "/v2/signup/request" | "/v2/password/forgot" => {
            received.method == Method::POST
        }
        "/" | "/login" | "/signup" | "/forgot_password" => received.method == Method::POST,
        _ => false,
    }
}

fn really_exists(shared: &Shared, realm: &Realm, name: &str) -> bool {
    let name = name.to_lowercase();
    let found = shared.context.transact(|tx| match realm.is_v2() {
        true => v2::names::find(tx, &realm.id, &name),
        false => users::by_username(tx, &realm.id, &name),
    });
    matches!(found, Ok(Some(user)) if !is_made_here(&user))
}

fn spoil(outcome: Outcome, path: &str) -> Option<Fault> {
    let is_page = !path.starts_with("/v1/") && !path.starts_with("/v2/");
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
            ..fault(FaultKind::Delay)
        },
        Outcome::Timeout => Fault {
            delay_ms: TIMEOUT_MS,
            ..fault(FaultKind::Drop)
        },
        Outcome::Down => {
            let (body, content_type) = page("503 Service Unavailable");
            Fault {
                status: Some(503),
                body,
                content_type,
                headers: BTreeMap::from([("retry-after".to_owned(), "30".to_owned())]),
                cors: false,
                ..fault(FaultKind::Status)
            }
        }
        Outcome::Html500 => {
            let (body, content_type) = page("Internal Server Error");
            Fault {
                body,
                content_type,
                ..fault(FaultKind::Status)
            }
        }
        Outcome::BadJson => Fault {
            body: Some(r#"{"token": "eyJ0"#.to_owned()),
            ..fault(FaultKind::Body)
        },
        Outcome::Drop => fault(FaultKind::Drop),
        Outcome::Truncated => fault(FaultKind::Truncate),
        Outcome::Empty => fault(FaultKind::Body),
        _ => return None,
    };
    Some(spoilt)
}
