//! Hosted pages of version 2 (protocol-v2 §6), with the look of version 1. Addresses and parameters are in `v2/wire.rs`.
//! Tested in `tests/api/hosted/v2/`.

mod account;
mod accounts;
mod end;
mod join;
mod login;
mod logout;
mod password;
mod profile;
mod signup;
mod social;
mod verify;
mod visit;
mod wire;

use axum::response::Response;

use crate::http::fields::Received;
use crate::model::failure::Failure;
use crate::rules::context::Context;
use visit::Visit;

/// Answers a request to a host of version 2.
pub async fn dispatch(context: &Context, received: &Received) -> Result<Response, Failure> {
    let mut visit = Visit::new(context, received)?;
    match received.path.as_str() {
        "/" | "/login" => login::login(&mut visit).await,
        "/signup" => signup::signup(&mut visit).await,
        "/logout" => logout::logout(&visit),
        "/forgot_password" => password::forgot(&visit),
        "/reset_password" => password::reset(&mut visit).await,
        "/verify_email" => verify::verify(&mut visit),
        "/profile" => profile::profile(&mut visit).await,
        "/accounts" => accounts::accounts(&mut visit),
        path => {
            if let Some(provider) = path.strip_prefix("/auth/") {
                return social::social(&mut visit, provider);
            }
            // V26
            let account = path.strip_prefix("/account/");
            match account.or_else(|| path.strip_prefix("/accounts/")) {
                Some(id) => account::account(&mut visit, id),
                None => Err(Failure::NotFound),
            }
        }
    }
}
