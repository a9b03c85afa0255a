//! What a browser asks for.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq as _;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};
use url::Url;

use crate::authrocket::{AuthRocket, Browser, Failure, Login};
use crate::{pages, settings::Settings};

const LOGIN: &str = "login";
const CSRF: &str = "csrf";
const SIGNUP_TOKEN: &str = "signup_token";

struct App {
    settings: Settings,
    authrocket: AuthRocket,
}

/// The app.
pub fn app(settings: Settings) -> Router {
    // In production give it a store: this one forgets at a restart. Lax, not Strict: the way back from the hosted pages
    // comes from another site.
    let sessions = SessionManagerLayer::new(MemoryStore::default())
        .with_name("sample_session")
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(settings.is_production);
    let authrocket = AuthRocket::new(settings.clone());
    let app = Arc::new(App {
        settings,
        authrocket,
    });
    Router::new()
        .route("/", get(|| async { Redirect::to("/account") }))
        .route("/authrocket.js", get(script))
        .route("/login", get(login_by_link).post(login_by_form))
        .route("/signup", get(signup_by_link).post(signup_by_form))
        .route("/signup/confirm", get(ask).post(answer))
        .route("/account", get(account))
        .route("/logout", post(log_out))
        .with_state(Arc::clone(&app))
        .layer(from_fn_with_state(app, add_headers))
        .layer(sessions)
}

async fn add_headers(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let instance = app.settings.instance_url.origin().ascii_serialization();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' {instance}; \
         form-action 'self' {instance}; base-uri 'none'; frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The login handler's address holds the token, so nothing that it leads to may learn the address.
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

async fn script(State(app): State<Arc<App>>) -> Result<Response, StatusCode> {
    let script = std::fs::read(&app.settings.script).map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(([(header::CONTENT_TYPE, "text/javascript")], script).into_response())
}

/// What a handler may receive, in the address or in a form.
#[derive(Deserialize)]
struct Fields {
    token: Option<String>,
    redir: Option<String>,
    csrf: Option<String>,
    terms: Option<String>,
}

/// What every handler looks at in a request.
struct Visit {
    session: Session,
    wants_json: bool,
    csrf_header: Option<String>,
    browser: Browser,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let session = Session::from_request_parts(parts, state).await?;
        let text = |name: HeaderName| text_of(&parts.headers, &name);
        Ok(Self {
            session,
            wants_json: text(header::ACCEPT)
                .is_some_and(|accept| accept.starts_with("application/json")),
            csrf_header: text(HeaderName::from_static("x-csrf-token")),
            browser: Browser {
                // Behind a proxy: what your proxy says, not what anybody may claim.
                ip: String::from("127.0.0.1"),
                client: text(header::USER_AGENT).unwrap_or_default(),
            },
        })
    }
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

impl Visit {
    /// The session's CSRF value, made when first needed.
    async fn csrf(&self) -> Result<String, No> {
        if let Some(known) = self.session.get::<String>(CSRF).await? {
            return Ok(known);
        }
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|_| No::Internal)?;
        let csrf: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.session.insert(CSRF, &csrf).await?;
        Ok(csrf)
    }

    /// Every POST must come from a page of ours in this browser.
    async fn check_csrf(&self, fields: &Fields) -> Result<(), No> {
        let known = self.session.get::<String>(CSRF).await?.unwrap_or_default();
        let sent = self
            .csrf_header
            .as_ref()
            .or(fields.csrf.as_ref())
            .map_or("", String::as_str);
        if known.is_empty() || !bool::from(known.as_bytes().ct_eq(sent.as_bytes())) {
            return Err(No::OutOfDate);
        }
        Ok(())
    }

    /// A new session id and nothing kept, so that one known before the login is worth nothing after it.
    async fn start(&self, login: &Login) -> Result<(), No> {
        self.session.clear().await;
        self.session.cycle_id().await?;
        self.session.insert(LOGIN, login).await?;
        let seconds = i64::try_from(login.seconds_left())
            .unwrap_or(i64::MAX)
            .max(1);
        self.session
            .set_expiry(Some(Expiry::OnInactivity(Duration::seconds(seconds))));
        Ok(())
    }

    async fn login(&self) -> Result<Option<Login>, No> {
        let login = self.session.get::<Login>(LOGIN).await?;
        Ok(login.filter(|login| login.seconds_left() > 0))
    }

    /// To an address without the token; the `fetch` delivery is told it instead.
    fn go_on(&self, path: &str) -> Response {
        if self.wants_json {
            return Json(json!({ "redirect": path })).into_response();
        }
        Redirect::to(path).into_response()
    }

    /// The answer of a handler, yes or no, in the shape the caller wants.
    fn answer(&self, result: Result<Response, No>) -> Response {
        result.unwrap_or_else(|no| no.into_response(self.wants_json))
    }
}

// `navigate`: AuthRocket's `url` leads here.
async fn login_by_link(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(fields): Query<Fields>,
) -> Response {
    let result = async {
        if fields.token.is_none() {
            return Ok(pages::login(&app.settings, &visit.csrf().await?).into_response());
        }
        log_in(&app, &visit, fields).await
    };
    visit.answer(result.await)
}

