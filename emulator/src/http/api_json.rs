//! JSON of the Core API and of webhooks. Times with fractions always have three decimals, since one client misreads
//! shorter ones (protocol-v1 §12, C18). Tested in `tests/api/documents/old_clients.rs`.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// The app's own data: numbers in it stay as they are.
const OWN_DATA: &str = "custom";

/// A body of the Core API.
#[derive(Debug)]
pub struct ApiJson(pub Value);

impl IntoResponse for ApiJson {
    fn into_response(self) -> Response {
        let content_type = [(header::CONTENT_TYPE, "application/json")];
        (content_type, text(&self.0)).into_response()
    }
}

/// A document as text.
pub fn text(document: &Value) -> String {
    let mut text = String::new();
    write(document, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            text.push('{');
            for (at, (name, member)) in members.iter().enumerate() {
                separate(at, text);
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                match name == OWN_DATA {
                    true => text.push_str(&member.to_string()),
                    false => write(member, text),
                }
            }
            text.push('}');
        }
        Value::Array(list) => {
            text.push('[');
            for (at, entry) in list.iter().enumerate() {
                separate(at, text);
                write(entry, text);
            }
            text.push(']');
        }
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(seconds) => text.push_str(&format!("{seconds:.3}")),
            None => text.push_str(&number.to_string()),
        },
        other => text.push_str(&other.to_string()),
    }
}

fn separate(at: usize, text: &mut String) {
    if at > 0 {
        text.push(',');
    }
}
