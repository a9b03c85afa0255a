//! `exec` and `ready`: a command with an emulator of its own, and the probe for scripts.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Output, Stdio};

use serde_json::{Value, json};

use crate::client::{Answer, Request};
use crate::program::{ClosedPort, Program, TempFile, program};

fn run(arguments: &[&str], script: &str) -> Output {
    program()
        .args(["exec"])
        .args(arguments)
        .args(["--", "sh", "-c", script])
        .env("AUTHROCKET_API_KEY", "ko_of-the-real-service")
        .env("AUTHROCKET_REALM", "rl_of-the-real-service")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn start(script: &str) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = program()
        .args(["exec", "--", "sh", "-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    (child, output)
}

fn next(output: &mut BufReader<std::process::ChildStdout>) -> String {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

async fn get(url: &str, path: &str, key: &str) -> Answer {
    let rest = url.strip_prefix("http://").unwrap();
    let (address, base) = rest.split_once('/').unwrap();
    let address: SocketAddr = address.parse().unwrap();
    Request::new(address, "GET", &format!("/{base}{path}"))
        .header("x-authrocket-api-key", key)
        .send()
        .await
}

#[tokio::test]
async fn the_command_gets_five_variables_that_work_and_its_status_is_the_end() {
    let script = r#"for name in URL API_KEY REALM JWT_SECRET LOGIN_URL; do eval "echo \$AUTHROCKET_$name"; done
        read line; echo "heard $line"; exit 7"#;
    let (mut child, mut output) = start(script);
    let [url, key, realm, secret, login_url] = [(); 5].map(|()| next(&mut output));
    assert!(url.ends_with("/v1/"), "{url}");
    let read = get(&url, &format!("users/ada?realm_id={realm}"), &key).await;
    assert_eq!(read.json()["username"], "ada", "{read:?}");

    let port = login_url
        .strip_prefix("http://localhost:")
        .and_then(|rest| rest.strip_suffix('/'))
        .unwrap();
    let login = SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()));
    let fields = [("username", "ada"), ("password", "analytical engine")];
    let request = Request::new(login, "POST", "/v1/login").form(&fields);
    let answer = request.send().await;
    let token = answer.text("token");
    assert!(
        answer
            .text("url")
            .starts_with("http://localhost:3000/login?")
    );
    assert_eq!(
        get(&url, &format!("sessions/{token}"), &key).await.status,
        200
    );
    let mut rules = jsonwebtoken::Validation::default();
    rules.set_audience(&[&realm]);
    let secret = jsonwebtoken::DecodingKey::from_secret(secret.as_bytes());
    let claims = jsonwebtoken::decode::<Value>(&token, &secret, &rules).unwrap();
    assert_eq!(claims.claims["un"], "ada");

    child.stdin.take().unwrap().write_all(b"you\n").unwrap();
    assert_eq!(next(&mut output), "heard you");
    assert_eq!(next(&mut output), "", "stdout is the command's alone");
    assert_eq!(child.wait().unwrap().code(), Some(7));
    let mut errors = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut errors)
        .unwrap();
    assert!(
        errors.contains("ada") && errors.contains("analytical engine"),
        "{errors}"
    );
}

#[test]
fn a_command_that_a_signal_killed_is_128_and_its_number_as_in_a_shell() {
    assert_eq!(run(&[], "kill -9 $$").status.code(), Some(137));
    assert_eq!(run(&[], "kill -15 $$").status.code(), Some(143));
    assert_eq!(run(&[], "true").status.code(), Some(0));
}

#[test]
fn a_command_that_cannot_be_started_is_127_and_a_line_that_names_it() {
    let output = program()
        .args(["exec", "--", "/nowhere/at-all"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(127));
    let text = String::from_utf8(output.stderr).unwrap();
    let line = text.lines().last().unwrap();
    assert!(line.contains("cannot start /nowhere/at-all"), "{text}");
}

#[cfg(unix)]
#[test]
fn signals_go_to_the_command_and_its_end_is_waited_for() {
    for (name, expected) in [("INT", 3), ("TERM", 4)] {
        let script = "sleep 60 >/dev/null 2>&1 & pid=$!
            trap 'kill $pid; echo caught; exit 3' INT; trap 'kill $pid; echo caught; exit 4' TERM
            echo ready; wait";
        let (mut child, mut output) = start(script);
        assert_eq!(next(&mut output), "ready");
        crate::program::signal(name, child.id());
        assert_eq!(next(&mut output), "caught");
        assert_eq!(child.wait().unwrap().code(), Some(expected), "{name}");
    }
}

#[test]
fn variables_of_the_real_service_never_reach_the_command() {
    let seed = json!({"realms": [{"id": "rl_mine", "apps": [{"name": "A", "login_handler": "http://localhost/x"}]}]});
    let file = TempFile::holding("exec-seed.json", &seed);
    let script = r#"echo "${AUTHROCKET_API_KEY-none} $AUTHROCKET_REALM""#;
    let output = run(&["--seed", file.path()], script);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "none rl_mine\n");
}

#[test]
fn the_seed_of_exec_knows_where_the_app_is() {
    let script =
        r#"port=${AUTHROCKET_LOGIN_URL##*:}; "$0" ready --wait 120 --login-port "${port%/}""#;
    let output = program()
        .args(["exec", "--var", "APP=http://localhost:5000", "--"])
        .args([
            "sh",
            "-c",
            script,
            env!("CARGO_BIN_EXE_loginrocket-emulator"),
        ])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "ready\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_taken_port_is_reported_before_anything_runs() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run(&["--login-port", &port], "echo ran");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains(&port));
}

#[test]
fn ready_is_0_when_an_emulator_answers_and_1_when_not() {
    let closed = ClosedPort::new();
    let port = closed.address().port().to_string();
    let output = program()
        .args(["ready", "--login-port", &port])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1);

    let mut waiting = program()
        .args(["ready", "--wait", "120", "--login-port", &port])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let emulator = Program::serve(&["--login-port", &port]);
    assert_eq!(emulator.login.port().to_string(), port);
    assert_eq!(waiting.wait().unwrap().code(), Some(0));
}

#[tokio::test]
async fn with_version_2_the_variables_are_those_that_its_clients_read() {
    let script = r#"echo "$LOGINROCKET_URL"; echo "$AUTHROCKET_URL"; echo "${AUTHROCKET_JWT_SECRET-unset}"
        echo "$AUTHROCKET_JWT_KEY"; read line"#;
    let mut child = program()
        .args(["exec", "--api", "2", "--", "sh", "-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let [url, core, secret, key] = [(); 4].map(|()| next(&mut output));
    assert!(core.ends_with("/v2/"), "{core}");
    assert_eq!(secret, "unset");
    assert_eq!(key, "-----BEGIN PUBLIC KEY-----");
    let port = url
        .strip_prefix("http://localhost:")
        .and_then(|rest| rest.strip_suffix('/'))
        .unwrap();
    let login = SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()));
    let fields = [("email", "ada"), ("password", "analytical engine")];
    let request = Request::new(login, "POST", "/v2/login").form(&fields);
    let answer = request
        .header("origin", "http://localhost:3000")
        .send()
        .await;
    assert_eq!(answer.json()["result"], "full_login", "{answer:?}");
    let listed = answer.header("access-control-allow-origin");
    assert_eq!(listed, Some("http://localhost:3000"));
    child.stdin.take().unwrap().write_all(b"you\n").unwrap();
    child.wait().unwrap();
}

#[test]
fn a_version_and_a_seed_contradict_each_other() {
    let output = program()
        .args(["exec", "--api", "2", "--seed", "x.json", "--", "true"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}
