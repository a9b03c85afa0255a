//! Fields of a request: query, url-encoded body and JSON body become one kind of map (protocol-v1 §3.2, §5.1).
//! Total: any bytes give fields or a refusal, never a panic. Tested here with random input.

use std::net::IpAddr;
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, header};
use serde_json::{Map, Value};

use crate::model::failure::Failure;
use crate::model::fields::Fields;

// Enough for `user[custom][key]`; deeper names stay as they are.
const MAX_DEPTH: usize = 4;
const MAX_FIELDS: usize = 1000;
// Of a text, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// A request, read once.
#[derive(Debug)]
pub struct Received {
    /// Verb.
    pub method: Method,
    /// Path without query.
    pub path: String,
    /// Length of path and query, in bytes.
    pub url_length: usize,
    /// Headers.
    pub headers: HeaderMap,
    /// Query fields.
    pub query: Fields,
    /// Body fields, or why there are none.
    pub body: Result<Fields, Failure>,
    /// The caller's address.
    pub ip: Option<IpAddr>,
    /// Ids of the realm and of the Connected App that it was for, once known; for the log.
    pub about: OnceLock<(String, Option<String>)>,
}

impl Received {
    /// A header as text.
    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Query and body as one; the body wins.
    pub fn fields(&self) -> Result<Fields, Failure> {
        let mut fields = self.query.clone();
        fields.extend(self.body.clone()?);
        Ok(fields)
    }
}

/// Refuses a query string or url-encoded body of too many or too long fields.
pub fn check_form(bytes: &[u8]) -> Result<(), Failure> {
    if bytes.split(|byte| *byte == b'&').count() > MAX_FIELDS {
        let reason = "There are too many fields (1000 at most)";
        return Err(Failure::BadRequest(reason.to_owned()));
    }
    match bytes.len() > MAX_LENGTH {
        true => check_lengths(from_form(bytes).values()),
        false => Ok(()),
    }
}

fn check_lengths<'a>(values: impl IntoIterator<Item = &'a Value>) -> Result<(), Failure> {
    values.into_iter().try_for_each(|value| match value {
        Value::String(text) if text.len() > MAX_LENGTH => {
            let reason = "A field is too long (64 KiB at most)";
            Err(Failure::BadRequest(reason.to_owned()))
        }
        Value::Array(list) => check_lengths(list),
        Value::Object(object) => check_lengths(object.values()),
        _ => Ok(()),
    })
}

/// Fields of a query string or url-encoded body.
pub fn from_form(bytes: &[u8]) -> Fields {
    let mut fields = Fields::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        insert_form(&mut fields, &name, value.into_owned(), MAX_DEPTH);
    }
    fields
}

fn insert_form(fields: &mut Fields, name: &str, value: String, depth: usize) {
    let nested = name
        .split_once('[')
        .filter(|(head, _)| depth > 1 && !head.is_empty())
        .and_then(|(head, rest)| {
            let (inner, tail) = rest.split_once(']')?;
            Some((head, format!("{inner}{tail}")))
        });
    let Some((head, inner)) = nested else {
        fields.insert(name.to_owned(), Value::String(value));
        return;
    };
    let place = fields.entry(head).or_insert_with(|| {
        if inner.is_empty() {
            Value::Array(Vec::new())
        } else {
            Value::Object(Map::new())
        }
    });
    match place {
        Value::Array(list) if inner.is_empty() => list.push(Value::String(value)),
        Value::Object(object) if !inner.is_empty() => {
            insert_form(object, &inner, value, depth - 1);
        }
        // `a=1&a[b]=2`: the last one wins.
        place => *place = Value::String(value),
    }
}

/// Members of a JSON object, however long.
pub fn from_json(body: &Bytes) -> Result<Fields, Failure> {
    let reason = match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => return Ok(fields),
        // Clients without anything to say send it (protocol-v1 §12, C1).
        Ok(Value::Null) => return Ok(Fields::new()),
        Ok(_) => "The JSON body must be an object",
        Err(_) => "The body is not valid JSON",
    };
    Err(Failure::BadRequest(reason.to_owned()))
}

/// Fields of a body, by its content type. A body without a content type is read as url-encoded.
pub fn from_body(headers: &HeaderMap, body: &Bytes) -> Result<Fields, Failure> {
    if body.is_empty() {
        return Ok(Fields::new());
    }
    let content_type = match headers.get(header::CONTENT_TYPE) {
        None => {
            check_form(body)?;
            return Ok(from_form(body));
        }
        Some(value) => value.to_str().map_err(|_| Failure::UnsupportedMediaType)?,
    };
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "application/json" => {
            let fields = from_json(body)?;
            check_lengths(fields.values())?;
            Ok(fields)
        }
        "application/x-www-form-urlencoded" => {
            check_form(body)?;
            Ok(from_form(body))
        }
        _ => Err(Failure::UnsupportedMediaType),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn headers(content_type: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        headers
    }

    #[test]
    fn bracketed_form_names_are_nested() {
        let fields =
            from_form(b"user[username]=ada&user[custom][plan]=gold&tags[]=a&tags[]=b&x=1+2");
        assert_eq!(
            Value::Object(fields),
            json!({"user": {"username": "ada", "custom": {"plan": "gold"}}, "tags": ["a", "b"], "x": "1 2"})
        );
    }

    #[test]
    fn json_and_form_bodies_give_the_same_fields() {
        let form = from_body(
            &headers("application/x-www-form-urlencoded; charset=UTF-8"),
            &Bytes::from_static(b"username=ada&password=a%26b"),
        );
        let json = from_body(
            &headers("Application/JSON"),
            &Bytes::from_static(br#"{"username":"ada","password":"a&b"}"#),
        );
        assert_eq!(form, json);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            from_form(&bytes);
            let bytes = Bytes::from(bytes);
            for content_type in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
                let _ = from_body(&headers(content_type), &bytes);
            }
        }

        #[test]
        fn any_brackets_are_read(text in "[a-c\\[\\]=&%\u{e9}]{0,60}") {
            from_form(text.as_bytes());
        }

        #[test]
        fn plain_fields_survive_encoding(name in "[^\\[]{1,20}", value in ".{0,40}") {
            let encoded = form_urlencoded::Serializer::new(String::new())
                .append_pair(&name, &value)
                .finish();
            let expected = Some(Value::String(value));
            prop_assert_eq!(from_form(encoded.as_bytes()).remove(&name), expected);
        }
    }
}
