//! The visit behind a request. Tested in `tests/demo/session.rs`.

use std::sync::{Arc, Mutex, PoisonError};

use crate::visit::{Login, LoginV2, Notice, Visit, Visits};

/// The visit of the request's browser; its id may change while the request is handled.
#[derive(Clone)]
pub struct Visiting {
    visits: Arc<Visits>,
    id: Arc<Mutex<String>>,
}

impl Visiting {
    /// The visit that the cookie names, or a new one.
    pub fn find_or_start(visits: &Arc<Visits>, cookie: Option<&str>) -> Self {
        Self {
            visits: Arc::clone(visits),
            id: Arc::new(Mutex::new(visits.find_or_start(cookie))),
        }
    }

    /// Its id, as it is now.
    pub fn id(&self) -> String {
        self.id
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set_id(&self, id: String) {
        *self.id.lock().unwrap_or_else(PoisonError::into_inner) = id;
    }

    /// Reads or changes the visit. `None` when another request ended it meanwhile.
    pub fn with<T>(&self, work: impl FnOnce(&mut Visit) -> T) -> Option<T> {
        self.visits.with(&self.id(), work)
    }

    /// Who is logged in.
    pub fn login(&self) -> Option<Login> {
        self.with(|visit| visit.login.clone()).flatten()
    }

    /// Logs in, under a new session id.
    pub fn log_in(&self, login: Login) {
        self.set_id(self.visits.log_in(&self.id(), login));
    }

    /// Logs in with AuthRocket 2, under a new session id.
    pub fn log_in_v2(&self, login: LoginV2) {
        self.set_id(self.visits.log_in_v2(&self.id(), login));
    }

    /// Logs out, and leaves a sentence for the next page.
    pub fn log_out(&self, notice: Notice) {
        self.set_id(self.visits.log_out(&self.id(), notice));
    }

    /// Leaves a sentence for the next page.
    pub fn notice(&self, kind: &'static str, text: impl Into<String>) {
        let notice = Notice {
            kind,
            text: text.into(),
        };
        self.with(|visit| visit.notice = Some(notice));
    }
}
