//! The steps of a login, shared by LoginRocket and the Core API: password, second factor, session and
//! token (spec 3.6, 3.7, 5.5, 5.8). Tested in `tests/api/login/authenticate.rs`, `login/two_factor.rs` and `core/sessions.rs`.

pub mod attempts;
pub mod by_key;

use crate::store::Transaction;

use crate::model::caller::Caller;
use crate::model::failure::{CODE_REFUSED, Failure, LOGIN_FAILED, UNVERIFIED};
use crate::model::ids::{new_id, random_text};
use crate::model::settings::{Realm, SessionType, Verify};
use crate::model::totp;
use crate::rules::accounts::check_passwords_on;
use crate::rules::accounts::memberships::end_expired;
use crate::rules::context::Context;
use crate::rules::events::{self, Happening};
use crate::rules::hooks::Extras;
use crate::rules::login_token as token;
use crate::rules::mail::Sender;
use crate::rules::recovery::{self, Purpose};
use crate::store::credentials::{self, Credential};
use crate::store::sessions::{self, Session};
use crate::store::users::{self, User};
use crate::store::{jwt_keys, mail_tokens, memberships};

// How long a first factor stays good; not published.
const LOGIN_TOKEN_LIFE_MS: i64 = 10 * 60 * 1000;

/// A login that is through.
#[derive(Debug)]
pub struct Login {
    /// The user, with `last_login_at` brought up to date.
    pub user: User,
    /// The session; stored in managed realms only.
    pub session: Session,
    /// The login token.
    pub token: String,
}

/// What a right password leads to.
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
    check_passwords_on(realm)?;
    let attempt = context.attempts.begin(realm, caller, context.now_ms())?;
    let outcome = first_factor(context, realm, user, password, caller).await;
    context.attempts.settle(attempt, &outcome);
    match outcome {
        Err(LOGIN_FAILED) => Err(failed(context, realm, user, caller)),
        outcome => outcome,
    }
}

/// Records a failed login, also of an unknown user, so that the time it takes tells nothing. Gives the failure to
/// answer with.
pub fn failed(context: &Context, realm: &Realm, user: Option<&User>, caller: &Caller) -> Failure {
    let about: Vec<(&str, &str)> = user
        .iter()
        .map(|user| ("user_id", user.id.as_str()))
        .collect();
    let happening = Happening {
        event_type: "user.login.failed",
        realm_id: &realm.id,
        about: &about,
        caller,
        now_ms: context.now_ms(),
    };
    let recorded = context.transact(|tx| happening.record(tx, Extras::default()));
    recorded.err().unwrap_or(LOGIN_FAILED)
}

async fn first_factor(
    context: &Context,
    realm: &Realm,
    user: Option<&User>,
    password: String,
    caller: &Caller,
) -> Result<FirstFactor, Failure> {
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
        first_factor_passed(
            tx,
            context,
            realm,
            user.ok_or(LOGIN_FAILED)?,
            caller,
            now_ms,
        )
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
    let token = new_id("kli_");
    credentials::insert_login_token(tx, &token, &user.id, now_ms + LOGIN_TOKEN_LIFE_MS)?;
    events::about_user(tx, "user.login.initiated", &user, caller, now_ms)?;
    Ok(FirstFactor::CodeDue(Box::new(user), token))
}

// Without a link that still works there would be no way on, so a new one is mailed.
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
    recovery::request_verification(tx, &mut user, &sender, now_ms).map(|_| ())
}

/// Checks the code for a `kli_` token, as `with_code`, under the rate limit.
pub fn second_factor(
    context: &Context,
    realm: &Realm,
    login_token: &str,
    code: &str,
    caller: &Caller,
) -> Result<Login, Failure> {
    let now_ms = context.now_ms();
    let attempt = context.attempts.begin(realm, caller, now_ms)?;
    let outcome = context.transact(|tx| with_code(tx, realm, login_token, code, caller, now_ms));
    context.attempts.settle(attempt, &outcome);
    if let Err(CODE_REFUSED | LOGIN_FAILED) = outcome {
        let user = context.transact(|tx| login_token_user(tx, login_token, now_ms))?;
        let refused = failed(context, realm, user.as_ref(), caller);
        return outcome.map_err(|failure| match refused {
            LOGIN_FAILED => failure,
            other => other,
        });
    }
    outcome
}

/// The user that a live `kli_` token belongs to.
pub fn login_token_user(
    tx: &Transaction,
    login_token: &str,
    now_ms: i64,
) -> Result<Option<User>, Failure> {
    match credentials::login_token_user(tx, login_token, now_ms)? {
        Some(user_id) => users::by_id(tx, &user_id),
        None => Ok(None),
    }
}

