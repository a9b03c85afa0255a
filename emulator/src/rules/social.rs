//! Social logins once the provider has answered: who the person is here, and what follows (protocol-v1 §5.9, §8).
//! Tested in `tests/api/hosted/social.rs`.

use crate::model::caller::Caller;
use crate::model::failure::{Failure, LOGIN_FAILED};
use crate::model::fields::{Fields, text};
use crate::model::settings::{Provider, ProviderType, Realm, SignupMode};
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::logins::{self, FirstFactor, Login};
use crate::rules::pending_signups::{self, LogInWith};
use crate::rules::providers::{self, social_id};
use crate::store::Transaction;
use crate::store::credentials::{self, Credential};
use crate::store::users::{self, Unique, User};

const NO_ACCOUNT: Failure = Failure::Refused(
    "There is no account for this email address, and new accounts are switched off",
);
const LOGINS_OFF: Failure = Failure::Refused("Logins are switched off");

/// What a provider says about a person.
#[derive(Debug)]
pub struct Profile {
    /// Address that the provider vouches for.
    pub email: String,
    /// Whole name; may be empty.
    pub name: String,
}

/// The result of a provider's answer.
#[derive(Debug)]
pub enum Entered {
    /// A known user, as after a right password.
    Known(FirstFactor),
    /// A known user whose address has to be verified here first, whatever the provider says: who made the
    /// account may not own the address.
    Unverified,
    /// A new user, logged in.
    New(Box<Login>),
    /// A pending signup: its token.
    Pending(String),
}

/// Finds the user of a person at a provider: first by `provider_user_id`, else by address. The id of a person at a
/// pretend provider is their address in lower case.
pub fn known_user(
    tx: &Transaction,
    realm: &Realm,
    provider: &Provider,
    email: &str,
) -> Result<Option<User>, Failure> {
    let provider_id = social_id(realm, provider);
    if let Some(id) = credentials::user_at_provider(tx, &realm.id, &provider_id, email)? {
        return users::by_id(tx, &id);
    }
    let same_address = users::by_email(tx, &realm.id, email)?;
    Ok(same_address.into_iter().find(User::is_human))
}

/// A new credential of a social provider.
pub fn credential(realm: &Realm, provider: &Provider, user: &User, now_ms: i64) -> Credential {
    let (name, id) = (provider.provider_type.name(), social_id(realm, provider));
    Credential::of_provider(&user.id, name, Some(id), now_ms)
}

/// Gives a user the credential of a social provider, with what a call of the Core API says of it.
///
/// # Errors
/// `Invalid` if the call names no provider of the realm, or somebody has the credential already.
pub fn link(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    provider: ProviderType,
    given: &Fields,
    now_ms: i64,
) -> Result<Credential, Failure> {
    let provider_id = named_provider(realm, provider, given)?;
    let provider_user_id = text(given, "provider_user_id");
    let taken = match &provider_user_id {
        Some(id) => credentials::user_at_provider(tx, &realm.id, &provider_id, id)?.is_some(),
        None => false,
    };
    let name = provider.name();
    let credential = Credential {
        name: text(given, "name"),
        provider_user_id,
        ..Credential::of_provider(&user.id, name, Some(provider_id), now_ms)
    };
    if credentials::has_of_provider(tx, &credential)? {
        let sentence = "Credential type is one that the user has already";
        return Err(Failure::invalid("credential_type", sentence));
    }
    if taken {
        let sentence = "Provider user has already been taken";
        return Err(Failure::invalid("provider_user_id", sentence));
    }
    credentials::insert(tx, &credential).map(|()| credential)
}

// The id of the provider of this type that a call means; it need not say which if there is only one.
fn named_provider(
    realm: &Realm,
    provider: ProviderType,
    given: &Fields,
) -> Result<String, Failure> {
    let name = provider.name();
    let key = text(given, "auth_provider_id").unwrap_or_else(|| name.to_owned());
    let mut of_type = providers::of_realm(realm);
    of_type.retain(|entry| entry.provider_type == name);
    if let Some(at) = providers::position(of_type.iter(), &key) {
        return Ok(of_type.swap_remove(at).id);
    }
    let sentence = match key == name && of_type.len() > 1 {
        true => "Auth provider must be an id, because the realm has several of this type",
        false => "Auth provider is not available in this realm",
    };
    Err(Failure::invalid("auth_provider_id", sentence))
}

/// Matches the person. An unknown one becomes a user or a pending signup.
pub fn enter(
    tx: &Transaction,
    context: &Context,
    realm: &Realm,
    provider: &Provider,
    profile: &Profile,
    caller: &Caller,
    now_ms: i64,
) -> Result<Entered, Failure> {
    let email = profile.email.trim().to_lowercase();
    if email.is_empty() {
        return Err(Failure::invalid("email", "Email can't be blank"));
    }
    if let Some(user) = known_user(tx, realm, provider, &email)? {
        if !realm.login_rocket.login {
            return Err(LOGINS_OFF);
        }
        if !user.is_active() {
            return Err(LOGIN_FAILED);
        }
        let credential = credential(realm, provider, &user, now_ms);
        let first = logins::first_factor_passed(tx, context, realm, user, caller, now_ms)?;
        let Some(first) = first else {
            return Ok(Entered::Unverified);
        };
        accounts::add_credential(tx, &credential)?;
        return Ok(Entered::Known(first));
    }
    if !realm.login_rocket.signup {
        return Err(NO_ACCOUNT);
    }
    let user = new_user(tx, realm, &email, &profile.name, now_ms)?;
    if realm.login_rocket.signup_mode == SignupMode::UserToken {
        let (name, id) = (provider.provider_type.name(), social_id(realm, provider));
        let token = pending_signups::store(tx, realm, &user, LogInWith::Social(name, &id))?;
        return Ok(Entered::Pending(token.id));
    }
    accounts::create_user(tx, realm, &user, None, caller)?;
    accounts::add_credential(tx, &credential(realm, provider, &user, now_ms))?;
    if realm.login_rocket.signup_mode == SignupMode::UserOrg {
        accounts::create_org(tx, realm, &user, None, caller)?;
    }
    let login = logins::open_session(tx, realm, user, caller, now_ms)?;
    Ok(Entered::New(Box::new(login)))
}

// Providers give no username, so the address becomes one, with a number behind it if it is taken. In version 2 nobody
// needs one.
fn new_user(
    tx: &Transaction,
    realm: &Realm,
    email: &str,
    name: &str,
    now_ms: i64,
) -> Result<User, Failure> {
    let mut user = accounts::draft(realm, now_ms);
    email.clone_into(&mut user.email);
    if !realm.is_v2() {
        email.clone_into(&mut user.username);
    }
    let mut number = 1;
    while !realm.email_usernames()
        && !realm.is_v2()
        && users::is_taken(tx, &realm.id, Unique::Username, &user.username, None)?
    {
        number += 1;
        user.username = format!("{email}-{number}");
    }
    "verified".clone_into(&mut user.email_verification);
    let mut words = name.split_whitespace();
    user.first_name = words.next().map(str::to_owned);
    let rest: Vec<&str> = words.collect();
    user.last_name = Some(rest.join(" ")).filter(|rest| !rest.is_empty());
    accounts::normalise(realm, &mut user);
    Ok(user)
}
