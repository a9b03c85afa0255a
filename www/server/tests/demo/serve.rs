//! Listening: the address, a taken port, and stopping.

use authrocket_demo::{Config, StartError, start};
use tokio::net::{TcpListener, TcpStream};

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
