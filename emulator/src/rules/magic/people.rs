//! Magic names that are about the user: logins and signups. Users that they need are made at the first
//! login, marked in `custom`, and replaced at a signup, so that a name does the same every time.

use serde_json::json;

use super::{MARK, Outcome, is_made_here, outcome};
use crate::model::caller::Caller;
use crate::model::failure::{Failure, UNVERIFIED};
use crate::model::settings::Realm;
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::logins::{FirstFactor, ask_code, open_session};
use crate::rules::v2;
use crate::store::Transaction;
use crate::store::credentials::{self, Credential};
use crate::store::users::{self, User};

const TOTP_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// The result of a login under a magic name; none if the name is not magic, or acts like an unknown one.
pub fn login(
    context: &Context,
    realm: &Realm,
    name: &str,
    known: Option<&User>,
    caller: &Caller,
) -> Option<Result<FirstFactor, Failure>> {
    let outcome = magic(context, realm, name, known)?;
    match outcome {
        Outcome::RateLimited(seconds) => return Some(Err(rate_limited(seconds))),
        Outcome::Unverified => return Some(Err(UNVERIFIED)),
        Outcome::Slow(_) | Outcome::SecondStep | Outcome::Expired | Outcome::Forged => {}
        _ => return None,
    }
    let now_ms = context.now_ms();
    let passed = context.transact(|tx| {
        let user = match known {
            Some(user) => user.clone(),
            None => make(tx, realm, name, caller, now_ms)?,
        };
        if outcome == Outcome::SecondStep {
            enrol(tx, &user, now_ms)?;
            return ask_code(tx, user, caller, now_ms);
        }
        let life_ms = i64::from(realm.session_minutes) * 60_000;
        let begun_ms = match outcome {
            Outcome::Expired => now_ms - life_ms - 60_000,
            _ => now_ms,
        };
        let mut login = open_session(tx, realm, user, caller, begun_ms)?;
        if outcome == Outcome::Forged {
            login.token = forged(&login.token);
        }
        Ok(FirstFactor::Done(Box::new(login)))
    });
    Some(passed)
}

/// Whether this user signed up under a magic name that refuses every password.
pub fn is_refused(context: &Context, realm: &Realm, user: &User) -> bool {
    let outcome = magic(context, realm, name_of(realm, user), Some(user));
    matches!(outcome, Some(Outcome::Wrong | Outcome::Inactive))
}

/// The effect of a magic name on a signup: refused, or continued with the user marked.
pub fn signup(context: &Context, realm: &Realm, user: &mut User) -> Result<MagicSignup, Failure> {
    let name = name_of(realm, user).to_owned();
    let known = context.transact(|tx| match realm.is_v2() {
        true => v2::names::find(tx, &realm.id, &name),
        false => users::by_username(tx, &realm.id, &name),
    })?;
    let Some(outcome) = magic(context, realm, &name, known.as_ref()) else {
        return Ok(MagicSignup::GoesOn);
    };
    match outcome {
        Outcome::RateLimited(seconds) => return Err(rate_limited(seconds)),
        Outcome::Taken if realm.email_usernames() || realm.is_v2() => {
            return Err(Failure::invalid("email", "Email has already been taken"));
        }
        Outcome::Taken => {
            let sentence = "Username has already been taken";
            return Err(Failure::invalid("username", sentence));
        }
        Outcome::Unverified => return Ok(MagicSignup::Unverified),
        _ => {}
    }
    if let Some(earlier) = known {
        context.transact(|tx| users::delete(tx, &earlier.id))?;
    }
    mark(user, &name);
    Ok(MagicSignup::GoesOn)
}

/// How a signup continues.
#[derive(Debug, PartialEq, Eq)]
pub enum MagicSignup {
    /// As any other.
    GoesOn,
    /// No user: the address would have to be verified first.
    Unverified,
}

fn magic(context: &Context, realm: &Realm, name: &str, known: Option<&User>) -> Option<Outcome> {
    let is_free = known.is_none_or(is_made_here);
    outcome(realm, name).filter(|_| context.magic && is_free)
}

// What a user logs in by.
fn name_of<'a>(realm: &Realm, user: &'a User) -> &'a str {
    match realm.is_v2() {
        true => &user.email,
        false => &user.username,
    }
}

fn rate_limited(seconds: u64) -> Failure {
    Failure::RateLimited {
        retry_after: u32::try_from(seconds).unwrap_or(u32::MAX),
    }
}

fn mark(user: &mut User, name: &str) {
    user.custom = json!({MARK: name});
}

fn make(
    tx: &Transaction,
    realm: &Realm,
    name: &str,
    caller: &Caller,
    now_ms: i64,
) -> Result<User, Failure> {
    let mut user = accounts::draft(realm, now_ms);
    name.clone_into(&mut user.username);
    user.email = match name.contains('@') {
        true => name.to_owned(),
        false => format!("{name}@magic.example.test"),
    };
    if realm.is_v2() {
        user.username.clear();
        let known = users::by_email(tx, &realm.id, &user.email.to_lowercase())?;
        if let Some(known) = known.into_iter().next() {
            return Ok(known);
        }
    }
    user.email_verification = "verified".to_owned();
    mark(&mut user, name);
    accounts::normalise(realm, &mut user);
    accounts::create_user(tx, realm, &user, None, caller)?;
    Ok(user)
}

fn enrol(tx: &Transaction, user: &User, now_ms: i64) -> Result<(), Failure> {
    if credentials::active(tx, &user.id, "totp")?.is_some() {
        return Ok(());
    }
    credentials::insert(
        tx,
        &Credential::new(&user.id, "totp", TOTP_SECRET.to_owned(), now_ms),
    )
}

// Another first character of the signature, all of whose bits count.
fn forged(token: &str) -> String {
    let Some((signed, signature)) = token.rsplit_once('.') else {
        return token.to_owned();
    };
    let (first, rest) = signature.split_at(signature.len().min(1));
    let other = if first == "A" { "B" } else { "A" };
    format!("{signed}.{other}{rest}")
}