// `post` and `fetch`: the page hands the token over.
async fn login_by_form(
    State(app): State<Arc<App>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Response {
    let result = async {
        visit.check_csrf(&fields).await?;
        log_in(&app, &visit, fields).await
    };
    visit.answer(result.await)
}

async fn log_in(app: &App, visit: &Visit, fields: Fields) -> Result<Response, No> {
    let token = fields.token.unwrap_or_default();
    // A Connected App without a signup handler sends signup tokens to the login handler.
    if app.authrocket.is_signup_token(&token) {
        return park_signup(app, visit, &token).await;
    }
    visit
        .start(&app.authrocket.verify_login(&token).await?)
        .await?;
    Ok(visit.go_on(&safe_path(fields.redir.as_deref())))
}

async fn signup_by_link(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(fields): Query<Fields>,
) -> Response {
    let result = async {
        match fields.token {
            None => Ok(pages::signup(&app.settings, &visit.csrf().await?).into_response()),
            Some(token) => park_signup(&app, &visit, &token).await,
        }
    };
    visit.answer(result.await)
}

// In a realm that signs up users rather than tokens, the token is that of a login.
async fn signup_by_form(
    State(app): State<Arc<App>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Response {
    login_by_form(State(app), visit, Form(fields)).await
}

/// Only remembers the token: opening an address makes no user.
async fn park_signup(app: &App, visit: &Visit, token: &str) -> Result<Response, No> {
    if !app.authrocket.is_signup_token(token) {
        return Err(Failure::Refused.into());
    }
    visit.session.insert(SIGNUP_TOKEN, token).await?;
    Ok(visit.go_on("/signup/confirm"))
}

async fn ask(visit: Visit) -> Response {
    let result = async {
        if visit.session.get::<String>(SIGNUP_TOKEN).await?.is_none() {
            return Ok(Redirect::to("/signup").into_response());
        }
        Ok(pages::confirm(&visit.csrf().await?, "").into_response())
    };
    visit.answer(result.await)
}

async fn answer(State(app): State<Arc<App>>, visit: Visit, Form(fields): Form<Fields>) -> Response {
    let result = async {
        visit.check_csrf(&fields).await?;
        let Some(token) = visit.session.get::<String>(SIGNUP_TOKEN).await? else {
            return Ok(Redirect::to("/signup").into_response());
        };
        let again = async |error: &str| -> Result<Response, No> {
            let page = pages::confirm(&visit.csrf().await?, error);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        };
        if fields.terms.as_deref() != Some("yes") {
            return again("Please agree to the terms.").await;
        }
        let user_id = match app.authrocket.create_user(&token, &visit.browser).await {
            Ok(user_id) => user_id,
            Err(Failure::Invalid(text)) => return again(&text).await,
            Err(failure) => return Err(failure.into()),
        };
        visit.session.remove::<String>(SIGNUP_TOKEN).await?;
        // Now: with an answer of 5xx the session would not be saved, and the used token offered again.
        visit.session.save().await?;
        visit
            .start(&app.authrocket.log_in_user(&user_id, &visit.browser).await?)
            .await?;
        Ok(Redirect::to("/account").into_response())
    };
    visit.answer(result.await)
}

async fn account(visit: Visit) -> Response {
    let result = async {
        Ok(match visit.login().await? {
            Some(login) => pages::account(&visit.csrf().await?, &login).into_response(),
            None => Redirect::to("/login").into_response(),
        })
    };
    visit.answer(result.await)
}

async fn log_out(
    State(app): State<Arc<App>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Response {
    let result = async {
        visit.check_csrf(&fields).await?;
        let login = visit.session.get::<Login>(LOGIN).await?;
        visit.session.flush().await?;
        if let Some(id) = login.and_then(|login| login.session_id)
            // Ours has ended in any case; the one at AuthRocket ends by itself if it cannot be told now.
            && let Err(failure) = app.authrocket.end_session(&id).await
        {
            eprintln!("logout at AuthRocket: {failure}");
        }
        Ok(Redirect::to("/login").into_response())
    };
    visit.answer(result.await)
}

/// `redir` comes from outside: only a path of our own is followed.
fn safe_path(redir: Option<&str>) -> String {
    let own = || {
        let here = Url::parse("http://here.invalid").ok()?;
        let url = here
            .join(redir.filter(|path| path.starts_with('/'))?)
            .ok()?;
        let is_own = url.origin() == here.origin() && !url.path().starts_with("//");
        is_own.then(|| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
    };
    own().unwrap_or_else(|| "/account".to_owned())
}

/// A no, as a page or as JSON.
enum No {
    OutOfDate,
    Failed(Failure),
    Internal,
}

impl No {
    fn into_response(self, wants_json: bool) -> Response {
        let (status, text) = match self {
            Self::OutOfDate => (
                StatusCode::FORBIDDEN,
                "This page is out of date. Load it again and repeat.",
            ),
            Self::Failed(Failure::Refused | Failure::Invalid(_)) => (
                StatusCode::UNAUTHORIZED,
                "This login is not valid any more. Please log in again.",
            ),
            Self::Failed(Failure::Unavailable(reason)) => {
                eprintln!("AuthRocket: {reason}");
                let text = "We cannot check your login right now. Please try again in a moment.";
                (StatusCode::SERVICE_UNAVAILABLE, text)
            }
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong here. Please try again.",
            ),
        };
        if wants_json {
            return (status, Json(json!({ "error": text }))).into_response();
        }
        (status, pages::message("Sorry", text)).into_response()
    }
}

impl From<Failure> for No {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<tower_sessions::session::Error> for No {
    fn from(error: tower_sessions::session::Error) -> Self {
        eprintln!("session: {error}");
        Self::Internal
    }
}
