//! Pending signups: data that become a user when an app's server redeems their token (protocol-v1 §5.6, D23, D27).
//! Tested in `tests/api/core/user_tokens.rs` and `tests/api/documents/signup_tokens.rs`.

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::Fields;
use crate::model::ids::new_id;
use crate::model::problems::Problems;
use crate::model::settings::{Realm, Verify};
use crate::rules::accounts::{self, attributes};
use crate::rules::context::Context;
use crate::rules::recovery::{self, verification};
use crate::rules::signup_form::SignupForm;
use crate::store::Transaction;
use crate::store::credentials::Credential;
use crate::store::realms;
use crate::store::signup_tokens::{self, SignupToken};
use crate::store::users::User;

/// How long a signup token lives (D23), in milliseconds.
const LIFE_MS: i64 = 24 * 60 * 60 * 1000;

/// What the user of a pending signup will log in with.
#[derive(Debug, Clone, Copy)]
pub enum LogInWith<'a> {
    /// The hash of a password.
    Password(&'a str),
    /// A social provider of this type with this id.
    Social(&'static str, &'a str),
}

/// Checks signup data that an app's server brings, and stores them.
pub async fn create(
    context: &Context,
    realm: &Realm,
    form: SignupForm,
) -> Result<SignupToken, Failure> {
    let mut user = accounts::draft(realm, context.now_ms());
    user.username = form.username.unwrap_or_default();
    user.email = form.email.unwrap_or_default();
    user.first_name = form.first_name;
    user.last_name = form.last_name;
    accounts::normalise(realm, &mut user);
    let mut problems = Problems::default();
    context.transact(|tx| accounts::check_pending(tx, realm, &user, &mut problems))?;
    accounts::check_password(
        realm,
        Some(&user),
        form.password.as_deref(),
        form.password_confirmation.as_deref(),
        false,
        &mut problems,
    );
    problems.into_result()?;
    let password = form.password.unwrap_or_default();
    let hash = context.passwords.hash(password).await?;
    context.transact(|tx| store(tx, realm, &user, LogInWith::Password(&hash)))
}

/// Checks once more inside the storing transaction, then stores the user as a signup token.
pub fn store(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    credential: LogInWith,
) -> Result<SignupToken, Failure> {
    let mut problems = Problems::default();
    accounts::check_pending(tx, realm, user, &mut problems)?;
    problems.into_result()?;
    let (credential_type, provider_id, password_hash) = match credential {
        LogInWith::Password(hash) => ("password", None, hash),
        LogInWith::Social(provider_type, id) => (provider_type, Some(id.to_owned()), ""),
    };
    let token = SignupToken {
        id: new_id("utk_"),
        realm_id: realm.id.clone(),
        username: user.username.clone(),
        email: user.email.clone(),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        password_hash: password_hash.to_owned(),
        credential_type: credential_type.to_owned(),
        auth_provider_id: provider_id,
        created_at: user.created_at,
        expires_at: user.created_at + LIFE_MS,
    };
    signup_tokens::insert(tx, &token)?;
    Ok(token)
}

/// Makes the user of a signup token, with the attributes given laid over it. Once only, and all or nothing:
/// the token stays if the user cannot be made.
pub fn redeem(
    tx: &Transaction,
    context: &Context,
    realm_id: Option<&str>,
    token: &str,
    given: &Fields,
    caller: &Caller,
) -> Result<User, Failure> {
    let now_ms = context.now_ms();
    let pending =
        signup_tokens::live(tx, realm_id, token, now_ms)?.ok_or_else(recovery::token_refused)?;
    let realm = realms::realm(tx, &pending.realm_id)?.ok_or(Failure::NotFound)?;
    let mut user = accounts::draft(&realm, now_ms);
    user.username = pending.username;
    user.email.clone_from(&pending.email);
    user.first_name = pending.first_name;
    user.last_name = pending.last_name;
    let mut problems = Problems::default();
    attributes::set(&realm, &mut user, given, &mut problems);
    problems.into_result()?;
    if pending.credential_type == "password" {
        accounts::create_user(tx, &realm, &user, Some(&pending.password_hash), caller)?;
    } else {
        if user.email == pending.email {
            // The provider vouched for it.
            "verified".clone_into(&mut user.email_verification);
        }
        accounts::create_user(tx, &realm, &user, None, caller)?;
        let (kind, id) = (&pending.credential_type, pending.auth_provider_id);
        accounts::add_credential(tx, &Credential::of_provider(&user.id, kind, id, now_ms))?;
    }
    signup_tokens::delete(tx, &pending.id)?;
    // The signup went through LoginRocket, so its rule for new users holds.
    let wanted = realm.login_rocket.verify != Verify::Off && !user.email.is_empty();
    match user.email_verification.as_str() {
        "requested" => verification::ask_to_verify(tx, context, &realm, &mut user, caller)?,
        "none" if wanted => verification::ask_to_verify(tx, context, &realm, &mut user, caller)?,
        _ => {}
    }
    Ok(user)
}
