//! The app's own sessions: one [`Visit`] per browser, stored in memory under a random id from a cookie.
//! Nothing of a visit is ever in the cookie. Tested below and in `tests/demo/session.rs`.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::config::{Clock, Secret, Verify};

/// How many requests a visit remembers for the account page.
const REMEMBERED: usize = 40;
/// How long an anonymous visit lasts after its last request, in seconds.
const ANONYMOUS_SECONDS: u64 = 3600;
/// The most visits stored; the least recently used one is dropped first.
const VISITS: usize = 5000;

/// One request of this browser, as the account page lists it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Received {
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Field names, and for a token a shortened value.
    pub fields: Vec<ReceivedField>,
}

/// One field of a [`Received`].
#[derive(Clone, Debug, serde::Serialize)]
pub struct ReceivedField {
    /// The field's name.
    pub name: String,
    /// A token's first and last characters; nothing for other fields.
    pub shown: Option<String>,
}

/// Who is logged in to this app.
#[derive(Clone, Debug)]
pub struct Login {
    /// Index of the realm in the configuration.
    pub realm: usize,
    /// `usr_…`.
    pub user_id: String,
    /// What the user types to log in.
    pub username: String,
    /// Display name.
    pub name: String,
    /// `kss_…`, when the session is a managed one.
    pub session_id: Option<String>,
    /// When the login ends: seconds since the epoch.
    pub ends_at: u64,
    /// How it was verified.
    pub verified: Verify,
    /// First login of a new user.
    pub signup: bool,
    /// The login token, for the library's logout form; it stays on the server and in that one page.
    pub token: Secret,
}

/// Who is logged in with AuthRocket 2 (protocol-v2 §4.2).
#[derive(Clone, Debug)]
pub struct LoginV2 {
    /// Index of the realm among those of version 2.
    pub realm: usize,
    /// `usr_…`.
    pub user_id: String,
    /// Address.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Id and name of the selected account, where the token names one.
    pub account: Option<(String, String)>,
    /// `kss_…`: changes profile and password, so it is in no log and on the pages that need it only.
    pub session: Secret,
    /// When the token ends: seconds since the epoch.
    pub ends_at: u64,
}

/// A signup token that waits for the payment question.
#[derive(Clone, Debug)]
pub struct PendingSignup {
    /// Index of the realm in the configuration.
    pub realm: usize,
    /// `utk_…`.
    pub token: Secret,
    /// User name of the person who signs up.
    pub username: String,
    /// Address of the person who signs up.
    pub email: String,
}

/// A second factor that was created but not yet proven.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// `crd_…`.
    pub credential_id: String,
    /// The TOTP secret, base32.
    pub secret: Secret,
    /// `otpauth://…`, for authenticator apps.
    pub uri: Secret,
}

/// A sentence shown once, on the next page.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Notice {
    /// `good` or `bad`.
    pub kind: &'static str,
    /// The sentence.
    pub text: String,
}

/// What the server knows about one browser.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Proof that a form came from one of our pages.
    pub csrf: Secret,
    /// The requests so far, oldest first.
    pub received: VecDeque<Received>,
    /// Who is logged in, if anybody.
    pub login: Option<Login>,
    /// Who is logged in with AuthRocket 2, if anybody.
    pub v2: Option<LoginV2>,
    /// A signup that waits for its payment.
    pub pending: Option<PendingSignup>,
    /// A second factor that waits for its first code.
    pub enrolment: Option<Enrolment>,
    /// To be shown on the next page.
    pub notice: Option<Notice>,
    /// Whether the last delivery that asked to be refused was refused.
    pub refused_once: bool,
    last_seen: u64,
}

impl Visit {
    fn new(now: u64) -> Self {
        Self {
            csrf: Secret::new(random_id()),
            received: VecDeque::new(),
            login: None,
            v2: None,
            pending: None,
            enrolment: None,
            notice: None,
            refused_once: false,
            last_seen: now,
        }
    }

    /// Adds a request to the list; the oldest goes when it is full.
    pub fn remember(&mut self, received: Received) {
        if self.received.len() == REMEMBERED {
            self.received.pop_front();
        }
        self.received.push_back(received);
    }

    fn over(&self, now: u64) -> bool {
        let v2 = self.v2.as_ref().map(|login| login.ends_at);
        let ends_at = self.login.as_ref().map(|login| login.ends_at).or(v2);
        now >= ends_at.unwrap_or_else(|| self.last_seen.saturating_add(ANONYMOUS_SECONDS))
    }
}

/// All visits, and the AuthRocket sessions that were ended through this server.
pub struct Visits {
    clock: Clock,
    by_id: Mutex<HashMap<String, Visit>>,
    /// Session id → end of its token. A JWT stays valid after a logout; in `jwt` mode this list refuses it.
    ended: Mutex<HashMap<String, u64>>,
}

