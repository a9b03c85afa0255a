//! Forgotten passwords and email verification (protocol-v1 §3.10, §5.8, D5), shared by the LoginRocket API, the
//! hosted pages and the Core API. A token has one use, an hour (reset) or a day (verification) by the
//! emulator's clock, and ends when its user's address changes. Tested in `tests/api/login/forgot_password.rs`,
//! `login/reset_password.rs`, `login/verify_email.rs`, `core/user_passwords.rs` and `core/user_verification.rs`.

pub mod verification;

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::ids::{new_id, random_text};
use crate::model::names::comparable;
use crate::model::problems::Problems;
use crate::model::settings::{Api, PasswordField, Realm};
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::events::{self, NewEvent};
use crate::rules::hooks::MailContext;
use crate::rules::mail::{Sender, TokenLink};
use crate::store;
use crate::store::mail_tokens::{self, MailToken};
use crate::store::users::{self, User};
use crate::store::{Transaction, credentials, mails, pending_mails, remembered, sessions};

pub use crate::store::mail_tokens::Purpose;

const RESET_LIFE_MS: i64 = 60 * 60 * 1000;
const VERIFICATION_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
const TOKEN_REFUSED: &str = "Token is invalid, used or expired";

/// Whose password was forgotten, as far as the caller knows.
#[derive(Debug, Clone, Default)]
pub struct Who {
    /// A username, or an address in its place.
    pub username: Option<String>,
    /// An address.
    pub email: Option<String>,
}

impl Who {
    /// Reads the fields; empty ones are missing.
    pub fn read(fields: &Fields) -> Self {
        Self {
            username: text(fields, "username"),
            email: text(fields, "email"),
        }
    }
}

/// A password to be set with the token of a mail.
#[derive(Debug, Clone, Default)]
pub struct NewPassword {
    /// `kpw_…`.
    pub token: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// The password once more.
    pub confirmation: Option<String>,
}

impl NewPassword {
    /// Reads the fields; empty ones are missing.
    pub fn read(fields: &Fields) -> Self {
        Self {
            token: text(fields, "token"),
            password: text(fields, "password"),
            confirmation: text(fields, "password_confirmation"),
        }
    }
}

/// Mails a reset link to the users of a name or an address. Neither the answer (D5)
/// nor its time reveals whether such a user exists.
pub fn forgot(context: &Context, realm: &Realm, who: &Who, sender: &Sender) -> Result<(), Failure> {
    accounts::check_passwords_on(realm)?;
    let (attribute, sentence) = match realm.email_usernames() {
        true => ("email", "Email can't be blank"),
        false => ("username", "Username can't be blank"),
    };
    let given = who.username.as_deref().or(who.email.as_deref());
    let given = given.map(str::trim).filter(|name| !name.is_empty());
    let name = given.ok_or_else(|| Failure::invalid(attribute, sentence))?;
    let now_ms = context.now_ms();
    context.transact(|tx| {
        let users = concerned(tx, realm, &comparable(name), who.username.is_some())?;
        for user in &users {
            issue(tx, Purpose::Reset, user, sender, now_ms)?;
        }
        if users.is_empty() {
            pretend_reset(tx, realm, name, sender, now_ms)?;
        }
        Ok(())
    })
}

/// The work of a reset mail to somebody unknown, so that the time it takes reveals nothing. Leaves nothing behind.
pub fn pretend_reset(
    tx: &Transaction,
    realm: &Realm,
    name: &str,
    sender: &Sender,
    now_ms: i64,
) -> Result<(), Failure> {
    let mut nobody = accounts::draft(realm, now_ms);
    nobody.email = name.to_owned();
    mail_tokens::void(tx, &nobody.id, Purpose::Reset)?;
    let token = new_token(Purpose::Reset, sender);
    let event_id = record_token(tx, Purpose::Reset, &nobody, sender, &token, now_ms)?;
    mails::delete_of_event(tx, &event_id)?;
    pending_mails::discard_of_event(tx, &event_id)?;
    store::events::delete(tx, &event_id)
}

// Active users with an address; several where addresses may be shared. Each mail names its user.
fn concerned(
    tx: &Transaction,
    realm: &Realm,
    name: &str,
    by_username: bool,
) -> Result<Vec<User>, Failure> {
    let known = match by_username {
        true => users::by_username(tx, &realm.id, name)?,
        false => None,
    };
    let mut found: Vec<User> = known.into_iter().collect();
    if found.is_empty() && (!by_username || name.contains('@')) {
        found = users::by_email(tx, &realm.id, name)?;
    }
    found.retain(|user| user.is_active() && user.is_human() && !user.email.is_empty());
    Ok(found)
}

/// Makes a token for a user, and mails it if there is an address; older tokens of the kind are void.
pub fn issue(
    tx: &Transaction,
    purpose: Purpose,
    user: &User,
    sender: &Sender,
    now_ms: i64,
) -> Result<String, Failure> {
    let changed = user.email_pending.as_ref();
    let token = MailToken {
        id: new_token(purpose, sender),
        purpose,
        user_id: user.id.clone(),
        email: match purpose {
            Purpose::Change => changed.unwrap_or(&user.email).clone(),
            _ => user.email.clone(),
        },
        expires_at: now_ms + life_ms(purpose),
    };
    mail_tokens::insert(tx, &token)?;
    record_token(tx, purpose, user, sender, &token.id, now_ms)?;
    Ok(token.id)
}

fn life_ms(purpose: Purpose) -> i64 {
    match purpose {
        Purpose::Reset => RESET_LIFE_MS,
        _ => VERIFICATION_LIFE_MS,
    }
}

