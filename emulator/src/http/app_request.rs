//! A request to the host of a Connected App: that app, its realm, the fields and who calls. Tested in
//! `tests/api/login/hosts.rs`.

use axum::http::header;

use crate::http::fields::Received;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::redirect::RedirectParams;
use crate::model::settings::{Api, App, Realm};
use crate::rules::apps;
use crate::rules::context::Context;
use crate::rules::mail::Sender;

/// A request that found its Connected App.
pub struct AppRequest<'a> {
    /// What rules need.
    pub context: &'a Context,
    /// The app's realm.
    pub realm: Realm,
    /// The Connected App of the host.
    pub app: App,
    // Address of the app's hosted pages, as the caller wrote it.
    instance: String,
    /// Query and body; empty until read.
    pub fields: Fields,
    /// Who calls.
    pub caller: Caller,
}

impl<'a> AppRequest<'a> {
    /// Finds the app of the host.
    ///
    /// # Errors
    /// `NotFound` if the host has none, or if it is switched off.
    pub fn new(context: &'a Context, received: &Received) -> Result<Self, Failure> {
        let host = received.header(header::HOST).unwrap_or_default();
        let apps::Found {
            realm,
            app,
            instance,
        } = apps::find(context, host)?;
        Ok(Self::of_app(context, received, realm, app, instance))
    }

    /// For an app that was found in another way.
    pub fn of_app(
        context: &'a Context,
        received: &Received,
        realm: Realm,
        app: App,
        instance: String,
    ) -> Self {
        // Set at most once a request.
        let _ = received.about.set((realm.id.clone(), Some(app.id.clone())));
        Self {
            context,
            realm,
            app,
            instance,
            fields: Fields::new(),
            caller: Caller {
                ip: received.ip.map(|ip| ip.to_string()),
                user_agent: received.header(header::USER_AGENT).map(str::to_owned),
            },
        }
    }

    /// A field; empty is missing.
    pub fn text(&self, name: &str) -> Option<String> {
        text(&self.fields, name)
    }

    /// `redir` and `redirect_uri`.
    pub fn redirect_params(&self) -> RedirectParams {
        RedirectParams {
            redir: self.text("redir"),
            redirect_uri: self.text("redirect_uri"),
        }
    }

    /// On whose behalf mails of this call are sent.
    pub fn sender(&self) -> Sender {
        Sender {
            api: Api::V1,
            app: Some(self.app.clone()),
            instance: self.instance.clone(),
            redirect_params: self.redirect_params(),
            caller: self.caller.clone(),
        }
    }
}
