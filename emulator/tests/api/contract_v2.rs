//! The golden exchanges of version 2 that the library's tests read too (`tests/contract/v2/README.md`): every answer they expect
//! is given here.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::client::Answer;
use crate::contract::{compare, exchanges};
use crate::fixture::{Emulator, PASSWORD, TOTP_SECRET, text_of};
use crate::fixture_v2::claims;

#[tokio::test]
async fn every_golden_exchange_of_version_2_is_answered_as_written() {
    let mut mismatches = Vec::new();
    for (file, exchange) in exchanges("v2") {
        if let Err(mismatch) = play(&exchange).await {
            mismatches.push(format!("{file}: {}: {mismatch}", exchange["name"]));
        }
    }
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
}

async fn play(exchange: &Value) -> Result<(), String> {
    let emulator = Emulator::v2_with(realm(exchange)?).await;
    let mut tokens = HashMap::new();
    for earlier in exchange["before"].as_array().into_iter().flatten() {
        call(&emulator, &mut tokens, earlier).await;
    }
    let answer = call(&emulator, &mut tokens, exchange).await;
    let expected = &exchange["answer"];
    if expected["status"].as_u64() != Some(u64::from(answer.status)) {
        return Err(format!(
            "{} {} instead of {}",
            answer.status, answer.body, expected["status"]
        ));
    }
    let body = answer.json();
    compare(&body, &expected["body"], &exchange["match"], fits)?;
    if exchange["match"]["token"] == "jwt" {
        let claims = claims(&emulator, &text_of(&body, "token")).await;
        if claims["sid"] != body["session"] {
            return Err(format!("a token of another session: {claims}"));
        }
    }
    Ok(())
}

/// Sends what an exchange, or a step before it, describes: url-encoded, but `PUT` as JSON.
async fn call(
    emulator: &Emulator,
    tokens: &mut HashMap<String, String>,
    exchange: &Value,
) -> Answer {
    let request = &exchange["request"];
    let given = exchange["fields"].as_object().unwrap();
    let sent = request["fields"].as_array().map(|list| {
        list.iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    });
    let sent: Vec<String> = sent.unwrap_or_else(|| given.keys().cloned().collect());
    let mut fields = Vec::new();
    for name in sent {
        let value = match (given.get(&name), name.as_str()) {
            (Some(value), _) => obtain(emulator, tokens, value.as_str().unwrap()).await,
            (None, "email") => text_of(&exchange["fields"], "username"),
            (None, "session") => {
                let token = obtain(emulator, tokens, given["token"].as_str().unwrap()).await;
                text_of(&claims(emulator, &token).await, "sid")
            }
            (None, name) => panic!("{name} is sent, but no field"),
        };
        fields.push((name, value));
    }
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let method = request["method"].as_str().unwrap();
    let call = emulator.lr(method, request["path"].as_str().unwrap());
    let call = match method {
        "POST" => call.form(&pairs),
        "PUT" => call.json(&json!(pairs.iter().copied().collect::<HashMap<_, _>>())),
        _ => call.query(&pairs),
    };
    call.send().await
}

/// Realm settings of an exchange, with exactly the users it names.
fn realm(exchange: &Value) -> Result<Value, String> {
    let mut settings = match &exchange["realm"] {
        Value::Null => json!({}),
        settings => settings.clone(),
    };
    let mut users = Vec::new();
    for line in exchange["given"].as_array().into_iter().flatten() {
        let mut words = line.as_str().unwrap_or_default().split_whitespace();
        let (Some("user"), Some(name)) = (words.next(), words.next()) else {
            return Err(format!("unknown given {line}"));
        };
        let mut user = json!({"id": format!("usr_{name}"), "username": name,
            "email": format!("{name}@example.test"), "password": PASSWORD,
            "memberships": [{"org_id": "org_engines"}]});
        for word in words {
            match word {
                "totp" => user["totp_secret"] = json!(TOTP_SECRET),
                "inactive" => user["state"] = json!("inactive"),
                "orgs=0" => user["memberships"] = json!([]),
                "orgs=1" => {}
                "orgs=2" => {
                    user["memberships"] =
                        json!([{"org_id": "org_engines"}, {"org_id": "org_looms"}]);
                }
                word => return Err(format!("unknown word {word:?} in given")),
            }
        }
        users.push(user);
    }
    settings["users"] = json!(users);
    Ok(settings)
}

/// Stand-ins become values that the emulator gave; the same one within an exchange.
async fn obtain(emulator: &Emulator, tokens: &mut HashMap<String, String>, value: &str) -> String {
    let words = value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    let Some(words) = words else {
        return value.to_owned();
    };
    if let Some(known) = tokens.get(words) {
        return known.clone();
    }
    let (thing, fate) = words.split_once(' ').unwrap_or((words, ""));
    let token = match thing {
        "kss" => text_of(&emulator.lr_login("ada@example.test").await, "session"),
        "jwt" => text_of(&emulator.lr_login("ada@example.test").await, "token"),
        "tmf" => text_of(&emulator.lr_login("grace@example.test").await, "token"),
        "code" => return emulator.code("grace").await,
        "org" => "org_looms".to_owned(),
        "tpw" => {
            let body = json!({"email": "ada@example.test"});
            emulator.lr_post("/v2/password/forgot", body).await;
            emulator.mailed().await
        }
        "tve" => {
            let path = "/v2/users/usr_ada/request_email_verification";
            text_of(
                &emulator.core_send("POST", path, json!({})).await.json(),
                "token",
            )
        }
        _ => panic!("unknown stand-in {value}"),
    };
    tokens.insert(words.to_owned(), token.clone());
    suffer(emulator, thing, fate, &token).await;
    token
}

/// Does to a token what its stand-in's second word says.
async fn suffer(emulator: &Emulator, thing: &str, fate: &str, token: &str) {
    let (path, body) = match (thing, fate) {
        (_, "") => return,
        (_, "expired") => return emulator.advance(25 * 60 * 60).await,
        ("kss", "ended") => {
            let call = emulator.lr("DELETE", "/v2/session");
            return drop(call.query(&[("session", token)]).send().await);
        }
        ("tmf", "used") => {
            let code = emulator.code("grace").await;
            ("/v2/login/verify", json!({"token": token, "code": code}))
        }
        ("tpw", "used") => {
            let body = json!({"token": token, "password": "another long secret"});
            ("/v2/password/reset", body)
        }
        ("tve", "used") => ("/v2/email/verify", json!({"token": token})),
        _ => panic!("unknown stand-in <{thing} {fate}>"),
    };
    let answer = emulator.lr_post(path, body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

fn fits(kind: &str, value: &Value, _body: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    match kind {
        "jwt" => text.starts_with("ey"),
        "kss" => text.starts_with("kss_"),
        "org" => text.starts_with("org_"),
        "tmf" => text.starts_with("tmf:"),
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
