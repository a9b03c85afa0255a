//! The steps of a login, shared by LoginRocket and the Core API: the password, whether a code or a verified
//! address is due, and the new session (protocol-v1 §3.6, §5.5, §5.8). Tested in `tests/api/login/authenticate.rs`.

pub mod attempts;
pub mod by_form;
pub mod by_key;
pub mod live_sessions;
pub mod second_factor;

use crate::model::caller::Caller;
use crate::model::failure::{Failure, LOGIN_FAILED, UNVERIFIED};
use crate::model::ids::{new_id, random_text};
use crate::model::settings::{Api, Realm, SessionType, Verify};
use crate::rules::accounts::check_passwords_on;
use crate::rules::accounts::memberships::end_expired;
use crate::rules::context::Context;
use crate::rules::events::{self, NewEvent};
use crate::rules::hooks::MailContext;
use crate::rules::logins::live_sessions::sign_token;
use crate::rules::mail::Sender;
use crate::rules::recovery::{Purpose, verification};
use crate::rules::v2::conclusion::{Conclusion, conclude};
use crate::store::credentials;
use crate::store::sessions::{self, Session};
use crate::store::users::{self, User};
use crate::store::{Transaction, mail_tokens, realms};

// How long a first factor stays good; not published.
const LOGIN_TOKEN_LIFE_MS: i64 = 10 * 60 * 1000;

/// A completed login.
#[derive(Debug)]
pub struct Login {
    /// The user, with `last_login_at` brought up to date.
    pub user: User,
    /// The session; stored in managed realms only.
    pub session: Session,
    /// The login token; empty where version 2 has conditions.
    pub token: String,
    /// How it ended, in version 2.
    pub conclusion: Option<Conclusion>,
}

/// The result of a right password.
#[derive(Debug)]
pub enum FirstFactor {
    /// Logged in.
    Done(Box<Login>),
    /// A code is due; the token is a `kli_`.
    CodeDue(Box<User>, String),
}

/// Checks a password and opens a session, or asks for the code. `user` may be unknown: that costs the
/// same and fails alike.
pub async fn with_password(
    context: &Context,
    realm: &Realm,
    user: Option<&User>,
    password: String,
    caller: &Caller,
) -> Result<FirstFactor, Failure> {
    after_password(
        context,
        realm,
        user,
        password,
        caller,
        |tx, user, now_ms| first_factor_passed(tx, context, realm, user, caller, now_ms),
    )
    .await
}

/// Checks a password, and ends the login as `end` does; without a result the address has to be verified first.
pub async fn after_password<T>(
    context: &Context,
    realm: &Realm,
    user: Option<&User>,
    password: String,
    caller: &Caller,
    end: impl FnOnce(&Transaction, User, i64) -> Result<Option<T>, Failure>,
) -> Result<T, Failure> {
    check_passwords_on(realm)?;
    let attempt = context.attempts.begin(realm, caller, context.now_ms())?;
    let outcome = first_factor(context, user, password, end).await;
    context.attempts.settle(attempt, &outcome);
    match outcome {
        Err(LOGIN_FAILED) => Err(failed(context, realm, user, caller)),
        outcome => outcome,
    }
}

/// Records a failed login, also of an unknown user, so that the time it takes reveals nothing. Returns the failure to
/// answer with.
fn failed(context: &Context, realm: &Realm, user: Option<&User>, caller: &Caller) -> Failure {
    let about: Vec<(&str, &str)> = user
        .iter()
        .map(|user| ("user_id", user.id.as_str()))
        .collect();
    let event = NewEvent {
        event_type: "user.login.failed",
        realm_id: &realm.id,
        about: &about,
        caller,
        now_ms: context.now_ms(),
    };
    let recorded = context.transact(|tx| event.record(tx, MailContext::default()));
    recorded.err().unwrap_or(LOGIN_FAILED)
}

async fn first_factor<T>(
    context: &Context,
    user: Option<&User>,
    password: String,
    end: impl FnOnce(&Transaction, User, i64) -> Result<Option<T>, Failure>,
) -> Result<T, Failure> {
    let stored = match user {
        Some(user) => context
            .transact(|tx| credentials::active(tx, &user.id, "password"))?
            .map(|credential| credential.secret),
        None => None,
    };
    let matches = context.passwords.verify(password, stored).await?;
    let user = user.filter(|user| matches && user.is_active());
    let user_id = &user.ok_or(LOGIN_FAILED)?.id;
    let now_ms = context.now_ms();
    let passed = context.transact(|tx| {
        // The user may have changed while the password was checked.
        let user = users::by_id(tx, user_id)?.filter(User::is_active);
        end(tx, user.ok_or(LOGIN_FAILED)?, now_ms)
    })?;
    passed.ok_or(UNVERIFIED)
}

