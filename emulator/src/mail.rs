//! Mails as they land in the outbox: words, and the link to the hosted page or to the app's own (spec
//! 3.10). Tested here and in `tests/api/outbox.rs`.

use rusqlite::Transaction;

use crate::error::Failure;
use crate::ids::new_id;
use crate::redirect::{Wishes, allowed_target, append};
use crate::settings::{App, Realm, State};
use crate::state::Shared;
use crate::store::mail_tokens::Purpose;
use crate::store::mails::Mail;
use crate::store::realms;
use crate::store::users::User;

/// On whose behalf a mail is sent.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The Connected App that the mail links to.
    pub app: Option<App>,
    /// Address of its hosted pages, without a slash at the end.
    pub instance: String,
    /// What the caller asked for; only `redirect_uri` means anything here.
    pub wishes: Wishes,
}

impl Sender {
    /// The realm's default app, for mails that no LoginRocket call asked for.
    pub fn of_realm(tx: &Transaction, shared: &Shared, realm: &Realm) -> Result<Self, Failure> {
        let mut apps: Vec<App> = realms::apps(tx, Some(&realm.id))?
            .into_iter()
            .map(|(_, app)| app)
            .filter(|app| app.state == State::Active)
            .collect();
        apps.sort_by_key(|app| !app.default);
        let app = apps.into_iter().next();
        Ok(Self {
            instance: match &app {
                Some(app) => instance(tx, shared, app)?,
                None => String::new(),
            },
            app,
            wishes: Wishes::default(),
        })
    }

    /// Where a token is used: the app's own page if it has one, else the hosted page.
    fn link(&self, purpose: Purpose, token: &str) -> Option<String> {
        let app = self.app.as_ref()?;
        let (own, page) = match purpose {
            Purpose::Reset => (&app.reset_url, "reset_password"),
            Purpose::Verification => (&app.verify_url, "verify_email"),
        };
        if let Some(own) = own.as_deref().filter(|own| !own.is_empty()) {
            return Some(append(own, &[("token", token)]));
        }
        let mut parameters = vec![("token", token)];
        parameters.extend(allowed_target(app, &self.wishes).map(|uri| ("redirect_uri", uri)));
        Some(append(&format!("{}/{page}", self.instance), &parameters))
    }

    /// The mail that brings `token` to a user.
    pub fn write(&self, purpose: Purpose, user: &User, token: &str, now_ms: i64) -> Mail {
        let link = self.link(purpose, token);
        let place = link.as_deref().unwrap_or(token);
        let (name, username) = (user.name(), &user.username);
        let (event, subject, text) = match purpose {
            Purpose::Reset => (
                "user.password_token.created",
                "Set a new password",
                format!(
                    "Hello {name},\n\nsomebody asked for a new password for \"{username}\". If it was you, set \
                     one within an hour:\n\n{place}\n\nIf it was not you, there is nothing to do: your password \
                     has not changed.\n"
                ),
            ),
            Purpose::Verification => (
                "user.email.verification_requested",
                "Verify your email address",
                format!(
                    "Hello {name},\n\nplease confirm within a day that this is the address of \
                     \"{username}\":\n\n{place}\n\nIf you do not know that name, ignore this mail.\n"
                ),
            ),
        };
        Mail {
            id: new_id("ml_"),
            realm_id: user.realm_id.clone(),
            app_id: self.app.as_ref().map(|app| app.id.clone()),
            event: event.to_owned(),
            to: user.email.clone(),
            subject: match &self.app {
                Some(app) => format!("{}: {subject}", app.name),
                None => subject.to_owned(),
            },
            text,
            token: token.to_owned(),
            link,
            created_at: now_ms,
        }
    }
}

/// Address of an app's hosted pages where no request says it: the bare host for the app that answers
/// there, which every browser can resolve.
pub fn instance(tx: &Transaction, shared: &Shared, app: &App) -> Result<String, Failure> {
    let bare = realms::app_for_host(tx, None)?.is_some_and(|(_, first)| first.id == app.id);
    let port = shared.login_port;
    Ok(match bare {
        true => format!("http://localhost:{port}"),
        false => format!("http://{}.localhost:{port}", app.subdomain),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn link(settings: serde_json::Value, wish: Option<&str>, purpose: Purpose) -> String {
        let mut app = json!({"name": "A", "login_handler": "http://a.test/login"});
        crate::settings::merge(&mut app, settings);
        let sender = Sender {
            app: Some(serde_json::from_value(app).unwrap()),
            instance: "http://demo.localhost:1".into(),
            wishes: Wishes {
                redir: Some("/x".into()),
                redirect_uri: wish.map(str::to_owned),
            },
        };
        sender.link(purpose, "t").unwrap()
    }

    #[test]
    fn a_link_leads_to_the_hosted_page_of_its_purpose() {
        assert_eq!(
            link(json!({}), None, Purpose::Reset),
            "http://demo.localhost:1/reset_password?token=t"
        );
        assert_eq!(
            link(json!({"verify_url": ""}), None, Purpose::Verification),
            "http://demo.localhost:1/verify_email?token=t"
        );
    }

    #[test]
    fn an_app_may_point_the_link_at_itself() {
        let own =
            json!({"reset_url": "http://a.test/reset?x=1", "verify_url": "http://a.test/v#/in"});
        assert_eq!(
            link(own.clone(), None, Purpose::Reset),
            "http://a.test/reset?x=1&token=t"
        );
        assert_eq!(
            link(own, None, Purpose::Verification),
            "http://a.test/v?token=t#/in"
        );
    }

    #[test]
    fn the_hosted_link_carries_a_redirect_uri_that_the_app_allows() {
        let uris = json!({"redirect_uris": ["http://a.test/"]});
        assert_eq!(
            link(uris.clone(), Some("http://a.test/in?y"), Purpose::Reset),
            "http://demo.localhost:1/reset_password?token=t&redirect_uri=http%3A%2F%2Fa.test%2Fin%3Fy"
        );
        assert_eq!(
            link(uris, Some("http://evil.test/"), Purpose::Reset),
            "http://demo.localhost:1/reset_password?token=t"
        );
    }
}
