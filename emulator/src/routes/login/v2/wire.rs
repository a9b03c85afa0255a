//! The bodies of done calls (protocol-v2 §2.3; V2, V4).

use serde_json::{Value, json};

use crate::rules::v2::conclusion::Conclusion;
use crate::rules::v2::logins::Step;
use crate::store::sessions::Session;

/// Done, with nothing to say.
pub fn okay() -> Value {
    json!({"result": "okay"})
}

/// A session with a token, or with what is to be done first.
pub fn session(session: &Session, conclusion: &Conclusion) -> Value {
    match conclusion.conditions.is_empty() {
        true => json!({
            "result": "full_login",
            "token": conclusion.token,
            "session": session.id,
            "account": conclusion.account,
        }),
        false => json!({
            "result": "conditional_login",
            "session": session.id,
            "account": conclusion.account,
            "conditions": conclusion.conditions,
        }),
    }
}

/// A step of a login.
pub fn step(step: &Step) -> Value {
    match step {
        Step::Session(opened, conclusion) => session(opened, conclusion),
        Step::CodeDue(token) => json!({
            "result": "conditional_login",
            "session": null,
            "account": null,
            "conditions": ["mfa_required"],
            "token": token,
        }),
    }
}
