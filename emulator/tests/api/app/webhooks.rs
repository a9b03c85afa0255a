//! Webhooks: what is posted, when, and what becomes of it.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::fixture::{Emulator, in_time, lay, text_of};
use crate::fixture_v2::done;
use crate::program::ClosedPort;

/// An app server that receives events.
struct Listener {
    address: String,
    received: mpsc::UnboundedReceiver<(HeaderMap, Value)>,
}

type Sender = mpsc::UnboundedSender<(HeaderMap, Value)>;

impl Listener {
    async fn answering(status: StatusCode) -> Self {
        let (sender, received) = mpsc::unbounded_channel();
        let handler = move |State(sender): State<Sender>, headers: HeaderMap, body: Bytes| async move {
            let body = serde_json::from_slice(&body).unwrap();
            sender.send((headers, body)).unwrap();
            (status, Json(json!({})))
        };
        let app = Router::new()
            .route("/hooks", post(handler))
            .with_state(sender);
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hooks?x=1", socket.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(socket, app).await });
        Self { address, received }
    }

    async fn next(&mut self) -> (HeaderMap, Value) {
        in_time(self.received.recv()).await.unwrap()
    }
}

async fn hook(emulator: &Emulator, destination: &str, settings: Value) -> String {
    let mut hook = json!({"destination": destination, "event_type": ["user.login.succeeded"]});
    lay(&mut hook, &settings);
    text_of(&emulator.create_hook(&hook).await, "id")
}

/// The newest login's notification, once `done` is true of it.
async fn notification(emulator: &Emulator, done: impl Fn(&Value) -> bool) -> Value {
    let path = "/v1/events?expand=notifications&event_type=user.login.&created_at_after=";
    let look = async {
        loop {
            let events = emulator.get(path).await.json();
            let notification = &events["collection"][0]["notifications"][0];
            if done(notification) {
                return notification.clone();
            }
        }
    };
    in_time(look).await
}

#[tokio::test]
async fn an_event_is_posted_as_the_core_api_shows_it() {
    let emulator = Emulator::start().await;
    let mut listener = Listener::answering(StatusCode::NO_CONTENT).await;
    hook(&emulator, &listener.address, json!({})).await;
    emulator.login("ada", "wrong").await.refusal();
    emulator.login_token("ada").await;
    let (headers, event) = listener.next().await;
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(event["event_type"], "user.login.succeeded");
    assert_eq!(event["user_id"], "usr_ada");
    let path = format!("/v1/events/{}", text_of(&event, "id"));
    let mut shown = emulator.get(&path).await.json();
    shown.as_object_mut().unwrap().remove("notifications");
    assert_eq!(shown, event);
    let delivered = notification(&emulator, |entry| entry["state"] == "completed").await;
    assert_eq!(delivered["attempts"], 1);
    assert_eq!(delivered["last_result"], "204 No Content");
    assert_eq!(delivered["last_destination"], listener.address.as_str());
}

#[tokio::test]
async fn an_empty_list_of_types_means_all_events_in_their_order() {
    let emulator = Emulator::start().await;
    let mut listener = Listener::answering(StatusCode::OK).await;
    hook(&emulator, &listener.address, json!({"event_type": []})).await;
    emulator.login("ada", "wrong").await.refusal();
    emulator.login_token("ada").await;
    for expected in [
        "app_hook.created",
        "user.login.failed",
        "user.login.succeeded",
    ] {
        assert_eq!(listener.next().await.1["event_type"], expected);
    }
}

#[tokio::test]
async fn a_refused_webhook_is_tried_again_later_and_given_up_after_two_days() {
    let emulator = Emulator::start().await;
    let mut listener = Listener::answering(StatusCode::INTERNAL_SERVER_ERROR).await;
    hook(&emulator, &listener.address, json!({})).await;
    emulator.login_token("ada").await;
    listener.next().await;
    let entry = notification(&emulator, |entry| entry["attempts"] == 1).await;
    assert_eq!(entry["state"], "in_progress");
    assert_eq!(entry["last_result"], "500 Internal Server Error");
    for attempt in 2..=9 {
        emulator.advance(26 * 3600).await;
        listener.next().await;
        notification(&emulator, |entry| entry["attempts"] == attempt).await;
    }
    let entry = notification(&emulator, |entry| entry["state"] == "failed").await;
    assert_eq!(entry["attempts"], 9);
}

