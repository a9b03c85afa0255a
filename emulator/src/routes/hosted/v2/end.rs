//! Where a visit leads (protocol-v2 §6.2): to what is to be done first, to the page that asked for the login, or to the app
//! with a token. Tested in `tests/api/hosted/v2/login.rs` and `v2/conditions.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::visit::{Known, Visit};
use super::wire::{Wanted, app_url};
use super::{accounts, join, login, profile, verify};
use crate::model::failure::Failure;
use crate::model::settings::OrgMode;
use crate::routes::hosted::finish::redirect;
use crate::rules::v2::conclusion::{Conclusion, INCOMPLETE, NO_ACCOUNT, UNVERIFIED, accounts_of};
use crate::rules::v2::logins::Step;
use crate::rules::v2::sessions;

impl Visit<'_> {
    /// Continues after a step of a login: with the form for the code, or with the new session.
    pub fn opened(&mut self, step: Step) -> Result<Response, Failure> {
        match step {
            Step::CodeDue(token) => Ok(login::code_form(self, &token).show(StatusCode::OK)),
            Step::Session(session, conclusion) => {
                self.hold(session)?;
                let mut response = self.lead(&conclusion)?;
                self.remember(&mut response)?;
                Ok(response)
            }
        }
    }

    /// Continues with the session that is there.
    pub fn go_on(&self) -> Result<Response, Failure> {
        let known = self.known.as_ref().ok_or(Failure::SessionEnded)?;
        let (context, realm) = (self.request.context, &self.request.realm);
        let id = Some(known.session.id.as_str());
        let (_, conclusion) = sessions::refresh(context, realm, id, self.wishes.account())?;
        self.lead(&conclusion)
    }

    fn lead(&self, conclusion: &Conclusion) -> Result<Response, Failure> {
        let known = self.known.as_ref().ok_or(Failure::SessionEnded)?;
        let due = |condition| conclusion.conditions.contains(&condition);
        if due(UNVERIFIED) {
            return verify::hold(self, known);
        }
        if let Some(invitation) = join::wanted(self)? {
            return join::page(self, known, &invitation);
        }
        if due(INCOMPLETE) {
            return profile::complete(self, known);
        }
        if let Some(next) = &self.wishes.next {
            return Ok(redirect(&self.address(next, &[])));
        }
        if due(NO_ACCOUNT) || self.must_choose(known)? {
            return accounts::choice(self, known);
        }
        Ok(redirect(&app_url(
            &self.app,
            &self.request.realm,
            &self.wishes,
            &known.session.id,
            conclusion,
        )))
    }

    // An empty `account` forces a choice, where there is one.
    fn must_choose(&self, known: &Known) -> Result<bool, Failure> {
        let (context, realm) = (self.request.context, &self.request.realm);
        if self.wishes.account != Wanted::Choice || realm.v2.org_mode != OrgMode::MultiUser {
            return Ok(false);
        }
        let now_ms = context.now_ms();
        let accounts = context.transact(|tx| accounts_of(tx, &known.user.id, now_ms))?;
        Ok(accounts.len() > 1)
    }
}
