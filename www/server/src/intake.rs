//! What a request carried: its fields, its visit (the session cookie), and its one line in the log.
//!
//! The log names the method, the path without its query, the status and the names of the fields received; it never
//! holds a value. Tested in `tests/demo/log.rs` and `tests/demo/session.rs`.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use crate::core_api::Browser;
use crate::state::Shared;
use crate::visit::{Login, Notice, Received, ReceivedField, Visit, Visits};

/// The session cookie.
pub const COOKIE_NAME: &str = "demo_session";
/// Largest body of a form, in bytes.
const LARGEST_BODY: usize = 64 * 1024;
/// Longest field name that is shown as it is.
const LONGEST_NAME: usize = 40;

type Pairs = Vec<(String, String)>;

/// The visit of the request's browser; its id may change while the request is handled.
#[derive(Clone)]
pub struct Visiting {
    visits: Arc<Visits>,
    id: Arc<Mutex<String>>,
}

impl Visiting {
    fn id(&self) -> String {
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

/// A request as handlers take it.
#[derive(Clone)]
pub struct Intake {
    /// The browser's session with this app.
    pub visit: Visiting,
    /// For calls to AuthRocket on the browser's behalf.
    pub browser: Browser,
    /// Path without the query.
    pub path: String,
    /// A script of our page asks, and wants no page back.
    pub wants_json: bool,
    query: Arc<Pairs>,
    form: Arc<Pairs>,
}

impl Intake {
    /// First field of that name in the query.
    pub fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// First field of that name in the posted form.
    pub fn form(&self, name: &str) -> Option<&str> {
        first(&self.form, name)
    }

    /// Whether the posted form came from one of our pages, in this browser's visit.
    pub fn is_ours(&self) -> bool {
        let sent = self.form("csrf").unwrap_or_default();
        let is_equal =
            |visit: &mut Visit| visit.csrf.reveal().as_bytes().ct_eq(sent.as_bytes()).into();
        self.visit.with(is_equal).unwrap_or(false)
    }
}

fn first<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

impl<S: Sync> FromRequestParts<S> for Intake {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The middleware: reads the request, finds its visit, lets it be handled, writes the log line and the cookie.
pub async fn take_in(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let path = parts
        .extensions
        .get::<MatchedPath>()
        .map_or("(unknown path)", MatchedPath::as_str)
        .to_owned();
    let method = parts.method.to_string();
    let query = pairs(parts.uri.query().unwrap_or_default().as_bytes());
    let form = if is_form(&parts.headers) {
        pairs(&body)
    } else {
        Pairs::new()
    };
    let fields: Vec<ReceivedField> = query
        .iter()
        .chain(&form)
        .map(|(name, value)| shown(name, value))
        .collect();
    let names = fields
        .iter()
        .map(|field| field.name.as_str())
        .collect::<Vec<_>>()
        .join(",");

    let cookie = session_cookie(&parts.headers).map(str::to_owned);
    let visit = Visiting {
        visits: Arc::clone(&app.visits),
        id: Arc::new(Mutex::new(app.visits.find_or_start(cookie.as_deref()))),
    };
    visit.with(|visit| {
        visit.remember(Received {
            method: method.clone(),
            path: path.clone(),
            fields,
        })
    });
    parts.extensions.insert(Intake {
        visit: visit.clone(),
        browser: browser(&parts),
        path: parts.uri.path().to_owned(),
        wants_json: header(&parts.headers, &ACCEPT)
            .is_some_and(|accept| accept.starts_with("application/json")),
        query: Arc::new(query),
        form: Arc::new(form),
    });
    let mut response = next.run(Request::from_parts(parts, Body::from(body))).await;

    tracing::info!(%method, %path, status = response.status().as_u16(), fields = %names, "request");
    let id = visit.id();
    if cookie.as_deref() != Some(id.as_str()) {
        let secure = if app.config.secure_cookie {
            "; Secure"
        } else {
            ""
        };
        let value = format!("{COOKIE_NAME}={id}; Path=/; HttpOnly; SameSite=Lax{secure}");
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}

fn header<'a>(headers: &'a HeaderMap, name: &axum::http::HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn is_form(headers: &HeaderMap) -> bool {
    header(headers, &CONTENT_TYPE)
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

fn pairs(text: &[u8]) -> Pairs {
    form_urlencoded::parse(text).into_owned().collect()
}

fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    let mut each = all
        .flat_map(|line| line.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='));
    each.find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value)
}

fn browser(parts: &Parts) -> Browser {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    Browser {
        ip: peer.map(|ConnectInfo(addr)| addr.ip().to_string()),
        agent: header(&parts.headers, &USER_AGENT).map(str::to_owned),
    }
}

/// A field as the log and the account page may show it. A name comes from outside like a value does.
fn shown(name: &str, value: &str) -> ReceivedField {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'[' | b']');
    let plain = !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(is_plain);
    ReceivedField {
        name: if plain {
            name.to_owned()
        } else {
            "(odd name)".to_owned()
        },
        shown: (name == "token").then(|| shortened(value)),
    }
}

fn shortened(token: &str) -> String {
    let characters: Vec<char> = token.chars().collect();
    match characters.len() {
        length @ 24.. => {
            let start: String = characters[..8].iter().collect();
            let end: String = characters[length - 4..].iter().collect();
            format!("{start}…{end} ({length} characters)")
        }
        length => format!("({length} characters)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_shown_shortened_and_other_values_not_at_all() {
        let token = shown("token", "eyJ0eXAiOiJKV1QiLCJhbGciOi.abcd.efgh");
        assert_eq!(
            token.shown.as_deref(),
            Some("eyJ0eXAi…efgh (36 characters)")
        );
        assert_eq!(
            shown("token", "short").shown.as_deref(),
            Some("(5 characters)")
        );
        assert_eq!(shown("password", "analytical engine").shown, None);
    }

    #[test]
    fn a_field_name_that_could_hide_a_value_is_not_repeated() {
        assert_eq!(shown("login[password]", "x").name, "login[password]");
        assert_eq!(shown("analytical engine", "").name, "(odd name)");
        assert_eq!(shown(&"a".repeat(41), "").name, "(odd name)");
    }

    #[test]
    fn the_session_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            COOKIE,
            HeaderValue::from_static("a=1; demo_session=abc; b=2"),
        );
        assert_eq!(session_cookie(&headers), Some("abc"));
    }
}