#[tokio::test]
async fn a_delivery_reports_that_nobody_listens() {
    let emulator = Emulator::start().await;
    let closed = ClosedPort::new();
    let destination = format!("http://{}/", closed.address());
    hook(&emulator, &destination, json!({})).await;
    emulator.login_token("ada").await;
    let entry = notification(&emulator, |entry| entry["attempts"] == 1).await;
    assert_eq!(entry["state"], "in_progress");
    let result = text_of(&entry, "last_result").to_lowercase();
    assert!(result.contains("refused"), "{result}");
}

#[tokio::test]
async fn a_delayed_webhook_waits_for_the_clock_and_is_canceled_with_its_hook() {
    let emulator = Emulator::start().await;
    let mut listener = Listener::answering(StatusCode::OK).await;
    let late = hook(&emulator, &listener.address, json!({"delay": 3600})).await;
    emulator.login_token("ada").await;
    let waiting = notification(&emulator, |_| true).await;
    assert_eq!(
        (&waiting["attempts"], &waiting["state"]),
        (&json!(0), &json!("in_progress"))
    );
    emulator.advance(3601).await;
    listener.next().await;
    notification(&emulator, |entry| entry["state"] == "completed").await;

    emulator.login_token("ada").await;
    let path = format!("/v1/app_hooks/{late}");
    let off = json!({"app_hook": {"state": "inactive"}});
    assert_eq!(emulator.put(&path, off.clone()).await.status, 200);
    emulator.advance(3601).await;
    notification(&emulator, |entry| entry["state"] == "canceled").await;

    let on = json!({"app_hook": {"state": "active"}});
    assert_eq!(emulator.put(&path, on.clone()).await.status, 200);
    emulator.login_token("ada").await;
    assert_eq!(emulator.delete(&path).await.status, 204);
    notification(&emulator, |entry| entry["state"] == "canceled").await;
    assert!(listener.received.is_empty());
}

/// Whose events were posted together.
fn users(body: &Value) -> Vec<String> {
    let events = body["collection"].as_array().expect("a collection");
    let users = events.iter().map(|event| text_of(event, "user_id"));
    users.collect()
}

#[tokio::test]
async fn a_hook_that_accumulates_posts_the_events_of_its_delay_together() {
    let emulator = Emulator::v2().await;
    let mut listener = Listener::answering(StatusCode::OK).await;
    let hook = json!({"hook": {"destination": listener.address, "event_type": "user.login.succeeded",
        "delay": 60, "accumulate": true}});
    let made = emulator.core_create("/v2/hooks", hook).await;
    assert_eq!(
        (&made["delay"], &made["accumulate"]),
        (&json!(60), &json!(true))
    );
    for _ in 0..2 {
        emulator.lr_login("ada").await;
    }
    emulator.advance(61).await;
    let (_, body) = listener.next().await;
    assert_eq!(users(&body), ["usr_ada", "usr_ada"]);
    let settled = async {
        loop {
            let rows = emulator.list("notifications").await;
            if rows
                .iter()
                .all(|row| row["state"] == "completed" && row["attempts"] == 1)
            {
                return rows.len();
            }
        }
    };
    assert_eq!(in_time(settled).await, 2, "each event has its own record");
    emulator.lr_login("ada").await;
    emulator.advance(61).await;
    assert_eq!(users(&listener.next().await.1), ["usr_ada"]);
}

#[tokio::test]
async fn an_event_that_may_wait_less_does_not_wait_for_those_before_it() {
    let emulator = Emulator::v2().await;
    let mut listener = Listener::answering(StatusCode::OK).await;
    let hook = json!({"hook": {"destination": listener.address, "event_type": "user.login.succeeded",
        "delay": 3600, "accumulate": true}});
    let hook = emulator.core_create("/v2/hooks", hook).await;
    let path = format!("/v2/hooks/{}", text_of(&hook, "id"));
    emulator.lr_login("ada").await;
    let shorter = json!({"hook": {"delay": 60}});
    done(&emulator.core_send("PUT", &path, shorter).await);
    // The second of these joins the first, which is due before it.
    emulator.lr_login("ada").await;
    emulator.advance(30).await;
    emulator.lr_login("ada").await;
    emulator.advance(31).await;
    assert_eq!(users(&listener.next().await.1).len(), 2);
    emulator.advance(3600).await;
    assert_eq!(users(&listener.next().await.1).len(), 1);

    emulator.lr_login("ada").await;
    emulator.advance(-1800).await;
    emulator.lr_login("ada").await;
    emulator.advance(61).await;
    assert_eq!(users(&listener.next().await.1).len(), 1);
    emulator.advance(1800).await;
    assert_eq!(users(&listener.next().await.1).len(), 1);
}
