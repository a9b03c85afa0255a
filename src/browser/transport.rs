//! Requests as plain data, `{ url, init }` for the page's `fetch`, and what came back. A call is a url-encoded POST that needs no
//! preflight wherever the API allows that (D2; protocol-v2 V11), without cookies, never redirected. The waiting, with its deadline,
//! is `src/js/engine/exchange.js`.
//!
//! No `Request` object: old libraries replace `window.Request`, and pages wrap `fetch` and expect an address. gloo-net's `send`
//! aborts the module when `fetch` rejects with something that is no `Error` (ADR 6).

use gloo_net::http::{Headers, Response};
use js_sys::{Array, Date};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, UrlSearchParams};

use super::fields::Fields;
use super::js;
use crate::domain::api::Instance;
use crate::domain::error::{Code, Failure};
use crate::domain::hint::Hint;
use crate::domain::operation::Operation;
use crate::domain::protocol::{ApiResponse, Method, Reply};
use crate::domain::sentence::Sentence;
use crate::domain::text::number;

/// Checks the fields, and says what to send to the service.
///
/// # Errors
/// `config` or `invalid_input`; `internal` when the page's own objects refuse to work.
pub fn request(
    instance: &Instance,
    options: &JsValue,
    operation: Operation,
    fields: Fields,
    signal: &AbortSignal,
) -> Result<JsValue, Box<Failure>> {
    let request = instance.api.request(operation, &fields)?;
    let fields = fields.of_request(instance, &request)?;
    let address = instance.url.at(request.path);
    let (url, kind, body) = match request.method {
        Method::Post => (Some(address.into()), FORM, fields.body()),
        Method::Put => (Some(address.into()), JSON, fields.json()),
        Method::Get | Method::Delete => (fields.query_of(&address), "", Some(JsValue::UNDEFINED)),
    };
    let (Some(url), Some(body)) = (url, body) else {
        return Err(Failure::new(Code::Internal));
    };
    let headers = headers(kind);
    let language = js::text(options, "language").unwrap_or_default();
    // Any other sign would need a preflight, or make the header invalid.
    let is_plain = language
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if instance.api.is_strict() && is_plain && !language.is_empty() {
        let _ = headers.set("Accept-Language", &language);
    }
    Ok(send(
        url,
        request.method,
        headers,
        &body,
        signal,
        // A followed redirect could carry the password to another host (contract §5, promise 1).
        &[
            ("credentials", "omit"),
            ("cache", "no-store"),
            ("redirect", "manual"),
        ],
    ))
}

/// What to send to the app's own server: pairs of names and values, and a CSRF header where none of them is such a value.
///
/// A page cannot read a redirect to another origin. Without a header of ours, `no-cors` lets it happen, and tells it from an outage.
/// With one, redirects are not followed, which tells the same (ADR 7).
pub fn app_request(url: &str, fields: &Array, csrf: Option<String>, signal: &JsValue) -> JsValue {
    let body =
        UrlSearchParams::new_with_str_sequence_sequence(fields).map_or(JsValue::NULL, Into::into);
    let [mode, redirect] = if csrf.is_some() {
        ["same-origin", "manual"]
    } else {
        ["no-cors", "follow"]
    };
    let init = [
        ("credentials", "same-origin"),
        ("mode", mode),
        ("redirect", redirect),
    ];
    let headers = headers(FORM);
    if let Some(value) = csrf {
        // A value that no header may hold is left out.
        let _ = headers.set("X-CSRF-Token", &value);
    }
    send(url.into(), Method::Post, headers, &body, signal, &init)
}

/// Asks the app whether an address leads on, as the browser would ask.
pub fn look_request(url: &str) -> JsValue {
    let init = js::object(&[
        ("mode", "same-origin".into()),
        ("redirect", "manual".into()),
    ]);
    js::object(&[("url", url.into()), ("init", init)])
}

/// A polyfill's `URLSearchParams` would be sent as plain text.
const FORM: &str = "application/x-www-form-urlencoded;charset=UTF-8";
const JSON: &str = "application/json";

/// What is accepted, and the type of the body where there is one.
fn headers(kind: &str) -> web_sys::Headers {
    let headers = Headers::new();
    headers.set("Accept", JSON);
    if !kind.is_empty() {
        headers.set("Content-Type", kind);
    }
    headers.into_raw()
}

fn send(
    url: JsValue,
    method: Method,
    headers: web_sys::Headers,
    body: &JsValue,
    signal: &JsValue,
    settings: &[(&str, &str)],
) -> JsValue {
    let init = js::object(&[
        ("method", method.name().into()),
        ("headers", headers.into()),
        ("body", body.clone()),
        ("signal", signal.clone()),
    ]);
    for (name, value) in settings {
        js::set(&init, name, &(*value).into());
    }
    js::object(&[("url", url), ("init", init)])
}

/// Reads how a call ended: `{ end }`, where no answer came, else `{ answer, body }`.
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
        return Err(Failure::new(code).hint(Hint::NoAnswer));
    }
    let answer = js::get(exchange, "answer");
    if !answer.is_object() {
        return Err(Failure::new(Code::BadResponse).hint(Hint::NoResponse));
    }
    Ok(response(&answer, &js::get(exchange, "body")))
}

/// What an answer and its body say, as plain values. What a page's own `fetch` gives may be no `Response`, and its getters may
/// throw; the status is 0 then.
pub fn response(answer: &JsValue, body: &JsValue) -> ApiResponse {
    let (status, wait) = match answer.clone().dyn_into::<web_sys::Response>() {
        Ok(answer) => {
            let answer = Response::from(answer);
            (answer.status(), wait(&answer.headers()))
        }
        Err(answer) => (
            js::get(&answer, "status").as_f64().unwrap_or_default() as u16,
            None,
        ),
    };
    ApiResponse {
        status,
        retry_after: wait,
        body: read_reply(body),
    }
}

/// `Retry-After` in seconds, else `Ratelimit-Reset`, a date (protocol-v2 V12). Of a wrong clock, nothing is believed.
fn wait(headers: &Headers) -> Option<u32> {
    let after = headers.get("retry-after").and_then(|text| number(&text));
    after.or_else(|| {
        let until = Date::parse(&headers.get("ratelimit-reset")?);
        let seconds = ((until - Date::now()) / 1000.0).ceil();
        (seconds > 0.0 && seconds < 86_400.0).then_some(seconds as u32)
    })
}

fn read_reply(body: &JsValue) -> Option<Reply> {
    if !body.is_object() || Array::is_array(body) {
        return None;
    }
    let error = js::get(body, "error");
    let text = |name| js::text(body, name).unwrap_or_default();
    Some(Reply {
        result: text("result"),
        token: text("token"),
        url: text("url"),
        error: text("error"),
        odd: error.is_truthy() && !error.is_string(),
        errors: sentences(&js::get(body, "errors")),
        // The cast saturates: a negative wait is none.
        retry_after: js::get(body, "retry_after")
            .as_f64()
            .map(|seconds| seconds as u32),
        has_session: js::get(body, "session").is_string(),
        conditions: texts(&js::get(body, "conditions")).join(" "),
    })
}

/// `errors` is an array of texts, or a hash from attribute to texts (D7, protocol-v1 §5.4).
fn sentences(errors: &JsValue) -> Vec<Sentence> {
    let mut all = Vec::new();
    let is_list = Array::is_array(errors);
    for pair in js::entries(errors).iter() {
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
        .filter_map(|pair| js::text(&pair, "1"))
        .collect()
}