// Records the event whose mail brings the token to its user. Returns the event's id.
fn record_token(
    tx: &Transaction,
    purpose: Purpose,
    user: &User,
    sender: &Sender,
    token: &str,
    now_ms: i64,
) -> Result<String, Failure> {
    let link = sender.link(purpose, token);
    let token_link = TokenLink {
        purpose,
        token,
        expires_at: now_ms + life_ms(purpose),
        link: link.as_deref(),
        app: sender.app.as_ref(),
    };
    let event_type = match (sender.api, purpose) {
        (Api::V1, Purpose::Reset) => "user.password_token.created",
        (Api::V1, _) => "user.email.verification_requested",
        (Api::V2, Purpose::Reset) => "user.password.resetting",
        (Api::V2, Purpose::Change) => "user.email.updating",
        (Api::V2, _) => "user.email.verifying",
    };
    let mail = MailContext {
        user: Some(user),
        token_link: Some(token_link),
    };
    let event = NewEvent {
        event_type,
        realm_id: &user.realm_id,
        about: &[("user_id", &user.id)],
        caller: &sender.caller,
        now_ms,
    };
    event.record(tx, mail)
}

fn new_token(purpose: Purpose, sender: &Sender) -> String {
    match (sender.api, purpose) {
        (Api::V1, Purpose::Reset) => new_id("kpw_"),
        // No prefix is known, so nobody should come to rely on one (protocol-v1 §0.2).
        (Api::V1, _) => random_text(32),
        (Api::V2, Purpose::Reset) => new_id("tpw:"),
        (Api::V2, Purpose::Change) => new_id("tue:"),
        (Api::V2, _) => new_id("tve:"),
    }
}

/// Whose live token this is: an active user of the realm (of any without one), with the address that the
/// token was sent to.
pub fn holder(
    tx: &Transaction,
    realm_id: Option<&str>,
    purpose: Purpose,
    token: &str,
    now_ms: i64,
) -> Result<Option<User>, Failure> {
    let Some(token) = mail_tokens::live(tx, purpose, token, now_ms)? else {
        return Ok(None);
    };
    Ok(users::by_id(tx, &token.user_id)?.filter(|user| {
        user.is_active()
            && user.email == token.email
            && realm_id.is_none_or(|id| id == user.realm_id)
    }))
}

/// Sets a new password by a mail's token, as LoginRocket does: asked twice if the realm says so.
pub async fn reset(
    context: &Context,
    realm: &Realm,
    given: NewPassword,
    caller: &Caller,
) -> Result<User, Failure> {
    let twice = realm.login_rocket.password_field == PasswordField::Twice;
    reset_for(context, realm, given, None, twice, caller).await
}

/// Sets a new password by a mail's token, which must be `owner`'s if one is named. All or nothing: a
/// refused password leaves the token good. Ends everything the old password had opened.
pub async fn reset_for(
    context: &Context,
    realm: &Realm,
    given: NewPassword,
    owner: Option<&str>,
    confirmation_required: bool,
    caller: &Caller,
) -> Result<User, Failure> {
    accounts::check_passwords_on(realm)?;
    let found = |tx: &Transaction, token: &str| {
        let now_ms = context.now_ms();
        let user = holder(tx, Some(&realm.id), Purpose::Reset, token, now_ms)?;
        let user = user.filter(|user| owner.is_none_or(|id| id == user.id));
        user.ok_or_else(token_refused)
    };
    let mut problems = Problems::default();
    let mut known = None;
    match given.token.as_deref() {
        None => problems.add("token", "Token can't be blank"),
        Some(token) => match context.transact(|tx| found(tx, token)) {
            Ok(user) => known = Some(user),
            Err(Failure::Invalid(_)) => {
                problems.add("token", TOKEN_REFUSED);
                if !realm.is_v2() {
                    context.transact(|tx| failed(tx, realm, caller, context.now_ms()))?;
                }
            }
            Err(failure) => return Err(failure),
        },
    }
    accounts::check_password(
        realm,
        known.as_ref(),
        given.password.as_deref(),
        given.confirmation.as_deref(),
        confirmation_required,
        &mut problems,
    );
    let (token, password) = match given.token.zip(given.password) {
        Some(both) if problems.is_empty() => both,
        _ => return Err(Failure::Invalid(problems)),
    };
    let hash = context.passwords.hash(password).await?;
    context.transact(|tx| {
        // Another reset may have used the token while this one was hashing.
        let user = found(tx, &token)?;
        let now_ms = context.now_ms();
        accounts::change_password(tx, &user.id, &hash, now_ms)?;
        sessions::delete_of_user(tx, &user.id)?;
        remembered::delete_of_user(tx, &user.id)?;
        credentials::delete_login_tokens(tx, &user.id)?;
        let event_type = match realm.api {
            Api::V1 => "user.password_token.consumed",
            Api::V2 => "user.password.updated",
        };
        events::about_user(tx, event_type, &user, caller, now_ms)?;
        Ok(user)
    })
}

// The event names no user: the token belongs to none.
fn failed(tx: &Transaction, realm: &Realm, caller: &Caller, now_ms: i64) -> Result<(), Failure> {
    let event = NewEvent {
        event_type: "user.password_token.failed",
        realm_id: &realm.id,
        about: &[],
        caller,
        now_ms,
    };
    event.record(tx, MailContext::default()).map(drop)
}

/// One wording for unknown, used, expired, voided and foreign tokens.
pub fn token_refused() -> Failure {
    Failure::invalid("token", TOKEN_REFUSED)
}
