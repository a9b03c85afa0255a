//! A request for a hosted page: its app, its fields, and what it carries on from page
//! to page. Tested in `tests/api/hosted/pages.rs`.

use serde_json::Value;

use super::branding::Branding;
use super::page::{Form, Link, Page};
use super::visiting::Visiting;
use crate::http::app_request::AppRequest;
use crate::http::fields::Received;
use crate::model::failure::Failure;
use crate::model::fields::Fields;
use crate::model::redirect::append;
use crate::model::settings::{Realm, State};
use crate::rules::context::Context;

/// A visitor's request.
pub struct Visit<'a> {
    /// Its app, fields and caller, as for a call of the API.
    pub request: AppRequest<'a>,
    /// The request.
    pub received: &'a Received,
}

impl<'a> Visit<'a> {
    /// Finds the app and reads the fields.
    pub fn new(context: &'a Context, received: &'a Received) -> Result<Self, Failure> {
        let mut request = AppRequest::new(context, received)?;
        request.fields = received.fields()?;
        unwrap_old_names(&mut request.fields);
        Ok(Self { request, received })
    }

    /// Whether passwords are in use.
    pub fn has_passwords(&self) -> bool {
        self.request.realm.password.state == State::Active
    }

    /// The redirect parameters, kept from page to page.
    fn carried(&self) -> Vec<(&'static str, String)> {
        let redirect_params = self.request.redirect_params();
        [
            ("redir", redirect_params.redir),
            ("redirect_uri", redirect_params.redirect_uri),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    /// An address on this host with the redirect parameters.
    pub fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let carried = self.carried();
        let mut parameters = more.to_vec();
        parameters.extend(carried.iter().map(|(name, value)| (*name, value.as_str())));
        append(path, &parameters)
    }
}

impl Visiting for Visit<'_> {
    fn context(&self) -> &Context {
        self.request.context
    }

    fn realm(&self) -> &Realm {
        &self.request.realm
    }

    fn received(&self) -> &Received {
        self.received
    }

    fn text(&self, name: &str) -> Option<String> {
        self.request.text(name)
    }

    fn page(&self, title: &str) -> Page {
        Page {
            title: title.to_owned(),
            app: self.request.app.name.clone(),
            branding: Branding::of(&self.request.app),
            ..Page::default()
        }
    }

    fn link(&self, label: &str, path: &str) -> Link {
        Link {
            label: label.to_owned(),
            href: self.address(path, &[]),
        }
    }

    fn carrying(&self, mut form: Form) -> Form {
        let carried = self.carried();
        let carried = carried
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        form.hidden.extend(carried);
        form
    }
}

// Pages of authrocket.js name their fields `login[username]` and `signup[email]` (protocol-v1 §2.8).
fn unwrap_old_names(fields: &mut Fields) {
    for wrapper in ["login", "signup"] {
        if let Some(Value::Object(inner)) = fields.remove(wrapper) {
            for (name, value) in inner {
                fields.entry(name).or_insert(value);
            }
        }
    }
}
