//! A call as the page's `fetch` takes it, and what came back: a url-encoded POST that needs no preflight (D2), without
//! cookies, never redirected. The waiting, with its deadline, is `src/js/exchange.js`.

use gloo_net::http::{Request, Response};
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::fields::Fields;
use super::js;
use super::settings::instance_url;
use crate::domain::error::{Code, Failure};
use crate::domain::operation::Operation;
use crate::domain::protocol::{ApiResponse, Reply};
use crate::domain::sentence::Sentence;
use crate::domain::text::number;

/// Checks the options and the fields, and says what to send: a `Request`.
///
/// # Errors
/// `config` or `invalid_input`; `internal` when the page's own objects refuse to work.
pub fn request(
    options: &JsValue,
    operation: Operation,
    fields: &Fields,
    signal: &AbortSignal,
) -> Result<JsValue, Box<Failure>> {
    let url = instance_url(options)?;
    let request = operation.request(fields)?;
    build(&url.call(request.path), fields, signal).ok_or_else(|| Failure::new(Code::Internal))
}

/// gloo-net's own `send` aborts the whole module when `fetch` rejects with something that is no `Error`, and its
/// builder brings the formatting machinery; its types are used around a `fetch` of our own.
fn build(url: &str, fields: &Fields, signal: &AbortSignal) -> Option<JsValue> {
    let headers = Object::new();
    js::set(&headers, "Accept", &"application/json".into());
    let init = Object::new();
    for (name, value) in [
        ("method", "POST".into()),
        ("headers", headers.into()),
        ("body", fields.body()?.into()),
        ("credentials", "omit".into()),
        ("cache", "no-store".into()),
        // A followed redirect could carry the password to another host (contract, promise 1).
        ("redirect", "manual".into()),
        ("signal", signal.into()),
    ] {
        js::set(&init, name, &value);
    }
    let request = web_sys::Request::new_with_str_and_init(url, init.unchecked_ref()).ok()?;
    Some(web_sys::Request::from(Request::from(request)).into())
}

/// Reads how a call ended: `{ end }`, where no answer came, else `{ answer, body, wait }`.
///
/// # Errors
/// `timeout`, `offline`, `unreachable`; `bad_response` when `fetch` gave no response.
pub fn answer(exchange: &JsValue) -> Result<ApiResponse, Box<Failure>> {
    if let Some(end) = js::text(exchange, "end") {
        let code = match end.as_str() {
            "timeout" => return Err(Failure::new(Code::Timeout)),
            "offline" => Code::Offline,
            _ => Code::Unreachable,
        };
        return Err(Failure::new(code).hint("no_answer"));
    }
    let answer = js::get(exchange, "answer");
    if !answer.is_object() {
        return Err(Failure::new(Code::BadResponse).hint("no_response"));
    }
    let mut response = response(&answer, &js::get(exchange, "body"));
    response.retry_after = js::text(exchange, "wait").and_then(|header| number(&header));
    Ok(response)
}

/// What an answer and its body say, as plain values.
pub fn response(answer: &JsValue, body: &JsValue) -> ApiResponse {
    ApiResponse {
        status: status(answer),
        retry_after: None,
        body: read_reply(body),
    }
}

/// What a page's own `fetch` gives may be no `Response`, and a foreign getter may throw; 0 where there is no status.
fn status(answer: &JsValue) -> u16 {
    match answer.clone().dyn_into::<web_sys::Response>() {
        Ok(response) => Response::from(response).status(),
        Err(answer) => js::get(&answer, "status").as_f64().unwrap_or_default() as u16,
    }
}

fn read_reply(body: &JsValue) -> Option<Reply> {
    if !body.is_object() || Array::is_array(body) {
        return None;
    }
    let error = js::get(body, "error");
    let text = |name| js::text(body, name).unwrap_or_default();
    Some(Reply {
        token: text("token"),
        url: text("url"),
        error: text("error"),
        odd: error.is_truthy() && !error.is_string(),
        errors: sentences(&js::get(body, "errors")),
        // The cast saturates: a negative wait is none.
        retry_after: js::get(body, "retry_after")
            .as_f64()
            .map(|seconds| seconds as u32),
    })
}

/// `errors` is an array of texts, or a hash from attribute to texts (D7, spec 5.4).
fn sentences(errors: &JsValue) -> Vec<Sentence> {
    let mut all = Vec::new();
    let is_list = Array::is_array(errors);
    for pair in js::entries(errors) {
        for text in texts(&js::get(&pair, "1")) {
            all.push(match js::text(&pair, "0") {
                Some(name) if !is_list => Sentence::of_attribute(&name, text),
                _ => Sentence::new(text),
            });
        }
    }
    all
}

fn texts(value: &JsValue) -> Vec<String> {
    if let Some(text) = value.as_string() {
        return vec![text];
    }
    js::entries(value)
        .iter()
        .filter_map(|pair| js::text(pair, "1"))
        .collect()
}
