//! The hosted pages of version 2 (protocol-v2 §6), as a browser uses them.

mod accounts;
mod conditions;
mod login;
mod logout;
mod profile;
mod recovery;
mod signup;
mod social;

use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::HOST;
use crate::visitor::Visitor;

pub const APP: &str = "http://app.example.test:4000/in?token=T";
const ADA: [(&str, &str); 2] = [("email", "ada@example.test"), ("password", PASSWORD)];

fn visitor(emulator: &Emulator) -> Visitor<'_> {
    Visitor::at(emulator, HOST)
}

/// A visitor whom the pages remember as ada.
async fn ada(emulator: &Emulator) -> Visitor<'_> {
    let mut visitor = visitor(emulator);
    visitor.send("/login", &ADA).await;
    assert!(visitor.cookie.is_some(), "remembered");
    visitor
}

/// The session of a login by the LR API.
async fn api_session(emulator: &Emulator, email: &str) -> String {
    let body = emulator.lr_login(email).await;
    body["session"].as_str().expect("a session").to_owned()
}
