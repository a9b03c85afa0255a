//! The site that test pages live on: the bundle, the test files, pages made by tests, and a stand-in for the app's server.
//!
//! `/pkg/…` is the bundle, `/as/<how>/…` the same served in other ways ([`crate::bundle`]), `/browser/…` the files of `tests/browser`, `/node_modules/…` and `/javascript/…` the libraries
//! that other pages load, from npm and from Debian,
//! `/apps/…` what the layer `frameworks` built, `/browser/run/<file>` the page that runs a test file, `/made/<id>/…` a page that a test made with headers of its own
//! choice, `/contract/…` tables that native tests read too, `/samples` the documents' samples in HTML, `/app/…` the app's server, which only keeps what it got. Tested by `tests/browser/fake.test.js`.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use axum::body::{Body, Bytes};
use axum::extract::{self, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use crate::browsers::root;
use crate::bundle::{self, Bundle, Engine};
use crate::fake::Fake;
use crate::record::{Recorded, Recorder};
use crate::samples;
use crate::serve::Server;

/// Where the layer `frameworks` builds its apps.
pub const BUILT_APPS: &str = "target/test-output/frameworks/apps";

/// The instance that the documentation names.
const DOCUMENTED: &str = "https://myapp.e1.loginrocket.com";

/// The site and both origins of the fake instance, each on a port of its own.
pub struct Site {
    /// The fake LoginRocket instance.
    pub fake: Fake,
    /// What the app's server (`/app/…`) got.
    pub app: Recorder,
    server: Server,
    instance: Server,
    other: Server,
    made: Arc<Mutex<Vec<Made>>>,
    bundle: Bundle,
    places: Arc<Mutex<Value>>,
}

/// The version of AuthRocket that an instance is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Api {
    /// The LoginRocket API of AuthRocket 1.
    #[default]
    V1,
    /// That of AuthRocket 2.
    V2,
}

impl Api {
    /// As the option `api` says it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// The same origin on a cluster of this version, which decides about the API.
    fn origin(self, origin: &str) -> String {
        match self {
            Self::V1 => origin.to_owned(),
            Self::V2 => origin.replace(".localhost", ".e2.localhost"),
        }
    }
}

#[derive(Clone)]
struct Shared {
    bundle: Bundle,
    files: Arc<PathBuf>,
    made: Arc<Mutex<Vec<Made>>>,
    app: Recorder,
    fake: Fake,
    places: Arc<Mutex<Value>>,
}

#[derive(Clone)]
struct Made {
    headers: Map<String, Value>,
    body: String,
}

impl Site {
    /// Serves `bundle` (the `pkg` folder, or one unpacked from the package) and `files` (a folder of test files).
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(bundle: &Path, files: &Path) -> Result<Self> {
        let (fake, app) = (Fake::default(), Recorder::default());
        let shared = Shared {
            bundle: Bundle::new(bundle, &fake),
            files: Arc::new(files.to_path_buf()),
            made: Arc::default(),
            app: app.clone(),
            fake: fake.clone(),
            places: Arc::default(),
        };
        let (made, bundle) = (Arc::clone(&shared.made), shared.bundle.clone());
        let places = Arc::clone(&shared.places);
        let server = Server::start(router(shared.clone())).await?;
        let instance = Server::start(fake.router("instance")).await?;
        let other = Server::start(fake.router("other")).await?;
        let site = Self {
            fake,
            app,
            server,
            instance,
            other,
            made,
            bundle,
            places,
        };
        site.fake.count(site.other.connections());
        *locked(&site.places) = json!({"closed": closed_origin()?,
            "elsewhere": format!("http://elsewhere.localhost:{}", site.server.port())});
        site.run_on(Engine::default(), Api::default());
        Ok(site)
    }

    /// `http://localhost:<port>`: the site's own origin.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.server.port())
    }

    /// Serves a page, or another file, made by a test; `headers` is a JSON object. Answers its address.
    #[must_use]
    pub fn make(&self, body: &str, headers: &Value) -> String {
        format!("{}{}", self.origin(), keep_made(&self.made, body, headers))
    }

    /// Forgets what the fake instance and the app's server got.
    pub fn reset(&self) {
        self.fake.reset();
        self.app.clear();
        self.bundle.forget();
    }

    /// The engine of every page from now on, and the version of the API that the fake instance's URL means.
    pub fn run_on(&self, engine: Engine, api: Api) {
        self.bundle.run_on(engine);
        let mut places = locked(&self.places);
        let mut is_at = |name: &str, origin: String| places[name] = json!(api.origin(&origin));
        is_at("instance", self.instance_origin());
        is_at("other", self.other_origin());
        places["api"] = json!(api.name());
        self.fake.set_other(api.origin(&self.other_origin()));
    }

    /// The names of the bundle's files that were asked for, oldest first.
    #[must_use]
    pub fn fetched(&self) -> Vec<String> {
        self.bundle.fetched()
    }

    /// The origin of the fake instance.
    #[must_use]
    pub fn instance_origin(&self) -> String {
        format!("http://fake.localhost:{}", self.instance.port())
    }

    /// Another origin of the fake instance, which a `redirect` answer leads to.
    #[must_use]
    pub fn other_origin(&self) -> String {
        format!("http://other.localhost:{}", self.other.port())
    }
}

/// An origin where nobody listens.
fn closed_origin() -> Result<String> {
    Ok(format!(
        "http://127.0.0.1:{}",
        TcpListener::bind("127.0.0.1:0")?.local_addr()?.port()
    ))
}

