//! `/v2/users/…`: changing and resetting passwords, and users' own profiles (protocol-v2 §7.5). Tested in
//! `tests/api/core/v2/user_passwords.rs`.

use axum::routing::{post, put};

use super::users::{body, check_password, keep_sessions, store_password};
use super::{Answer, Call, Routes, ok, step, token};
use crate::model::failure::Failure;
use crate::model::fields::text;
use crate::model::problems::Problems;
use crate::rules::accounts::check_passwords_on;
use crate::rules::recovery::{self, NewPassword, Purpose};
use crate::rules::v2::core_logins;
use crate::rules::v2::passwords::check_change;
use crate::rules::v2::profiles::change;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route(
            "/v2/users/{id}/generate_password_token",
            post(generate_password_token),
        )
        .route(
            "/v2/users/reset_password_with_token",
            post(reset_password_with_token),
        )
        .route("/v2/users/{id}/update_password", put(update_password))
        .route("/v2/users/{id}/profile", put(profile))
}

/// Makes a reset token, for an app with a reset page of its own; it is mailed too.
async fn generate_password_token(call: Call) -> Answer {
    let made = call.transact(|tx| {
        let (realm, user) = call.user(tx)?;
        check_passwords_on(&realm)?;
        if !user.is_active() {
            return Err(Failure::invalid("state", "State is inactive"));
        }
        let sender = call.sender(tx, &realm)?;
        recovery::issue(tx, Purpose::Reset, &user, &sender, call.now_ms())
    })?;
    token(&made)
}

/// Sets a new password with a reset token, and logs the user in, or asks for the code.
async fn reset_password_with_token(call: Call) -> Answer {
    let given = NewPassword::read(call.action("user"));
    let realm = call.transact(|tx| call.realm(tx))?;
    let done = core_logins::reset(call.context(), &realm, given, &call.caller()).await?;
    step(&call, done)
}

/// Sets a new password for a user who knows the current one.
async fn update_password(call: Call) -> Answer {
    let given = call.action("user");
    let (realm, user) = call.transact(|tx| call.user(tx))?;
    check_passwords_on(&realm)?;
    let mut problems = Problems::default();
    let caller = call.caller();
    let hash = check_change(call.context(), &realm, &user, given, &caller, &mut problems).await?;
    let keep = keep_sessions(given, &mut problems);
    let hash = hash.ok_or(Failure::Invalid(problems))?;
    ok(call.transact(|tx| {
        store_password(tx, &call, &user, &hash, keep)?;
        body(tx, &call, &user)
    })?)
}

/// What users change of themselves. A changed address waits where the realm verifies addresses. The app's server
/// vouches for its user, so a new password needs no present one.
async fn profile(call: Call) -> Answer {
    let given = call.wrapped("user")?;
    let (realm, user) = call.transact(|tx| call.user(tx))?;
    let mut problems = Problems::default();
    check_password(&realm, Some(&user), given, &mut problems);
    let hash = match text(given, "password") {
        Some(password) if problems.is_empty() => {
            check_passwords_on(&realm)?;
            Some(call.context().passwords.hash(password).await?)
        }
        _ => None,
    };
    let keep = keep_sessions(given, &mut problems);
    ok(call.transact(|tx| {
        let (realm, mut user) = call.user(tx)?;
        let sender = call.sender(tx, &realm)?;
        let now_ms = call.now_ms();
        change(tx, &realm, &mut user, given, &sender, now_ms, &mut problems)?;
        if let Some(hash) = &hash {
            store_password(tx, &call, &user, hash, keep)?;
        }
        body(tx, &call, &user)
    })?)
}
