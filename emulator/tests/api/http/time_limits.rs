//! Limits of time: who connects and says nothing, or says it a byte at a time, is not waited for.

use std::net::SocketAddr;
use std::time::Duration;

use loginrocket_emulator::Config;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::fixture::{Emulator, config, in_time, seed};

const LIMIT: Duration = Duration::from_millis(400);

async fn emulator() -> Emulator {
    let config = Config {
        read_timeout: LIMIT,
        ..config(seed(&json!({})))
    };
    Emulator::configured(config).await
}

/// Sends `head` at once and `rest` slowly; what came back until the end of the connection. `rest` is longer than any
/// test may take, so the server ended it.
async fn slowly(addr: SocketAddr, head: &str, rest: &str) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut rest = rest.bytes();
    let mut answer = Vec::new();
    loop {
        let mut some = [0; 1024];
        match timeout(Duration::from_millis(50), stream.read(&mut some)).await {
            Ok(Ok(0) | Err(_)) => return String::from_utf8(answer).unwrap(),
            Ok(Ok(read)) => answer.extend_from_slice(&some[..read]),
            Err(_) => {
                if let Some(byte) = rest.next() {
                    let _ = stream.write_all(&[byte]).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn idle_and_dripping_connections_are_closed_on_both_ports() {
    let emulator = emulator().await;
    let (login, api) = (emulator.running.login_addr(), emulator.running.api_addr());
    let drops = "x".repeat(20_000);
    let body = "POST /v1/login HTTP/1.1\r\nhost: a\r\ncontent-length: 20000\r\n\
                content-type: application/json\r\n\r\n";
    for addr in [login, api] {
        for (what, head, rest) in [
            ("idle", "", ""),
            ("half a line", "GET /v1/lo", ""),
            (
                "dripping headers",
                "GET / HTTP/1.1\r\nhost: a\r\nx: ",
                drops.as_str(),
            ),
            ("silent body", body, ""),
            ("dripping body", body, &drops),
        ] {
            let answer = in_time(slowly(addr, head, rest)).await;
            assert!(!answer.contains(" 200 "), "{what}: {answer}");
        }
    }
    // On a busy machine the limit on the head may come first, which ends a connection without an answer.
    let too_slow = async {
        loop {
            let answer = slowly(login, body, "").await;
            if !answer.is_empty() {
                return answer;
            }
        }
    };
    let answer = in_time(too_slow).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[tokio::test]
async fn an_answer_may_take_longer_than_a_request() {
    let emulator = emulator().await;
    // A busy machine may make a request take too long, which ends its connection without an answer.
    let answered = async |path: &str, body: &Value| {
        let request = emulator.login_port("POST", path).json(body);
        let answer = async {
            loop {
                let bytes = request.raw().await;
                if !bytes.is_empty() {
                    return String::from_utf8(bytes).unwrap();
                }
            }
        };
        in_time(answer).await
    };
    let fault = json!({"path": "/v1/session", "fault": "delay", "delay_ms": 1200});
    let set = answered("/_emulator/faults", &fault).await;
    assert!(set.starts_with("HTTP/1.1 201 "), "{set}");
    let answer = answered("/v1/session", &json!({"token": "x"})).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}