fn router(shared: Shared) -> Router {
    let bundle = bundle::router(shared.bundle.clone());
    Router::new()
        .route("/node_modules/{*path}", get(node_module))
        .route("/javascript/{*path}", get(debian_script))
        .route("/apps/{*path}", get(built_app))
        .route("/browser/harness.js", get(harness))
        .route("/browser/run/{*file}", get(page))
        .route("/browser/{*path}", get(file))
        .route("/contract/{*path}", get(contract))
        .route("/samples", get(html_samples))
        .route("/made", post(make))
        .route("/made/{id}/{*name}", get(made))
        .route("/app/{*path}", any(app))
        .route("/_app/log", get(app_log).delete(app_reset))
        .with_state(shared)
        .merge(bundle)
}

async fn file(
    State(shared): State<Shared>,
    extract::Path(path): extract::Path<String>,
) -> Response {
    bundle::from_folder(&shared.files, &path)
}

/// Libraries that npm has: jQuery, Shoelace and others.
async fn node_module(extract::Path(path): extract::Path<String>) -> Response {
    bundle::from_folder(&root().join("node_modules"), &path)
}

/// Libraries that Debian has and npm has not: Prototype.
async fn debian_script(extract::Path(path): extract::Path<String>) -> Response {
    bundle::from_folder(Path::new("/usr/share/javascript"), &path)
}

/// Tables that native tests read too.
async fn contract(extract::Path(path): extract::Path<String>) -> Response {
    bundle::from_folder(&root().join("tests/contract"), &path)
}

/// The documents' samples in HTML, each as its name and its text.
async fn html_samples() -> Response {
    match samples::samples(&["html"]) {
        Ok(found) => {
            let pairs = found.into_iter().map(|sample| (sample.name, sample.text));
            Json(pairs.collect::<Vec<_>>()).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response(),
    }
}

/// The same for the test files of every folder.
async fn harness() -> Response {
    bundle::from_folder(&root().join("tests/browser"), "harness.js")
}

/// An app that was built as its documentation shows it; the fake instance takes the place of the one that is named there.
async fn built_app(
    State(shared): State<Shared>,
    extract::Path(path): extract::Path<String>,
) -> Response {
    let response = bundle::from_folder(&root().join(BUILT_APPS), &path);
    if !path.ends_with(".js") && !path.ends_with(".html") {
        return response;
    }
    let instance = locked(&shared.places)["instance"].clone();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let text = text.replace(DOCUMENTED, instance.as_str().unwrap_or_default());
    Response::from_parts(parts, Body::from(text))
}

async fn page(
    State(shared): State<Shared>,
    extract::Path(file): extract::Path<String>,
) -> Response {
    let mut places = shared
        .places
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    places["engine"] = json!(shared.bundle.engine().name());
    let file = file.replace(['<', '"', '&'], "");
    let text = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{file}</title>\n\
         <script type=\"application/json\" id=places>{places}</script>\n\
         <script src=\"/browser/harness.js\"></script>\n\
         <body><div id=fixture></div>\n\
         <script type=module>import('/browser/{file}').then(runTests, runTests);</script>"
    );
    ([(header::CACHE_CONTROL, "no-store")], Html(text)).into_response()
}

async fn make(State(shared): State<Shared>, body: Bytes) -> Response {
    let wanted: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(body) = wanted["body"].as_str() else {
        return (StatusCode::BAD_REQUEST, "a JSON object with body is wanted").into_response();
    };
    Json(json!({"url": keep_made(&shared.made, body, &wanted["headers"])})).into_response()
}

/// Keeps a page and answers its path.
fn keep_made(made: &Mutex<Vec<Made>>, body: &str, headers: &Value) -> String {
    let headers = headers.as_object().cloned().unwrap_or_default();
    let mut list = locked(made);
    list.push(Made {
        headers,
        body: body.to_owned(),
    });
    format!("/made/{}/page", list.len() - 1)
}

async fn made(
    State(shared): State<Shared>,
    extract::Path((id, _)): extract::Path<(usize, String)>,
) -> Response {
    let Some(page) = locked(&shared.made).get(id).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::new(Body::from(page.body));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    for (name, value) in &page.headers {
        let name = HeaderName::try_from(name.as_str());
        let value = HeaderValue::from_str(value.as_str().unwrap_or_default());
        if let (Ok(name), Ok(value)) = (name, value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn locked<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps the request. A rule of the fake instance that names its path says the answer; else a path that ends in `.json`
/// is answered as JSON, any other by a page that names itself.
async fn app(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    shared.app.keep(Recorded::new(
        &parts.method,
        &parts.uri,
        &parts.headers,
        &body,
    ));
    if let Some(answer) = shared.fake.for_app(&parts, &body).await {
        return answer;
    }
    if parts.uri.path().ends_with(".json") {
        return Json(json!({"redirect": "/app/welcome"})).into_response();
    }
    Html("<!doctype html><html lang=en><title>app</title><h1>The app's server</h1>").into_response()
}

async fn app_log(State(shared): State<Shared>) -> Response {
    Json(
        shared
            .app
            .all()
            .iter()
            .map(Recorded::json)
            .collect::<Vec<Value>>(),
    )
    .into_response()
}

async fn app_reset(State(shared): State<Shared>) -> StatusCode {
    shared.app.clear();
    shared.bundle.forget();
    StatusCode::NO_CONTENT
}
