//! Random requests on raw sockets, on all paths of both ports: the connection always ends, with an answer
//! or without, and no answer is a 500. More in `http/robustness.rs`.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::fixture::{API_KEY, Emulator, PATIENCE, REALM};

const METHODS: &[&str] = &[
    "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "BREW",
];
const SEGMENTS: &[&str] = &[
    "v1",
    "v2",
    "connect",
    "jwks",
    "login",
    "verify",
    "authenticate_code",
    "signup",
    "logout",
    "forgot_password",
    "reset_password",
    "password",
    "forgot",
    "reset",
    "verify_email",
    "email",
    "session",
    "auth",
    "facebook",
    "users",
    "ada",
    "usr_ada",
    "--",
    "authenticate",
    "authenticate_key",
    "generate_password_token",
    "reset_password_with_token",
    "update_password",
    "request_email_verification",
    "sessions",
    "kss_x",
    "user_tokens",
    "utk_x",
    "credentials",
    "orgs",
    "memberships",
    "realms",
    "rl_standard",
    "auth_providers",
    "login_policies",
    "lpl_demo",
    "app_hooks",
    "events",
    "notifications",
    "jwt_keys",
    "_emulator",
    "apps",
    "faults",
    "1",
    "requests",
    "outbox",
    "totp",
    "signup_tokens",
    "profile",
    "accounts",
    "account",
    "org_engines",
    "client_apps",
    "domains",
    "hooks",
    "invitations",
    "invite",
    "named_permissions",
    "authenticate_token",
    "accept_invitation",
    "authorize",
    "seed",
    "export",
    "import",
    "state",
    "%00",
    "%ff",
    "..",
    "%2F",
    "ä",
    "",
];
const HEADERS: &[&str] = &[
    "host",
    "cookie",
    "origin",
    "accept",
    "content-type",
    "content-length",
    "transfer-encoding",
    "expect",
    "connection",
    "upgrade",
    "x-authrocket-realm",
    "x-authrocket-api-key",
    "authrocket-realm",
    "authrocket-api-key",
    "authorization",
    "user-agent",
    "accept-language",
    "access-control-request-headers",
    "sec-fetch-site",
    "referer",
    "x-http-method-override",
];
const VALUES: &[&str] = &[
    "",
    "demo.localhost",
    "[::1]:80",
    "a.b.c.d",
    "localhost:99999",
    ":",
    "loginrocket_sso=x",
    "loginrocket_sso=\"\"; ;=",
    "null",
    "*/*;q=",
    "application/json",
    "application/x-www-form-urlencoded; charset=\u{1}",
    "multipart/form-data",
    "chunked",
    "0",
    "5",
    "-1",
    "18446744073709551616",
    "100-continue",
    "keep-alive",
    "h2c",
    "xx-XX",
    "kss_x",
];
const FIELDS: &[&str] = &[
    "username=ada",
    "password=x",
    "callback=a.b",
    "callback=%3Cscript%3E",
    "token=kli_x",
    "token=a.b.c",
    "code=000000",
    "redirect_uri=http://x",
    "redir=%00",
    "user[username]=a",
    "user[custom][a][b][c]=1",
    "user[]=1",
    "user[=1",
    "]=[",
    "[]=1",
    "a=1&a[b]=2&a[]=3",
    "%",
    "%zz=%f",
    "&&==",
    "max_results=-1",
    "max_results=9999999999999999999999",
    "after=x",
    "sort=id;drop",
    "direction=up",
    "expand=token",
    "realm_id=%00",
    "email=a@b",
    "login[username]=ada",
];
const BODIES: &[&str] = &[
    "",
    "{",
    "{}",
    "[]",
    "null",
    "{\"username\":{}}",
    "{\"user\":[]}",
    "{\"user\":{\"username\":\"\\ud800\"}}",
    "{\"session\":{\"user_id\":1e400}}",
    "{\"a\":1,\"a\":2}",
    "\u{feff}{}",
    "5\r\nhello\r\n0\r\n\r\n",
    "zz\r\n",
];

fn head() -> impl Strategy<Value = String> {
    let path = proptest::collection::vec(select(SEGMENTS), 0..6).prop_map(|path| path.join("/"));
    let query = proptest::collection::vec(select(FIELDS), 0..4).prop_map(|query| query.join("&"));
    let value = prop_oneof![4 => select(VALUES).prop_map(str::to_owned), 1 => "[ -~]{0,30}"];
    let headers = proptest::collection::vec((select(HEADERS), value), 0..4);
    (select(METHODS), path, query, headers).prop_map(|(method, path, query, headers)| {
        let mut head = format!("{method} /{path}?{query} HTTP/1.1\r\n");
        let keys = [
            ("host", "localhost"),
            ("x-authrocket-api-key", API_KEY),
            ("x-authrocket-realm", REALM),
        ];
        for (name, value) in keys {
            if !headers.iter().any(|(given, _)| *given == name) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        select(BODIES).prop_map(|body| body.as_bytes().to_vec()),
        proptest::collection::vec(select(FIELDS), 0..4)
            .prop_map(|body| body.join("&").into_bytes()),
        proptest::collection::vec(any::<u8>(), 0..60),
    ]
}

/// Sends bytes, ends the sending side, and checks what comes back.
fn check(address: SocketAddr, bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // It may answer and close before all is sent.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let kind = read.err().map(|cause| cause.kind());
    prop_assert_ne!(kind, Some(std::io::ErrorKind::WouldBlock), "still open");
    let answer = String::from_utf8_lossy(&answer);
    prop_assert!(
        answer.is_empty() || answer.starts_with("HTTP/1."),
        "{}",
        answer
    );
    prop_assert!(!answer.contains(" 500 Internal"), "{}", answer);
    Ok(())
}

fn runs(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

fn fuzz(cases: u32, bytes: impl Strategy<Value = Vec<u8>>) {
    let runtime = Runtime::new().unwrap();
    let emulator = runtime.block_on(Emulator::start());
    let addresses = [emulator.running.login_addr(), emulator.running.api_addr()];
    proptest!(runs(cases), |(bytes in bytes)| {
        for address in addresses {
            check(address, &bytes)?;
        }
        runtime.block_on(emulator.control("DELETE", "faults", Value::Null));
    });
    // It still works.
    runtime.block_on(emulator.control("POST", "reset", Value::Null));
    let token = runtime.block_on(emulator.login_token("ada"));
    assert!(token.starts_with("eyJ"));
}

#[test]
fn requests_that_look_like_requests() {
    fuzz(
        512,
        (head(), body()).prop_map(|(head, body)| {
            let length = match head.contains("content-length") || head.contains("transfer-encoding")
            {
                true => String::new(),
                false => format!("content-length: {}\r\n", body.len()),
            };
            [head.as_bytes(), length.as_bytes(), b"\r\n", &body].concat()
        }),
    );
}

#[test]
fn requests_that_end_anywhere() {
    fuzz(
        128,
        (head(), body(), any::<prop::sample::Index>()).prop_map(|(head, body, end)| {
            let mut bytes = [head.as_bytes(), b"content-length: 40\r\n\r\n", &body].concat();
            bytes.truncate(end.index(bytes.len()));
            bytes
        }),
    );
}

#[test]
fn bytes_that_are_no_request() {
    fuzz(128, proptest::collection::vec(any::<u8>(), 0..200));
}
