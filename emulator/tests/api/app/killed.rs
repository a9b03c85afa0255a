//! Killed at any moment, the emulator starts again with every acknowledged write.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::client::Request;
use crate::fixture::{API_KEY, PASSWORD, REALM, seed};
use crate::program::{Program, TempFile};

const ROUNDS: usize = 10;
const CLIENTS: usize = 4;

/// Signs people up until nobody answers; sends each name with its login token.
async fn keep_signing_up(
    address: std::net::SocketAddr,
    numbers: Arc<AtomicUsize>,
    done: UnboundedSender<(String, String)>,
) {
    loop {
        let name = format!("user{}", numbers.fetch_add(1, Ordering::Relaxed));
        let email = format!("{name}@example.test");
        let fields = [
            ("username", name.as_str()),
            ("email", &email),
            ("password", PASSWORD),
        ];
        let request = Request::new(address, "POST", "/v1/signup").form(&fields);
        let Ok(bytes) = request.attempt().await else {
            return;
        };
        let text = String::from_utf8_lossy(&bytes);
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body);
        // Cut off is not acknowledged.
        let Some(body) = body.and_then(|body| serde_json::from_str::<Value>(body).ok()) else {
            return;
        };
        let token = body["token"].as_str().expect("a login").to_owned();
        if done.send((name, token)).is_err() {
            return;
        }
    }
}

async fn status(program: &Program, target: &str) -> u16 {
    let request = Request::new(program.api, "GET", target)
        .header("x-authrocket-api-key", API_KEY)
        .header("x-authrocket-realm", REALM);
    request.send().await.status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_signup_is_there_after_kill_9_and_the_database_is_sound() {
    let seed = TempFile::holding("killed-seed.json", &seed(&json!({})));
    let database = TempFile::new("killed.sqlite");
    let numbers = Arc::new(AtomicUsize::new(0));
    let mut acknowledged: Vec<(String, String)> = Vec::new();
    for round in 0..ROUNDS {
        let mut program = Program::on(&database, &seed);
        for (name, token) in &acknowledged {
            let user = status(&program, &format!("/v1/users/{name}")).await;
            let session = status(&program, &format!("/v1/sessions/{token}")).await;
            assert_eq!((user, session), (200, 200), "{name} after round {round}");
        }
        let (done, mut news) = unbounded_channel();
        for _ in 0..CLIENTS {
            tokio::spawn(keep_signing_up(
                program.login,
                Arc::clone(&numbers),
                done.clone(),
            ));
        }
        drop(done);
        // In each round a little later, always with requests under way.
        for _ in 0..=round {
            acknowledged.push(news.recv().await.expect("a signup is answered"));
        }
        program.kill();
        while let Some(last) = news.recv().await {
            acknowledged.push(last);
        }
    }
    assert!(acknowledged.len() >= ROUNDS * (ROUNDS + 1) / 2);
    let connection = rusqlite::Connection::open(&database.0).unwrap();
    let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
    assert_eq!(text("PRAGMA integrity_check").unwrap(), "ok");
    let half_stored = "SELECT count(*) FROM users u WHERE username LIKE 'user%' AND
        (NOT EXISTS (SELECT 1 FROM credentials c WHERE c.user_id = u.id) OR
         NOT EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id))";
    let half_stored: i64 = connection
        .query_row(half_stored, [], |row| row.get(0))
        .unwrap();
    assert_eq!(half_stored, 0);
}
