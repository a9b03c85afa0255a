//! A request for a hosted page: its app, its fields, who sent the form, and what it carries on from page
//! to page. Tested in `tests/api/hosted/pages.rs`; origins here.

use axum::http::{Method, header};
use serde_json::Value;

use super::branding::Branding;
use super::page::{Form, Link, Page};
use crate::http::app_request::AppRequest;
use crate::http::fields::Received;
use crate::model::failure::Failure;
use crate::model::fields::Fields;
use crate::model::redirect::append;
use crate::model::settings::{App, State};
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

    /// Whether a form was sent.
    pub fn is_post(&self) -> bool {
        self.received.method == Method::POST
    }

    /// A field's value, to show it again; empty if no form sent it.
    pub fn typed(&self, name: &str) -> String {
        match self.is_post() {
            true => self.request.text(name).unwrap_or_default(),
            false => String::new(),
        }
    }

    /// Whether passwords are in use.
    pub fn has_passwords(&self) -> bool {
        self.request.realm.password.state == State::Active
    }

    /// An empty page of this app.
    pub fn page(&self, title: &str) -> Page {
        Page {
            title: title.to_owned(),
            app: self.request.app.name.clone(),
            branding: Branding::of(&self.request.app),
            ..Page::default()
        }
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

    /// A link on this host with the redirect parameters.
    pub fn link(&self, label: impl Into<String>, path: &str) -> Link {
        Link {
            label: label.into(),
            href: self.address(path, &[]),
        }
    }

    /// Adds the redirect parameters to a form.
    pub fn carrying(&self, mut form: Form) -> Form {
        let carried = self.carried();
        let carried = carried
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        form.hidden.extend(carried);
        form
    }

    /// A link for each social provider.
    pub fn social(&self) -> Vec<Link> {
        let providers = &self.request.realm.social;
        providers
            .iter()
            .map(|provider| {
                let label = format!("Continue with {}", provider.provider_type.label());
                self.link(label, &format!("/auth/{}", provider.key()))
            })
            .collect()
    }

    /// Whether one of our own pages sent the form. Browsers say so; other programs need not.
    pub fn is_own_form(&self) -> bool {
        match self.received.header(header::ORIGIN) {
            Some(origin) => self.is_own(origin),
            None => matches!(
                self.received.header("sec-fetch-site"),
                None | Some("same-origin" | "none")
            ),
        }
    }

    /// Whether one of our own pages or a page of the app sent the form.
    pub fn is_trusted_form(&self) -> bool {
        let of_app = |origin: &str| app_origins(&self.request.app).any(|known| known == origin);
        self.is_own_form() || self.received.header(header::ORIGIN).is_some_and(of_app)
    }

    fn is_own(&self, origin: &str) -> bool {
        let host = self.received.header(header::HOST).unwrap_or_default();
        origin
            .split_once("://")
            .is_some_and(|(_, name)| !host.is_empty() && name.eq_ignore_ascii_case(host))
    }
}

// Pages of authrocket.js name their fields `login[username]` and `signup[email]` (spec 2.8).
fn unwrap_old_names(fields: &mut Fields) {
    for wrapper in ["login", "signup"] {
        if let Some(Value::Object(inner)) = fields.remove(wrapper) {
            for (name, value) in inner {
                fields.entry(name).or_insert(value);
            }
        }
    }
}

fn app_origins(app: &App) -> impl Iterator<Item = &str> {
    let handlers = [Some(&app.login_handler), app.signup_handler.as_ref()];
    handlers
        .into_iter()
        .flatten()
        .chain(&app.redirect_uris)
        .filter_map(|url| origin_of(url))
}

fn origin_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let origin = url.get(..scheme.len() + 3 + end)?;
    (end > 0).then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (url, origin) in [
            ("https://a.test/login?x=1", Some("https://a.test")),
            ("http://localhost:4100", Some("http://localhost:4100")),
            ("http://a.test?x", Some("http://a.test")),
            ("https:///x", None),
            ("/login", None),
            ("null", None),
        ] {
            assert_eq!(origin_of(url), origin, "{url}");
        }
    }
}
