//! Random input on every path of both ports: an answer each time, never a 500.

use proptest::prelude::*;
use serde_json::{Map, Value};
use tokio::runtime::Runtime;

use crate::client::Request;
use crate::fixture::Emulator;

const LOGIN_PATHS: &[&str] = &[
    "/v1/login",
    "/v1/login/verify",
    "/v1/authenticate_code",
    "/v1/signup",
    "/v1/logout",
    "/_emulator/seed",
    "/_emulator/faults",
    "/_emulator/clock",
];
const API_PATHS: &[&str] = &[
    "/v1/users",
    "/v1/users/ada",
    "/v1/users/ada/authenticate",
    "/v1/users/--/authenticate_code",
    "/v1/sessions",
    "/v1/sessions/x",
    "/v1/user_tokens",
    "/v1/credentials",
    "/v1/credentials/x/verify",
    "/v1/memberships",
];
const NAMES: &[&str] = &[
    "username",
    "email",
    "password",
    "password_confirmation",
    "token",
    "code",
    "callback",
    "redir",
    "redirect_uri",
    "org_name",
    "user",
    "session",
    "user_token",
    "credential",
    "user_id",
    "realm_id",
    "max_results",
    "after",
    "custom",
    "state",
    "expand",
    "credential_type",
    "realms",
    "path",
    "fault",
];

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(Value::from("totp")),
        Just(Value::from("ada")),
        Just(Value::from("kss_x.y.z")),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let object =
            proptest::collection::vec((proptest::sample::select(NAMES), inner.clone()), 0..6);
        prop_oneof![
            proptest::collection::vec(inner, 0..3).prop_map(Value::Array),
            object.prop_map(|members| {
                let members = members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect::<Map<_, _>>())
            }),
        ]
    })
}

fn check(runtime: &Runtime, request: &Request) -> Result<(), TestCaseError> {
    let answer = runtime.block_on(request.send());
    prop_assert_ne!(answer.status, 500, "{:?}", request);
    prop_assert!(answer.header("x-request-id").is_some());
    Ok(())
}

fn runs() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(96)
    }
}

#[test]
fn random_json_bodies_are_answered() {
    let runtime = Runtime::new().unwrap();
    let emulator = runtime.block_on(Emulator::start());
    let login = (proptest::sample::select(LOGIN_PATHS), Just(true));
    let api = (proptest::sample::select(API_PATHS), Just(false));
    let paths = prop_oneof![login, api];
    let methods = proptest::sample::select(&["POST", "PUT", "GET"][..]);
    proptest!(runs(), |((path, login) in paths, method in methods, body in json_value())| {
        let request = match login {
            true => emulator.login_port(method, path),
            false => emulator.api(method, path),
        };
        check(&runtime, &request.json(&body))?;
        runtime.block_on(emulator.control("DELETE", "faults", Value::Null));
    });
}

#[test]
fn random_forms_and_queries_are_answered() {
    let runtime = Runtime::new().unwrap();
    let emulator = runtime.block_on(Emulator::start());
    let fields = || proptest::collection::vec((proptest::sample::select(NAMES), ".{0,20}"), 0..6);
    let paths = proptest::sample::select(LOGIN_PATHS);
    proptest!(runs(), |(path in paths, query in fields(), body in fields())| {
        let pairs = |fields: &[(&'static str, String)]| -> Vec<(&'static str, String)> { fields.to_vec() };
        let (query, body) = (pairs(&query), pairs(&body));
        let query: Vec<_> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let body: Vec<_> = body.iter().map(|(name, value)| (*name, value.as_str())).collect();
        check(&runtime, &emulator.login_port("GET", path).query(&query))?;
        check(&runtime, &emulator.login_port("POST", path).query(&query).form(&body))?;
    });
}

#[test]
fn random_bytes_in_path_query_and_body_are_answered() {
    let runtime = Runtime::new().unwrap();
    let emulator = runtime.block_on(Emulator::start());
    let bytes = || proptest::collection::vec(any::<u8>(), 0..80);
    let types = proptest::sample::select(
        &[
            "application/json",
            "application/x-www-form-urlencoded",
            "text/plain",
            "",
            ";",
        ][..],
    );
    proptest!(runs(), |(tail in "[a-zA-Z0-9%/.\\[\\]&=+_-]{0,40}", body in bytes(), kind in types)| {
        let login = emulator.login_port("POST", &format!("/v1/login?{tail}"));
        check(&runtime, &login.body(kind, body.clone()))?;
        let api = emulator.api("GET", &format!("/v1/users/{tail}"));
        check(&runtime, &api.body(kind, body))?;
    });
}