/// Opens a session for an active user who proved a first factor, or asks for the code. None if the
/// address has to be verified first, which is no error, since that would take the mail back.
pub fn first_factor_passed(
    tx: &Transaction,
    context: &Context,
    realm: &Realm,
    user: User,
    caller: &Caller,
    now_ms: i64,
) -> Result<Option<FirstFactor>, Failure> {
    if realm.login_rocket.verify == Verify::Require && user.email_verification != "verified" {
        return remind(tx, context, realm, user, caller, now_ms).map(|()| None);
    }
    if realm.totp && credentials::active(tx, &user.id, "totp")?.is_some() {
        return ask_code(tx, user, caller, now_ms).map(Some);
    }
    open_session(tx, realm, user, caller, now_ms)
        .map(|login| Some(FirstFactor::Done(Box::new(login))))
}

/// Asks for the code of a user whose first factor is proved.
pub fn ask_code(
    tx: &Transaction,
    user: User,
    caller: &Caller,
    now_ms: i64,
) -> Result<FirstFactor, Failure> {
    let prefix = match users_api(tx, &user)? {
        Api::V1 => "kli_",
        Api::V2 => "tmf:",
    };
    let token = new_id(prefix);
    credentials::insert_login_token(tx, &token, &user.id, now_ms + LOGIN_TOKEN_LIFE_MS)?;
    events::about_user(tx, "user.login.initiated", &user, caller, now_ms)?;
    Ok(FirstFactor::CodeDue(Box::new(user), token))
}

fn users_api(tx: &Transaction, user: &User) -> Result<Api, Failure> {
    let realm = realms::realm(tx, &user.realm_id)?;
    Ok(realm.map(|realm| realm.api).unwrap_or_default())
}

// Without a live link the user could not go on, so a new one is mailed.
fn remind(
    tx: &Transaction,
    context: &Context,
    realm: &Realm,
    mut user: User,
    caller: &Caller,
    now_ms: i64,
) -> Result<(), Failure> {
    let waiting = mail_tokens::has_live(tx, Purpose::Verification, &user.id, &user.email, now_ms)?;
    if waiting || user.email.is_empty() {
        return Ok(());
    }
    let sender = Sender::of_realm(tx, context, realm, caller.clone())?;
    verification::request_verification(tx, &mut user, &sender, now_ms).map(|_| ())
}

/// Whether this is the user's password, under the rate limit.
pub async fn is_current_password(
    context: &Context,
    realm: &Realm,
    user: &User,
    password: String,
    caller: &Caller,
) -> Result<bool, Failure> {
    let stored = context.transact(|tx| credentials::active(tx, &user.id, "password"))?;
    let stored = stored.map(|credential| credential.secret);
    let now_ms = context.now_ms();
    let attempt = context.attempts.begin(realm, caller, now_ms)?;
    let matches = context.passwords.verify(password, stored).await?;
    let outcome = if matches { Ok(()) } else { Err(LOGIN_FAILED) };
    context.attempts.settle(attempt, &outcome);
    Ok(matches)
}

/// Opens a session for a user and signs its token; in version 2 as the LR API does, for one account.
pub fn open_session(
    tx: &Transaction,
    realm: &Realm,
    user: User,
    caller: &Caller,
    now_ms: i64,
) -> Result<Login, Failure> {
    let (user, session) = begin_session(tx, realm, user, caller, now_ms)?;
    if realm.is_v2() {
        let conclusion = conclude(tx, realm, &user, &session, None, now_ms)?;
        return Ok(Login {
            user,
            session,
            token: conclusion.token.clone(),
            conclusion: Some(conclusion),
        });
    }
    let token = sign_token(tx, realm, &user, &session, now_ms)?;
    Ok(Login {
        user,
        session,
        token,
        conclusion: None,
    })
}

/// Opens a session for a user, and records the login; signs nothing.
pub fn begin_session(
    tx: &Transaction,
    realm: &Realm,
    mut user: User,
    caller: &Caller,
    now_ms: i64,
) -> Result<(User, Session), Failure> {
    // Programs keep no session (protocol-v1 §12, C15).
    let managed = realm.session_type == SessionType::Managed && !user.is_program();
    let session = Session {
        // D24: clients tell a stored session by its prefix.
        id: if managed {
            new_id("kss_")
        } else {
            random_text(26)
        },
        realm_id: realm.id.clone(),
        user_id: user.id.clone(),
        ip: caller.ip.clone(),
        client: caller.user_agent.clone(),
        created_at: now_ms,
        expires_at: (now_ms / 1000 + i64::from(realm.session_minutes) * 60) * 1000,
    };
    if managed {
        sessions::insert(tx, &session)?;
    }
    user.last_login_at = Some(now_ms);
    users::update(tx, &user)?;
    let event = NewEvent {
        event_type: "user.login.succeeded",
        realm_id: &realm.id,
        about: &[("user_id", &user.id), ("session_id", &session.id)],
        caller,
        now_ms,
    };
    event.record(tx, MailContext::default())?;
    end_expired(tx, now_ms)?;
    Ok((user, session))
}
