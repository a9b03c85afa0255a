//! The library against the golden exchanges beside this file, which the emulator's tests play too: the two share
//! nothing else, so they cannot agree by construction.

use std::fs;
use std::path::Path;

use authrocket_wasm::domain::api::Instance;
use authrocket_wasm::domain::error::{Code, Failure};
use authrocket_wasm::domain::hint::Hint;
use authrocket_wasm::domain::input::Input;
use authrocket_wasm::domain::messages::{Texts, messages};
use authrocket_wasm::domain::operation::Operation;
use authrocket_wasm::domain::outcome::Outcome;
use authrocket_wasm::domain::protocol::{ApiRequest, ApiResponse, Renamed, Reply};
use authrocket_wasm::domain::sentence::Sentence;
use serde_json::{Value, json};

/// At least this many exchanges: an empty folder must not pass.
const FLOORS: [(&str, &str, usize); 2] = [("", "v1", 64), ("v2", "v2", 52)];

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
            result: text("result"),
            has_session: body["session"].is_string(),
            conditions: body["conditions"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(" "),
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
        Ok(Outcome::Conditional { page }) => json!({"result": "conditional_login", "page": page}),
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

/// The names that are sent, of those that a page passed.
fn sent(request: &ApiRequest, instance: &Instance, fields: &Value) -> Vec<String> {
    let mut names: Vec<_> = fields
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .filter(|name| instance.sends(request, name))
        .collect();
    names.extend(request.renamed.map(|renamed| match renamed {
        Renamed::Username => "email".into(),
        Renamed::SessionOfToken => "session".into(),
    }));
    names.sort();
    names
}

/// What an exchange says about its request; those of version 1 say nothing.
fn wanted(request: &Value) -> Option<(String, String, Vec<String>)> {
    let mut names: Vec<String> = serde_json::from_value(request["fields"].clone()).ok()?;
    names.sort();
    let text = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
    Some((text("method"), text("path"), names))
}

#[test]
fn every_golden_exchange_is_asked_and_read_as_written() {
    for (folder, api, floor) in FLOORS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/contract")
            .join(folder);
        let instance = Instance::parse("https://login.example.test", api).unwrap();
        let mut played = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|kind| kind != "json") || path.ends_with(INSTANCE_URLS) {
                continue;
            }
            let exchanges: Vec<Value> =
                serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            for exchange in exchanges {
                play(&instance, &exchange);
                played += 1;
            }
        }
        assert!(
            played >= floor,
            "only {played} exchanges of {api} were played"
        );
    }
}

fn play(instance: &Instance, exchange: &Value) {
    let name = exchange["name"].as_str().unwrap_or_default();
    let operation = Operation::named(exchange["call"].as_str().unwrap_or_default());
    let fields = &exchange["fields"];
    let request = instance
        .api
        .request(operation, &Fields(fields))
        .unwrap_or_else(|failure| panic!("{name}: nothing would be sent: {failure:?}"));
    if let Some(wanted) = wanted(&exchange["request"]) {
        let asked = (
            request.method.name().to_owned(),
            format!("/{}", request.path),
            sent(&request, instance, fields),
        );
        assert_eq!(asked, wanted, "{name}");
    }
    let outcome = record(instance.api.parse(operation, response(&exchange["answer"])));
    assert_eq!(outcome, exchange["outcome"], "{name}");
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
        let instance = Instance::parse(&text, "").unwrap();
        assert_eq!(instance.url.base(), base, "{text:?}");
    }
    for (text, hint) in refused {
        let error = Instance::parse(&text, "").err().unwrap();
        assert_eq!(error.hint().key(), hint, "{text:?}");
    }
    let apis: Vec<(String, Option<String>, String)> =
        serde_json::from_value(table["apis"].clone()).unwrap();
    assert!(apis.len() >= 30);
    for (text, api, expected) in apis {
        let instance = Instance::parse(&text, api.as_deref().unwrap_or_default());
        let found = match instance {
            Ok(instance) => {
                // What tells them apart outside is what they call.
                let typed = json!({"username": "ada", "password": "x"});
                let request = instance.api.request(Operation::Login, &Fields(&typed));
                request.unwrap().path.replace("/login", "")
            }
            Err(error) => error.hint().key().to_owned(),
        };
        assert_eq!(found, expected, "{text:?} {api:?}");
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
