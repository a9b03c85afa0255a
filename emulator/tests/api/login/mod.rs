//! The LoginRocket API: one file per operation, and what all of them have in common.

mod authenticate;
mod forgot_password;
mod hosts;
mod jsonp;
mod logout;
mod password_rules;
mod rate_limit;
mod reset_password;
mod session;
mod signup;
mod two_factor;
mod v2;
mod verify_email;
