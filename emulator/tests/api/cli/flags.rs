//! The command line: help, one-line refusals, banner, and a clean end.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_loginrocket-emulator"))
}

fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

#[test]
fn help_names_every_flag_and_the_purpose() {
    let output = program().arg("--help").output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for part in [
        "--host",
        "--login-port",
        "--api-port",
        "--database",
        "--seed",
        "--var",
        "--allow-remote",
        "--log-format",
        "--log ",
        "exec",
        "ready",
        "4101",
        "4102",
        "Never for production",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn an_address_that_others_can_reach_is_refused_unless_allowed() {
    let output = program().args(["--host", "0.0.0.0"]).output().unwrap();
    assert!(refusal(&output).contains("--allow-remote"));
}

#[test]
fn a_taken_port_is_one_line_that_names_port_and_flag() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = program()
        .args(["--login-port", &port, "--api-port", "0"])
        .output()
        .unwrap();
    let line = refusal(&output);
    assert!(
        line.contains(&port) && line.contains("--login-port"),
        "{line}"
    );
}

#[test]
fn a_missing_or_bad_seed_is_one_line_that_says_where() {
    let missing = program()
        .args(["--seed", "/nowhere/seed.json"])
        .output()
        .unwrap();
    assert!(refusal(&missing).contains("/nowhere/seed.json"));
    let file: PathBuf = std::env::temp_dir().join(format!("seed-{}.json", std::process::id()));
    std::fs::write(&file, "{\"realms\": [}").unwrap();
    let bad = program().arg("--seed").arg(&file).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(refusal(&bad).contains("line 1 column 13"));
}

#[cfg(unix)]
#[test]
fn it_announces_its_addresses_and_ends_well_on_sigterm_without_logging_secrets() {
    use std::io::Write;
    let mut child = program()
        .args(["--login-port", "0", "--api-port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let control = loop {
        let line = lines.next().unwrap().unwrap();
        if line.contains("Control") {
            break line;
        }
    };
    let address = control
        .split("http://")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = "GET /v1/login?password=hunter22 HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 404"));
    let killed = Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success());
    let mut log = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    assert!(
        log.contains("/v1/login") && !log.contains("hunter22"),
        "{log}"
    );
}

#[test]
#[cfg(unix)]
fn a_closed_stdout_ends_nothing() {
    let mut child = program()
        .args(["--login-port", "0", "--api-port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    drop(output);
    let mut log = child.stderr.take().unwrap();
    crate::program::signal("TERM", child.id());
    let mut text = String::new();
    log.read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success(), "{text}");
}

#[test]
fn a_time_out_of_range_says_which_is_in_it() {
    for time in ["-1", "99999999999999", "1969-12-31T23:59:59Z"] {
        let clock = format!("--clock={time}");
        let output = program().arg(clock).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("from 1970 to 9999"), "{text}");
    }
}
