//! A request for a hosted page of version 2: its realm and fields, and the session that the address, the form or the
//! browser names. Tested in `tests/api/hosted/v2/`.

use axum::http::{Method, StatusCode};
use axum::response::Response;

use super::wire::Wishes;
use crate::http::fields::Received;
use crate::http::lr_request::LrRequest;
use crate::model::failure::Failure;
use crate::model::redirect::append;
use crate::model::settings::{App, Realm, State};
use crate::routes::hosted::cookie;
use crate::routes::hosted::origin::{is_own_form, is_trusted_form};
use crate::routes::hosted::page::{Form, Link, Page};
use crate::routes::hosted::visiting::Visiting;
use crate::rules::context::Context;
use crate::rules::remembered_logins;
use crate::rules::v2::{remembered, sessions};
use crate::store::sessions::Session;
use crate::store::users::User;

const COOKIE: &str = "loginrocket_session";

/// A live session.
pub struct Known {
    /// Its user.
    pub user: User,
    /// The session.
    pub session: Session,
    /// Whether this browser remembers it; else pages must carry its id.
    pub remembered: bool,
}

/// A visitor's request.
pub struct Visit<'a> {
    /// Its realm, fields and caller, as for a call of the API.
    pub request: LrRequest<'a>,
    /// The request.
    pub received: &'a Received,
    /// The Connected App, for targets.
    pub app: App,
    /// What the visitor asks for.
    pub wishes: Wishes,
    /// The live session, if there is one.
    pub known: Option<Known>,
    /// A session was named that is over.
    pub expired: bool,
}

impl<'a> Visit<'a> {
    /// Finds the realm, reads the fields, and looks the session up: one that the address or the form names, else the
    /// one that this browser remembers.
    pub fn new(context: &'a Context, received: &'a Received) -> Result<Self, Failure> {
        let mut request = LrRequest::new(context, received)?;
        request.fields = received.fields()?;
        let mut visit = Self {
            app: request.app.as_app(),
            wishes: Wishes::read(&request.fields),
            request,
            received,
            known: None,
            expired: false,
        };
        visit.find_session()?;
        Ok(visit)
    }

    fn find_session(&mut self) -> Result<(), Failure> {
        let (context, realm) = (self.request.context, &self.request.realm);
        let named = self.request.text("session");
        let found = match named.as_deref() {
            Some(id) => {
                let now_ms = context.now_ms();
                match context.transact(|tx| sessions::live(tx, realm, Some(id), now_ms)) {
                    Err(Failure::SessionEnded) => None,
                    found => Some(found?),
                }
            }
            // A form of another site must not act for whoever is logged in here.
            None if self.is_post() && !is_own_form(self.received) => None,
            None => remembered::recall(context, realm, &self.cookies())?,
        };
        self.expired = named.is_some() && found.is_none();
        self.known = found.map(|(user, session)| Known {
            user,
            session,
            remembered: named.is_none(),
        });
        Ok(())
    }

    /// Takes a session that was opened just now. A browser remembers it if the form came from here or from the app.
    pub fn hold(&mut self, session: Session) -> Result<(), Failure> {
        let (context, realm) = (self.request.context, &self.request.realm);
        let now_ms = context.now_ms();
        let (user, session) =
            context.transact(|tx| sessions::live(tx, realm, Some(&session.id), now_ms))?;
        self.known = Some(Known {
            user,
            session,
            remembered: is_trusted_form(self.received, &self.app),
        });
        Ok(())
    }

    /// Sets the cookie of a remembered session.
    pub fn remember(&self, response: &mut Response) -> Result<(), Failure> {
        let context = self.request.context;
        let Some(known) = self.known.as_ref().filter(|known| known.remembered) else {
            return Ok(());
        };
        let entry = remembered_logins::remember(context, &known.session, &self.cookies())?;
        let seconds = (entry.expires_at - context.now_ms()) / 1000;
        cookie::set(response, COOKIE, &entry.id, seconds, None);
        Ok(())
    }

    /// Forgets the login of this browser, and ends its session.
    pub fn forget(&self, response: &mut Response) -> Result<(), Failure> {
        let found = self.cookies();
        if found.is_empty() {
            return Ok(());
        }
        let (context, realm) = (self.request.context, &self.request.realm);
        remembered::forget(context, realm, &found, &self.request.caller)?;
        cookie::set(response, COOKIE, "", 0, None);
        Ok(())
    }

    fn cookies(&self) -> Vec<String> {
        cookie::values(self.received, COOKIE)
    }

    /// Whether this request may change something.
    pub fn may_change(&self) -> bool {
        self.received.method != Method::HEAD
    }

    /// Whether passwords are in use.
    pub fn has_passwords(&self) -> bool {
        self.request.realm.password.state == State::Active
    }

    /// Whether a button of this name was pressed.
    pub fn decided(&self, decision: &str) -> bool {
        self.is_post() && self.request.text("decision").as_deref() == Some(decision)
    }

    /// An address on this host with what goes from page to page, and with the id of a session that the browser does not
    /// remember, for pages that take one (protocol-v2 §6.1).
    pub fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let carried = self.wishes.carried();
        let mut parameters = more.to_vec();
        parameters.extend(carried.iter().map(|(name, value)| (*name, value.as_str())));
        let takes_a_session = ["/profile", "/account", "/logout"];
        let unremembered = self.known.as_ref().filter(|known| !known.remembered);
        if takes_a_session.iter().any(|start| path.starts_with(start)) {
            parameters.extend(unremembered.map(|known| ("session", known.session.id.as_str())));
        }
        append(path, &parameters)
    }

    /// Shows a failure at the form of a page, in the visitor's language.
    ///
    /// # Errors
    /// The failure, if no form can show it.
    pub fn blame(&self, mut page: Page, failure: &Failure) -> Result<Response, Failure> {
        if !crate::routes::hosted::page::is_for_a_page(failure) {
            return Err(failure.clone());
        }
        page.blame_in(failure, self.request.language());
        Ok(page.show(StatusCode::OK))
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
        let public = self.request.realm.v2.public_name.clone();
        Page {
            title: title.to_owned(),
            app: public.unwrap_or_else(|| self.request.app.name.clone()),
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
        let carried = self.wishes.carried().into_iter();
        form.hidden
            .extend(carried.map(|(name, value)| (name.to_owned(), value)));
        if let Some(known) = self.known.as_ref().filter(|known| !known.remembered) {
            form.hidden
                .push(("session".to_owned(), known.session.id.clone()));
        }
        form
    }
}
