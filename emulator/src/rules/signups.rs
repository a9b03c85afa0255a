//! Signups in their three modes (protocol-v1 §3.5, §3.8, D19, D21). Tested in `tests/api/login/signup.rs`.

use crate::model::failure::Failure;
use crate::model::problems::Problems;
use crate::model::settings::{FieldMode, PasswordField, Realm, SignupMode, Verify};
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::logins::{self, Login};
use crate::rules::magic::people;
use crate::rules::mail::Sender;
use crate::rules::pending_signups::{self, LogInWith};
use crate::rules::recovery::verification;
use crate::rules::signup_form::SignupForm;
use crate::store::Transaction;
use crate::store::users::User;

/// The result of a signup.
pub enum SignedUp {
    /// A new user, logged in.
    LoggedIn(Box<Login>),
    /// A pending signup: its token.
    Pending(String),
    /// A new user who has to verify an address before the first login.
    Unverified,
}

/// Checks the form and stores what the realm's mode asks for.
pub async fn sign_up(
    context: &Context,
    realm: &Realm,
    form: &SignupForm,
    sender: &Sender,
) -> Result<SignedUp, Failure> {
    let now_ms = context.now_ms();
    let mut user = new_user(realm, form, now_ms);
    if people::signup(context, realm, &mut user)? == people::MagicSignup::Unverified {
        return Ok(SignedUp::Unverified);
    }
    let password = check(context, realm, form, &user)?;
    let hash = context.passwords.hash(password).await?;
    context.transact(|tx| {
        let org_name = form.org_name.as_deref();
        store(tx, realm, &user, &hash, org_name, sender, now_ms)
    })
}

fn new_user(realm: &Realm, form: &SignupForm, now_ms: i64) -> User {
    let mut user = accounts::draft(realm, now_ms);
    // D18: where usernames are addresses, `username` is ignored.
    if !realm.email_usernames() {
        user.username = form.username.clone().unwrap_or_default();
    }
    user.email = form.email.clone().unwrap_or_default();
    user.first_name.clone_from(&form.first_name);
    user.last_name.clone_from(&form.last_name);
    accounts::normalise(realm, &mut user);
    user
}

/// Everything that can be refused before hashing; gives the password.
fn check(
    context: &Context,
    realm: &Realm,
    form: &SignupForm,
    user: &User,
) -> Result<String, Failure> {
    let settings = &realm.login_rocket;
    let mut problems = Problems::default();
    context.transact(|tx| accounts::check_user(tx, realm, user, None, &mut problems))?;
    let confirmation = form.email_confirmation.as_deref();
    if confirmation.is_some_and(|confirmation| confirmation.to_lowercase() != user.email) {
        problems.add(
            "email_confirmation",
            "Email confirmation doesn't match Email",
        );
    }
    accounts::check_password(
        realm,
        Some(user),
        form.password.as_deref(),
        form.password_confirmation.as_deref(),
        settings.password_field == PasswordField::Twice,
        &mut problems,
    );
    accounts::check_names(settings.name_field, user, &mut problems);
    if settings.signup_mode == SignupMode::UserOrg
        && settings.org_name_field == FieldMode::Required
        && form.org_name.is_none()
    {
        problems.add("org_name", "Org name can't be blank");
    }
    match &form.password {
        Some(password) if problems.is_empty() => Ok(password.clone()),
        _ => Err(Failure::Invalid(problems)),
    }
}

fn store(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    password_hash: &str,
    org_name: Option<&str>,
    sender: &Sender,
    now_ms: i64,
) -> Result<SignedUp, Failure> {
    let settings = &realm.login_rocket;
    if settings.signup_mode == SignupMode::UserToken {
        let token = pending_signups::store(tx, realm, user, LogInWith::Password(password_hash))?;
        return Ok(SignedUp::Pending(token.id));
    }
    let mut user = user.clone();
    let caller = &sender.caller;
    accounts::create_user(tx, realm, &user, Some(password_hash), caller)?;
    if settings.verify != Verify::Off {
        verification::request_verification(tx, &mut user, sender, now_ms)?;
    }
    if settings.signup_mode == SignupMode::UserOrg {
        accounts::create_org(tx, realm, &user, org_name, caller)?;
    }
    if settings.verify == Verify::Require {
        return Ok(SignedUp::Unverified);
    }
    let login = logins::open_session(tx, realm, user, caller, now_ms)?;
    Ok(SignedUp::LoggedIn(Box::new(login)))
}
