//! Every call that AuthRocket's own documents show, as a client library puts it on the wire: the answers must be what
//! the documents show beside it. One module per document.

mod associations;
mod integration;
mod old_clients;
mod ruby;
mod signup_tokens;
mod signups;
mod third_party;

use serde_json::{Value, json};

use crate::client::{Answer, Request};
use crate::fixture::{Emulator, JWT_KEY, PASSWORD, lay};

/// The realm ids that the documents use.
const REALM: &str = "rl_0v2FcFcZnv8qpG1XWoyN9P";
const OTHER_REALM: &str = "rl_0v1zTHXhtNgmDaXaDYSAqx";
const DAVE: &str = "usr_0v1zUpWdE4IiFc2w5ynShf";

/// The key that the documents write.
const API_KEY: &str = "ko_SAMPLE";

/// The realms of the documents with the user dave, `settings` laid over the first one.
fn documented(settings: &Value) -> Value {
    let mut realm = json!({
        "id": REALM,
        "name": "Documented",
        "jwt_key": JWT_KEY,
        "apps": [{
            "id": "lpl_documented",
            "name": "My App",
            "subdomain": "myapp",
            "default": true,
            "login_handler": "https://myapp.example.test/login",
            "signup_handler": "https://myapp.example.test/signup"
        }],
        "users": [{"id": DAVE, "username": "dave", "email": "dave@example.test", "password": PASSWORD,
            "first_name": "Dave", "last_name": "Jones"}]
    });
    lay(&mut realm, settings);
    let other = json!({"id": OTHER_REALM, "name": "Other", "users": [
        {"username": "erin", "email": "erin@example.test"}
    ]});
    json!({"api_keys": [{"key": API_KEY}], "realms": [realm, other]})
}

/// An app server: the emulator, and the headers that its client library sends.
struct AppServer {
    emulator: Emulator,
    headers: Vec<(&'static str, &'static str)>,
}

impl AppServer {
    async fn start(settings: Value, headers: &[(&'static str, &'static str)]) -> Self {
        Self {
            emulator: Emulator::seeded(documented(&settings)).await,
            headers: headers.to_vec(),
        }
    }

    fn request(&self, method: &str, path: &str) -> Request {
        let request = Request::new(
            self.emulator.running.api_addr(),
            method,
            &format!("/v1/{path}"),
        );
        let with = |request: Request, (name, value): &(&str, &str)| request.header(name, value);
        self.headers.iter().fold(request, with)
    }

    async fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send().await
    }

    /// A record that must be there.
    async fn found(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.request("POST", path).json(&body).send().await
    }

    async fn put(&self, path: &str, body: Value) -> Answer {
        self.request("PUT", path).json(&body).send().await
    }

    async fn delete(&self, path: &str) -> Answer {
        self.request("DELETE", path).send().await
    }

    /// The token with which a login of dave arrives at the login handler.
    async fn login_token(&self) -> String {
        let answer = self.emulator.login("dave", PASSWORD).await;
        let url = answer.text("url");
        let token = url.strip_prefix("https://myapp.example.test/login?token=");
        token
            .unwrap_or_else(|| panic!("not the login handler with a token: {url}"))
            .to_owned()
    }
}

/// `errors` as a client library lists them: the sentences, whatever they are about.
fn sentences(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{answer:?}");
    let body = answer.json();
    let errors = body["errors"].as_object().expect("a hash of errors");
    errors
        .values()
        .flat_map(|list| list.as_array().expect("a list of sentences"))
        .map(|sentence| sentence.as_str().expect("a sentence").to_owned())
        .collect()
}

/// The names of a record's members.
fn members(record: &Value) -> Vec<&String> {
    record.as_object().expect("a record").keys().collect()
}

fn ids(list: &Value) -> Vec<String> {
    let rows = list["collection"].as_array().expect("a collection");
    rows.iter()
        .map(|row| row["id"].as_str().expect("an id").to_owned())
        .collect()
}