impl Visits {
    /// An empty store.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            by_id: Mutex::default(),
            ended: Mutex::default(),
        }
    }

    /// Seconds since the epoch.
    pub fn now(&self) -> u64 {
        (self.clock)()
    }

    /// The id to use for a request: the cookie's, when it names a live visit, else that of a new one.
    pub fn find_or_start(&self, cookie: Option<&str>) -> String {
        let now = self.now();
        let mut visits = lock(&self.by_id);
        if let Some((id, visit)) = cookie.and_then(|id| visits.get_mut(id).map(|visit| (id, visit)))
        {
            if !visit.over(now) {
                visit.last_seen = now;
                return id.to_owned();
            }
            visits.remove(id);
        }
        if visits.len() >= VISITS {
            visits.retain(|_, visit| !visit.over(now));
        }
        if visits.len() >= VISITS {
            let oldest = visits
                .iter()
                .min_by_key(|(_, visit)| visit.last_seen)
                .map(|(id, _)| id.clone());
            oldest.map(|id| visits.remove(&id));
        }
        let id = random_id();
        visits.insert(id.clone(), Visit::new(now));
        id
    }

    /// Reads or changes a visit. `None` when it is gone meanwhile.
    pub fn with<T>(&self, id: &str, work: impl FnOnce(&mut Visit) -> T) -> Option<T> {
        lock(&self.by_id).get_mut(id).map(work)
    }

    /// Logs a browser in under a new id, so that an id known before the login is worth nothing after it.
    pub fn log_in(&self, id: &str, login: Login) -> String {
        self.renew(id, |visit| visit.login = Some(login))
    }

    /// The same for a login with AuthRocket 2.
    pub fn log_in_v2(&self, id: &str, login: LoginV2) -> String {
        self.renew(id, |visit| visit.v2 = Some(login))
    }

    fn renew(&self, id: &str, fill: impl FnOnce(&mut Visit)) -> String {
        let mut visits = lock(&self.by_id);
        let mut visit = Visit::new(self.now());
        if let Some(old) = visits.remove(id) {
            visit.received = old.received;
        }
        fill(&mut visit);
        let id = random_id();
        visits.insert(id.clone(), visit);
        id
    }

    /// Forgets everything about a browser; the new, empty visit's id comes back.
    pub fn log_out(&self, id: &str, notice: Notice) -> String {
        let mut visits = lock(&self.by_id);
        visits.remove(id);
        let mut visit = Visit::new(self.now());
        visit.notice = Some(notice);
        let id = random_id();
        visits.insert(id.clone(), visit);
        id
    }

    /// Notes that an AuthRocket session ended here, until its token would end anyway.
    pub fn note_ended(&self, session_id: &str, ends_at: u64) {
        let now = self.now();
        let mut ended = lock(&self.ended);
        ended.retain(|_, ends_at| *ends_at > now);
        ended.insert(session_id.to_owned(), ends_at);
    }

    /// Whether an AuthRocket session was ended through this server.
    pub fn has_ended(&self, session_id: &str) -> bool {
        lock(&self.ended).contains_key(session_id)
    }
}

/// 256 random bits, in hex.
#[allow(
    clippy::expect_used,
    reason = "without a random source no session can be safe; stopping is right"
)]
fn random_id() -> String {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).expect("the system's random source");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A poisoned lock means that a handler panicked; the map itself is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    fn visits_at(now: &Arc<AtomicU64>) -> Visits {
        let now = Arc::clone(now);
        Visits::new(Arc::new(move || now.load(Ordering::Relaxed)))
    }

    fn login(ends_at: u64) -> Login {
        Login {
            realm: 0,
            user_id: "usr_1".into(),
            username: "ada".into(),
            name: "Ada".into(),
            session_id: None,
            ends_at,
            verified: Verify::Jwt,
            signup: false,
            token: Secret::new("x.y.z"),
        }
    }

    #[test]
    fn logging_in_changes_the_id_and_the_csrf_token() {
        let visits = visits_at(&Arc::default());
        let before = visits.find_or_start(None);
        let csrf = visits.with(&before, |visit| visit.csrf.clone());
        let after = visits.log_in(&before, login(9));
        assert_ne!(before, after);
        assert_ne!(csrf, visits.with(&after, |visit| visit.csrf.clone()));
        assert!(visits.with(&before, |_| ()).is_none());
    }

    #[test]
    fn a_login_ends_when_its_token_ends() {
        let now = Arc::new(AtomicU64::new(100));
        let visits = visits_at(&now);
        let id = visits.log_in("", login(200));
        now.store(199, Ordering::Relaxed);
        assert_eq!(visits.find_or_start(Some(&id)), id);
        now.store(200, Ordering::Relaxed);
        assert_ne!(visits.find_or_start(Some(&id)), id);
    }

    #[test]
    fn the_store_never_grows_over_its_limit() {
        let visits = visits_at(&Arc::default());
        for _ in 0..VISITS + 10 {
            visits.find_or_start(None);
        }
        assert!(lock(&visits.by_id).len() <= VISITS);
    }

    #[test]
    fn an_invented_cookie_names_no_visit() {
        let visits = visits_at(&Arc::default());
        assert_ne!(
            visits.find_or_start(Some("chosen by an attacker")),
            "chosen by an attacker"
        );
    }
}
