//! Fills mails, each job by itself, until the emulator stops; first those that an emulator before has left. Tested in
//! `tests/api/pending_mails.rs`.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::http::shared::Shared;
use crate::rules::mail::pending::{Job, work};

/// Fills mails until `stopped` says so. What is not filled then stays pending.
pub async fn run(
    shared: Arc<Shared>,
    mut jobs: mpsc::UnboundedReceiver<Job>,
    mut stopped: watch::Receiver<()>,
) {
    let mut running = JoinSet::new();
    let begin = |job: Job, running: &mut JoinSet<()>| {
        let shared = Arc::clone(&shared);
        running.spawn(async move { work(&shared.context, job).await });
    };
    let left_over = Job {
        ids: None,
        done: None,
    };
    begin(left_over, &mut running);
    loop {
        tokio::select! {
            // Fails once the sender is gone: the only signal there is.
            _ = stopped.changed() => break,
            Some(_) = running.join_next() => {}
            Some(job) = jobs.recv() => begin(job, &mut running),
        }
    }
    running.shutdown().await;
}
