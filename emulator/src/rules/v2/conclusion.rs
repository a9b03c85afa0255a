//! How a login ends: with a token for one account, or with conditions (protocol-v2 §2.3, §2.5.3, §5; V6, V16, V17).
//! Tested in `tests/api/login/v2/session.rs`.

use serde_json::json;

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::settings::{EmailVerification, FieldMode, OrgMode, Realm};
use crate::rules::accounts::memberships::{about, end_expired};
use crate::rules::events::NewEvent;
use crate::rules::hooks::MailContext;
use crate::rules::login_token::v2::{Account, sign};
use crate::store::Transaction;
use crate::store::jwt_keys;
use crate::store::memberships::{self, Membership};
use crate::store::orgs::{self, Org};
use crate::store::sessions::Session;
use crate::store::users::User;

/// Which account has to be chosen.
pub const NO_ACCOUNT: &str = "no_account_selected";
/// Profile data is missing.
pub const INCOMPLETE: &str = "must_complete_profile";
/// The address has to be verified.
pub const UNVERIFIED: &str = "must_verify_email";

/// How a login ended.
#[derive(Debug, Clone)]
pub struct Conclusion {
    /// The login token; empty if there are conditions.
    pub token: String,
    /// The id of the chosen org.
    pub account: Option<String>,
    /// What is to be done first.
    pub conditions: Vec<&'static str>,
}

/// Chooses an account, makes one where there is none, and signs a token, unless something is to be done first.
/// `asked` is the id of the org that the caller wants.
pub fn conclude(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    session: &Session,
    asked: Option<&str>,
    now_ms: i64,
) -> Result<Conclusion, Failure> {
    let caller = Caller {
        ip: session.ip.clone(),
        user_agent: session.client.clone(),
    };
    end_expired(tx, now_ms)?;
    let mut accounts = accounts_of(tx, &user.id, now_ms)?;
    let settings = &realm.v2;
    if accounts.is_empty() && settings.org_name_field != FieldMode::Required {
        accounts.push(create_account(tx, user, None, &caller, now_ms)?);
    }
    let chosen = choose(settings.org_mode, &accounts, asked);
    let mut conditions = Vec::new();
    if settings.email_verification == EmailVerification::Require
        && user.email_verification != "verified"
    {
        conditions.push(UNVERIFIED);
    }
    if accounts.is_empty() || is_incomplete(realm, user) {
        conditions.push(INCOMPLETE);
    } else if chosen.is_none() {
        conditions.push(NO_ACCOUNT);
    }
    let account = chosen.map(|(_, org)| org.id.clone());
    let token = match chosen.filter(|_| conditions.is_empty()) {
        Some(chosen) => sign_for(tx, realm, user, chosen, session, now_ms)?,
        None => String::new(),
    };
    Ok(Conclusion {
        token,
        account,
        conditions,
    })
}

/// A login token for one account.
pub fn sign_for(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    account: &Account,
    session: &Session,
    now_ms: i64,
) -> Result<String, Failure> {
    let key = jwt_keys::current(tx, &realm.id, realm.jwt_algo)?
        .ok_or_else(|| Failure::internal("a realm without a key"))?;
    let selected = account.1.id.clone();
    let accounts = std::slice::from_ref(account);
    sign(
        &key,
        realm,
        user,
        accounts,
        Some(&selected),
        session,
        now_ms,
    )
}

/// A user's accounts that can be chosen: live memberships of active orgs, the oldest first (V17).
pub fn accounts_of(tx: &Transaction, user_id: &str, now_ms: i64) -> Result<Vec<Account>, Failure> {
    let pairs = memberships::live_of_user(tx, user_id, now_ms)?.into_iter();
    let mut accounts: Vec<Account> = pairs
        .filter_map(|(membership, org)| Some((membership, org?)))
        .filter(|(_, org)| org.state == "active")
        .collect();
    accounts.sort_by(|(left, _), (right, _)| {
        (left.created_at, &left.id).cmp(&(right.created_at, &right.id))
    });
    Ok(accounts)
}

fn choose<'a>(mode: OrgMode, accounts: &'a [Account], asked: Option<&str>) -> Option<&'a Account> {
    let named = |id: &str| accounts.iter().find(|(_, org)| org.id == id);
    match (mode, asked) {
        (OrgMode::SingleUser, asked) => asked.and_then(named).or(accounts.first()),
        (OrgMode::MultiUser, Some(asked)) => named(asked),
        (OrgMode::MultiUser, None) => accounts.first().filter(|_| accounts.len() == 1),
    }
}

fn is_incomplete(realm: &Realm, user: &User) -> bool {
    let blank = |name: &Option<String>| name.as_deref().is_none_or(|name| name.trim().is_empty());
    let names = realm.v2.name_field == FieldMode::Required
        && (blank(&user.first_name) || blank(&user.last_name));
    names || (realm.v2.username_field == FieldMode::Required && user.own_username().is_none())
}

/// Makes an org for a user, who owns it; without a name it is named after the user (V17).
pub fn create_account(
    tx: &Transaction,
    user: &User,
    name: Option<&str>,
    caller: &Caller,
    now_ms: i64,
) -> Result<Account, Failure> {
    let org = Org {
        id: new_id("org_"),
        realm_id: user.realm_id.clone(),
        name: name.map_or_else(|| user.name(), str::to_owned),
        state: "active".to_owned(),
        reference: None,
        custom: json!({}),
        created_at: now_ms,
    };
    orgs::insert(tx, &org)?;
    let event = NewEvent {
        event_type: "org.created",
        realm_id: &org.realm_id,
        about: &[("org_id", &org.id)],
        caller,
        now_ms,
    };
    event.record(tx, MailContext::default())?;
    let membership = join(tx, user, &org, json!(["ar:owner"]), caller, now_ms)?;
    Ok((membership, org))
}

/// Puts a user into an org, with permissions: a list of strings.
pub fn join(
    tx: &Transaction,
    user: &User,
    org: &Org,
    permissions: serde_json::Value,
    caller: &Caller,
    now_ms: i64,
) -> Result<Membership, Failure> {
    let membership = Membership {
        id: new_id("mb_"),
        org_id: Some(org.id.clone()),
        user_id: user.id.clone(),
        permissions,
        custom: json!({}),
        created_at: now_ms,
        expires_at: None,
    };
    memberships::insert(tx, &membership)?;
    let event = NewEvent {
        event_type: "membership.created",
        realm_id: &user.realm_id,
        about: &about(&membership),
        caller,
        now_ms,
    };
    event.record(tx, MailContext::default())?;
    Ok(membership)
}
