//! A request to a host of version 2: its realm, the fields, who calls, and in which language. Tested in
//! `tests/api/login/v2/hosts.rs`.

use axum::http::header;

use crate::http::fields::Received;
use crate::model::caller::Caller;
use crate::model::client_app::ClientApp;
use crate::model::failure::Failure;
use crate::model::fields::{Fields, text};
use crate::model::redirect::RedirectParams;
use crate::model::settings::{Api, Realm};
use crate::rules::context::Context;
use crate::rules::domains;
use crate::rules::mail::Sender;
use crate::rules::v2::sentences::{Language, asked, usual};

/// A request that found its realm.
pub struct LrRequest<'a> {
    /// What rules need.
    pub context: &'a Context,
    /// The realm of the host.
    pub realm: Realm,
    /// Its default Connected App.
    pub app: ClientApp,
    /// Address of its LoginRocket, as the caller wrote it, without a slash at the end.
    pub instance: String,
    /// Query and body; empty until read.
    pub fields: Fields,
    /// Who calls.
    pub caller: Caller,
    /// The language that the caller asks for, if it is one of the realm's.
    pub asked_language: Option<Language>,
}

impl<'a> LrRequest<'a> {
    /// Finds the realm of the host.
    ///
    /// # Errors
    /// `NotFound` if the host has none of version 2, or if it is switched off.
    pub fn new(context: &'a Context, received: &Received) -> Result<Self, Failure> {
        let host = received.header(header::HOST).unwrap_or_default();
        let domains::Found {
            realm,
            app,
            instance,
        } = domains::find(context, host)?;
        // Set at most once a request.
        let _ = received.about.set((realm.id.clone(), Some(app.id.clone())));
        let asked_language = asked(&realm, received.header(header::ACCEPT_LANGUAGE));
        Ok(Self {
            context,
            realm,
            app,
            instance,
            fields: Fields::new(),
            caller: Caller {
                ip: received.ip.map(|ip| ip.to_string()),
                user_agent: received.header(header::USER_AGENT).map(str::to_owned),
            },
            asked_language,
        })
    }

    /// A field; empty is missing.
    pub fn text(&self, name: &str) -> Option<String> {
        text(&self.fields, name)
    }

    /// The language of texts.
    pub fn language(&self) -> Language {
        self.asked_language.unwrap_or_else(|| usual(&self.realm))
    }

    /// On whose behalf mails of this call are sent.
    pub fn sender(&self) -> Sender {
        Sender {
            api: Api::V2,
            app: Some(self.app.as_app()),
            instance: self.instance.clone(),
            redirect_params: RedirectParams {
                redir: None,
                redirect_uri: self.text("redirect_uri"),
            },
            caller: self.caller.clone(),
        }
    }
}
