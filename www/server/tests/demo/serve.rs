//! Listening: the address, a taken port, and stopping.

use std::time::{Duration, Instant};

use authrocket_demo::{Config, StartError, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::stand_in::StandIn;

#[tokio::test]
async fn it_listens_on_a_free_port_and_stops_listening() {
    let it = StandIn::start().await;
    let running = start(it.config.clone()).await.unwrap();
    let addr = running.addr();
    assert_ne!(addr.port(), 0);
    let open = reqwest::get(format!("http://{addr}/pages/login"))
        .await
        .unwrap();
    assert_eq!(open.status(), 200);
    running.stop().await;
    assert!(TcpStream::connect(addr).await.is_err());
}

#[tokio::test]
async fn a_taken_port_is_named_together_with_the_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = start(Config {
        port,
        ..Config::default()
    })
    .await
    .unwrap_err();
    assert!(matches!(error, StartError::PortTaken(..)));
    let text = error.to_string();
    assert!(
        text.contains(&port.to_string()) && text.contains("--port") && !text.contains('\n'),
        "{text}"
    );
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused_at_the_start() {
    let api_url = "https://api-e1.authrocket.com/v1/".parse().unwrap();
    let error = start(Config {
        port: 0,
        api_url,
        ..Config::default()
    })
    .await
    .unwrap_err();
    assert!(matches!(error, StartError::Config(_)));
}

#[tokio::test]
async fn callers_who_send_nothing_or_a_byte_at_a_time_are_not_waited_for() {
    let it = StandIn::start().await;
    let limit = Duration::from_millis(400);
    let config = Config {
        read_timeout: limit,
        ..it.config.clone()
    };
    let running = start(config).await.unwrap();
    let body = "POST /login HTTP/1.1\r\nhost: a\r\ncontent-length: 2000\r\n\r\n";
    for (head, drips) in [
        ("", false),
        ("GET /acc", false),
        ("GET / HTTP/1.1\r\nhost: a\r\nx: ", true),
        (body, false),
        (body, true),
    ] {
        let begun = Instant::now();
        let mut stream = TcpStream::connect(running.addr()).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut some = [0; 4096];
        loop {
            match timeout(limit / 8, stream.read(&mut some)).await {
                Ok(Ok(0) | Err(_)) => break,
                Ok(Ok(_)) => {}
                Err(_) if drips => drop(stream.write_all(b"x").await),
                Err(_) => {}
            }
            assert!(begun.elapsed() < limit * 5, "{head:?} {drips}");
        }
    }
    running.stop().await;
}
