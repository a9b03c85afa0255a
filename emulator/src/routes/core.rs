//! Core API (spec section 5): the key, the realm, conventions of requests and lists, and which resources
//! exist. One submodule per resource. Tested in `tests/api/core.rs` and one file per resource.

mod credentials;
mod orgs;
pub mod render;
mod sessions;
mod user_passwords;
mod user_tokens;
mod user_verification;
mod users;

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::error::Failure;
use crate::fields::{Fields, Received, text};
use crate::logins::Client;
use crate::password::same_secret;
use crate::settings::Realm;
use crate::state::Shared;
use crate::store::users::{User, find as find_user};
use crate::store::{Page, realms};

const PAGE_LIMIT: usize = 100;

type Answer = Result<Response, Failure>;

/// The routes of the Core API port.
pub fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/sessions", get(sessions::list).post(sessions::create))
        .route(
            "/v1/sessions/{id}",
            get(sessions::read).delete(sessions::delete),
        )
        .route("/v1/user_tokens", post(user_tokens::create))
        .route("/v1/user_tokens/{id}", get(user_tokens::read))
        .route("/v1/users", get(users::list).post(users::create))
        .route("/v1/users/authenticate_key", post(not_built))
        .route(
            "/v1/users/{id}",
            get(users::read).put(users::update).delete(users::delete),
        )
        .route("/v1/users/{id}/authenticate", post(users::authenticate))
        .route(
            "/v1/users/{id}/authenticate_code",
            post(users::authenticate_code),
        )
        .merge(user_actions())
        .route("/v1/credentials", post(credentials::create).get(not_built))
        .route("/v1/credentials/{id}/verify", post(credentials::verify))
        .route("/v1/orgs", get(orgs::list).post(not_built))
        .route(
            "/v1/orgs/{id}",
            get(orgs::read).put(not_built).delete(not_built),
        )
        .route(
            "/v1/memberships",
            get(orgs::list_memberships).post(not_built),
        )
        .route(
            "/v1/memberships/{id}",
            get(orgs::read_membership).put(not_built).delete(not_built),
        )
        .fallback(not_built)
        .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed })
        .layer(from_fn_with_state(Arc::clone(shared), check_key))
        .with_state(Arc::clone(shared))
}

fn user_actions() -> Router<Arc<Shared>> {
    Router::new()
        .route(
            "/v1/users/{id}/generate_password_token",
            post(user_passwords::generate_password_token),
        )
        .route(
            "/v1/users/{id}/reset_password_with_token",
            post(user_passwords::reset_password_with_token),
        )
        .route(
            "/v1/users/{id}/update_password",
            put(user_passwords::update_password),
        )
        .route(
            "/v1/users/{id}/request_email_verification",
            post(user_verification::request_email_verification),
        )
        .route(
            "/v1/users/{id}/verify_email",
            post(user_verification::verify_email),
        )
}

// Before everything else, so that nothing can be learned without a key.
async fn check_key(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get("x-authrocket-api-key")
        .and_then(|key| key.to_str().ok())
        .unwrap_or_default();
    match shared.store.transact(realms::api_keys) {
        Err(failure) => failure.into_response(),
        // No early end: the time must not tell which key came close.
        Ok(keys) => match keys.iter().filter(|key| same_secret(key, given)).count() {
            0 => Failure::Forbidden.into_response(),
            _ => next.run(request).await,
        },
    }
}

async fn not_built(uri: Uri) -> Failure {
    missing(uri.path())
}

fn missing(path: &str) -> Failure {
    let mut segments = path.trim_start_matches('/').split('/');
    let resource = match (segments.next(), segments.next()) {
        (Some("v1"), Some(resource)) => resource,
        _ => return Failure::NotFound,
    };
    match resource {
        "users" => match path.rsplit('/').next() {
            Some("authenticate_key") => Failure::NotBuilt("API users cannot log in here yet"),
            _ => Failure::NotFound,
        },
        "auth_providers" => Failure::NotBuilt("This emulator has no social logins"),
        "events" => Failure::NotBuilt("This emulator keeps no events"),
        "credentials" => Failure::NotBuilt("Credentials can only be created and verified here"),
        "orgs" | "memberships" => Failure::NotBuilt("Orgs and memberships can only be read here"),
        "realms" | "jwt_keys" | "login_policies" | "app_hooks" => {
            Failure::NotBuilt("Settings are changed through /_emulator here")
        }
        _ => Failure::NotFound,
    }
}

/// A call with a good key.
struct Call {
    shared: Arc<Shared>,
    received: Arc<Received>,
    body: Fields,
    // The `{id}` of the path, decoded; empty if the path has none.
    id: String,
}

