//! The fields of one call, as a JavaScript object. Its values are passed on and compared, never read:
//! a password must not enter wasm memory (contract §5, promise 6).

use js_sys::{Array, JSON};
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use super::js;
use crate::domain::api::Instance;
use crate::domain::error::Failure;
use crate::domain::input::{Input, check};
use crate::domain::protocol::{ApiRequest, Renamed};
use crate::domain::session::{SESSION, payload};

/// Fields by their API names.
pub struct Fields(JsValue);

impl Fields {
    /// The object that a page passed, or that `src/js/page/fields.js` read from a form.
    pub fn of_object(object: JsValue) -> Self {
        Self(object)
    }

    /// A field's value, as JavaScript has it.
    pub fn get(&self, name: &str) -> JsValue {
        js::get(&self.0, name)
    }

    /// What is sent of them in the second step: the code, with what the first step gave.
    pub fn second_step(&self, first: &JsValue) -> Self {
        Self(js::object(&[
            ("token", js::get(first, "token")),
            ("session", js::get(first, "session")),
            ("code", self.get("code")),
        ]))
    }

    /// The object itself.
    pub fn object(&self) -> JsValue {
        self.0.clone()
    }

    /// The fields with these names only.
    pub fn only(&self, is_wanted: &dyn Fn(&str) -> bool) -> Self {
        let rest = js::object(&[]);
        for pair in self.pairs().iter() {
            let name = js::text(&pair, "0").unwrap_or_default();
            if is_wanted(&name) {
                js::set(&rest, &name, &js::get(&pair, "1"));
            }
        }
        Self(rest)
    }

    /// What a request sends of them.
    ///
    /// # Errors
    /// `invalid_input` where a login token has no session.
    pub fn of_request(
        &self,
        instance: &Instance,
        request: &ApiRequest,
    ) -> Result<Self, Box<Failure>> {
        let rest = self.only(&|name| instance.sends(request, name));
        let given = self.get(request.without);
        match request.renamed {
            Some(Renamed::Username) => js::set(&rest.0, "email", &given),
            Some(Renamed::SessionOfToken) => {
                let payload = given.as_string().and_then(|token| payload(&token));
                let claims = payload.and_then(|payload| JSON::parse(&payload).ok());
                js::set(
                    &rest.0,
                    "session",
                    &js::get(&claims.unwrap_or_default(), "sid"),
                );
                check(&rest, SESSION)?;
            }
            None => {}
        }
        Ok(rest)
    }

    /// Whether every field holds the same text as in `earlier`, and no other field is there.
    pub fn same_as(&self, earlier: &Self) -> bool {
        let names = self.names();
        names.length() == earlier.names().length()
            && names
                .iter()
                .all(|name| js::member(&self.0, &name) == js::member(&earlier.0, &name))
    }

    /// Whether a field of the first step holds another text than in `earlier`; an emptied one says nothing.
    pub fn contradicts(&self, earlier: &Self) -> bool {
        earlier.names().iter().any(|name| {
            let now = js::member(&self.0, &name);
            name != *"code"
                && js::is_some(&now)
                && now != *""
                && now != js::member(&earlier.0, &name)
        })
    }

    /// `undefined` and `null` are left out (D16); everything else is sent as it is.
    fn pairs(&self) -> Array {
        let pairs = Array::new();
        for pair in js::entries(&self.0).iter() {
            if js::is_some(&js::get(&pair, "1")) {
                pairs.push(&pair);
            }
        }
        pairs
    }

    /// The names that will be sent.
    pub fn names(&self) -> Array {
        let names = Array::new();
        for pair in self.pairs().iter() {
            names.push(&js::get(&pair, "0"));
        }
        names
    }

    /// The url-encoded body; `None` when a value cannot be turned into text.
    pub fn body(&self) -> Option<JsValue> {
        let params = UrlSearchParams::new_with_str_sequence_sequence(&self.pairs());
        params.ok().map(Into::into)
    }

    /// The body as JSON, which JavaScript writes.
    pub fn json(&self) -> Option<JsValue> {
        let members = self.only(&|_| true);
        JSON::stringify(&members.0).ok().map(Into::into)
    }

    /// An address with the fields as its query. The whole stays a JavaScript value, because a session is a secret.
    pub fn query_of(&self, address: &str) -> Option<JsValue> {
        let query = self.body()?;
        Some(Array::of2(&address.into(), &query).join("?").into())
    }
}

impl Input for Fields {
    fn filled(&self, name: &str) -> bool {
        let value = self.get(name);
        js::is_some(&value) && value != JsValue::from_str("")
    }

    fn present(&self, name: &str) -> bool {
        js::is_some(&self.get(name))
    }

    fn same(&self, one: &str, other: &str) -> bool {
        self.get(one) == self.get(other)
    }
}
