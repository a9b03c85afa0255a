//! `/v1/login` and its second step (protocol-v1 §3.6, §3.7, D4, D17, D18). Tested in `tests/api/login/authenticate.rs` and
//! `tests/api/login/two_factor.rs`.

use serde_json::{Value, json};

use crate::http::app_request::AppRequest;
use crate::model::failure::Failure;
use crate::model::redirect::login_url;
use crate::rules::login_form::LoginForm;
use crate::rules::logins::FirstFactor;
use crate::rules::logins::by_form::{first_step, second_step};

/// Username and password; or, with a `kli_` token, the code.
pub async fn login(request: &AppRequest<'_>) -> Result<Value, Failure> {
    let form = LoginForm::read(&request.fields);
    if form.is_second_step() {
        return code(request);
    }
    let (context, realm) = (request.context, &request.realm);
    match first_step(context, realm, form, &request.caller).await? {
        FirstFactor::Done(login) => Ok(success(request, &login.token)),
        FirstFactor::CodeDue(..) if realm.login_rocket.two_factor_error => Err(Failure::Refused(
            "This account needs a second step, which this page does not offer",
        )),
        FirstFactor::CodeDue(_, token) => Ok(json!({"token": token})),
    }
}

/// The second step: `token` (a `kli_`) and `code`.
pub fn code(request: &AppRequest<'_>) -> Result<Value, Failure> {
    let form = LoginForm::read(&request.fields);
    second_step(request.context, &request.realm, form, &request.caller)
        .map(|login| success(request, &login.token))
}

fn success(request: &AppRequest<'_>, token: &str) -> Value {
    json!({"token": token, "url": login_url(&request.app, token, false, &request.redirect_params())})
}
