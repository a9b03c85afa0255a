//! What a request carried: its fields, its visit (the session cookie), and its one line in the log.
//!
//! The log names the method, the path without its query, the status and the names of the fields received; it never
//! holds a value. Tested in `tests/demo/log.rs` and `tests/demo/session.rs`.

mod proof;
mod shown;
mod visiting;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::header::{ACCEPT, CONNECTION, CONTENT_TYPE, COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use self::proof::Proof;
use self::shown::shown;
pub use self::visiting::Visiting;
use crate::core_api::Browser;
use crate::state::Shared;
use crate::visit::{Received, ReceivedField};

/// The session cookie.
pub const COOKIE_NAME: &str = "demo_session";
/// Largest body of a form, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

type Pairs = Vec<(String, String)>;

/// What `assets/look.js` stores in cookies; each is one of the names that the pages know, or the first of them.
#[derive(Clone, Copy)]
pub struct Look {
    /// The look of `demo.css`.
    pub name: &'static str,
    /// The colour scheme.
    pub theme: &'static str,
}

impl Look {
    fn new(headers: &HeaderMap) -> Self {
        let known = |name: &str, all: [&'static str; 3]| {
            let chosen = cookie(headers, name);
            all.into_iter()
                .find(|each| chosen == Some(each))
                .unwrap_or(all[0])
        };
        Self {
            name: known("demo_look", ["plain", "sorbet", "ledger"]),
            theme: known("demo_theme", ["auto", "light", "dark"]),
        }
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
    /// How the visitor wants the pages to look.
    pub look: Look,
    proof: Arc<Proof>,
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

    /// Whether a posted form came from one of our pages, in this browser's visit.
    pub fn is_ours(&self) -> bool {
        let is_equal = |visit: &mut crate::visit::Visit| {
            self.proof.holds(visit.csrf.reveal(), self.form("csrf"))
        };
        self.visit.with(is_equal).unwrap_or(false)
    }

    /// This app's own origin, as the browser reached it.
    pub fn own_origin(&self) -> Option<String> {
        self.proof.own_origin()
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

/// The middleware: reads the request, finds its visit, calls the handler, writes the log line and the cookie.
pub async fn take_in(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let body = match timeout(app.config.read_timeout, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, [(CONNECTION, "close")]).into_response(),
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

    let cookie = session_id(&parts.headers).map(str::to_owned);
    let visit = Visiting::find_or_start(&app.visits, cookie.as_deref());
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
        look: Look::new(&parts.headers),
        proof: Arc::new(Proof::new(&parts.headers, app.config.secure_cookie)),
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

/// The session that the request's cookie names.
pub fn session_id(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, COOKIE_NAME)
}

fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let all = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    let mut each = all
        .flat_map(|line| line.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='));
    each.find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
}

fn browser(parts: &Parts) -> Browser {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    Browser {
        ip: peer.map(|ConnectInfo(addr)| addr.ip().to_string()),
        agent: header(&parts.headers, &USER_AGENT).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            COOKIE,
            HeaderValue::from_static("a=1; demo_session=abc; b=2"),
        );
        assert_eq!(session_id(&headers), Some("abc"));
    }

    #[test]
    fn only_a_known_look_is_taken_from_a_cookie() {
        let mut headers = HeaderMap::new();
        let cookies = HeaderValue::from_static("demo_look=ledger; demo_theme=\"><script>");
        headers.append(COOKIE, cookies);
        let look = Look::new(&headers);
        assert_eq!((look.name, look.theme), ("ledger", "auto"));
    }
}
