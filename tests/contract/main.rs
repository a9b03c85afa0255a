//! The library against the golden exchanges beside this file, which the emulator's tests play too: the two share
//! nothing else, so they cannot agree by construction.

use std::fs;
use std::path::Path;

use authrocket_wasm::domain::config::InstanceUrl;
use authrocket_wasm::domain::error::{Code, Failure};
use authrocket_wasm::domain::hint::Hint;
use authrocket_wasm::domain::input::Input;
use authrocket_wasm::domain::messages::{Texts, messages};
use authrocket_wasm::domain::operation::Operation;
use authrocket_wasm::domain::outcome::Outcome;
use authrocket_wasm::domain::protocol::{ApiResponse, Reply};
use authrocket_wasm::domain::sentence::Sentence;
use serde_json::{Value, json};

/// At least this many exchanges: an empty folder must not pass.
const FLOOR: usize = 64;

/// Instance URLs, accepted with their base and refused with the hint; `tests/browser/instance-urls.test.js` reads it too.
const INSTANCE_URLS: &str = "instance_urls.json";

struct Fields<'a>(&'a Value);

impl Input for Fields<'_> {
    fn filled(&self, name: &str) -> bool {
        self.0[name].as_str().is_some_and(|value| !value.is_empty())
    }
    fn present(&self, name: &str) -> bool {
        self.0[name].is_string()
    }
    fn same(&self, one: &str, other: &str) -> bool {
        self.0[one] == self.0[other]
    }
}

struct Keys;

impl Texts for Keys {
    fn find(&self, _: &str) -> Option<String> {
        None
    }
    fn own(&self, _: &str) -> Option<String> {
        None
    }
}

fn response(answer: &Value) -> ApiResponse {
    let body = &answer["body"];
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let errors = body["errors"].as_array().into_iter().flatten();
    ApiResponse {
        status: answer["status"]
            .as_u64()
            .and_then(|status| status.try_into().ok())
            .unwrap_or_default(),
        retry_after: None,
        body: body.is_object().then(|| Reply {
            token: text("token"),
            url: text("url"),
            error: text("error"),
            odd: false,
            errors: errors
                .map(|e| Sentence::new(e.as_str().unwrap_or_default().into()))
                .collect(),
            retry_after: body["retry_after"]
                .as_u64()
                .and_then(|seconds| seconds.try_into().ok()),
        }),
    }
}

fn record(result: Result<Outcome, Box<Failure>>) -> Value {
    match result {
        Ok(Outcome::Login { signup, .. }) => json!({"result": "login", "signup": signup}),
        Ok(Outcome::SignupToken { .. }) => json!({"result": "signup_token"}),
        Ok(Outcome::CodeRequired { .. }) => json!({"result": "code_required"}),
        Ok(Outcome::VerificationRequired) => json!({"result": "verification_required"}),
        Ok(Outcome::Okay) => json!({"result": "okay"}),
        Err(failure) => {
            let all = messages(&failure, &Keys);
            let fields: Vec<_> = all.iter().filter_map(|message| message.field).collect();
            let mut record =
                json!({"result": "error", "code": failure.code.name(), "fields": fields});
            if let Some(seconds) = failure.retry_after {
                record["retry_after"] = json!(seconds);
            }
            record
        }
    }
}

#[test]
fn every_golden_exchange_is_asked_and_read_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract");
    let mut played = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "json") || path.ends_with(INSTANCE_URLS) {
            continue;
        }
        let exchanges: Vec<Value> =
            serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for exchange in exchanges {
            let name = exchange["name"].as_str().unwrap();
            let operation = Operation::named(exchange["call"].as_str().unwrap());
            let request = operation.request(&Fields(&exchange["fields"]));
            assert!(
                request.is_ok(),
                "{name}: nothing would be sent: {request:?}"
            );
            let outcome = record(operation.parse(response(&exchange["answer"])));
            assert_eq!(outcome, exchange["outcome"], "{name}");
            played += 1;
        }
    }
    assert!(played >= FLOOR, "only {played} exchanges were played");
}

#[test]
fn instance_urls_are_accepted_and_refused_by_the_table() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/contract")
        .join(INSTANCE_URLS);
    let table: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let rows = |name: &str| -> Vec<(String, String)> {
        serde_json::from_value(table[name].clone()).unwrap()
    };
    let (accepted, refused) = (rows("accepted"), rows("refused"));
    assert!(accepted.len() >= 20 && refused.len() >= 45);
    for (text, base) in accepted {
        let url = InstanceUrl::parse(&text);
        assert_eq!(url.as_ref().map(InstanceUrl::base), Ok(&*base), "{text:?}");
    }
    for (text, hint) in refused {
        let error = InstanceUrl::parse(&text).unwrap_err();
        assert_eq!(error.hint().key(), hint, "{text:?}");
    }
}

/// The keys of an object literal of JavaScript whose members stand on lines of their own.
fn keys(object: &str) -> Vec<&str> {
    object
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(':'))
        .map(|(key, _)| key)
        .filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        .collect()
}

#[test]
fn each_hint_and_each_error_code_has_its_fix_in_the_documents() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/troubleshooting.md");
    let text = fs::read_to_string(file).unwrap();
    let hints = Hint::ALL.iter().map(|hint| hint.key());
    let codes = Code::ALL.iter().map(|code| code.name());
    let missing: Vec<_> = hints
        .chain(codes)
        .filter(|key| !text.contains(&format!("`{key}`")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn each_hint_has_its_sentence_and_each_sentence_its_hint() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/js/texts/hints.js");
    let text = fs::read_to_string(file).unwrap();
    let hints: Vec<_> = Hint::ALL.iter().map(|hint| hint.key()).collect();
    let (_, engine) = text.split_once("export const HINTS = {").unwrap();
    let (engine, _) = engine.split_once("\n};").unwrap();
    assert_eq!(keys(engine), hints);
}
