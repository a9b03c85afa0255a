//! `/v1/signup` in its three modes (protocol-v1 §3.5, §3.8, D19, D21). Tested in `tests/api/login/signup.rs`.

use serde_json::{Value, json};

use crate::http::app_request::AppRequest;
use crate::model::failure::Failure;
use crate::model::redirect::{login_url, signup_url};
use crate::rules::signup_form::SignupForm;
use crate::rules::signups::{SignedUp, sign_up};

/// A new user, logged in; or a signup token.
pub async fn signup(request: &AppRequest<'_>) -> Result<Value, Failure> {
    let form = SignupForm::read(&request.fields);
    let (app, redirect_params) = (&request.app, request.redirect_params());
    match sign_up(request.context, &request.realm, &form, &request.sender()).await? {
        SignedUp::LoggedIn(login) => {
            let url = login_url(app, &login.token, true, &redirect_params);
            Ok(json!({"token": login.token, "url": url}))
        }
        SignedUp::Pending(token) => {
            let url = signup_url(app, &token, &redirect_params);
            Ok(json!({"token": token, "url": url}))
        }
        SignedUp::Unverified => Err(Failure::Refused(
            "Thank you. Please check your mail and verify your email address, then log in",
        )),
    }
}
