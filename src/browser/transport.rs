//! One `fetch`: a url-encoded POST that needs no preflight (D2), without cookies, never redirected, with a
//! deadline and an abort. Whatever the network, the service or the page does, it ends as one answer or one failure.

use gloo_net::http::{Request, Response};
use js_sys::{Array, Object, Promise, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::fields::Fields;
use super::js;
use super::settings::{instance_url, timeout};
use crate::domain::error::{Code, Failure};
use crate::domain::operation::Operation;
use crate::domain::protocol::{ApiResponse, Reply};
use crate::domain::sentence::Sentence;
use crate::domain::text::number;

/// A call under way, with its end: the timer and the page's signal, as one promise.
pub struct Exchange {
    fetch: JsValue,
    end: Deadline,
}

/// What a promise came to: its value, or `Err` for any rejection.
type Settled = Result<JsValue, JsValue>;

impl Exchange {
    /// Checks the options and the fields, and sends them.
    ///
    /// `signal` is a page's `AbortSignal`, or `undefined`.
    ///
    /// # Errors
    /// `config`, `invalid_input` or `aborted`, with nothing sent; `unreachable` or `offline` when `fetch` throws;
    /// `internal` when the page's own objects refuse to work.
    pub fn start(
        options: &JsValue,
        operation: Operation,
        fields: &Fields,
        signal: &JsValue,
    ) -> Result<Self, Box<Failure>> {
        let url = instance_url(options)?;
        let request = operation.request(fields)?;
        if js::get(signal, "aborted").is_truthy() {
            return Err(Failure::new(Code::Aborted));
        }
        let broken = || Failure::new(Code::Internal);
        let end = Deadline::start(timeout(options), signal).ok_or_else(broken)?;
        let request = build(&url.call(request.path), fields, &end).ok_or_else(broken)?;
        let own = js::get(options, "fetch");
        let fetch = if own.is_function() {
            own
        } else {
            js::get(&global(), "fetch")
        };
        let fetch = js::apply(fetch.unchecked_ref(), &JsValue::UNDEFINED, &[request]);
        Ok(Self {
            fetch: fetch.ok_or_else(no_answer)?,
            end,
        })
    }

    /// Waits for the answer and its body.
    ///
    /// # Errors
    /// `timeout`, `aborted`, `offline`, `unreachable`; `bad_response` when `fetch` gave no response.
    pub async fn answer(self) -> Result<(ApiResponse, JsValue), Box<Failure>> {
        let first = JsFuture::from(self.end.or(&self.fetch)).await;
        let result = match self.body(first) {
            Ok((answer, body)) => self.read(&answer, JsFuture::from(body).await),
            Err(failure) => Err(failure),
        };
        self.end.clear();
        result
    }

    fn body(&self, first: Settled) -> Result<(JsValue, Promise), Box<Failure>> {
        self.end.check(&first)?;
        let answer = first.map_err(|_| no_answer())?;
        if !answer.is_object() {
            return Err(Failure::new(Code::BadResponse).hint("no_response"));
        }
        let body = js::call(&answer, "json", &[]).unwrap_or_default();
        Ok((answer, self.end.or(&body)))
    }

    fn read(
        &self,
        answer: &JsValue,
        body: Settled,
    ) -> Result<(ApiResponse, JsValue), Box<Failure>> {
        self.end.check(&body)?;
        let body = body.unwrap_or_default();
        Ok((response(answer, &body), body))
    }
}

/// What an answer and its body say, as plain values.
pub fn response(answer: &JsValue, body: &JsValue) -> ApiResponse {
    ApiResponse {
        status: status(answer),
        retry_after: retry_after(answer),
        body: read_reply(body),
    }
}

/// gloo-net's own `send` aborts the whole module when `fetch` rejects with something that is no `Error`, and its
/// builder brings the formatting machinery; its types are used around a `fetch` of our own.
fn build(url: &str, fields: &Fields, end: &Deadline) -> Option<JsValue> {
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
        ("signal", end.controller.signal().into()),
    ] {
        js::set(&init, name, &value);
    }
    let request = web_sys::Request::new_with_str_and_init(url, init.unchecked_ref()).ok()?;
    Some(web_sys::Request::from(Request::from(request)).into())
}

fn no_answer() -> Box<Failure> {
    let offline = js::get(&js::get(&global(), "navigator"), "onLine") == JsValue::FALSE;
    Failure::new(if offline {
        Code::Offline
    } else {
        Code::Unreachable
    })
    .hint("no_answer")
}

/// What a page's own `fetch` gives may be no `Response`, and a foreign getter may throw; 0 where there is no status.
fn status(answer: &JsValue) -> u16 {
    match answer.clone().dyn_into::<web_sys::Response>() {
        Ok(response) => Response::from(response).status(),
        Err(answer) => js::get(&answer, "status").as_f64().unwrap_or_default() as u16,
    }
}

fn retry_after(response: &JsValue) -> Option<u32> {
    let header = js::call(
        &js::get(response, "headers"),
        "get",
        &["retry-after".into()],
    )?;
    number(&header.as_string()?)
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
    if !errors.is_object() {
        return all;
    }
    let is_list = Array::is_array(errors);
    for pair in Object::entries(errors.unchecked_ref()).iter() {
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
    js::list(value)
        .iter()
        .filter_map(JsValue::as_string)
        .collect()
}

/// A promise that resolves with the controller when the time is over, and with an event when the page aborts.
struct Deadline {
    controller: AbortController,
    promise: Promise,
    resolve: JsValue,
    timer: JsValue,
    signal: JsValue,
}

impl Deadline {
    fn start(milliseconds: f64, signal: &JsValue) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let mut resolve = JsValue::UNDEFINED;
        let promise = Promise::new(&mut |given, _| resolve = given.into());
        let args = [
            resolve.clone(),
            milliseconds.into(),
            controller.clone().into(),
        ];
        let timer = js::call(&global(), "setTimeout", &args)?;
        js::call(
            signal,
            "addEventListener",
            &["abort".into(), resolve.clone()],
        );
        Some(Self {
            controller,
            promise,
            resolve,
            timer,
            signal: signal.clone(),
        })
    }

    /// The first of the two.
    fn or(&self, promise: &JsValue) -> Promise {
        Promise::race(&Array::of2(promise, &self.promise))
    }

    /// # Errors
    /// `timeout` or `aborted`, whatever came first.
    fn check(&self, first: &Settled) -> Result<(), Box<Failure>> {
        let code = if js::get(&self.signal, "aborted").is_truthy() {
            Code::Aborted
        } else if first.as_ref() == Ok(&self.controller) {
            Code::Timeout
        } else {
            return Ok(());
        };
        self.controller.abort();
        Err(Failure::new(code))
    }

    fn clear(self) {
        js::call(&global(), "clearTimeout", &[self.timer]);
        js::call(
            &self.signal,
            "removeEventListener",
            &["abort".into(), self.resolve],
        );
    }
}