/// Checks the code of any of the user's devices for a `kli_` token, and opens a session. A wrong code leaves the token
/// good.
fn with_code(
    tx: &Transaction,
    realm: &Realm,
    login_token: &str,
    code: &str,
    caller: &Caller,
    now_ms: i64,
) -> Result<Login, Failure> {
    let user = login_token_user(tx, login_token, now_ms)?
        .filter(|user| user.is_active() && user.realm_id == realm.id)
        .ok_or(LOGIN_FAILED)?;
    let mut outcome = Err(LOGIN_FAILED);
    for device in credentials::of_user(tx, &user.id)? {
        if device.credential_type == "totp" && device.state == "active" {
            outcome = use_code(tx, &device, code, now_ms);
        }
        if outcome.is_ok() {
            break;
        }
    }
    outcome?;
    credentials::delete_login_token(tx, login_token)?;
    open_session(tx, realm, user, caller, now_ms)
}

/// Takes a code of a TOTP credential, once.
pub fn use_code(
    tx: &Transaction,
    credential: &Credential,
    code: &str,
    now_ms: i64,
) -> Result<(), Failure> {
    let step = totp::accept(&credential.secret, code, now_ms, credential.last_step);
    credentials::use_step(tx, &credential.id, step.ok_or(CODE_REFUSED)?)
}

/// Opens a session for a user and signs its token.
pub fn open_session(
    tx: &Transaction,
    realm: &Realm,
    mut user: User,
    caller: &Caller,
    now_ms: i64,
) -> Result<Login, Failure> {
    let managed = realm.session_type == SessionType::Managed;
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
    let happening = Happening {
        event_type: "user.login.succeeded",
        realm_id: &realm.id,
        about: &[("user_id", &user.id), ("session_id", &session.id)],
        caller,
        now_ms,
    };
    happening.record(tx, Extras::default())?;
    end_expired(tx, now_ms)?;
    let token = sign_token(tx, realm, &user, &session, now_ms)?;
    Ok(Login {
        user,
        session,
        token,
    })
}

/// A login token for a session, issued now, with the session's end.
pub fn sign_token(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    session: &Session,
    now_ms: i64,
) -> Result<String, Failure> {
    let login = token::Login {
        session_id: &session.id,
        issued_at: now_ms,
        expires_at: session.expires_at,
    };
    let key = jwt_keys::current(tx, &realm.id, realm.jwt_algo)?
        .ok_or_else(|| Failure::internal("a realm without a key"))?;
    token::sign(
        &key,
        realm,
        user,
        &memberships::live_of_user(tx, &user.id, now_ms)?,
        login,
    )
}

/// The live session named by a `kss_` id or by a genuine login token, with its active user.
pub fn find_session(
    tx: &Transaction,
    id_or_token: &str,
    now_ms: i64,
) -> Result<Option<(User, Session)>, Failure> {
    let by_token = id_or_token.contains('.');
    let id = match by_token {
        true => token::claimed_session(id_or_token),
        false => Some(id_or_token.to_owned()),
    };
    let Some(session) = id
        .map(|id| sessions::live(tx, &id, now_ms))
        .transpose()?
        .flatten()
    else {
        return Ok(None);
    };
    if by_token {
        let keys = jwt_keys::live(tx, &session.realm_id, now_ms)?;
        if !token::is_genuine(&keys, id_or_token) {
            return Ok(None);
        }
    }
    let user = users::by_id(tx, &session.user_id)?.filter(User::is_active);
    Ok(user.map(|user| (user, session)))
}

/// Ends the session of a login token of this realm; any other token changes nothing.
pub fn log_out(context: &Context, realm: &Realm, token: &str) -> Result<(), Failure> {
    let now_ms = context.now_ms();
    context.transact(|tx| match find_session(tx, token, now_ms)? {
        // A bare session id is not enough here: LoginRocket's API has no key.
        Some((_, session)) if session.realm_id == realm.id && token != session.id => {
            sessions::delete(tx, &session.id)
        }
        _ => Ok(()),
    })
}

/// The user of a genuine login token of this realm whose session goes on, and its end in epoch seconds
/// (D6). A bare session id is not enough: the LoginRocket API has no key.
pub fn check_session(
    tx: &Transaction,
    realm: &Realm,
    token: &str,
    now_ms: i64,
) -> Result<Option<(User, i64)>, Failure> {
    if realm.session_type == SessionType::Managed {
        let found = find_session(tx, token, now_ms)?;
        return Ok(found
            .filter(|(_, session)| session.realm_id == realm.id && token != session.id)
            .map(|(user, session)| (user, session.expires_at / 1000)));
    }
    let keys = jwt_keys::live(tx, &realm.id, now_ms)?;
    let Some((user_id, expires_at)) = token::holder(&keys, token) else {
        return Ok(None);
    };
    let user = users::by_id(tx, &user_id)?
        .filter(|user| user.is_active() && user.realm_id == realm.id)
        .filter(|_| expires_at * 1000 > now_ms);
    Ok(user.map(|user| (user, expires_at)))
}
