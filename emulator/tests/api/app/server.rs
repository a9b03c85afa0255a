//! Starting, stopping, databases.

use std::net::{Ipv6Addr, SocketAddr};

use loginrocket_emulator::{Config, StartError, start};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::Request;
use crate::fixture::{Emulator, PASSWORD, config, in_time, seed};
use crate::program::{ClosedPort, TempFile};

#[tokio::test]
async fn stop_closes_listeners_and_open_connections_and_the_ports_can_be_taken_again() {
    let emulator = Emulator::start().await;
    let addresses = (emulator.running.login_addr(), emulator.running.api_addr());
    let mut idle = TcpStream::connect(addresses.0).await.unwrap();
    let mut held = TcpStream::connect(addresses.0).await.unwrap();
    let body = json!({"path": "/v1/login", "fault": "delay", "delay_ms": 60_000});
    emulator.control("POST", "faults", body).await;
    let head = b"POST /v1/login HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n";
    held.write_all(head).await.unwrap();
    emulator.is_asked().await;
    emulator.running.stop().await;
    for stream in [&mut idle, &mut held] {
        let mut bytes = Vec::new();
        let end = stream.read_to_end(&mut bytes);
        let _ = in_time(end).await;
        assert!(bytes.is_empty());
    }
    let closed = [addresses.0, addresses.1].map(ClosedPort::at);
    assert!(TcpStream::connect(addresses.0).await.is_err());
    let again = Config {
        login_port: addresses.0.port(),
        api_port: addresses.1.port(),
        ..config(seed(&json!({})))
    };
    let running = start(again).await.unwrap();
    assert_eq!((running.login_addr(), running.api_addr()), addresses);
    drop(closed);
}

#[tokio::test]
async fn the_default_host_answers_on_both_loopback_addresses() {
    if tokio::net::TcpListener::bind((Ipv6Addr::LOCALHOST, 0))
        .await
        .is_err()
    {
        return;
    }
    let emulator = Emulator::start().await;
    let port = emulator.running.login_addr().port();
    let address = SocketAddr::from((Ipv6Addr::LOCALHOST, port));
    let answer = Request::new(address, "GET", "/_emulator/ready")
        .send()
        .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_taken_port_is_named_with_the_flag_that_changes_it() {
    let emulator = Emulator::start().await;
    let port = emulator.running.login_addr().port();
    let api = Config {
        api_port: port,
        ..config(json!({}))
    };
    let error = start(api).await.unwrap_err();
    assert!(matches!(error, StartError::PortTaken { .. }));
    let expected = format!("port {port} is already taken; choose another with --api-port PORT");
    assert_eq!(error.to_string(), expected);
    let login = Config {
        login_port: port,
        ..config(json!({}))
    };
    assert!(
        start(login)
            .await
            .unwrap_err()
            .to_string()
            .contains("--login-port")
    );
}

#[tokio::test]
async fn a_seed_that_clashes_with_itself_stops_the_start_with_its_place() {
    let mut twice = seed(&json!({}));
    twice["realms"][0]["users"][1]["username"] = json!("ada");
    let error = start(config(twice)).await.unwrap_err().to_string();
    assert_eq!(
        error,
        "seed: realms[0].users[1]: Username has already been taken"
    );
}

#[tokio::test]
async fn a_database_file_keeps_users_and_sessions_between_runs() {
    let file = TempFile::new("kept.sqlite");
    let with_file = || Config {
        database: Some(file.0.clone()),
        ..config(seed(&json!({})))
    };
    let emulator = Emulator::configured(with_file()).await;
    let fields = [
        ("username", "lin"),
        ("email", "l@example.test"),
        ("password", "long enough"),
    ];
    let token = emulator.post("/v1/signup", &fields).await.text("token");
    emulator.running.stop().await;
    let emulator = Emulator::configured(with_file()).await;
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{token}")).await.status,
        200
    );
    emulator.login("lin", "long enough").await.text("token");
    emulator.login("ada", PASSWORD).await.text("token");
    assert_eq!(emulator.list("users").await.len(), 3);
    emulator.control("POST", "reset", json!({})).await;
    assert_eq!(emulator.list("users").await.len(), 2);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_by_name() {
    let file = TempFile::new("broken.sqlite");
    std::fs::write(
        &file.0,
        "this is no database, only text that is long enough to be read",
    )
    .unwrap();
    let broken = Config {
        database: Some(file.0.clone()),
        ..config(json!({}))
    };
    let error = start(broken).await.unwrap_err();
    assert!(error.to_string().contains("broken.sqlite"), "{error}");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let emulator = Emulator::start().await;
    let huge = "x".repeat(300 * 1024);
    let answer = emulator
        .login_port("POST", "/v1/login")
        .form(&[("password", &huge)]);
    assert_eq!(answer.send().await.status, 413);
}

#[tokio::test]
async fn a_realm_of_version_2_is_reached_by_its_own_names() {
    let emulator = Emulator::v2().await;
    let access = emulator.running.access().unwrap();
    let value = |wanted: &str| {
        let mut variables = access.variables().into_iter();
        let found = variables.find(|(name, _)| *name == wanted);
        found.and_then(|(_, value)| value.map(str::to_owned))
    };
    assert!(value("AUTHROCKET_URL").unwrap().ends_with("/v2/"));
    assert_eq!(value("AUTHROCKET_REALM").as_deref(), Some("rl_two"));
    let key = value("AUTHROCKET_JWT_KEY").unwrap();
    assert!(key.starts_with("-----BEGIN PUBLIC KEY-----"));
    assert_eq!(value("LOGINROCKET_URL"), value("AUTHROCKET_LOGIN_URL"));
    assert_eq!(value("AUTHROCKET_JWT_SECRET"), None);
}
