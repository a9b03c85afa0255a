//! How a site serves the bundle: as it is, as a careless server or a network would, and without WebAssembly.
//!
//! `/pkg/…` is the bundle as it is. In `/as/<how>/…`, `<how>` is a list joined by `+`: `cors` (other origins may read it),
//! `cached` (a browser may keep it), `text`, `octet` (the type of a `.wasm`), `cut`, `broken` (its bytes), `held-<file>` (it comes when the fake instance
//! releases what it holds). A rule of the fake instance that names a path answers instead. On [`Engine::Javascript`], the
//! bundle's scripts take WebAssembly away before they begin, whatever page they are on; a page that holds the engine back
//! says so by `window.gated`. Tested by `tests/browser/loading.test.js`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::{self, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::fake::Fake;

/// What the library runs as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// WebAssembly, as browsers have it.
    #[default]
    Wasm,
    /// The fallback, since no page has WebAssembly.
    Javascript,
}

impl Engine {
    /// As `AuthRocket.engine` says it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wasm => "wasm",
            Self::Javascript => "javascript",
        }
    }
}

/// The scripts that pages begin with; the others are loaded by them.
const ENTRIES: [&str; 3] = ["authrocket.js", "module.js", "inline.js"];

/// In front of each of them. A page that lets a test hold the engine back keeps a WebAssembly that compiles nothing.
const WITHOUT: &[u8] = b"self.gated || delete self.WebAssembly;";

#[derive(Clone)]
pub(crate) struct Bundle {
    folder: Arc<PathBuf>,
    fake: Fake,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    engine: Engine,
    fetched: Vec<String>,
}

impl Bundle {
    pub(crate) fn new(folder: &Path, fake: &Fake) -> Self {
        Self {
            folder: Arc::new(folder.to_path_buf()),
            fake: fake.clone(),
            held: Arc::default(),
        }
    }

    pub(crate) fn run_on(&self, engine: Engine) {
        self.held().engine = engine;
    }

    pub(crate) fn engine(&self) -> Engine {
        self.held().engine
    }

    pub(crate) fn fetched(&self) -> Vec<String> {
        self.held().fetched.clone()
    }

    pub(crate) fn forget(&self) {
        self.held().fetched.clear();
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn serve(&self, how: &str, path: &str, request: Request) -> Response {
        self.held().fetched.push(path.to_owned());
        let mut released = self.fake.released();
        let (parts, _) = request.into_parts();
        if let Some(answer) = self.fake.for_app(&parts, &Bytes::new()).await {
            return answer;
        }
        let hows: Vec<&str> = how.split('+').collect();
        let is = |wanted: &str| hows.contains(&wanted);
        if is(&format!("held-{path}")) {
            let _ = released.changed().await;
        }
        let mut response = match read(&self.folder, path) {
            Some(bytes) => file(path, self.changed(path, bytes, is)),
            None => missing(path),
        };
        let headers = response.headers_mut();
        if is("cors") {
            let all = HeaderValue::from_static("*");
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, all);
        }
        if is("cached") {
            let hour = HeaderValue::from_static("max-age=3600");
            headers.insert(header::CACHE_CONTROL, hour);
        }
        for (how, kind) in [
            ("text", "text/plain"),
            ("octet", "application/octet-stream"),
        ] {
            if is(how) && path.ends_with(".wasm") {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            }
        }
        response
    }

    fn changed(&self, path: &str, mut bytes: Vec<u8>, is: impl Fn(&str) -> bool) -> Vec<u8> {
        let middle = bytes.len() / 2;
        if path.ends_with(".wasm") && is("cut") {
            bytes.truncate(middle);
        }
        if path.ends_with(".wasm") && is("broken") {
            bytes[middle..middle + 64].fill(0xff);
        }
        if self.engine() == Engine::Javascript && ENTRIES.contains(&path) {
            bytes.splice(..0, WITHOUT.iter().copied());
        }
        bytes
    }
}

/// `/pkg/…`, `/as/…`, and `/_bundle/log`: what was asked for.
pub(crate) fn router(bundle: Bundle) -> Router {
    Router::new()
        .route("/pkg/{*path}", get(as_it_is))
        .route("/as/{how}/{*path}", get(in_another_way))
        .route("/_bundle/log", get(log))
        .with_state(bundle)
}

async fn as_it_is(
    State(bundle): State<Bundle>,
    extract::Path(path): extract::Path<String>,
    request: Request,
) -> Response {
    bundle.serve("", &path, request).await
}

async fn in_another_way(
    State(bundle): State<Bundle>,
    extract::Path((how, path)): extract::Path<(String, String)>,
    request: Request,
) -> Response {
    bundle.serve(&how, &path, request).await
}

async fn log(State(bundle): State<Bundle>) -> Response {
    Json(bundle.fetched()).into_response()
}

/// A file of a folder, by a path that leads nowhere else; 404 when there is none.
#[must_use]
pub fn from_folder(folder: &Path, path: &str) -> Response {
    read(folder, path).map_or_else(|| missing(path), |bytes| file(path, bytes))
}

fn read(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let inside = path
        .split('/')
        .all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains('\\'));
    inside
        .then(|| std::fs::read(folder.join(path)).ok())
        .flatten()
}

fn missing(path: &str) -> Response {
    (StatusCode::NOT_FOUND, format!("no file {path}")).into_response()
}

fn file(path: &str, bytes: Vec<u8>) -> Response {
    let kind = match path.rsplit_once('.').map(|(_, kind)| kind) {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-store"),
        ],
        bytes,
    )
        .into_response()
}
