//! The request log as Server-Sent Events: what is there first, then each request as it arrives and again when it
//! is answered. A follower who does not read is forgotten and may come again. Tested in
//! `tests/api/control/request_log.rs`.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use http_body::Frame;
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Events that may wait for one follower.
const WAITING: usize = 1_000;

/// Those who follow now.
#[derive(Debug, Default)]
pub struct Followers(Vec<Sender<Bytes>>);

impl Followers {
    /// Adds a follower, who gets `first` at once.
    pub fn add(&mut self, first: Bytes) -> Live {
        let (sender, receiver) = channel(WAITING);
        self.0.push(sender);
        Live(Some(first), receiver)
    }

    /// Sends an event to all followers; without any, nothing is serialised.
    pub fn send(&mut self, event: &str, data: &impl Serialize) {
        if self.0.is_empty() {
            return;
        }
        let text = words(event, data);
        self.0
            .retain(|follower| follower.try_send(text.clone()).is_ok());
    }
}

/// One event. JSON has no line ends, so one line of data is enough.
pub fn words(event: &str, data: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("event: {event}\ndata: {data}\n\n").into()
}

/// The body of one follower's answer; it ends when the follower was forgotten.
pub struct Live(Option<Bytes>, Receiver<Bytes>);

impl http_body::Body for Live {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let frame = |bytes| Ok(Frame::data(bytes));
        match self.0.take() {
            Some(first) => Poll::Ready(Some(frame(first))),
            None => self.1.poll_recv(context).map(|bytes| bytes.map(frame)),
        }
    }
}
