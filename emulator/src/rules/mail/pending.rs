//! Filling the templates of mails: after the transaction that caused a mail, without the store's lock and on a thread
//! of its own, so that a heavy template holds up nobody but the caller who waits for its mail. Tested in
//! `tests/api/pending_mails.rs`.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;

use crate::model::failure::Failure;
use crate::rules::context::Context;
use crate::rules::mail;
use crate::store::pending_mails::{self, PendingMail};
use crate::store::{Transaction, mails, notifications};

tokio::task_local! {
    // The pending mails that the current request has stored.
    static STORED: Arc<Mutex<Vec<String>>>;
}

/// Mails to be filled one after another.
#[derive(Debug)]
pub struct Job {
    /// Ids of pending mails; none means all that there are.
    pub ids: Option<Vec<String>>,
    /// Notified at the end.
    pub done: Option<oneshot::Sender<()>>,
}

/// Stores a mail to be filled after the transaction.
pub fn store(tx: &Transaction, mail: &PendingMail) -> Result<(), Failure> {
    pending_mails::insert(tx, mail)?;
    // Elsewhere than in a request, as in tests of rules, the mail waits for the next start.
    let _ = STORED.try_with(|stored| {
        let mut ids = stored.lock().unwrap_or_else(PoisonError::into_inner);
        ids.push(mail.id.clone());
    });
    Ok(())
}

/// The mails of one request. They are filled even if the caller does not wait for the answer.
#[derive(Debug)]
pub struct Batch {
    stored: Arc<Mutex<Vec<String>>>,
    jobs: mpsc::UnboundedSender<Job>,
}

impl Batch {
    /// Jobs go to the worker behind `jobs`.
    pub fn new(jobs: &mpsc::UnboundedSender<Job>) -> Self {
        Self {
            stored: Arc::default(),
            jobs: jobs.clone(),
        }
    }

    /// Does `work`, and waits until the mails that it caused are in the outbox.
    pub async fn around<T>(self, work: impl Future<Output = T>) -> T {
        let outcome = STORED.scope(Arc::clone(&self.stored), work).await;
        if let Some(ids) = self.take() {
            let (done, finished) = oneshot::channel();
            let job = Job {
                ids: Some(ids),
                done: Some(done),
            };
            // An error means that the emulator is stopping; the next one fills the mails.
            if self.jobs.send(job).is_ok() {
                let _ = finished.await;
            }
        }
        outcome
    }

    fn take(&self) -> Option<Vec<String>> {
        let mut stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        Some(std::mem::take(&mut *stored)).filter(|ids| !ids.is_empty())
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        if let Some(ids) = self.take() {
            let job = Job {
                ids: Some(ids),
                done: None,
            };
            let _ = self.jobs.send(job);
        }
    }
}

/// Fills the mails of a job.
pub async fn work(context: &Context, job: Job) {
    let ids = match job.ids {
        Some(ids) => ids,
        None => context.transact(pending_mails::ids).unwrap_or_default(),
    };
    for id in ids {
        // Logged where it happened; the mail stays pending.
        let _ = finish(context, &id).await;
    }
    if let Some(done) = job.done {
        let _ = done.send(());
    }
}

async fn finish(context: &Context, id: &str) -> Result<(), Failure> {
    let pending = context.transact(|tx| pending_mails::by_id(tx, id))?;
    let Some(pending) = pending else {
        // Its realm is gone, or a transaction was taken back.
        return Ok(());
    };
    let (pending, filled) = spawn_blocking(move || {
        let filled = mail::filled(&pending);
        (pending, filled)
    })
    .await
    .map_err(Failure::internal)?;
    context.transact(|tx| {
        let still_there = pending_mails::by_id(tx, id)?.is_some();
        pending_mails::delete(tx, id)?;
        if !still_there || pending.discarded {
            return Ok(());
        }
        let notification = notifications::by_id(tx, &pending.notification_id)?;
        if let Some(mut notification) = notification {
            let (state, result) = match &filled {
                Ok(_) => ("completed", "in the outbox".to_owned()),
                Err(problem) => ("failed", format!("template: {problem}")),
            };
            state.clone_into(&mut notification.state);
            notification.attempts = 1;
            notification.last_result = Some(result);
            notifications::settle(tx, &notification)?;
        }
        match &filled {
            Ok(mail) => mails::insert(tx, mail),
            Err(_) => Ok(()),
        }
    })
}
