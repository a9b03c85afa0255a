//! Serving a built app: its files as any server would, or the server that it brings along.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};
use authrocket_tests::bundle::from_folder;
use authrocket_tests::http::Http;
use authrocket_tests::process::Process;
use authrocket_tests::serve::Server;
use authrocket_tests::{output, wait};
use axum::Router;
use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::Html;
use axum::routing::any;
use serde_json::Value;

use crate::app::App;
use crate::build::{built, script};

/// In the query of a page that consists of files: a policy without WebAssembly, though with scripts in the page:
/// an import map is one.
pub const STRICT: &str = "strict=1";

/// An app that can be visited; dropping it ends its server.
pub struct Served {
    /// The address of its login page, without a query.
    pub page: String,
    server: Kind,
}

enum Kind {
    Files { _server: Server },
    Own(Process),
}

impl Served {
    /// Builds the app if that was not done yet, and serves it.
    pub async fn start(app: App) -> Result<Self> {
        let folder = built(app)?;
        match app {
            App::Vite | App::Parcel => files(folder.join("dist")).await,
            App::Webpack | App::Rollup | App::Esbuild | App::ImportMap => files(folder).await,
            App::Next => own(app, &folder, "start", &["--port"]).await,
            App::ViteDev => own(app, &folder, "dev", &["--strictPort", "--port"]).await,
        }
    }

    /// What the app's own server wrote.
    pub fn last_output(&self) -> String {
        match &self.server {
            Kind::Files { .. } => String::new(),
            Kind::Own(process) => process.last_output(),
        }
    }
}

async fn files(folder: PathBuf) -> Result<Served> {
    let answer = move |uri: Uri| {
        let path = uri.path().trim_start_matches('/');
        let name = if path.is_empty() { "index.html" } else { path };
        let mut answer = from_folder(&folder, name);
        if uri.query().is_some_and(|query| query.contains(STRICT)) {
            let policy = HeaderValue::from_static("script-src 'self' 'unsafe-inline'");
            answer
                .headers_mut()
                .insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        async move { answer }
    };
    let handler = async || Html("<!doctype html><title>app</title>");
    let router = Router::new()
        .route("/app/login", any(handler))
        .fallback(any(answer));
    let server = Server::start(router).await?;
    Ok(Served {
        page: format!("http://localhost:{}/", server.port()),
        server: Kind::Files { _server: server },
    })
}

/// Starts a script of the app, which is given its port as last argument, and waits for its first page.
async fn own(app: App, folder: &Path, name: &str, arguments: &[&str]) -> Result<Served> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut command: Command = script(folder, name);
    command.arg("--").args(arguments).arg(port.to_string());
    let log = output::file("bundlers", &format!("{}.log", app.name()))?;
    let mut process = Process::start(&mut command, log, false)?;
    let page = format!("http://localhost:{port}/");
    let http = Http::default();
    let ready = wait::until(format!("{} to answer", app.name()), async || {
        if let Some(status) = process.ended() {
            return Ok(Some(Err(status)));
        }
        let answer = http
            .send(Method::GET, &page, &[("accept", "text/html")], &Value::Null)
            .await?;
        Ok(answer.status.is_success().then_some(Ok(())))
    });
    match ready.await {
        Ok(Ok(())) => Ok(Served {
            page,
            server: Kind::Own(process),
        }),
        Ok(Err(status)) => bail!("it ended: {status}\n{}", process.last_output()),
        Err(error) => Err(error.context(process.last_output())),
    }
}
