//! What pages of both versions need of a request. Tested with them, in `tests/api/hosted/`.

use super::page::{Form, Link, Page};
use crate::http::fields::Received;
use crate::model::settings::Realm;
use crate::rules::context::Context;

/// A visitor's request, on a host of either version.
pub trait Visiting {
    /// What rules need.
    fn context(&self) -> &Context;
    /// The realm of the host.
    fn realm(&self) -> &Realm;
    /// The request.
    fn received(&self) -> &Received;
    /// A field; empty is missing.
    fn text(&self, name: &str) -> Option<String>;
    /// An empty page.
    fn page(&self, title: &str) -> Page;
    /// A link on this host that keeps what goes from page to page.
    fn link(&self, label: &str, path: &str) -> Link;
    /// Adds what goes from page to page to a form.
    fn carrying(&self, form: Form) -> Form;

    /// Whether a form was sent.
    fn is_post(&self) -> bool {
        self.received().method == axum::http::Method::POST
    }

    /// A field's value, to show it again; empty if no form sent it.
    fn typed(&self, name: &str) -> String {
        match self.is_post() {
            true => self.text(name).unwrap_or_default(),
            false => String::new(),
        }
    }

    /// A link for each social provider.
    fn social(&self) -> Vec<Link> {
        let providers = &self.realm().social;
        let link = |provider: &crate::model::settings::Provider| {
            let label = format!("Continue with {}", provider.provider_type.label());
            self.link(&label, &format!("/auth/{}", provider.key()))
        };
        providers.iter().map(link).collect()
    }
}
