//! `/v1/users/:id/…`: changing and resetting passwords (protocol-v1 §5.8). Tested in `tests/api/core/user_passwords.rs`.

use axum::routing::{post, put};
use serde_json::json;

use super::limits::with_rate_limit;
use super::{Answer, ApiCall, Routes, ok};
use crate::http::render;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::accounts::{self, check_passwords_on};
use crate::rules::logins::is_current_password;
use crate::rules::mail::Sender;
use crate::rules::recovery::{self, NewPassword, Purpose};
use crate::store::users::User;

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route(
            "/v1/users/{id}/generate_password_token",
            post(generate_password_token),
        )
        .route(
            "/v1/users/{id}/reset_password_with_token",
            post(reset_password_with_token),
        )
        .route("/v1/users/{id}/update_password", put(update_password))
}

/// Creates a reset token, for an app with a reset page of its own; it is mailed too.
pub async fn generate_password_token(call: ApiCall) -> Answer {
    let body = call.transact(|tx| {
        let user = call.user(tx)?;
        let realm = call.realm_of(tx, &user)?;
        check_passwords_on(&realm)?;
        if !user.is_active() {
            return Err(Failure::invalid("state", "State is inactive"));
        }
        if user.is_program() {
            return Err(Failure::invalid("user_type", "User type has no password"));
        }
        let sender = Sender::of_realm(tx, call.context(), &realm, call.caller())?;
        let token = recovery::issue(tx, Purpose::Reset, &user, &sender, call.now_ms())?;
        let mut body = render::user(tx, &user)?;
        body["password_reset_token"] = json!(token);
        Ok(body)
    })?;
    ok(body)
}

/// Sets a new password with a reset token; the id may be `--`.
pub async fn reset_password_with_token(call: ApiCall) -> Answer {
    let attributes = call.wrapped("user")?;
    let token = text(attributes, "token")
        .ok_or_else(|| Failure::invalid("token", "Token can't be blank"))?;
    let (realm, owner) = call.transact(|tx| {
        let owner = call.user_or_any(tx)?;
        let now_ms = call.now_ms();
        let holder = recovery::holder(
            tx,
            call.realm_id().as_deref(),
            Purpose::Reset,
            &token,
            now_ms,
        );
        let holder = holder?.ok_or_else(recovery::token_refused)?;
        Ok((call.realm_of(tx, &holder)?, owner))
    })?;
    let given = NewPassword {
        token: Some(token),
        password: text(attributes, "password"),
        confirmation: text(attributes, "password_confirmation"),
    };
    let owner = owner.as_ref().map(|user| user.id.as_str());
    let user =
        recovery::reset_for(call.context(), &realm, given, owner, false, &call.caller()).await?;
    ok(call.transact(|tx| render::user(tx, &user))?)
}

/// Sets a new password for a user who knows the current one. Sessions stay.
pub async fn update_password(call: ApiCall) -> Answer {
    let attributes = call.wrapped("user")?;
    let (realm, user) = call.transact(|tx| {
        let user = call.user(tx)?;
        Ok((call.realm_of(tx, &user)?, user))
    })?;
    check_passwords_on(&realm)?;
    let answer = replace_password(&call, &realm, &user, attributes).await;
    with_rate_limit(&call, &realm, answer)
}

async fn replace_password(call: &ApiCall, realm: &Realm, user: &User, given: &Fields) -> Answer {
    let member = |name| text(given, name);
    let mut problems = Problems::default();
    let current = member("current_password").unwrap_or_default();
    let (context, caller) = (call.context(), call.caller());
    if !is_current_password(context, realm, user, current, &caller).await? {
        problems.add("current_password", "Current password does not match");
    }
    let password = member("password");
    accounts::check_password(
        realm,
        Some(user),
        password.as_deref(),
        member("password_confirmation").as_deref(),
        false,
        &mut problems,
    );
    problems.into_result()?;
    let passwords = &call.context().passwords;
    let hash = passwords.hash(password.unwrap_or_default()).await?;
    let body = call.transact(|tx| {
        accounts::change_password(tx, &user.id, &hash, call.now_ms())?;
        render::user(tx, &call.user(tx)?)
    })?;
    ok(body)
}
