//! A request for a hosted page: its app, its fields, and what it carries on from page
//! to page. Tested in `tests/api/hosted/pages.rs`.

use axum::http::header;
use serde_json::Value;

use super::branding::Branding;
use super::page::{Form, Link, Page};
use super::visiting::Visiting;
use crate::http::app_request::AppRequest;
use crate::http::fields::Received;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::redirect::append;
use crate::model::settings::{App, Realm, State};
use crate::rules::apps;
use crate::rules::context::Context;
use crate::store::{realms, social_requests};

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
        Self::read(AppRequest::new(context, received)?, received)
    }

    /// The same for the provider's page of a login that an app's server asked for. Its realm may have no app, or none
    /// on this host (protocol-v1 §12, C6); the page then has the realm's name.
    pub fn of_social_request(
        context: &'a Context,
        received: &'a Received,
    ) -> Result<Option<Self>, Failure> {
        let Some(state) = text(&received.fields()?, "state") else {
            return Ok(None);
        };
        let realm =
            context.transact(
                |tx| match social_requests::live(tx, &state, context.now_ms())? {
                    Some(request) => realms::realm(tx, &request.realm_id),
                    None => Ok(None),
                },
            )?;
        let Some(realm) = realm.filter(|realm| realm.state == State::Active) else {
            return Ok(None);
        };
        let host = received.header(header::HOST).unwrap_or_default();
        let found = apps::find(context, host).ok();
        let found = found.filter(|found| found.realm.id == realm.id);
        let (app, instance) = match found {
            Some(found) => (found.app, found.instance),
            None => {
                let app = App {
                    name: realm.name.clone(),
                    ..App::default()
                };
                (app, apps::bare_instance(context))
            }
        };
        let request = AppRequest::of_app(context, received, realm, app, instance);
        Self::read(request, received).map(Some)
    }

    fn read(mut request: AppRequest<'a>, received: &'a Received) -> Result<Self, Failure> {
        request.fields = received.fields()?;
        unwrap_old_names(&mut request.fields);
        Ok(Self { request, received })
    }

    /// Whether passwords are in use.
    pub fn has_passwords(&self) -> bool {
        self.request.realm.password.are_on()
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
