//! On whose behalf a mail is sent, and where its link leads (protocol-v1 §3.10). Tested here.

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::redirect::{RedirectParams, append};
use crate::model::redirect_uri::allowed_target;
use crate::model::settings::{Api, App, Realm, State};
use crate::rules::apps;
use crate::rules::context::Context;
use crate::rules::domains;
use crate::store::mail_tokens::Purpose;
use crate::store::{Transaction, realms};

/// On whose behalf a mail is sent.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The version of the realm, which words tokens and events.
    pub api: Api,
    /// The Connected App that the mail links to.
    pub app: Option<App>,
    /// Address of its hosted pages, without a slash at the end.
    pub instance: String,
    /// The caller's redirect parameters; only `redirect_uri` matters here.
    pub redirect_params: RedirectParams,
    /// Who caused it.
    pub caller: Caller,
}

impl Sender {
    /// The realm's default app, for mails that no LoginRocket call asked for.
    pub fn of_realm(
        tx: &Transaction,
        context: &Context,
        realm: &Realm,
        caller: Caller,
    ) -> Result<Self, Failure> {
        if realm.is_v2() {
            let app = domains::client_app(tx, &realm.id)?;
            return Ok(Self {
                api: Api::V2,
                app: app.map(|app| app.as_app()),
                instance: domains::instance(tx, context, realm)?,
                redirect_params: RedirectParams::default(),
                caller,
            });
        }
        let mut apps: Vec<App> = realms::apps(tx, Some(&realm.id))?
            .into_iter()
            .map(|(_, app)| app)
            .filter(|app| app.state == State::Active)
            .collect();
        apps.sort_by_key(|app| !app.default);
        let app = apps.into_iter().next();
        Ok(Self {
            api: Api::V1,
            instance: match &app {
                Some(app) => apps::instance(tx, context, app)?,
                None => String::new(),
            },
            app,
            redirect_params: RedirectParams::default(),
            caller,
        })
    }

    /// Where a token is used: the app's own page if it has one, else the hosted page.
    pub fn link(&self, purpose: Purpose, token: &str) -> Option<String> {
        let app = self.app.as_ref()?;
        let (own, page, name) = match purpose {
            Purpose::Reset => (&app.reset_url, "reset_password", "token"),
            Purpose::Verification | Purpose::Change => (&app.verify_url, "verify_email", "token"),
            Purpose::Invitation => (&app.signup_handler, "signup", "invitation"),
        };
        if let Some(own) = own.as_deref().filter(|own| !own.is_empty()) {
            return Some(append(own, &[(name, token)]));
        }
        let target = allowed_target(app, self.redirect_params.redirect_uri.as_deref());
        let mut parameters = vec![(name, token)];
        parameters.extend(target.as_deref().map(|uri| ("redirect_uri", uri)));
        Some(append(&format!("{}/{page}", self.instance), &parameters))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn link(settings: serde_json::Value, wish: Option<&str>, purpose: Purpose) -> String {
        let mut app = json!({"name": "A", "login_handler": "http://a.test/login"});
        crate::model::settings::merge(&mut app, settings);
        let sender = Sender {
            api: Api::V1,
            app: Some(serde_json::from_value(app).unwrap()),
            instance: "http://demo.localhost:1".into(),
            redirect_params: RedirectParams {
                redir: Some("/x".into()),
                redirect_uri: wish.map(str::to_owned),
            },
            caller: Caller::default(),
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
