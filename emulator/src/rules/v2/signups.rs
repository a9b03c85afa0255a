//! Signups at the LR API v2 (protocol-v2 §2.5.10; V7): a user, or nothing. Tested in `tests/api/login/v2/signup.rs`.

use super::conclusion::{create_account, join};
use super::invitations::{self, Change};
use super::logins::{Step, step};
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::{EmailVerification, FieldMode, PasswordField, Realm, Signup};
use crate::rules::accounts;
use crate::rules::context::Context;
use crate::rules::logins::{FirstFactor, open_session};
use crate::rules::magic::people;
use crate::rules::mail::Sender;
use crate::rules::recovery::verification;
use crate::store::Transaction;
use crate::store::invitations::Invitation;
use crate::store::orgs;
use crate::store::users::User;

/// The result of a signup.
#[derive(Debug)]
pub enum SignedUp {
    /// A new user, with a session.
    In(Box<Step>),
    /// Nothing yet: a mail is on its way.
    Mailed,
}

/// Makes a user and an account of the fields, or mails an invitation where addresses are verified first. `locale` is
/// the caller's language, stored with the user.
///
/// # Errors
/// `Invalid` with all problems; `Refused` where an invitation is needed.
pub async fn sign_up(
    context: &Context,
    realm: &Realm,
    fields: &Fields,
    locale: Option<&str>,
    sender: &Sender,
) -> Result<SignedUp, Failure> {
    let now_ms = context.now_ms();
    let token = text(fields, "invitation").or_else(|| text(fields, "invitation_token"));
    let invitation = match &token {
        Some(token) => Some(context.transact(|tx| invitations::find(tx, realm, token, now_ms))?),
        None => None,
    };
    match realm.v2.signup {
        _ if invitation.is_some() => {}
        Signup::Open => {}
        Signup::Invitation => return Err(Failure::Refused("An invitation is needed to sign up")),
        Signup::Closed => return Err(Failure::Refused("Signups are closed")),
    }
    let mut user = new_user(realm, fields, locale, invitation.as_ref(), now_ms);
    let magic = people::signup(context, realm, &mut user)?;
    if magic == people::MagicSignup::Unverified {
        return Ok(SignedUp::Mailed);
    }
    if realm.v2.email_verification == EmailVerification::Preverify && invitation.is_none() {
        return preverify(context, realm, &user, sender, now_ms).map(|()| SignedUp::Mailed);
    }
    let password = check(context, realm, fields, &user, invitation.is_some())?;
    let hash = context.passwords.hash(password).await?;
    let org_name = text(fields, "org_name").filter(|name| !name.trim().is_empty());
    let login = context.transact(|tx| {
        // Another signup may have used it meanwhile.
        let invitation = match &token {
            Some(token) => Some(invitations::find(tx, realm, token, now_ms)?),
            None => None,
        };
        let mut user = user.clone();
        accounts::create_user(tx, realm, &user, Some(&hash), &sender.caller)?;
        settle(
            tx,
            &user,
            invitation.as_ref(),
            org_name.as_deref(),
            sender,
            now_ms,
        )?;
        let asks = [EmailVerification::Request, EmailVerification::Require]
            .contains(&realm.v2.email_verification);
        if asks && user.email_verification != "verified" {
            verification::request_verification(tx, &mut user, sender, now_ms)?;
        }
        open_session(tx, realm, user, &sender.caller, now_ms)
    })?;
    let done = FirstFactor::Done(Box::new(login));
    step(context, realm, done, text(fields, "account").as_deref())
        .map(|step| SignedUp::In(Box::new(step)))
}

fn new_user(
    realm: &Realm,
    fields: &Fields,
    locale: Option<&str>,
    invitation: Option<&Invitation>,
    now_ms: i64,
) -> User {
    let mut user = accounts::draft(realm, now_ms);
    user.username = text(fields, "username").unwrap_or_default();
    user.email = text(fields, "email").unwrap_or_default();
    user.first_name = text(fields, "first_name");
    user.last_name = text(fields, "last_name");
    user.locale = text(fields, "locale").or_else(|| locale.map(str::to_owned));
    if let Some(invitation) = invitation {
        if user.email.is_empty() {
            user.email.clone_from(&invitation.email);
        }
        if user.locale.is_none() {
            user.locale.clone_from(&invitation.locale);
        }
    }
    accounts::normalise(realm, &mut user);
    // Its token came to that address.
    if invitation.is_some_and(|invitation| invitation.email == user.email) {
        user.email_verification = "verified".to_owned();
    }
    user
}

// Everything that can be refused before hashing; gives the password.
fn check(
    context: &Context,
    realm: &Realm,
    fields: &Fields,
    user: &User,
    invited: bool,
) -> Result<String, Failure> {
    let settings = &realm.v2;
    let mut problems = Problems::default();
    context.transact(|tx| accounts::check_user(tx, realm, user, None, &mut problems))?;
    let must_verify = settings.email_verification == EmailVerification::Preverify;
    if must_verify && user.email_verification != "verified" && problems.is_empty() {
        problems.add("email", "Email must be the one that was invited");
    }
    let required = |mode: FieldMode| mode == FieldMode::Required;
    if required(settings.username_field) && user.own_username().is_none() {
        problems.add("username", "Username can't be blank");
    }
    let password = text(fields, "password");
    accounts::check_password(
        realm,
        Some(user),
        password.as_deref(),
        text(fields, "password_confirmation").as_deref(),
        settings.password_field == PasswordField::Twice,
        &mut problems,
    );
    accounts::check_names(settings.name_field, user, &mut problems);
    let named = text(fields, "org_name").is_some_and(|name| !name.trim().is_empty());
    if required(settings.org_name_field) && !named && !invited {
        problems.add("org_name", "Org name can't be blank");
    }
    match password {
        Some(password) if problems.is_empty() => Ok(password),
        _ => Err(Failure::Invalid(problems)),
    }
}

/// Puts a new user into the org that it was invited to, else into one of its own if that is named; uses the invitation up.
pub fn settle(
    tx: &Transaction,
    user: &User,
    invitation: Option<&Invitation>,
    org_name: Option<&str>,
    sender: &Sender,
    now_ms: i64,
) -> Result<(), Failure> {
    let caller = &sender.caller;
    let org = match invitation.and_then(|invitation| invitation.org_id.as_deref()) {
        Some(id) => orgs::by_id(tx, Some(&user.realm_id), id)?,
        None => None,
    };
    if let Some((org, invitation)) = org.zip(invitation) {
        let permissions = invitation.permissions.clone();
        join(tx, user, &org, permissions, caller, now_ms)?;
    } else if org_name.is_some() {
        create_account(tx, user, org_name, caller, now_ms)?;
    }
    match invitation {
        Some(invitation) => invitations::accept(tx, invitation, caller, now_ms),
        None => Ok(()),
    }
}

fn preverify(
    context: &Context,
    realm: &Realm,
    user: &User,
    sender: &Sender,
    now_ms: i64,
) -> Result<(), Failure> {
    let mut problems = Problems::default();
    context.transact(|tx| {
        accounts::check_user(tx, realm, user, None, &mut problems)?;
        std::mem::take(&mut problems).into_result()?;
        invitations::end_expired(tx, now_ms)?;
        let mut invitation = invitations::draft(&realm.id, "preverify", &user.email, now_ms);
        invitation.locale.clone_from(&user.locale);
        crate::store::invitations::save(tx, &invitation)?;
        let caller = &sender.caller;
        invitations::record(tx, &invitation, Change::Created, caller, now_ms, None)?;
        invitations::invite(tx, &mut invitation, sender, now_ms)
    })
}
