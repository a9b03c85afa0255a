//! `/v1/login` and its second step (spec 3.6, 3.7, D4, D17, D18). Tested in `tests/api/login.rs` and
//! `tests/api/two_factor.rs`.

use serde_json::{Value, json};

use super::Call;
use crate::logins::{self, FirstFactor, Login};
use crate::magic::people;
use crate::model::failure::{Failure, Problems};
use crate::model::redirect::login_url;
use crate::store::users;

/// Username and password; or, with a `kli_` token, the code.
pub async fn login(call: &Call<'_>) -> Result<Value, Failure> {
    if is_second_step(call) {
        return code(call);
    }
    match first_step(call).await? {
        FirstFactor::Done(login) => Ok(success(call, &login.token)),
        FirstFactor::CodeDue(..) if call.realm.login_rocket.two_factor_error => Err(
            Failure::Refused("This account needs a second step, which this page does not offer"),
        ),
        FirstFactor::CodeDue(_, token) => Ok(json!({"token": token})),
    }
}

/// Whether the fields are those of the second step.
pub fn is_second_step(call: &Call<'_>) -> bool {
    call.text("code").is_some() || (call.text("token").is_some() && call.text("password").is_none())
}

/// Username and password.
pub async fn first_step(call: &Call<'_>) -> Result<FirstFactor, Failure> {
    let (username, password) = credentials(call)?;
    let user = call
        .context
        .transact(|tx| users::by_username(tx, &call.realm.id, &username))?;
    let (context, realm) = (call.context, &call.realm);
    if let Some(ended) = people::login(context, realm, &username, user.as_ref(), &call.caller) {
        return ended;
    }
    let user = user.filter(|user| !people::is_refused(context, realm, user));
    logins::with_password(
        call.context,
        &call.realm,
        user.as_ref(),
        password,
        &call.caller,
    )
    .await
}

/// The second step: `token` (a `kli_`) and `code`.
pub fn code(call: &Call<'_>) -> Result<Value, Failure> {
    second_step(call).map(|login| success(call, &login.token))
}

/// The login that a code completes.
pub fn second_step(call: &Call<'_>) -> Result<Login, Failure> {
    let mut problems = Problems::default();
    let token = call.text("token");
    let code = call.text("code");
    if token.is_none() {
        problems.add("token", "Token can't be blank");
    }
    if code.is_none() {
        problems.add("code", "Code can't be blank");
    }
    let (token, code) = token.zip(code).ok_or(Failure::Invalid(problems))?;
    logins::second_factor(call.context, &call.realm, &token, code.trim(), &call.caller)
}

fn success(call: &Call<'_>, token: &str) -> Value {
    json!({"token": token, "url": login_url(&call.app, token, false, &call.wishes())})
}

fn credentials(call: &Call<'_>) -> Result<(String, String), Failure> {
    let mut problems = Problems::default();
    let email = call.text("email");
    let username = call.text("username");
    let strict = call.realm.login_rocket.strict_email;
    let name = if call.realm.email_usernames() {
        if email.is_none() && username.is_none() {
            problems.add("email", "Email can't be blank");
        }
        email.or(username)
    } else {
        if username.is_none() {
            problems.add("username", "Username can't be blank");
        } else if strict && email.is_some() {
            problems.add("email", "Email is not used for logins here");
        }
        username
    };
    let password = call.text("password");
    if password.is_none() {
        problems.add("password", "Password can't be blank");
    }
    match name.zip(password) {
        Some((name, password)) if problems.is_empty() => Ok((name.to_lowercase(), password)),
        _ => Err(Failure::Invalid(problems)),
    }
}
