//! A login by form, in its two steps; magic names come first. Tested in `tests/api/login/authenticate.rs` and
//! `login/two_factor.rs`.

use super::{FirstFactor, Login, second_factor, with_password};
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::context::Context;
use crate::rules::login_form::LoginForm;
use crate::rules::magic::people;
use crate::store::users;

/// Checks name and password: opens a session, or asks for the code.
pub async fn first_step(
    context: &Context,
    realm: &Realm,
    form: LoginForm,
    caller: &Caller,
) -> Result<FirstFactor, Failure> {
    let (username, password) = form.credentials(realm)?;
    let user = context.transact(|tx| users::by_username(tx, &realm.id, &username))?;
    if let Some(ended) = people::login(context, realm, &username, user.as_ref(), caller) {
        return ended;
    }
    let user = user.filter(|user| !people::is_refused(context, realm, user));
    with_password(context, realm, user.as_ref(), password, caller).await
}

/// Checks the code for the `kli_` token of the first step, and opens a session.
pub fn second_step(
    context: &Context,
    realm: &Realm,
    form: LoginForm,
    caller: &Caller,
) -> Result<Login, Failure> {
    let mut problems = Problems::default();
    if form.token.is_none() {
        problems.add("token", "Token can't be blank");
    }
    if form.code.is_none() {
        problems.add("code", "Code can't be blank");
    }
    let (token, code) = form
        .token
        .zip(form.code)
        .ok_or(Failure::Invalid(problems))?;
    second_factor::with_code(context, realm, &token, code.trim(), caller)
}
