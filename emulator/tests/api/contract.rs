//! The golden exchanges that the library's tests read too: every answer they expect is given here.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, TOTP_SECRET, claims, seed};

const LOGIN_HANDLER: &str = "http://localhost:4100/login";
const SIGNUP_HANDLER: &str = "http://localhost:4100/signup";

/// The exchanges of a folder in `tests/contract`, each with its file's name.
pub fn exchanges(folder: &str) -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/contract")
        .join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|cause| panic!("{}: {cause}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
                // The library's own table.
                && !path.ends_with("instance_urls.json")
        })
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let list: Vec<Value> =
            serde_json::from_str(&text).unwrap_or_else(|cause| panic!("{name}: {cause}"));
        all.extend(list.into_iter().map(|exchange| (name.clone(), exchange)));
    }
    assert!(!all.is_empty(), "no golden exchange was found");
    all
}

#[tokio::test]
async fn every_golden_exchange_is_answered_as_written() {
    let mut mismatches = Vec::new();
    for (file, exchange) in exchanges("") {
        if let Err(mismatch) = play(&exchange).await {
            mismatches.push(format!("{file}: {}: {mismatch}", exchange["name"]));
        }
    }
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
}

async fn play(exchange: &Value) -> Result<(), String> {
    let given: Vec<&str> = exchange["given"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let emulator = Emulator::seeded(seed(&realm(exchange, &given)?)).await;
    for earlier in exchange["before"].as_array().into_iter().flatten() {
        call(&emulator, earlier).await?;
    }
    let answer = call(&emulator, exchange).await?;
    let expected = &exchange["answer"];
    if expected["status"].as_u64() != Some(u64::from(answer.status)) {
        return Err(format!(
            "status {} instead of {}",
            answer.status, expected["status"]
        ));
    }
    compare(&answer.json(), &expected["body"], &exchange["match"], fits)
}

/// Makes the call that an exchange, or a step before it, describes.
async fn call(emulator: &Emulator, exchange: &Value) -> Result<Answer, String> {
    let path = match exchange["call"].as_str() {
        Some(
            call @ ("login" | "signup" | "logout" | "forgot-password" | "reset-password"
            | "verify-email" | "session"),
        ) => format!("/v1/{}", call.replace('-', "_")),
        Some("code" | "complete_login" | "authenticate_code") => "/v1/login".to_owned(),
        call => return Err(format!("unknown call {call:?}")),
    };
    let mut fields = Map::new();
    for (name, value) in exchange["fields"].as_object().into_iter().flatten() {
        fields.insert(name.clone(), obtain(emulator, value).await);
    }
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
        .collect();
    Ok(emulator.post(&path, &pairs).await)
}

/// Realm settings of an exchange, with exactly the users it names.
fn realm(exchange: &Value, given: &[&str]) -> Result<Value, String> {
    let mut settings = match &exchange["realm"] {
        Value::Null => json!({}),
        settings => settings.clone(),
    };
    let mut users = Vec::new();
    for line in given {
        let mut words = line.split_whitespace();
        let (Some("user"), Some(name)) = (words.next(), words.next()) else {
            return Err(format!("unknown given {line:?}"));
        };
        let mut user = json!({"username": name, "email": format!("{name}@example.test"), "password": PASSWORD});
        for word in words {
            match word {
                "totp" => user["totp_secret"] = json!(TOTP_SECRET),
                "inactive" => user["state"] = json!("inactive"),
                word => return Err(format!("unknown word {word:?} in given")),
            }
        }
        users.push(user);
    }
    settings["users"] = json!(users);
    Ok(settings)
}

/// Stand-ins become values that the emulator gave.
async fn obtain(emulator: &Emulator, value: &Value) -> Value {
    let words = value.as_str().unwrap_or_default();
    let words = words
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    let Some(words) = words else {
        return value.clone();
    };
    let (thing, fate) = words.split_once(' ').unwrap_or((words, ""));
    let token = match thing {
        "kli" => emulator.login("grace", PASSWORD).await.text("token"),
        "code" => emulator.code("grace").await,
        "jwt" => emulator.login_token("ada").await,
        "kpw" => emulator.reset_token("ada").await,
        "verification" => emulator.verification_token("ada").await,
        _ => panic!("unknown stand-in {value}"),
    };
    suffer(emulator, thing, fate, &token).await;
    json!(token)
}

/// Does to a token what its stand-in's second word says.
async fn suffer(emulator: &Emulator, thing: &str, fate: &str, token: &str) {
    match (thing, fate) {
        (_, "") => {}
        (_, "expired") => emulator.advance(25 * 60 * 60).await,
        ("kpw", "voided") => drop(emulator.reset_token("ada").await),
        ("verification", "voided") => drop(emulator.verification_token("ada").await),
        ("kpw", "used") => {
            let fields = [("token", token), ("password", "another long secret")];
            emulator.done("/v1/reset_password", &fields).await;
        }
        ("verification", "used") => {
            emulator.done("/v1/verify_email", &[("token", token)]).await;
        }
        ("jwt", "ended") => emulator.done("/v1/logout", &[("token", token)]).await,
        _ => panic!("unknown stand-in <{thing} {fate}>"),
    }
}

/// Whether a body has the members that are expected, each with its value, or with one that `fits` its kind.
pub fn compare(
    actual: &Value,
    expected: &Value,
    kinds: &Value,
    fits: fn(&str, &Value, &Value) -> bool,
) -> Result<(), String> {
    let members = |value: &Value| -> Vec<String> {
        value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    if members(actual) != members(expected) {
        return Err(format!("members of {actual} instead of {expected}"));
    }
    for name in members(expected) {
        let value = &actual[&name];
        let fits = match kinds[&name].as_str() {
            None => *value == expected[&name],
            Some(kind) => fits(kind, value, actual),
        };
        if !fits {
            return Err(format!(
                "{name} is {value}, expected {} ({})",
                expected[&name], kinds[&name]
            ));
        }
    }
    Ok(())
}

fn fits(kind: &str, value: &Value, body: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let token = body["token"].as_str().unwrap_or_default();
    match kind {
        "jwt" => claims(text)["uid"].is_string(),
        "utk" => text.starts_with("utk_"),
        "kli" => text.starts_with("kli_"),
        "usr" => text.starts_with("usr_"),
        "epoch" => value.is_i64(),
        "seconds" => value
            .as_i64()
            .is_some_and(|seconds| (1..=60).contains(&seconds)),
        "login_url" => text == format!("{LOGIN_HANDLER}?token={token}"),
        "login_url_signup" => text == format!("{LOGIN_HANDLER}?token={token}&signup=true"),
        "signup_url" => text == format!("{SIGNUP_HANDLER}?token={token}"),
        "sentence" => !text.is_empty(),
        "sentences" => value.as_array().is_some_and(|list| {
            !list.is_empty()
                && list
                    .iter()
                    .all(|one| one.as_str().is_some_and(|one| !one.is_empty()))
        }),
        kind => panic!("unknown match {kind:?}"),
    }
}