impl FromRequestParts<Arc<Shared>> for Call {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Failure> {
        let received = parts
            .extensions
            .get::<Arc<Received>>()
            .cloned()
            .ok_or(Failure::Internal)?;
        if !accepts_json(received.header(header::ACCEPT)) {
            return Err(Failure::NotAcceptable);
        }
        let params = RawPathParams::from_request_parts(parts, shared).await.ok();
        let id = params
            .iter()
            .flatten()
            .find(|(name, _)| *name == "id")
            .map(|(_, id)| id.to_owned());
        Ok(Self {
            shared: Arc::clone(shared),
            body: received.body.clone()?,
            received,
            id: id.unwrap_or_default(),
        })
    }
}

fn accepts_json(accept: Option<&str>) -> bool {
    accept.is_none_or(|accept| {
        accept.trim().is_empty()
            || accept.split(',').any(|range| {
                let range = range.split(';').next().unwrap_or_default().trim();
                ["application/json", "application/*", "*/*"].contains(&range)
            })
    })
}

impl Call {
    fn now_ms(&self) -> i64 {
        self.shared.clock.now_ms()
    }

    fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.shared.store.transact(work)
    }

    /// The attributes within the wrapper (spec 5.2).
    fn wrapped(&self, name: &'static str) -> Result<&Fields, Failure> {
        self.body
            .get(name)
            .and_then(Value::as_object)
            .ok_or_else(|| Failure::BadRequest(format!("{name} is missing")))
    }

    /// `realm_id` of the query, the body or its wrapper; else the header (spec 5.1).
    fn realm_id(&self) -> Option<String> {
        let in_wrapper = || {
            self.body
                .values()
                .filter_map(Value::as_object)
                .find_map(|wrapper| text(wrapper, "realm_id"))
        };
        text(&self.received.query, "realm_id")
            .or_else(|| text(&self.body, "realm_id"))
            .or_else(in_wrapper)
            .or_else(|| {
                self.received
                    .header("x-authrocket-realm")
                    .map(str::to_owned)
            })
            .filter(|id| !id.is_empty())
    }

    /// The realm of a call that cannot do without.
    fn realm(&self, tx: &Transaction) -> Result<Realm, Failure> {
        let id = self
            .realm_id()
            .ok_or_else(|| Failure::BadRequest("realm_id is missing".to_owned()))?;
        realms::realm(tx, &id)?.ok_or(Failure::NotFound)
    }

    /// The user that the path names by id or username.
    fn user(&self, tx: &Transaction) -> Result<User, Failure> {
        find_user(tx, self.realm_id().as_deref(), &self.id)?.ok_or(Failure::NotFound)
    }

    /// The same, but nobody for `--`: whoever the token belongs to (spec 5.8).
    fn user_or_any(&self, tx: &Transaction) -> Result<Option<User>, Failure> {
        match self.id.as_str() {
            "--" => Ok(None),
            _ => self.user(tx).map(Some),
        }
    }

    fn realm_of(&self, tx: &Transaction, user: &User) -> Result<Realm, Failure> {
        realms::realm(tx, &user.realm_id)?.ok_or(Failure::NotFound)
    }

    fn page(&self) -> Result<Page, Failure> {
        let max_results = match text(&self.received.query, "max_results") {
            None => PAGE_LIMIT,
            Some(number) => number
                .parse()
                .ok()
                .filter(|number| (1..=PAGE_LIMIT).contains(number))
                .ok_or_else(|| Failure::BadRequest("max_results must be 1 to 100".to_owned()))?,
        };
        Ok(Page {
            after: text(&self.received.query, "after"),
            max_results,
        })
    }

    /// Whether `expand` or `expands` (D29) names this member.
    fn expands(&self, name: &str) -> bool {
        [&self.received.query, &self.body].iter().any(|fields| {
            ["expand", "expands"]
                .iter()
                .any(|key| match fields.get(*key) {
                    Some(Value::String(names)) => {
                        names.split([',', ' ']).any(|given| given == name)
                    }
                    Some(Value::Array(names)) => names.iter().any(|given| given == name),
                    _ => false,
                })
        })
    }

    /// The browser behind the app server, from `request` (spec 5.2).
    fn client(&self) -> Client {
        let request = self.body.get("request").and_then(Value::as_object);
        let member = |name| request.and_then(|request| text(request, name));
        Client {
            ip: member("ip"),
            client: member("client"),
        }
    }
}

fn ok(body: Value) -> Answer {
    Ok(Json(body).into_response())
}

fn created(body: Value) -> Answer {
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

fn gone() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn collection(rows: Vec<Value>, more_results: bool) -> Answer {
    ok(json!({"collection": rows, "more_results": more_results}))
}

#[cfg(test)]
mod tests {
    use super::accepts_json;

    #[test]
    fn json_is_acceptable_unless_only_other_types_are_named() {
        for good in [
            None,
            Some(""),
            Some("*/*"),
            Some("text/html, application/json;q=0.9"),
        ] {
            assert!(accepts_json(good), "{good:?}");
        }
        assert!(!accepts_json(Some("text/html")));
        assert!(!accepts_json(Some("application/xml, text/*")));
    }
}
